// What the shop has beside the functions: a catalog, signing in, what is known of a member. And creating a session, which
// is a function's.

/** @import { Address, CartLine } from '../client/src/index.js' */

/**
 * @typedef {{id: string, name: string, about: string, unit_amount: number, quantity: number, price: string | null}} Product
 *   `price`: its id at Stripe
 * @typedef {{id: string, name: string, about: string}} Shopper
 * @typedef {{id: string, label: string, name: string, address: Address}} Place
 * @typedef {{
 *   stripe: string, publishable_key: string | null, betas: string[], trouble: string | null, currency: string,
 *   products: Product[], shoppers: Shopper[], places: Place[],
 * }} Catalog `betas`: those of Stripe.js that the account's writer needs; `trouble`: why nothing can be bought
 * @typedef {{orders: number, spent: number}} History what Stripe says that a member has bought
 */

/** The interactions that a session is asked for from the start, so that the best of them is on it. */
const FROM_THE_START = ['loyalty', 'cart-threshold', 'location', 'limited-time', 'customer-offer'];

/** The shopper who has not signed in. */
export const GUEST = 'guest';
/** How long a page waits for the webhook after a payment, in milliseconds. */
const WEBHOOK_TIMEOUT = 10_000;
const PAUSE = 100;

/** @returns {Promise<Catalog>} */
export const readCatalog = () => call('/shop/catalog');

/**
 * Signs in: a token, for a member.
 *
 * @param {string} shopper
 * @returns {Promise<string | null>}
 */
export async function signIn(shopper) {
  if (shopper === GUEST) return null;
  return (await call('/shop/sign-in', { body: { shopper } })).token;
}

/**
 * A new session with the best discount: of a member where there is a token.
 *
 * @param {string | null} token
 * @param {readonly CartLine[]} lines
 * @returns {Promise<{checkout_session_id: string, client_secret: string}>}
 */
export const newSession = (token, lines) =>
  call(token ? '/members/checkout-sessions' : '/checkout-sessions', { token, body: { line_items: lines, interactions: FROM_THE_START } });

/**
 * A member's purchase history; null for a guest.
 *
 * @param {string | null} token
 * @returns {Promise<History | null>}
 */
export const readHistory = async (token) => (token ? call('/shop/history', { token }) : null);

/**
 * A member's purchase history once it has changed, since Stripe delivers the event a moment after the payment.
 *
 * @param {string | null} token
 * @param {History | null} before
 * @returns {Promise<History | null>}
 */
export async function movedHistory(token, before) {
  for (const end = Date.now() + WEBHOOK_TIMEOUT; Date.now() < end; ) {
    const now = await readHistory(token);
    if (now?.orders !== before?.orders) return now;
    if (!token) break;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return before;
}

/**
 * @param {string} path
 * @param {{token?: string | null, body?: object}} [more] without a body it is a question
 * @returns {Promise<any>}
 */
async function call(path, { token = null, body } = {}) {
  const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) };
  /** @type {Response} */
  let response;
  try {
    response = await fetch(path, { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) });
  } catch (cause) {
    throw new Error('We could not reach the shop. Please check your connection and try again.', { cause });
  }
  const answer = await response.json().catch(() => undefined);
  if (answer?.type === 'object') return answer.value;
  throw new Error('The shop could not do this. Please try again.', { cause: answer?.message ?? response.status });
}
