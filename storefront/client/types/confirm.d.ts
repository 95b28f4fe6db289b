import { DiscountError } from './error.js';
import type { StripeCheckoutConfirmResult, StripeCheckoutLoadActionsSuccess } from '@stripe/stripe-js';
import type { CheckoutLike } from './checkout.js';
import type { Options } from './discounts.js';
export type ConfirmOptions = Options & {
    whenUnavailable?: 'pay' | 'stop';
};
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
export declare function confirmCheckout(checkout: CheckoutLike, args?: Parameters<StripeCheckoutLoadActionsSuccess['confirm']>[0], { whenUnavailable, ...options }?: ConfirmOptions): Promise<StripeCheckoutConfirmResult | {
    type: 'error';
    error: DiscountError;
}>;
