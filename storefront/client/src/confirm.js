// Paying. What the shopper pays is what the shopper saw.

import { checkoutOf } from './checkout.js';
import { conversationOf } from './conversation.js';
import { explained, refreshDiscount } from './discounts.js';
import { CLIENT_CODES, DiscountError, asDiscountError } from './error.js';
import { withDefaults } from './options.js';

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
export async function confirmCheckout(checkout, args, { whenUnavailable = 'pay', ...options } = {}) {
  /** @type {Checkout} */
  let before;
  try {
    before = await checkoutOf(checkout);
  } catch (cause) {
    return { type: 'error', error: explained(asDiscountError(cause), withDefaults(options)) };
  }
  const seen = before.total();
  const refreshed = await refreshDiscount(checkout, options);
  if (refreshed.type === 'error' && (whenUnavailable === 'stop' || !isUndiscounted(before, refreshed.error))) return refreshed;
  // An update that failed may still have changed the session, and Stripe.js has read it again.
  const total = refreshed.type === 'success' ? refreshed.value.amount_total : before.total();
  if (seen !== total) {
    const message = 'Your total has changed. Please check it and confirm again.';
    return { type: 'error', error: explained(new DiscountError(CLIENT_CODES.totalChanged, message), withDefaults(options)) };
  }
  const { confirm } = before;
  if (!confirm) return { type: 'error', error: new DiscountError(CLIENT_CODES.stripe, 'This Stripe.js has no confirm().') };
  const conversation = conversationOf(before.id);
  const explain = (/** @type {DiscountError} */ error) => explained(error, withDefaults(options));
  const outcome = await conversation.ask('confirm', () => confirm(args), explain);
  if (outcome.type === 'error') return outcome;
  if (outcome.value.type === 'success') conversation.end();
  return outcome.value;
}

/**
 * Returns true if no discount of ours is on the session, as far as the page can know.
 *
 * @param {Checkout} checkout
 * @param {DiscountError} error of the refresh
 */
function isUndiscounted(checkout, error) {
  if (error.sessionEnded || error.code === CLIENT_CODES.misused) return false;
  const { answer } = conversationOf(checkout.id).state;
  const foreign = answer?.foreign || error.code === 'discount_not_ours';
  return !answer?.discount && (foreign || !checkout.hasCoupon());
}
