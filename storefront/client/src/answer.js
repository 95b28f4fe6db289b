// What the functions answer, and how a response becomes an answer or an error.

import { CLIENT_CODES, DiscountError } from './error.js';

/** The interactions, in the order in which the functions name them. */
export const INTERACTIONS = /** @type {const} */ ([
  'loyalty',
  'cart-threshold',
  'location',
  'limited-time',
  'customer-offer',
  'code',
]);

/**
 * @typedef {typeof INTERACTIONS[number]} Interaction
 * @typedef {Interaction | 'automatic'} Trigger an interaction, or `automatic`, for which nobody has to ask
 * @typedef {{amount_off: number, currency: string, name: string, offers: string[]}} Discount
 *   `amount_off` in the currency's smallest unit
 * @typedef {{offer: string, code: string}} Reason why an offer does not apply
 * @typedef {{products?: string[], prices?: string[], tags?: string[]}} Items what any of the lists names
 * @typedef {{offer: string, name: string, currency: string, for?: 'shipping'} & (
 *   {code: 'spend_more', amount: number, gain?: number} |
 *   {code: 'add_items', quantity: number, items?: Items, price?: string, gain?: number} |
 *   {code: 'starts_at', at: string, gain: number} |
 *   {code: 'enter_address' | 'sign_in', gain?: undefined}
 * )} Hint one step towards an offer. Doing exactly what it says makes the discount larger by exactly `gain`; without
 *   `gain`, the offer may apply then. `name`: that of the offer, for shoppers. `for`: the offer is on shipping, not on goods. `price`: the units for which the gain
 *   holds, if not any of the items
 * @typedef {{
 *   succeeded: true, changed: boolean, discount: Discount | null, amount_subtotal: number, amount_total: number,
 *   interactions: Interaction[], reasons: Reason[], hints: Hint[], valid_until: string | null, ends_at: string | null,
 *   now: string, foreign?: true, code_unknown?: true,
 * }} DiscountAnswer `valid_until`: when time alone may change this; `ends_at`: from when on the discount can't be had any
 *   more, or null; `now`: the server's time; `foreign`: another system's discount is on the session; `code_unknown`: no offer
 *   takes the code that was typed, and the session keeps the one that it has
 * @typedef {{
 *   interaction: Trigger, discount: Discount | null, reasons: Reason[], hints: Hint[], ends_at: string | null,
 * }} Quote what one interaction alone would give, with automatic offers; `automatic`, first in the list, is these alone
 * @typedef {{
 *   succeeded: true, quotes: Quote[], best: Discount | null, current: Discount | null, amount_subtotal: number,
 *   amount_total: number, interactions: Interaction[], valid_until: string | null, ends_at: string | null, now: string,
 * }} QuoteAnswer `best`, `valid_until`, `ends_at`: of all together; `current`: what is on the session
 */

const TRY_AGAIN = 'We could not update your order. Please try again.';

/**
 * The value of an answer. Throws for everything but `{"type": "object"}`: Stripe.js takes whatever does not throw, a 409
 * included, for success.
 *
 * @param {Response} response
 * @returns {Promise<any>}
 */
export async function valueOf(response) {
  const answer = await response.json().catch((cause) => {
    // The time limit ends the reading of a body, too.
    if (cause instanceof DOMException) throw cause;
    return undefined;
  });
  const more = {
    status: response.status,
    requestId: response.headers.get('x-request-id'),
    retryAfter: seconds(response.headers.get('retry-after')),
  };
  if (response.ok && answer?.type === 'object' && typeof answer.value === 'object') return answer.value;
  if (answer?.type === 'error' && typeof answer.code === 'string') {
    throw new DiscountError(answer.code, answer.message || TRY_AGAIN, more);
  }
  throw new DiscountError(CLIENT_CODES.gateway, TRY_AGAIN, more);
}

/**
 * The error for a call without an answer.
 *
 * @param {unknown} cause
 * @param {boolean} timedOut
 */
export function withoutAnswer(cause, timedOut) {
  return timedOut
    ? new DiscountError(CLIENT_CODES.timeout, 'This is taking too long. Please try again.', { cause })
    : new DiscountError(CLIENT_CODES.network, 'We could not reach the shop. Please check your connection and try again.', { cause });
}

/** @param {string | null} header */
function seconds(header) {
  const value = Number(header);
  return header !== null && Number.isFinite(value) && value >= 0 ? value : null;
}
