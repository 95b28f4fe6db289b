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
]) /** @satisfies {readonly Interaction[]} */;

/** @import * as api from './api.js' */

/**
 * The types of openapi.json, by the names that pages know them by. Doing exactly what a hint says makes the discount larger
 * by exactly its `gain`; without `gain`, the offer may apply then. `valid_until`: when time alone may change an answer;
 * `ends_at`: from when on the discount can't be had any more, or null; `now`: the server's time. `foreign`: another system's
 * discount is on the session; `code_unknown`: no offer takes the code that was typed, and the session keeps the one that it has.
 *
 * @typedef {api.Interaction} Interaction
 * @typedef {api.Trigger} Trigger an interaction, or `automatic`, for which nobody has to ask
 * @typedef {api.Discount} Discount
 * @typedef {api.Reason} Reason
 * @typedef {api.Hint & {gain?: number}} Hint
 * @typedef {NonNullable<Extract<Hint, {code: 'add_items'}>['items']>} Items what any of the lists names
 * @typedef {api.Quote} Quote
 * @typedef {api.Answer['value']} DiscountAnswer
 * @typedef {api.QuoteAnswer['value']} QuoteAnswer `best`, `valid_until`, `ends_at`: of all together; `current`: what is on
 *   the session
 * @typedef {api.OpenedAnswer['value']} CreatedSession the answer of `POST /checkout-sessions`: `url` of a hosted page,
 *   `client_secret` of the others; the discount of those that are decided once, which stays as it is
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
