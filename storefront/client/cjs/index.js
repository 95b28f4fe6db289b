Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" });
const require_confirm = require("./shared-confirm.js");
const require_discounts = require("./shared-discounts.js");
const require_error = require("./shared-error.js");
// src/totals.js
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
function orderTotals(session, ...answers) {
	const [subtotal, total] = [session.total.subtotal.minorUnitsAmount, session.total.total.minorUnitsAmount];
	const [coupon] = session.discountAmounts ?? [];
	if (coupon) return {
		subtotal,
		discount: {
			name: coupon.displayName,
			amount: coupon.minorUnitsAmount
		},
		total
	};
	for (const answer of answers) {
		const discount = answer && ("current" in answer ? answer.current : answer.discount);
		if (discount && answer.amount_subtotal - discount.amount_off === subtotal) return {
			subtotal: answer.amount_subtotal,
			discount: {
				name: discount.name,
				amount: discount.amount_off
			},
			total
		};
	}
	return {
		subtotal,
		discount: null,
		total
	};
}
// src/index.js
/**
* @typedef {import('./answer.js').Interaction} Interaction
* @typedef {import('./answer.js').Trigger} Trigger
* @typedef {import('./answer.js').Discount} Discount
* @typedef {import('./answer.js').Reason} Reason
* @typedef {import('./answer.js').Hint} Hint
* @typedef {import('./answer.js').Items} Items
* @typedef {import('./answer.js').DiscountAnswer} DiscountAnswer
* @typedef {import('./answer.js').QuoteAnswer} QuoteAnswer
* @typedef {import('./answer.js').CreatedSession} CreatedSession
* @typedef {import('./checkout.js').CheckoutLike} CheckoutLike
* @typedef {import('./conversation.js').DiscountState} DiscountState
* @typedef {import('./answer.js').Quote} Quote
* @typedef {import('./error.js').ErrorCode} ErrorCode
* @typedef {import('./events.js').DiscountEvent} DiscountEvent
* @typedef {import('./options.js').PageOptions} PageOptions
* @typedef {import('./texts.js').Messages} Messages
* @typedef {import('./discounts.js').Address} Address
* @typedef {import('./discounts.js').CartLine} CartLine
* @typedef {import('./discounts.js').Options} Options
* @typedef {import('./totals.js').OrderTotals} OrderTotals
*/
/**
* @template T
* @typedef {import('./discounts.js').Result<T>} Result
*/
exports.DiscountError = require_error.DiscountError;
exports.INTERACTIONS = require_discounts.INTERACTIONS;
exports.applyCode = require_discounts.applyCode;
exports.applyDiscount = require_discounts.applyDiscount;
exports.changeCart = require_discounts.changeCart;
exports.changeShippingAddress = require_discounts.changeShippingAddress;
exports.configure = require_discounts.configure;
exports.confirmCheckout = require_confirm.confirmCheckout;
exports.discountState = require_discounts.discountState;
exports.hintText = require_discounts.hintText;
exports.orderTotals = orderTotals;
exports.quote = require_discounts.quote;
exports.refreshDiscount = require_discounts.refreshDiscount;
exports.removeDiscount = require_discounts.removeDiscount;
exports.reportHint = require_discounts.reportHint;
exports.textsOf = require_discounts.textsOf;
exports.timeLeft = require_discounts.timeLeft;
exports.watchDiscount = require_discounts.watchDiscount;
