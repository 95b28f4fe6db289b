// Paying. What the shopper pays is what the shopper saw.

import { checkoutOf } from './checkout.js';
import { conversationOf } from './conversation.js';
import { refreshDiscount } from './discounts.js';
import { CLIENT_CODES, DiscountError } from './error.js';

/** @import { StripeCheckoutConfirmResult, StripeCheckoutLoadActionsSuccess } from '@stripe/stripe-js' */
/** @import { CheckoutLike } from './checkout.js' */
/** @import { Options } from './discounts.js' */

/**
 * Refreshes the discount, then confirms. If the total is another than before, nothing is confirmed: the error has the
 * code `total_changed`, the page shows the new total, and the shopper decides again.
 *
 * @param {CheckoutLike} checkout
 * @param {Parameters<StripeCheckoutLoadActionsSuccess['confirm']>[0]} [args] what Stripe's `confirm` takes
 * @param {Options} [options]
 * @returns {Promise<StripeCheckoutConfirmResult | {type: 'error', error: DiscountError}>}
 */
export async function confirmCheckout(checkout, args, options = {}) {
  const before = await checkoutOf(checkout);
  const seen = before.total();
  const refreshed = await refreshDiscount(checkout, options);
  if (refreshed.type === 'error') return refreshed;
  if (seen !== refreshed.value.amount_total) {
    const message = 'Your total has changed. Please check it and confirm again.';
    return { type: 'error', error: new DiscountError(CLIENT_CODES.totalChanged, message) };
  }
  const { confirm } = before;
  if (!confirm) return { type: 'error', error: new DiscountError(CLIENT_CODES.stripe, 'This Stripe.js has no confirm().') };
  const conversation = conversationOf(before.id);
  const outcome = await conversation.ask('confirm', () => confirm(args));
  if (outcome.type === 'error') return outcome;
  if (outcome.value.type === 'success') conversation.end();
  return outcome.value;
}
