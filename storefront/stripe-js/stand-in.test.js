// The sandbox's stand-in for Stripe.js keeps what Stripe's docs and types say of the real one.

import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';

import { createStripe } from '../../sandbox/stripe-js/stripe.js';

const ORIGIN = 'http://127.0.0.1:3000';
const BETAS = ['custom_checkout_server_updates_1'];

/** A session as the sandbox shows it. @param {object} [more] */
const session = (more = {}) => ({
  id: 'cs_test_1',
  status: 'open',
  payment_status: 'unpaid',
  livemode: false,
  currency: 'usd',
  return_url: null,
  amount_subtotal: 6400,
  amount_total: 6190,
  total_details: { amount_discount: 800, amount_shipping: 590, amount_tax: 0 },
  discounts: [{ coupon: { name: 'Gold members: 12.5% off', percent_off: null }, promotion_code: null }],
  line_items: {
    data: [
      {
        id: 'li_1',
        description: 'Hand grinder',
        quantity: 1,
        amount_subtotal: 6400,
        amount_discount: 800,
        amount_tax: 0,
        amount_total: 5600,
        price: { id: 'price_1', unit_amount: 6400, product: { images: [] } },
        adjustable_quantity: { enabled: true, maximum: 5 },
      },
    ],
  },
  shipping_details: null,
  shipping_address_collection: null,
  shipping_cost: { shipping_rate: { id: 'shr_1', display_name: 'Standard shipping' } },
  shipping_options: [{ shipping_amount: 590, shipping_rate: { id: 'shr_1', display_name: 'Standard shipping' } }],
  customer_details: { email: 'grace@example.com' },
  server_updates: true,
  ...more,
});

/** Answers every request in turn, the last answer for ever. @param {...() => any} answers */
function serve(...answers) {
  /** @type {string[]} */
  const requests = [];
  globalThis.fetch = async (url, init) => {
    const { pathname, search } = new URL(String(url));
    requests.push(`${init?.method ?? 'GET'} ${pathname} ${init?.body ?? search.slice(1)}`);
    const say = answers[Math.min(requests.length, answers.length) - 1]?.();
    return new Response(JSON.stringify(say), { status: say.error ? 400 : 200 });
  };
  return requests;
}

/** @param {{betas?: string[]}} [options] */
async function open(options = { betas: BETAS }) {
  const checkout = createStripe('pk_test_sandbox', options, ORIGIN).initCheckoutElementsSdk({ clientSecret: 'cs_test_1_secret_2' });
  const loaded = await checkout.loadActions();
  if (loaded.type === 'error') throw new Error(loaded.error.message);
  return { checkout, actions: loaded.actions };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a session', () => {
  it('is shown in the form of Stripe.js', async () => {
    const requests = serve(session);
    const { actions } = await open();
    const shown = actions.getSession();
    assert.deepEqual(shown.total.total, { minorUnitsAmount: 6190, amount: '$61.90' });
    assert.deepEqual(shown.discountAmounts?.map(({ displayName, minorUnitsAmount }) => [displayName, minorUnitsAmount]), [
      ['Gold members: 12.5% off', 800],
    ]);
    assert.deepEqual(shown.lineItems[0]?.adjustableQuantity, { minimum: 0, maximum: 5 });
    assert.equal(shown.shipping?.shippingOption.displayName, 'Standard shipping');
    assert.equal(shown.canConfirm, true);
    assert.deepEqual(requests, ['GET /v1/payment_pages/cs_test_1 key=pk_test_sandbox&client_secret=cs_test_1_secret_2&betas=custom_checkout_server_updates_1']);
  });

  it('of a currency without decimals is shown without them', async () => {
    serve(() => session({ currency: 'jpy' }));
    const shown = (await open()).actions.getSession();
    assert.deepEqual([shown.total.total.amount, shown.minorUnitsAmountDivisor], ['¥6,190', 1]);
  });

  it('that needs an address can be confirmed once it has one', async () => {
    const address = { name: 'A', address: { country: 'US', line1: null, line2: null, city: null, state: null, postal_code: null } };
    for (const [details, canConfirm] of /** @type {const} */ ([[null, false], [address, true]])) {
      serve(() => session({ shipping_address_collection: {}, collected_information: { shipping_details: details } }));
      assert.equal((await open()).actions.getSession().canConfirm, canConfirm);
    }
  });

  it('that the page may not see does not load', async () => {
    serve(() => ({ error: { message: 'No such checkout.session' } }));
    const loaded = await createStripe('pk_test_sandbox', {}, ORIGIN).initCheckout({ clientSecret: Promise.resolve('cs_test_2_secret_3') }).loadActions();
    assert.deepEqual(loaded, { type: 'error', error: { message: 'No such checkout.session', code: null } });
  });
});

describe('runServerUpdate', () => {
  it('waits for the callback, reads the session again, and tells who listens', async () => {
    const requests = serve(session, () => session({ amount_total: 5000 }));
    const { checkout, actions } = await open();
    const told = /** @type {number[]} */ ([]);
    checkout.on('change', ({ total }) => told.push(total.total.minorUnitsAmount));
    const result = await actions.runServerUpdate(async () => {
      assert.equal(requests.length, 1);
      return { type: 'error' };
    });
    assert.equal(result.type, 'success', 'what the callback returns is ignored');
    assert.deepEqual(told, [5000]);
    assert.equal(actions.getSession().total.total.minorUnitsAmount, 5000);
  });

  it('is an error when the callback throws, and reads nothing', async () => {
    const requests = serve(session);
    const { actions } = await open();
    const result = await actions.runServerUpdate(() => Promise.reject(new Error('Not today.')));
    assert.deepEqual(result, { type: 'error', error: { message: 'Not today.', code: null } });
    assert.equal(requests.length, 1);
  });

  it('gives up after 20 seconds', async () => {
    serve(session);
    const { actions } = await open();
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      let over = false;
      const result = actions.runServerUpdate(() => new Promise(() => {})).finally(() => (over = true));
      await settle();
      mock.timers.tick(19_999);
      await settle();
      assert.equal(over, false);
      mock.timers.tick(1);
      assert.equal((await result).type, 'error');
    } finally {
      mock.timers.reset();
    }
  });

  it('runs one update after another', async () => {
    serve(session);
    const { actions } = await open();
    const order = /** @type {string[]} */ ([]);
    const update = (/** @type {string} */ name) =>
      actions.runServerUpdate(async () => {
        order.push(`${name} begins`);
        await settle();
        order.push(`${name} ends`);
      });
    await Promise.all([update('first'), update('second')]);
    assert.deepEqual(order, ['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('is missing where the sandbox says so', async () => {
    const requests = serve(() => session({ server_updates: false }), session);
    assert.equal('runServerUpdate' in (await open({})).actions, false);
    assert.equal('runServerUpdate' in (await open({})).actions, true);
    assert.deepEqual(requests.filter((request) => request.includes('betas')), []);
  });
});

describe('the other actions', () => {
  it('change the session through the sandbox, which may refuse', async () => {
    const refused = () => ({ error: { message: 'Discounts can only be updated by the server.' } });
    const express = () => session({
      shipping_cost: { shipping_rate: 'shr_2' },
      shipping_options: [
        { shipping_amount: 590, shipping_rate: { id: 'shr_1', display_name: 'Standard shipping' } },
        { shipping_amount: 1490, shipping_rate: { id: 'shr_2', display_name: 'Express shipping' } },
      ],
    });
    const requests = serve(session, session, refused, session, express);
    const { actions } = await open();
    await actions.updateLineItemQuantity({ lineItem: 'li_1', quantity: 2 });
    const code = await actions.applyPromotionCode('SPRING');
    assert.deepEqual(code, { type: 'error', error: { message: 'Discounts can only be updated by the server.', code: null } });
    await actions.updateShippingAddress({ name: 'A', address: { country: 'US', postal_code: '10001' } });
    await actions.updateShippingOption('shr_2');
    assert.equal(actions.getSession().shipping?.shippingOption.displayName, 'Express shipping');
    const sent = requests.slice(1).map((request) => request.replace(/key=.*?_secret_2&/, ''));
    assert.deepEqual(sent, [
      'POST /v1/payment_pages/cs_test_1/line_items line_item=li_1&quantity=2',
      'POST /v1/payment_pages/cs_test_1/promotion_code promotion_code=SPRING',
      'POST /v1/payment_pages/cs_test_1/shipping_address name=A&address%5Bcountry%5D=US&address%5Bpostal_code%5D=10001',
      'POST /v1/payment_pages/cs_test_1/shipping_option shipping_option=shr_2',
    ]);
  });

  it('confirm the total that was shown, once there is an email', async () => {
    const requests = serve(
      () => session({ customer_details: null }),
      () => session({ status: 'complete', payment_status: 'paid' }),
    );
    const { actions } = await open();
    assert.equal((await actions.confirm({ redirect: 'if_required' })).type, 'error');
    const paid = await actions.confirm({ redirect: 'if_required', email: 'guest@example.com' });
    assert.equal(paid.type, 'success');
    assert.match(requests[1] ?? '', /confirm .*expected_amount=6190&email=guest%40example.com$/);
    assert.deepEqual(actions.getSession().status, { type: 'complete', paymentStatus: 'paid' });
  });
});

describe('an embedded page', () => {
  const SECRET = 'cs_test_1_secret_2';

  /** A page with one place. */
  function page() {
    /** @type {any[]} */
    const shown = [];
    const place = { append: (/** @type {any} */ frame) => shown.push(frame) };
    const createElement = () => {
      const frame = { style: {}, remove: () => shown.splice(shown.indexOf(frame), 1) };
      return frame;
    };
    const querySelector = (/** @type {string} */ selector) => (selector === '#checkout' ? place : null);
    globalThis.document = /** @type {any} */ ({ createElement, querySelector });
    return shown;
  }

  it('shows the page of the sandbox in a frame, by either name and secret', async () => {
    const stripe = createStripe('pk_test_sandbox', {}, ORIGIN);
    const options = [{ clientSecret: SECRET }, { fetchClientSecret: async () => SECRET }];
    for (const create of [stripe.createEmbeddedCheckoutPage, stripe.initEmbeddedCheckout]) {
      for (const option of options) {
        const shown = page();
        const checkout = await create(option);
        checkout.mount('#checkout');
        checkout.mount('#checkout');
        assert.deepEqual(shown.map(({ src }) => src), [`${ORIGIN}/c/pay/cs_test_1?client_secret=${SECRET}`]);
        checkout.unmount();
        assert.equal(shown.length, 0);
      }
    }
  });

  it('refuses what it can not do', async () => {
    page();
    const stripe = createStripe('pk_test_sandbox', {}, ORIGIN);
    await assert.rejects(stripe.createEmbeddedCheckoutPage({}), { name: 'IntegrationError' });
    await assert.rejects(stripe.createEmbeddedCheckoutPage({ clientSecret: SECRET, onComplete: () => {} }), /onComplete/);
    const checkout = await stripe.createEmbeddedCheckoutPage({ clientSecret: SECRET });
    assert.throws(() => checkout.mount('#nowhere'), /#nowhere/);
    checkout.destroy();
    assert.throws(() => checkout.mount('#checkout'), { name: 'IntegrationError' });
  });
});

describe('Stripe()', () => {
  it('takes a publishable test key only', () => {
    assert.throws(() => createStripe('sk_test_1'), { name: 'IntegrationError' });
  });

  it('says what it leaves out, and is known to React as a Stripe object', () => {
    const stripe = /** @type {any} */ (createStripe('pk_test_sandbox', {}, ORIGIN));
    for (const name of ['elements', 'createToken', 'createPaymentMethod', 'confirmCardPayment']) {
      assert.throws(() => stripe[name](), { name: 'IntegrationError' });
    }
  });
});
