// The order's summary: totals, what it says, errors, and whether it can be paid.

import { orderTotals } from '../client/src/index.js';
import { money, trouble } from './words.js';

/** @import { History } from './server.js' */
/** @import { Order } from './order.js' */

/** @typedef {{text: string, action: 'retry' | 'restart' | 'none'}} Trouble */

/**
 * The rows. The discount's place is kept, so that the total stays where it is.
 *
 * @param {Order} order
 */
export function totalsOf({ session, discounts, quotes, cart, catalog: { currency } }) {
  const items = [...cart.values()].reduce((sum, quantity) => sum + quantity, 0);
  const totals = session && orderTotals(session, discounts.answer, quotes);
  const of = (/** @type {number | undefined} */ amount) => (amount === undefined ? '…' : money(amount, currency));
  const shipping = session?.total.shippingRate.minorUnitsAmount;
  return [
    { name: `Subtotal, ${items} ${items === 1 ? 'item' : 'items'}`, value: of(totals?.subtotal), kind: 'subtotal' },
    totals?.discount
      ? { name: totals.discount.name, value: `−${money(totals.discount.amount, currency)}`, kind: 'discount' }
      : { name: 'Discount', value: '–', kind: 'discount none' },
    { name: session?.shipping?.shippingOption.displayName ?? 'Shipping', value: shipping === 0 ? 'Free' : of(shipping), kind: 'shipping' },
    { name: 'Total', value: of(totals?.total), kind: 'total' },
  ];
}

/**
 * The text about a member's purchase history, as Stripe's customer has it.
 *
 * @param {History | null} history
 * @param {string} currency
 */
export function historyText(history, currency) {
  if (!history) return '';
  const { orders, spent } = history;
  return `Your orders so far: ${orders}, ${money(spent, currency)} in all.`;
}

/**
 * The error that the shopper has to know of, and what can be done about it.
 *
 * @param {Order} order
 * @returns {Trouble | null}
 */
export function troubleOf({ session, discounts: { failed }, failed: own, isSure, isPaid }) {
  // What ended the order is no trouble of it: it is paid.
  if (isPaid) return null;
  if (own) return own;
  if (session?.status.type === 'expired') return { text: 'Your checkout has ended, and nothing was charged.', action: 'restart' };
  // What the page asks by itself, it asks again by itself.
  if (failed && failed.topic !== 'quote') return trouble(failed.error, failed.topic);
  if (session && !isSure) return { text: 'We could not read your order. Please try again.', action: 'retry' };
  return null;
}

/**
 * The status text, for screen readers as well.
 *
 * @param {Order} order
 */
export function said({ session, discounts, quotes, catalog: { currency }, isPaid, isWorking, paying }) {
  if (!session) return 'Preparing your order …';
  if (isPaid) return 'Thank you! Your order is on its way.';
  if (session.status.type === 'expired') return 'This checkout has expired.';
  if (paying) return 'Paying …';
  if (isWorking) return 'Updating your order …';
  const { discount } = orderTotals(session, discounts.answer, quotes);
  return discount ? `You save ${money(discount.amount, currency)}.` : 'No discount applies now.';
}

/**
 * The button that pays: its text, and why it is barred, if that needs saying.
 *
 * @param {Order} order
 */
export function payOf({ session, catalog: { currency }, isTyping, canPay, paying }) {
  const total = session ? money(session.total.total.minorUnitsAmount, currency) : '';
  const note = isTyping ? 'Apply your code first, or clear it.' : '';
  return { text: `Pay ${total}`, total, note, isBarred: !canPay, isBusy: paying };
}
