// What an offer's card and the cart show: read from the session, the last answer and the quotes, the same in both shops.

import { hintText, money, trouble, why } from './words.js';

/** @import { StripeCheckoutSession } from '@stripe/stripe-js' */
/** @import { DiscountState, Interaction, QuoteAnswer } from '../client/src/index.js' */
/** @import { Catalog, Product } from './server.js' */

/**
 * @typedef {{
 *   phase: 'offered' | 'near' | 'pending' | 'applied' | 'outdone' | 'not_eligible' | 'error',
 *   text: string,
 *   asked: boolean,
 * }} Card
 *   `near`: one step is missing, or nothing is known yet. `asked`: it is in the session's set, and can be taken out.
 */

/**
 * The state of an interaction.
 *
 * @param {Exclude<Interaction, 'code'>} interaction
 * @param {DiscountState} state
 * @param {QuoteAnswer | null} quotes
 * @param {string} currency
 * @returns {Card}
 */
export function cardOf(interaction, { answer, pending, failed }, quotes, currency) {
  const quote = quotes?.quotes.find((one) => one.interaction === interaction);
  const asked = answer?.interactions.includes(interaction) ?? false;
  const alone = quote?.discount;
  const [hint] = quote?.hints ?? [];
  if (pending.includes(interaction)) return { phase: 'pending', text: 'One moment …', asked };
  if (failed?.topic === interaction) return { phase: 'error', text: trouble(failed.error).text, asked };
  if (asked && alone) {
    const counts = answer?.discount?.offers.some((offer) => alone.offers.includes(offer));
    if (counts) return { phase: 'applied', text: alone.name, asked };
    return { phase: 'outdone', text: 'Another offer saves you more', asked };
  }
  if (asked && !quote && answer?.discount) return { phase: 'applied', text: answer.discount.name, asked };
  if (alone) return { phase: 'offered', text: `Save ${money(alone.amount_off, currency)}`, asked };
  if (hint) {
    const { step, gain } = hintText(hint, currency, false);
    return { phase: 'near', text: `${step} ${gain}`, asked };
  }
  if (!quote) return { phase: 'near', text: asked ? why(answer?.reasons ?? []) : '\u00a0', asked };
  return { phase: 'not_eligible', text: why(quote.reasons), asked };
}

/**
 * Products in the cart with their quantities, and the others.
 *
 * @param {Catalog} catalog
 * @param {ReadonlyMap<string, number>} cart
 * @returns {{lines: Array<{product: Product, quantity: number}>, others: Product[]}}
 */
export function shelves(catalog, cart) {
  const quantity = (/** @type {Product} */ { id }) => cart.get(id) ?? 0;
  const inCart = catalog.products.filter((product) => quantity(product) > 0);
  return {
    lines: inCart.map((product) => ({ product, quantity: quantity(product) })),
    others: catalog.products.filter((product) => quantity(product) === 0),
  };
}

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
  shelves(catalog, cart).lines.map(({ product: { price }, quantity }) => ({ price: price ?? '', quantity }));

/**
 * The cart of a new visitor.
 *
 * @param {Catalog} catalog
 * @returns {Map<string, number>}
 */
export const firstCart = (catalog) => new Map(catalog.products.map(({ id, quantity }) => [id, quantity]));

/** The most pieces of one product that the shop sells at once. */
export const MOST = 99;
