// The shop's own server: sessions, cart, address. Discounts are none of its business.

/**
 * @typedef {{id: string, name: string, about: string, unit_amount: number, quantity: number}} Product
 * @typedef {{id: string, name: string, about: string}} Shopper
 * @typedef {{id: string, label: string, address: Record<string, string>}} Place
 * @typedef {{
 *   stripe: string, publishable_key: string | null, currency: string,
 *   products: Product[], shoppers: Shopper[], places: Place[],
 * }} Catalog
 * @typedef {{product: string, quantity: number}} CartLine
 */

/** @returns {Promise<Catalog>} */
export const readCatalog = () => call('catalog');

/**
 * A new session, without discounts.
 *
 * @param {string} shopper
 * @param {readonly CartLine[]} lines
 * @returns {Promise<{id: string, client_secret: string}>}
 */
export const newSession = (shopper, lines) => call('session', { shopper, lines });

/**
 * @param {string} session
 * @param {readonly CartLine[]} lines
 * @param {AbortSignal} [signal]
 */
export const writeCart = (session, lines, signal) => call('cart', { session, lines }, signal);

/**
 * @param {string} session
 * @param {Place} place
 * @param {AbortSignal} [signal]
 */
export const writeAddress = (session, place, signal) => call('address', { session, address: place.address }, signal);

/**
 * @param {string} path
 * @param {object} [body] none: it is a question
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
async function call(path, body, signal) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  /** @type {Response} */
  let response;
  try {
    response = await fetch(`/shop/${path}`, { ...(body ? post : {}), ...(signal ? { signal } : {}) });
  } catch (cause) {
    throw new Error('We could not reach the shop. Please check your connection and try again.', { cause });
  }
  const answer = await response.json().catch(() => undefined);
  if (answer?.type === 'object') return answer.value;
  throw new Error('The shop could not do this. Please try again.', { cause: answer?.message ?? response.status });
}
