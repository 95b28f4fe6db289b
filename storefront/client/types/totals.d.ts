import type { DiscountAnswer, QuoteAnswer } from './answer.js';
export type TotalsLike = {
    total: {
        subtotal: {
            minorUnitsAmount: number;
        };
        total: {
            minorUnitsAmount: number;
        };
    };
    discountAmounts?: Array<{
        displayName: string;
        minorUnitsAmount: number;
    }> | null;
};
export type OrderTotals = {
    subtotal: number;
    discount: {
        name: string;
        amount: number;
    } | null;
    total: number;
};
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
export declare function orderTotals(session: TotalsLike, ...answers: (DiscountAnswer | QuoteAnswer | null | undefined)[]): OrderTotals;
