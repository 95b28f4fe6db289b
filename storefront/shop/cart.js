// The cart and the address: as the session has them, as the functions take them, and as they are shown.

/** @import { StripeCheckoutSession } from '@stripe/stripe-js' */
/** @import { Catalog, Place, Product } from './server.js' */

/** The most pieces of one product that the shop sells at once. */
export const MOST = 99;

/**
 * The cart of a new visitor.
 *
 * @param {Catalog} catalog
 * @returns {Map<string, number>}
 */
export const firstCart = (catalog) => new Map(catalog.products.map(({ id, quantity }) => [id, quantity]));

/**
 * The cart that a session holds. Stripe tells lines apart by their names; a line that was split is two of one name.
 *
 * @param {Catalog} catalog
 * @param {StripeCheckoutSession} session
 * @returns {Map<string, number>}
 */
export function cartOf(catalog, session) {
  const ids = new Map(catalog.products.map(({ id, name }) => [name, id]));
  /** @type {Map<string, number>} */
  const cart = new Map();
  for (const { name, quantity } of session.lineItems) {
    const id = ids.get(name) ?? name;
    cart.set(id, (cart.get(id) ?? 0) + quantity);
  }
  return cart;
}

/**
 * The cart as the functions take it.
 *
 * @param {Catalog} catalog
 * @param {ReadonlyMap<string, number>} cart
 */
export const cartLines = (catalog, cart) =>
  catalog.products
    .filter(({ id }) => (cart.get(id) ?? 0) > 0)
    .map(({ id, price }) => ({ price: price ?? '', quantity: cart.get(id) ?? 0 }));

/**
 * The address that a session holds, as one of the shop's.
 *
 * @param {Catalog} catalog
 * @param {StripeCheckoutSession} session
 * @returns {Place | undefined}
 */
export function placeOf(catalog, { shippingAddress }) {
  const { line1, postal_code: code } = shippingAddress?.address ?? {};
  return catalog.places.find(({ address }) => address.line1 === line1 && address.postal_code === code);
}

/**
 * The rows of the cart and the products beside it. What was in the cart keeps its row, and what was beside it its place: a
 * control never gives way to another one under the pointer.
 *
 * @param {Catalog} catalog
 * @param {ReadonlyMap<string, number>} cart
 * @param {ReadonlySet<string>} rows the products that have a row
 * @param {ReadonlySet<string>} beside the products that are shown beside the cart
 * @returns {{lines: Array<{product: Product, quantity: number}>, others: Array<{product: Product, quantity: number}>}}
 */
export function shelves(catalog, cart, rows, beside) {
  const shown = (/** @type {ReadonlySet<string>} */ of) =>
    catalog.products.filter(({ id }) => of.has(id)).map((product) => ({ product, quantity: cart.get(product.id) ?? 0 }));
  return { lines: shown(rows), others: shown(beside) };
}
