const require_discounts = require("./shared-discounts.js");
const require_error = require("./shared-error.js");
// src/confirm.js
/** @import { StripeCheckoutConfirmResult, StripeCheckoutLoadActionsSuccess } from '@stripe/stripe-js' */
/** @import { Checkout, CheckoutLike } from './checkout.js' */
/** @import { Options } from './discounts.js' */
/**
* @typedef {Options & {whenUnavailable?: 'pay' | 'stop'}} ConfirmOptions
*   `whenUnavailable`: what to do if the discount can't be refreshed. `pay`, the default, pays the total that is shown if it
*   is still the session's and no discount of ours is on it; a discount that nobody can check is not paid. `stop` never pays
*   then.
*/
/**
* Refreshes the discount, then confirms. If the total is another than before, nothing is confirmed: the error has the
* code `total_changed`, the page shows the new total, and the shopper decides again.
*
* @param {CheckoutLike} checkout
* @param {Parameters<StripeCheckoutLoadActionsSuccess['confirm']>[0]} [args] what Stripe's `confirm` takes
* @param {ConfirmOptions} [options]
* @returns {Promise<StripeCheckoutConfirmResult | {type: 'error', error: DiscountError}>}
*/
async function confirmCheckout(checkout, args, { whenUnavailable = "pay", ...options } = {}) {
	/** @type {Checkout} */
	let before;
	try {
		before = await require_discounts.checkoutOf(checkout);
	} catch (cause) {
		return {
			type: "error",
			error: require_discounts.explained(require_error.asDiscountError(cause), require_discounts.withDefaults(options))
		};
	}
	const seen = before.total();
	const refreshed = await require_discounts.refreshDiscount(checkout, options);
	if (refreshed.type === "error" && (whenUnavailable === "stop" || !isUndiscounted(before, refreshed.error))) return refreshed;
	if (seen !== (refreshed.type === "success" ? refreshed.value.amount_total : before.total())) return {
		type: "error",
		error: require_discounts.explained(new require_error.DiscountError(require_error.CLIENT_CODES.totalChanged, "Your total has changed. Please check it and confirm again."), require_discounts.withDefaults(options))
	};
	const { confirm } = before;
	if (!confirm) return {
		type: "error",
		error: new require_error.DiscountError(require_error.CLIENT_CODES.stripe, "This Stripe.js has no confirm().")
	};
	const conversation = require_discounts.conversationOf(before.id);
	const explain = (error) => require_discounts.explained(error, require_discounts.withDefaults(options));
	const outcome = await conversation.ask("confirm", () => confirm(args), explain);
	if (outcome.type === "error") return outcome;
	if (outcome.value.type === "success") conversation.end();
	return outcome.value;
}
/**
* Returns true if no discount of ours is on the session, as far as the page can know.
*
* @param {Checkout} checkout
* @param {DiscountError} error of the refresh
*/
function isUndiscounted(checkout, error) {
	if (error.sessionEnded || error.code === require_error.CLIENT_CODES.misused) return false;
	const { answer } = require_discounts.conversationOf(checkout.id).state;
	const foreign = answer?.foreign || error.code === "discount_not_ours";
	return !answer?.discount && (foreign || !checkout.hasCoupon());
}
Object.defineProperty(exports, "confirmCheckout", {
	enumerable: true,
	get: function() {
		return confirmCheckout;
	}
});
