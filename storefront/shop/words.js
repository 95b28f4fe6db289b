// What the shops say, in one place: reasons, hints, failures, amounts, moments.

/** @import { DiscountError, DiscountState, Hint, Items, Reason } from '../client/src/index.js' */

/** @typedef {DiscountState['pending'][number]} Topic */

/** @type {Readonly<Record<string, string>>} */
const REASONS = {
  tier_not_eligible: 'For members of another tier',
  segment_not_eligible: 'For other customers',
  customer_not_eligible: 'For other customers',
  customer_unknown: 'Sign in to use it',
  customer_facts_missing: 'Not for this account yet',
  not_nth_order: 'Not with this order',
  not_first_order: 'For first orders',
  subtotal_too_low: 'Your cart is too small',
  subtotal_too_high: 'Your cart is too large',
  quantity_too_low: 'Too few items',
  item_missing: 'Something for it is missing',
  too_many_items: 'Too many of one item',
  not_in_share: 'Not for this order',
  place_not_eligible: 'Not at this address',
  address_missing: 'Needs a delivery address',
  shipping_missing: 'Needs a way of shipping',
  shipping_not_eligible: 'Not with this way of shipping',
  currency_not_offered: 'Not in this currency',
  not_started: 'Has not started',
  ended: 'Has ended',
  not_at_this_time: 'Not at this time',
  not_best: 'Another offer saves you more',
  excluded: 'Not together with another offer',
  nothing_left: 'Nothing left to take off',
  too_many_offers: 'Too many offers at once',
  gives_nothing: 'Takes nothing off this cart',
  uses_exhausted: 'All of them are taken',
  budget_exhausted: 'All of it is given away',
  shopper_limit_reached: 'You have used it already',
  ledger_unavailable: 'Not available right now',
  switched_off: 'Discounts are switched off',
};

/** Said of an exception: what it is, the policy says. */
const EXCEPTED = 'Not for this order';

/** Said where no public offer gives a reason: personal ones are not talked about. */
const NOTHING = 'Nothing for you here right now';

/**
 * The first reason against an offer; a better offer comes last.
 *
 * @param {readonly Reason[]} reasons
 */
export function why(reasons) {
  const first = reasons.find(({ code }) => code !== 'not_best') ?? reasons[0];
  if (first?.code.startsWith('excluded_by_')) return EXCEPTED;
  return first ? (REASONS[first.code] ?? NOTHING) : NOTHING;
}

/**
 * The one step to a larger discount, as "Spend $10.01 more" and "to save $10.00 more", or "for free shipping". A sum is named
 * only if the step earns exactly that.
 *
 * @param {Hint} hint
 * @param {string} currency
 * @param {boolean} more whether there is a discount already
 * @param {number} [shipping] what shipping costs, if that is known
 */
export function hintText(hint, currency, more, shipping) {
  return { step: step(hint, currency), gain: gain(hint, currency, more, shipping) };
}

/**
 * @param {Hint} hint
 * @param {string} currency
 * @param {boolean} more
 * @param {number | undefined} shipping
 */
function gain(hint, currency, more, shipping) {
  const onShipping = hint.for === 'shipping';
  if (hint.gain === undefined) return onShipping ? 'and shipping may cost less' : POSSIBLE[hint.code];
  if (onShipping && hint.gain === shipping) return 'for free shipping';
  return `to save ${money(hint.gain, currency)}${more ? ' more' : ''}${onShipping ? ', shipping included' : ''}`;
}

/** Said of a step whose gain is not known. */
const POSSIBLE = {
  spend_more: 'and another offer may apply',
  add_items: 'and another offer may apply',
  enter_address: 'to see whether this offer applies there',
  sign_in: 'to see whether this offer is for you',
  starts_at: 'for another offer',
};

/**
 * @param {Hint} hint
 * @param {string} currency
 */
function step(hint, currency) {
  switch (hint.code) {
    case 'spend_more':
      return `Spend ${money(hint.amount, currency)} more`;
    case 'add_items':
      return `Add ${hint.quantity === 1 ? 'one more item' : `${hint.quantity} more items`}${kind(hint.items)}`;
    case 'enter_address':
      return 'Choose a delivery address';
    case 'sign_in':
      return 'Sign in';
    case 'starts_at':
      return `Come back ${moment(hint.at)}`;
  }
}

/**
 * The kind of items that a step is about. Tags are words of the shop; ids are not for shoppers.
 *
 * @param {Items | undefined} items
 */
function kind(items) {
  if (!items) return '';
  return items.tags && !items.products && !items.prices ? ` of ${items.tags.join(' or ')}` : ' of this offer';
}

/** A failed call in words, by its topic. @type {Readonly<Record<string, string>>} */
const FAILED = {
  cart: 'We could not change your cart.',
  'shipping-address': 'We could not change your address.',
  code: 'We could not apply your code.',
  refresh: 'We could not check your savings.',
};

/**
 * The text for an error of a call, and what the shopper can do about it.
 *
 * @param {DiscountError} error
 * @param {Topic} topic what the call was about
 * @returns {{text: string, action: 'retry' | 'restart' | 'none'}}
 */
export function trouble(error, topic) {
  if (error.sessionEnded) return { text: 'Your checkout has ended, and nothing was charged.', action: 'restart' };
  if (error.code === 'total_changed' || topic === 'confirm') return { text: error.message, action: 'none' };
  // What the server has rejected would be rejected again.
  if (error.status === 400) return { text: error.message, action: 'none' };
  const failed = FAILED[topic] ?? 'We could not change your savings.';
  if (topic === 'code' && error.code === 'rate_limited') return { text: codeTrouble(error), action: 'none' };
  const next = error.code === 'network' ? 'Please check your connection and try again.' : 'Please try again.';
  return { text: `${failed} ${next}`, action: 'retry' };
}

/**
 * The text below the box for a code after an error. The number of codes per order is limited.
 *
 * @param {DiscountError} error
 * @returns {string}
 */
export const codeTrouble = (error) =>
  error.code === 'rate_limited' ? 'Too many tries. Please wait a moment, or go on without a code.' : trouble(error, 'code').text;

/**
 * An amount in the currency's smallest unit, as text.
 *
 * @param {number} minor
 * @param {string} currency
 */
export function money(minor, currency) {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/**
 * A moment, with its year where that is not this one.
 *
 * @param {string} at
 */
export function moment(at) {
  const date = new Date(at);
  const parts = /** @type {const} */ ({ weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  const year = date.getFullYear() === new Date().getFullYear() ? {} : /** @type {const} */ ({ year: 'numeric' });
  return new Intl.DateTimeFormat('en-US', { ...parts, ...year }).format(date);
}

/**
 * A span of time, in its largest units: "2 h 5 min", "4 min", "less than a minute".
 *
 * @param {number} milliseconds
 */
export function span(milliseconds) {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes === 0) return 'less than a minute';
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours && `${hours} h`, rest && `${rest} min`].filter(Boolean).join(' ');
}

/**
 * The text below the choice of an address.
 *
 * @param {{isPlacePending: boolean, placeNote: 'failed' | 'missing' | null, place: string}} order
 */
export function placeText({ isPlacePending, placeNote, place }) {
  if (isPlacePending) return 'Changing …';
  if (placeNote === 'missing' && !place) return 'Choose where your parcel goes.';
  if (placeNote === 'failed') return place ? 'Not changed: your parcel still goes here.' : 'Not changed: please choose it again.';
  return '';
}
