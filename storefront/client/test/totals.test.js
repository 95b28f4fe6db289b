import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { orderTotals } from '../src/index.js';

/** @import { DiscountAnswer, QuoteAnswer } from '../src/index.js' */

/** @param {number} subtotal @param {number} total @param {number} [off] */
const session = (subtotal, total, off) => ({
  total: { subtotal: { minorUnitsAmount: subtotal }, total: { minorUnitsAmount: total } },
  discountAmounts: off ? [{ displayName: 'Coupon', minorUnitsAmount: off }] : null,
});

/** @param {number} subtotal @param {number} off */
const discounted = (subtotal, off) => {
  const discount = off ? { amount_off: off, currency: 'usd', name: '10% off', offers: ['ten'] } : null;
  return { amount_subtotal: subtotal, discount };
};
/** @param {number} subtotal @param {number} off */
const answer = (subtotal, off) => /** @type {DiscountAnswer} */ (/** @type {unknown} */ (discounted(subtotal, off)));
/** @param {number} subtotal @param {number} off */
const quotes = (subtotal, off) =>
  /** @type {QuoteAnswer} */ (/** @type {unknown} */ ({ amount_subtotal: subtotal, current: discounted(subtotal, off).discount, best: null }));

describe('the totals of an order', () => {
  it('have the discount that Stripe shows', () => {
    const shown = { subtotal: 25_000, discount: { name: 'Coupon', amount: 2_500 }, total: 22_900 };
    assert.deepEqual(orderTotals(session(25_000, 22_900, 2_500), answer(25_000, 2_500)), shown);
    assert.deepEqual(orderTotals(session(25_000, 22_900, 2_500), null), shown);
  });

  it('have the discount of the answer where it is in the prices of the lines', () => {
    const shown = { subtotal: 25_000, discount: { name: '10% off', amount: 2_500 }, total: 22_900 };
    assert.deepEqual(orderTotals(session(22_500, 22_900), answer(25_000, 2_500)), shown);
    assert.deepEqual(orderTotals(session(22_500, 22_900), null, quotes(25_000, 2_500)), shown, 'after a reload');
    assert.deepEqual(orderTotals(session(22_500, 22_900), answer(25_000, 0), quotes(25_000, 2_500)), shown);
  });

  it('have none that is of another cart', () => {
    for (const [subtotal, known] of /** @type {const} */ ([
      [25_000, answer(25_000, 2_500)],
      [22_500, answer(30_000, 2_500)],
      [25_000, answer(25_000, 0)],
      [25_000, quotes(25_000, 0)],
    ])) {
      assert.deepEqual(orderTotals(session(subtotal, subtotal), known), { subtotal, discount: null, total: subtotal });
    }
  });
});
