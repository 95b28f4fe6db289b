import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';

import {
  applyCode, applyDiscount, changeCart, changeShippingAddress, confirmCheckout, quote, refreshDiscount, removeDiscount,
} from '../src/index.js';
import { conversationOf } from '../src/conversation.js';
import { actionsOf, answer, errorOf, newId, response, serve, settle, success, valueOf } from './page.js';

describe('a call', () => {
  it('sends the session id and nothing that could be believed', async () => {
    const calls = serve(success);
    const id = newId();
    await applyDiscount(actionsOf(id), 'loyalty');
    await removeDiscount(actionsOf(id), 'all');
    await refreshDiscount(actionsOf(id), { api: 'https://api.example.com' });
    assert.deepEqual(
      calls.map(({ url, body }) => [url, body]),
      [
        ['/discounts/loyalty', { checkout_session_id: id }],
        ['/discounts/remove', { checkout_session_id: id, interaction: 'all' }],
        ['https://api.example.com/discounts/refresh', { checkout_session_id: id }],
      ],
    );
  });

  it('runs inside runServerUpdate, so that the page reads the session again', async () => {
    serve(success);
    const actions = actionsOf();
    const value = valueOf(await applyDiscount(actions, 'loyalty'));
    assert.equal(value.discount?.amount_off, 100);
    assert.equal(actions.ran.length, 1);
    assert.equal(actions.reads, 1);
  });

  it('sends what the shopper typed, and what the session shall be', async () => {
    const calls = serve(success);
    const id = newId();
    const lines = [{ price: 'price_1', quantity: 2 }];
    const address = { line1: '1 Main St', country: 'US' };
    await applyCode(actionsOf(id), 'SPRING');
    await changeCart(actionsOf(id), lines);
    await changeShippingAddress(actionsOf(id), 'A. Shopper', address, { api: 'https://api.example.com' });
    assert.deepEqual(
      calls.map(({ url, body }) => [url, body]),
      [
        ['/discounts/code', { checkout_session_id: id, code: 'SPRING' }],
        ['/cart', { checkout_session_id: id, line_items: lines }],
        ['https://api.example.com/shipping-address', { checkout_session_id: id, name: 'A. Shopper', address }],
      ],
    );
  });

  it('asks for the lines of a cart when its turn has come, and again when it is tried again', async () => {
    const answers = [() => success(), () => response({ message: 'Service Unavailable' }, 503), () => success()];
    const calls = serve(() => /** @type {() => Response} */ (answers.shift())());
    const actions = actionsOf();
    let quantity = 1;
    const first = applyDiscount(actions, 'loyalty');
    const second = changeCart(actions, () => [{ price: 'price_1', quantity }]);
    quantity = 5;
    await first;
    errorOf(await second);
    quantity = 7;
    await conversationOf(actions.getSession().id).state.failed?.retry();
    const quantities = calls.slice(1).map(({ body }) => body.line_items[0].quantity);
    assert.deepEqual(quantities, [5, 7]);
  });

  it('gives quotes without taking them for the state of the session', async () => {
    const quotes = { succeeded: true, quotes: [], best: null, current: null };
    serve(() => response({ type: 'object', value: quotes }));
    assert.deepEqual(valueOf(await quote(actionsOf())), quotes);
  });

  it('does the work of the page first, in the same update', async () => {
    const order = /** @type {string[]} */ ([]);
    serve(() => (order.push('discount'), success()));
    const actions = actionsOf();
    await refreshDiscount(actions, { after: async () => void order.push('cart') });
    assert.deepEqual(order, ['cart', 'discount']);
    assert.equal(actions.reads, 1);
  });
});

describe('an answer that is no success', () => {
  const ours = (/** @type {string} */ code, /** @type {number} */ status, /** @type {Record<string, string>} */ headers = {}) => () =>
    response({ type: 'error', code, message: 'For the shopper.' }, status, headers);
  /** The server's answer, the code that the page gets, and true if the page reads the session again. */
  const table = /** @type {Array<[string, () => Response, string, boolean]>} */ ([
    ['a wrong request', ours('invalid_request', 400), 'invalid_request', false],
    ['an unknown session', ours('session_not_found', 404), 'session_not_found', false],
    ['a closed session', ours('session_not_open', 409), 'session_not_open', true],
    ['a rate limit', ours('rate_limited', 429, { 'retry-after': '2' }), 'rate_limited', true],
    ['our own failure', ours('misconfigured', 500), 'misconfigured', true],
    ['no Stripe', ours('stripe_unavailable', 503), 'stripe_unavailable', true],
    ["the gateway's own 503", () => response({ message: 'Service Unavailable' }, 503), 'gateway', true],
    ["the gateway's own 404", () => response({ message: 'Not Found' }, 404), 'gateway', false],
    ['a page', () => response('<html>', 502), 'gateway', true],
    ['a 200 that is not ours', () => response({ ok: true }), 'gateway', true],
    ['an error with status 200', () => response({ type: 'error', code: 'x', message: 'No.' }), 'x', true],
    ['an empty 204', () => new Response(null, { status: 204 }), 'gateway', true],
  ]);
  for (const [name, say, code, readsAgain] of table) {
    it(`is an error for the page and for Stripe.js: ${name}`, async () => {
      serve(say);
      const actions = actionsOf();
      const error = errorOf(await applyDiscount(actions, 'loyalty'));
      assert.equal(error.code, code);
      assert.ok(error.message.length > 0);
      assert.equal(actions.reads, readsAgain ? 1 : 0);
      assert.equal(actions.ran.length, readsAgain ? 2 : 1);
    });
  }

  it('carries the message for the shopper, and the details that help to find the cause', async () => {
    serve(ours('rate_limited', 429, { 'retry-after': '2', 'x-request-id': 'r1' }));
    const error = errorOf(await applyDiscount(actionsOf(), 'loyalty'));
    assert.equal(error.message, 'For the shopper.');
    assert.deepEqual([error.status, error.retryAfter, error.requestId], [429, 2, 'r1']);
  });

  it('is an error when there is no answer at all', async () => {
    serve(() => Promise.reject(new TypeError('Failed to fetch')));
    const actions = actionsOf();
    assert.equal(errorOf(await applyDiscount(actions, 'loyalty')).code, 'network');
    assert.equal(actions.reads, 1);
  });

  it("is an error when the page's own work fails, and no discount is asked for", async () => {
    const calls = serve(success);
    const actions = actionsOf();
    const result = await refreshDiscount(actions, { after: () => Promise.reject(new Error('The cart is locked.')) });
    assert.equal(errorOf(result).code, 'change_failed');
    assert.equal(errorOf(result).message, 'The cart is locked.');
    assert.equal(calls.length, 0);
    assert.equal(actions.reads, 1);
  });
});

describe('a mistake of the page', () => {
  const table = /** @type {Array<[string, () => Promise<any>, RegExp | null, string?]>} */ ([
    ['no checkout', () => applyDiscount(/** @type {any} */ (null), 'loyalty'), /there is no checkout yet/],
    ['no checkout to pay', () => confirmCheckout(/** @type {any} */ (undefined)), /there is no checkout yet/],
    ['a promise of a checkout', () => applyDiscount(/** @type {any} */ (Promise.resolve(actionsOf())), 'loyalty'), /is a promise: await it first/],
    ['the result of loadActions()', () => applyDiscount(/** @type {any} */ ({ type: 'success', actions: actionsOf() }), 'loyalty'), /pass its property actions/],
    ['the state of React', () => quote(/** @type {any} */ ({ type: 'loading' })), /pass its property checkout once the type is "success"/],
    ['a code that is no text', () => applyCode(actionsOf(), /** @type {any} */ (undefined)), /takes the text of a code, not undefined/],
    ['an unknown interaction', () => applyDiscount(actionsOf(), /** @type {any} */ ('loyality')), /does not know the interaction "loyality"/],
    ['a code without applyCode', () => applyDiscount(actionsOf(), /** @type {any} */ ('code')), /a code has applyCode/],
    ['an unknown interaction to remove', () => removeDiscount(actionsOf(), /** @type {any} */ ('everything')), /does not know the interaction "everything"/],
    ['an address without a scheme', () => applyDiscount(actionsOf(), 'loyalty', { api: 'api.example.com' }), /an address with its scheme/],
    ['an address for every scheme', () => quote(actionsOf(), { api: '//api.example.com' }), /an address with its scheme/],
    ['a slash at the end', () => applyDiscount(actionsOf(), 'loyalty', { api: 'https://api.example.com/v1/' }), null, 'https://api.example.com/v1/discounts/loyalty'],
    ['a path', () => applyDiscount(actionsOf(), 'loyalty', { api: '/api' }), null, '/api/discounts/loyalty'],
  ]);
  for (const [what, call, said, url] of table) {
    it(`is ${said ? 'said in the console, never thrown' : 'no mistake'}: ${what}`, async () => {
      const console = mock.method(globalThis.console, 'error', () => {});
      const calls = serve(success);
      const result = await call();
      const messages = console.mock.calls.map((one) => String(one.arguments[0]));
      mock.restoreAll();
      assert.deepEqual(calls.map((one) => one.url), url ? [url] : []);
      assert.equal(messages.length, said ? 1 : 0);
      if (!said) return assert.equal(result.type, 'success');
      assert.match(messages[0] ?? '', said);
      assert.deepEqual([errorOf(result).code, /try again/.test(errorOf(result).message)], ['misused', true]);
    });
  }

  it('is not a browser without the newest array methods', async () => {
    const { toSpliced } = Array.prototype;
    Reflect.deleteProperty(Array.prototype, 'toSpliced');
    try {
      serve(success);
      assert.equal((await applyDiscount(actionsOf(), 'loyalty')).type, 'success');
    } finally {
      Array.prototype.toSpliced = toSpliced;
    }
  });
});

describe('the time limit', () => {
  it('ends a call before Stripe.js does, and has the session read again', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const calls = serve(
        () =>
          new Promise((_, reject) => {
            const [{ signal } = { signal: AbortSignal.abort() }] = calls;
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      );
      const actions = actionsOf();
      const result = applyDiscount(actions, 'loyalty');
      await settle();
      mock.timers.tick(17_999);
      await settle();
      assert.equal(calls[0]?.signal.aborted, false);
      mock.timers.tick(1);
      assert.equal(errorOf(await result).code, 'timeout');
      assert.equal(actions.reads, 1);
    } finally {
      mock.timers.reset();
    }
  });
});

describe('Stripe.js', () => {
  it('that fails to read the session again is an error, and asked once more', async () => {
    serve(success);
    const actions = { ...actionsOf(), ran: 0 };
    const failing = {
      ...actions,
      runServerUpdate: async (/** @type {() => Promise<unknown>} */ work) => {
        actions.ran += 1;
        await work();
        return { type: /** @type {const} */ ('error'), error: { message: 'Connection lost.', code: null } };
      },
    };
    const error = errorOf(await applyDiscount(failing, 'loyalty'));
    assert.deepEqual([error.code, error.message, actions.ran], ['stripe', 'Connection lost.', 2]);
  });

  it('that throws is an error', async () => {
    serve(success);
    const throwing = { ...actionsOf(), runServerUpdate: () => Promise.reject(new Error('IntegrationError')) };
    assert.equal(errorOf(await applyDiscount(throwing, 'loyalty')).code, 'stripe');
  });
});

describe('answers', () => {
  it('without an eligible offer are successes with reasons', async () => {
    serve(() => success({ discount: null, reasons: [{ offer: 'gold', code: 'tier_not_eligible' }] }));
    const value = valueOf(await applyDiscount(actionsOf(), 'loyalty'));
    assert.equal(value.discount, null);
    assert.deepEqual(value.reasons, [{ offer: 'gold', code: 'tier_not_eligible' }]);
    assert.deepEqual(Object.keys(value), Object.keys(answer()));
  });
});
