// For the tests of a shop's own page: a checkout without Stripe, and the functions' answers without a server.
//
//   const checkout = fakeCheckout({ subtotal: 20000 });
//   const server = fakeServer(checkout);
//   server.answer('discounts/loyalty', { discount: discount(2000, { name: 'Gold members' }) });
//   const result = await applyDiscount(checkout, 'loyalty');
//   server.close();

import { DiscountError } from './error.js';

/** @import { Discount, DiscountAnswer, QuoteAnswer } from './answer.js' */
/** @import { ServerErrorCode } from './error.js' */

/**
 * @typedef {{path: string, body: Record<string, unknown>}} RecordedCall
 * @typedef {ReturnType<typeof fakeCheckout>} FakeCheckout
 */

let sessions = 0;

/**
 * A checkout as Stripe.js gives it: the actions of `loadActions()`, with `on` for changes. Amounts are in the currency's
 * smallest unit.
 *
 * @param {{id?: string, subtotal?: number, shipping?: number, currency?: string}} [cart]
 */
export function fakeCheckout({ id = `cs_test_fake${(sessions += 1)}`, subtotal = 10_000, shipping = 0, currency = 'usd' } = {}) {
  /** @type {Set<(session: ReturnType<typeof getSession>) => void>} */
  const listeners = new Set();
  const cart = { subtotal, shipping, discount: 0 };
  const money = (/** @type {number} */ minor) => ({ minorUnitsAmount: minor, amount: (minor / 100).toFixed(2) });
  let paid = false;
  function getSession() {
    return {
      id,
      currency,
      status: { type: /** @type {'open' | 'complete'} */ (paid ? 'complete' : 'open') },
      total: {
        subtotal: money(cart.subtotal),
        shippingRate: money(cart.shipping),
        discount: money(cart.discount),
        total: money(cart.subtotal + cart.shipping - cart.discount),
      },
    };
  }
  const changed = () => listeners.forEach((listener) => listener(getSession()));
  return {
    getSession,
    /**
     * Calls a listener with the session after each change.
     *
     * @param {'change'} _event
     * @param {(session: ReturnType<typeof getSession>) => void} listener
     */
    on(_event, listener) {
      listeners.add(listener);
    },
    /**
     * @param {() => Promise<unknown>} work
     * @returns {Promise<{type: 'success'} | {type: 'error', error: {message: string, code: null}}>}
     */
    async runServerUpdate(work) {
      try {
        await work();
      } catch (error) {
        return { type: 'error', error: { message: /** @type {Error} */ (error).message, code: null } };
      }
      changed();
      return { type: 'success' };
    },
    /** @returns {Promise<any>} */
    async confirm() {
      paid = true;
      changed();
      return { type: 'success', session: getSession() };
    },
    /**
     * Changes the cart, as a shop's server would.
     *
     * @param {Partial<typeof cart>} change
     */
    set(change) {
      Object.assign(cart, change);
    },
  };
}

/**
 * A discount of an amount.
 *
 * @param {number} amount in the currency's smallest unit
 * @param {Partial<Discount>} [more]
 * @returns {Discount}
 */
export const discount = (amount, more = {}) => ({ amount_off: amount, currency: 'usd', name: 'Discount', offers: ['offer'], ...more });

/**
 * Answers of the functions, instead of `fetch`. Without an answer of its own, a path has no discount to give. What an answer
 * takes off is on the checkout's total then.
 *
 * @param {FakeCheckout} checkout
 */
export function fakeServer(checkout) {
  const before = globalThis.fetch;
  /** @type {Map<string, () => Response>} */
  const answers = new Map();
  /** @type {RecordedCall[]} */
  const calls = [];
  /** @type {Set<string>} */
  const interactions = new Set();
  /** @type {Discount | null} */
  let current = null;

  /** @param {Partial<DiscountAnswer>} more @returns {DiscountAnswer} */
  const answered = (more) => {
    const { total } = checkout.getSession();
    current = more.discount ?? null;
    checkout.set({ discount: current?.amount_off ?? 0 });
    const amounts = { amount_subtotal: total.subtotal.minorUnitsAmount, amount_total: checkout.getSession().total.total.minorUnitsAmount };
    const named = /** @type {DiscountAnswer['interactions']} */ ([...interactions]);
    return { succeeded: true, changed: true, discount: current, ...amounts, interactions: named, reasons: [], hints: [], ...sameTime(), ...more };
  };
  /** @param {Partial<QuoteAnswer>} more @returns {QuoteAnswer} */
  const quoted = (more) => {
    const { total } = checkout.getSession();
    const amounts = { amount_subtotal: total.subtotal.minorUnitsAmount, amount_total: total.total.minorUnitsAmount };
    return { succeeded: true, quotes: [], best: current, current, ...amounts, interactions: [], ...sameTime(), ...more };
  };

  globalThis.fetch = async (address, init) => {
    const path = new URL(String(address), 'http://localhost').pathname.replace(/^\/+/, '');
    const known = [...answers.keys()].find((key) => path === key || path.endsWith(`/${key}`)) ?? path;
    const body = JSON.parse(String(init?.body ?? '{}'));
    calls.push({ path: known, body });
    note(known, body);
    const answer = answers.get(known);
    if (answer) return answer();
    if (known.endsWith('discounts/quote')) return success(quoted({}));
    return success(answered({ discount: known.endsWith('discounts/remove') ? null : current }));
  };

  /** @param {string} path @param {Record<string, unknown>} body */
  function note(path, body) {
    const word = path.split('/').at(-1) ?? '';
    if (word === 'remove') {
      if (body.interaction === 'all') interactions.clear();
      else interactions.delete(String(body.interaction));
    } else if (!['quote', 'refresh', 'cart', 'shipping-address'].includes(word)) interactions.add(word);
  }

  return {
    /** The calls that were made, in their order. */
    calls,
    /**
     * Sets the answer of a path from now on. What is left out is filled in.
     *
     * @param {string} path `discounts/loyalty`, `discounts/remove`, `cart` and so on
     * @param {Partial<DiscountAnswer>} answer
     */
    answer: (path, answer = {}) => void answers.set(path, () => success(answered(answer))),
    /**
     * Sets the answer of `discounts/quote`.
     *
     * @param {Partial<QuoteAnswer>} answer
     */
    quotes: (answer) => void answers.set('discounts/quote', () => success(quoted(answer))),
    /**
     * Makes a path fail, with an error of docs/errors.md.
     *
     * @param {string} path
     * @param {ServerErrorCode} code
     * @param {{status?: number, message?: string}} [more]
     */
    fail: (path, code, { status = 409, message = 'Please try again.' } = {}) =>
      void answers.set(path, () => response({ type: 'error', code, message }, status)),
    /**
     * Makes a path unreachable.
     *
     * @param {string} path
     */
    unreachable: (path) =>
      void answers.set(path, () => {
        throw new TypeError('Failed to fetch');
      }),
    /** Gives `fetch` back. */
    close: () => void (globalThis.fetch = before),
  };
}

/**
 * An error as the client returns it.
 *
 * @param {import('./error.js').ErrorCode} code
 * @param {string} [message]
 */
export const discountError = (code, message = 'Please try again.') => new DiscountError(code, message);

const sameTime = () => ({ valid_until: null, ends_at: null, now: new Date().toISOString() });

/** @param {object} value */
const success = (value) => response({ type: 'object', value }, 200);

/** @param {object} body @param {number} status */
const response = (body, status) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', 'x-request-id': 'fake' } });
