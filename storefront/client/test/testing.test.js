import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { applyCode, applyDiscount, changeCart, configure, confirmCheckout, quote, removeDiscount } from '../src/index.js';
import { discount, fakeCheckout, fakeServer } from '../src/testing.js';
import { errorOf, valueOf } from './page.js';

/** @import { DiscountEvent } from '../src/index.js' */

/** @type {Array<() => void>} */
let after = [];
afterEach(() => {
  after.forEach((end) => end());
  after = [];
});

function shop(cart = { subtotal: 10_000 }) {
  const checkout = fakeCheckout(cart);
  const server = fakeServer(checkout);
  after.push(server.close);
  return { checkout, server };
}

describe('fakes', () => {
  it('answer as the functions do, and change the total', async () => {
    const { checkout, server } = shop();
    server.answer('discounts/loyalty', { discount: discount(1_000, { name: 'Gold' }) });
    const answer = valueOf(await applyDiscount(checkout, 'loyalty'));
    assert.deepEqual([answer.discount?.name, answer.amount_total, answer.interactions], ['Gold', 9_000, ['loyalty']]);
    assert.equal(checkout.getSession().total.total.minorUnitsAmount, 9_000);
    assert.equal(valueOf(await quote(checkout)).current?.amount_off, 1_000);
    assert.equal(valueOf(await removeDiscount(checkout, 'loyalty')).amount_total, 10_000);
    assert.deepEqual(server.calls.map(({ path }) => path), ['discounts/loyalty', 'discounts/quote', 'discounts/remove']);
  });

  it('keep the discount when the cart changes, and let the shopper pay', async () => {
    const { checkout, server } = shop();
    server.answer('discounts/cart-threshold', { discount: discount(2_000) });
    valueOf(await applyDiscount(checkout, 'cart-threshold', { api: 'https://api.shop.example/stage' }));
    assert.equal(valueOf(await changeCart(checkout, [{ price: 'price_1', quantity: 1 }])).amount_total, 8_000);
    assert.equal((await confirmCheckout(checkout)).type, 'success');
    assert.equal(checkout.getSession().status.type, 'complete');
  });

  it('fail with a code, or are not reached', async () => {
    const { checkout, server } = shop();
    server.fail('discounts/code', 'rate_limited', { status: 429 });
    assert.equal(errorOf(await applyCode(checkout, 'SPRING')).code, 'rate_limited');
    server.unreachable('discounts/code');
    assert.equal(errorOf(await applyCode(checkout, 'SPRING')).code, 'network');
  });

  it('give fetch back', async () => {
    const before = globalThis.fetch;
    const { server } = shop();
    assert.notEqual(globalThis.fetch, before);
    server.close();
    assert.equal(globalThis.fetch, before);
  });
});

describe('options', () => {
  it('of the page apply to every call, and those of a call go before them', async () => {
    const { checkout, server } = shop();
    configure({ locale: 'de', messages: { session_busy: 'Moment!' } });
    after.push(() => configure({ locale: 'en', messages: {} }));
    server.fail('discounts/loyalty', 'session_busy');
    assert.equal(errorOf(await applyDiscount(checkout, 'loyalty')).message, 'Moment!');
    assert.equal(server.calls[0]?.body.locale, 'de');
    const english = await applyDiscount(checkout, 'loyalty', { locale: 'en', messages: { session_busy: 'Wait.' } });
    assert.equal(errorOf(english).message, 'Wait.');
    assert.equal(server.calls[1]?.body.locale, 'en');
  });
});

describe('events', () => {
  it('say what was applied, removed and refused', async () => {
    const { checkout, server } = shop();
    /** @type {DiscountEvent[]} */
    const events = [];
    const onEvent = (/** @type {DiscountEvent} */ event) => void events.push(event);
    server.answer('discounts/loyalty', { discount: discount(500, { offers: ['a'] }) });
    server.answer('discounts/cart-threshold', { discount: discount(900, { offers: ['b'] }) });
    server.answer('discounts/location', { discount: null, reasons: [{ offer: 'c', code: 'place_not_eligible' }] });
    server.fail('discounts/code', 'session_busy');
    for (const interaction of /** @type {const} */ (['loyalty', 'loyalty', 'cart-threshold', 'location'])) {
      valueOf(await applyDiscount(checkout, interaction, { onEvent }));
    }
    errorOf(await applyCode(checkout, 'SPRING', { onEvent }));
    const said = events.map((event) => [event.type, 'topic' in event && event.topic, 'discount' in event && event.discount.offers[0], 'error' in event && event.error]);
    assert.deepEqual(said, [
      ['applied', 'loyalty', 'a', false],
      ['removed', 'cart-threshold', 'a', false],
      ['applied', 'cart-threshold', 'b', false],
      ['removed', 'location', 'b', false],
      ['refused', 'location', false, false],
      ['refused', 'code', false, 'session_busy'],
    ]);
  });

  it('whose listener fails change nothing', async (t) => {
    const { checkout } = shop();
    const error = t.mock.method(console, 'error', () => {});
    const result = await applyDiscount(checkout, 'loyalty', {
      onEvent: () => {
        throw new Error('analytics are down');
      },
    });
    assert.equal(result.type, 'success');
    assert.equal(error.mock.callCount(), 1);
  });
});

describe('warnings', () => {
  /** The warnings of a page. @param {string} hostname @param {import('node:test').TestContext} t @param {() => Promise<unknown>} use */
  async function warned(hostname, t, use) {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'location');
    Object.defineProperty(globalThis, 'location', { value: { hostname, origin: `http://${hostname}:8000` }, configurable: true });
    after.push(() => (before ? Object.defineProperty(globalThis, 'location', before) : Reflect.deleteProperty(globalThis, 'location')));
    const warn = t.mock.method(console, 'warn', () => {});
    await use();
    return warn.mock.calls.map((call) => String(call.arguments[0]));
  }

  async function fail() {
    const { checkout, server } = shop();
    server.fail('discounts/loyalty', 'discounts_not_server_only');
    for (let call = 0; call < 2; call += 1) errorOf(await applyDiscount(checkout, 'loyalty'));
  }

  it('name the remedy once, where a developer works, and say nothing to shoppers', async (t) => {
    assert.deepEqual(await warned('shop.example', t, fail), []);
    const [said, ...more] = await warned('localhost', t, fail);
    assert.match(said ?? '', /permissions\[update_discounts\]=server_only/);
    assert.deepEqual(more, []);
  });

  it('name a second copy of the client on one page, and not the first', async (t) => {
    const another = '../src/conversation.js?another';
    const said = await warned('127.0.0.1', t, async () => {
      await applyDiscount(shop().checkout, 'loyalty');
      (await import(another)).conversationOf('cs_test_copy');
    });
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /two copies of the client/);
  });
});
