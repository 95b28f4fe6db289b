// What the order's summary says, the same in both shops.

import { orderTotals, timeLeft } from '../client/src/index.js';
import { codeTrouble, hintText, moment, money, span, trouble } from './words.js';

/** @import { StripeCheckoutSession } from '@stripe/stripe-js' */
/** @import { DiscountState, QuoteAnswer } from '../client/src/index.js' */
/** @import { History } from './server.js' */

/** @typedef {{text: string, action: 'retry' | 'restart' | 'none', retry: () => unknown}} Trouble */

/**
 * The rows. The discount's place is kept, so that the total stays where it is.
 *
 * @param {StripeCheckoutSession | null} session none: it is not there yet
 * @param {DiscountState} discounts
 * @param {QuoteAnswer | null} quotes
 * @param {ReadonlyMap<string, number>} cart
 * @param {string} currency
 */
export function totalsOf(session, { answer }, quotes, cart, currency) {
  const items = [...cart.values()].reduce((sum, quantity) => sum + quantity, 0);
  const of = (/** @type {{minorUnitsAmount: number} | undefined} */ amount) => (amount ? money(amount.minorUnitsAmount, currency) : '…');
  const totals = session && orderTotals(session, answer, quotes);
  const subtotal = totals ? money(totals.subtotal, currency) : '…';
  return [
    { name: `Subtotal, ${items} ${items === 1 ? 'item' : 'items'}`, value: subtotal, kind: 'subtotal' },
    totals?.discount
      ? { name: totals.discount.name, value: `−${money(totals.discount.amount, currency)}`, kind: 'discount' }
      : { name: 'Discount', value: '–', kind: 'discount none' },
    { name: session?.shipping?.shippingOption.displayName ?? 'Shipping', value: shippingOf(session, of), kind: 'shipping' },
    { name: 'Total', value: of(session?.total.total), kind: 'total' },
  ];
}

/**
 * @param {StripeCheckoutSession | null} session
 * @param {(amount: {minorUnitsAmount: number} | undefined) => string} of
 */
function shippingOf(session, of) {
  const amount = session?.total.shippingRate;
  return amount?.minorUnitsAmount === 0 ? 'Free' : of(amount);
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
 * The steps to a larger discount: of what was asked for, and before anything was, of what could be. There is room for the nearest
 * one on goods and the nearest one on shipping. Each card has its own.
 *
 * @param {StripeCheckoutSession | null} session
 * @param {DiscountState} discounts
 * @param {QuoteAnswer | null} quotes
 * @param {string} currency
 */
export function hintsOf(session, { answer }, quotes, currency) {
  if (session?.status.type !== 'open') return [];
  const asked = answer?.interactions.length ? answer.hints : undefined;
  const hints = asked ?? quotes?.quotes.flatMap((quote) => (quote.discount ? [] : quote.hints)) ?? [];
  const shown = hints.filter(({ code }) => code !== 'sign_in');
  const nearest = shown.filter((hint) => hint === shown.find((other) => other.for === hint.for));
  const shipping = session.total.shippingRate.minorUnitsAmount;
  return nearest.map((hint) => hintText(hint, currency, Boolean(answer?.discount), shipping));
}

/** The time for which a countdown is shown instead of a date, in milliseconds. */
const COUNTED = 48 * 3_600_000;
/** The period in which that text is drawn again, in milliseconds. */
export const TICK = 15_000;

/**
 * When the discount ends; without an end, when time may change it.
 *
 * @param {StripeCheckoutSession | null} session
 * @param {DiscountState} discounts
 */
export function untilText(session, discounts) {
  const { answer } = discounts;
  if (session?.status.type !== 'open' || !answer) return '';
  const left = timeLeft(discounts);
  if (answer.ends_at && left !== null) return `Ends ${left < COUNTED ? `in ${span(left)}` : moment(answer.ends_at)}`;
  return answer.valid_until ? `May change ${moment(answer.valid_until)}` : '';
}

/**
 * The last call's error, and what the shopper can do about it.
 *
 * @param {DiscountState} discounts
 * @returns {Trouble | null}
 */
export function troubleOf({ failed }) {
  if (!failed) return null;
  const { text, action } = trouble(failed.error);
  return { text: failed.topic === 'code' ? codeTrouble(failed.error) : text, action, retry: failed.retry };
}

/**
 * The status text, below the button and for screen readers.
 *
 * @param {StripeCheckoutSession | null} session
 * @param {DiscountState} discounts
 * @param {QuoteAnswer | null} quotes
 * @param {string} currency
 * @param {boolean} paying
 */
export function said(session, { answer, pending }, quotes, currency, paying) {
  if (!session) return 'Preparing your order …';
  if (session.status.type === 'complete') return 'Thank you! Your order is on its way.';
  if (session.status.type === 'expired') return 'This checkout has expired.';
  if (paying) return 'Paying …';
  if (working(pending)) return 'Updating your order …';
  const { discount } = orderTotals(session, answer, quotes);
  if (discount) return `${discount.name}: you save ${money(discount.amount, currency)}.`;
  return answer?.interactions.length ? 'No discount applies now.' : '';
}

/**
 * True if the totals may be about to change.
 *
 * @param {DiscountState['pending']} pending
 */
export const working = (pending) => pending.some((topic) => topic !== 'quote');
