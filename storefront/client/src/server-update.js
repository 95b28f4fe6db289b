// One call inside `runServerUpdate`, so that Stripe.js reads the session again and the page shows the new total.

import { valueOf, withoutAnswer } from './answer.js';
import { CLIENT_CODES, DiscountError } from './error.js';

/** @import { Checkout } from './checkout.js' */

/** In milliseconds. Stripe.js gives up after 20 s; the functions answer within 16. */
export const TIME_LIMIT = 18_000;

/**
 * @typedef {{
 *   api: string,
 *   path: string,
 *   locale?: string | undefined,
 *   body: () => object,
 *   after?: ((signal: AbortSignal) => Promise<unknown>) | undefined,
 * }} Call `body` is asked for when the call is made; `after` is the page's own work before the call
 */

/**
 * Calls a function. Returns its value; throws a `DiscountError`.
 *
 * @param {Checkout} checkout
 * @param {Call} call
 * @returns {Promise<any>}
 */
export async function serverUpdate(checkout, call) {
  /** @type {{value?: any, error?: DiscountError}} */
  const outcome = {};
  const ran = await run(checkout, async () => {
    try {
      outcome.value = await send(checkout.id, call);
    } catch (error) {
      outcome.error = /** @type {DiscountError} */ (error);
      // Stripe.js hears of it, too: without a throw it takes the update for a success.
      throw error;
    }
  });
  const error = outcome.error ?? ran;
  if (!error) return outcome.value;
  // What was done is not known: an update without work of its own makes Stripe.js read the session again.
  if (error.outcomeUnknown) await run(checkout, async () => {});
  throw error;
}

/**
 * Runs an update; what Stripe.js says against it is returned, whether it says so or throws.
 *
 * @param {Checkout} checkout
 * @param {() => Promise<unknown>} work
 * @returns {Promise<DiscountError | undefined>}
 */
async function run(checkout, work) {
  try {
    const result = await checkout.runServerUpdate(work);
    return result.type === 'error' ? new DiscountError(CLIENT_CODES.stripe, result.error.message) : undefined;
  } catch (cause) {
    return new DiscountError(CLIENT_CODES.stripe, 'We could not update your order. Please try again.', { cause });
  }
}

/**
 * @param {string} session
 * @param {Call} call
 */
async function send(session, { api, path, locale, body, after }) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIME_LIMIT);
  try {
    await after?.(abort.signal).catch((cause) => {
      if (abort.signal.aborted) throw withoutAnswer(cause, true);
      const message = cause instanceof Error ? cause.message : 'We could not update your order. Please try again.';
      throw new DiscountError(CLIENT_CODES.changeFailed, message, { cause });
    });
    const response = await fetch(`${api}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ checkout_session_id: session, ...(locale && { locale }), ...body() }),
      signal: abort.signal,
    });
    return await valueOf(response);
  } catch (cause) {
    throw cause instanceof DiscountError ? cause : withoutAnswer(cause, abort.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}
