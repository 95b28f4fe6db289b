// The order's totals with its discount, on either writer: where a discount is in the prices of the lines, Stripe's totals show
// none, and the functions' answer does.

/** @import { DiscountAnswer, QuoteAnswer } from './answer.js' */

/**
 * The part of Stripe.js's session that is read.
 *
 * @typedef {{
 *   total: {subtotal: {minorUnitsAmount: number}, total: {minorUnitsAmount: number}},
 *   discountAmounts?: Array<{displayName: string, minorUnitsAmount: number}> | null,
 * }} TotalsLike
 * @typedef {{subtotal: number, discount: {name: string, amount: number} | null, total: number}} OrderTotals
 *   in the currency's smallest unit; `subtotal` before the discount
 */

/**
 * The totals to show. An answer counts only if it is about the cart that the session has: the first of them that fits.
 *
 * @param {TotalsLike} session
 * @param {...(DiscountAnswer | QuoteAnswer | null | undefined)} answers
 * @returns {OrderTotals}
 */
export function orderTotals(session, ...answers) {
  const [subtotal, total] = [session.total.subtotal.minorUnitsAmount, session.total.total.minorUnitsAmount];
  const [coupon] = session.discountAmounts ?? [];
  if (coupon) return { subtotal, discount: { name: coupon.displayName, amount: coupon.minorUnitsAmount }, total };
  for (const answer of answers) {
    const discount = answer && ('current' in answer ? answer.current : answer.discount);
    if (discount && answer.amount_subtotal - discount.amount_off === subtotal) {
      return { subtotal: answer.amount_subtotal, discount: { name: discount.name, amount: discount.amount_off }, total };
    }
  }
  return { subtotal, discount: null, total };
}
