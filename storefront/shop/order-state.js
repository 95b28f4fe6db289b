// What is known of one shopper's order, and what is shown of it: what Stripe holds, or what is marked as under way.

import { cartOf, firstCart, placeOf } from './cart.js';
import { GUEST } from './server.js';
import { Steady } from './steady.js';

/** @import { StripeCheckoutLoadActionsSuccess, StripeCheckoutSession } from '@stripe/stripe-js' */
/** @import { DiscountState, Interaction, QuoteAnswer } from '../client/src/index.js' */
/** @import { Catalog, History } from './server.js' */
/** @import { Trouble } from './summary.js' */

/**
 * @typedef {Exclude<Interaction, 'code'>} Toggle an interaction that the shopper may leave out
 * @typedef {Pick<StripeCheckoutLoadActionsSuccess, 'getSession' | 'runServerUpdate' | 'confirm'>} Checkout what an order needs of Stripe.js
 * @typedef {{id: string, clientSecret: string}} Opened a session that has been created
 */

/** @type {DiscountState} */
export const NOTHING_KNOWN = { answer: null, heardAt: null, pending: [], failed: null };
const TOGGLES = /** @type {Toggle[]} */ (['loyalty', 'cart-threshold', 'location', 'limited-time', 'customer-offer']);

export class OrderState {
  shopper = GUEST;
  /** @type {Opened | null} */
  opened = null;
  /** @type {StripeCheckoutSession | null} */
  session = null;
  /** @type {QuoteAnswer | null} */
  quotes = null;
  discounts = NOTHING_KNOWN;
  /** @type {History | null} what Stripe says that the shopper has bought */
  history = null;
  /** @type {Trouble | null} an error of no call of the client */
  failed = null;
  /** False after a failure until Stripe.js has read the session again. */
  isSure = true;
  paying = false;
  /** The text in the box for a code, the code that no offer took, and the one that the session was asked for. */
  typed = '';
  /** @type {string | null} */
  tried = null;
  /** @type {string | null} */
  heldCode = null;
  /** @type {'failed' | 'missing' | null} of the address */
  placeNote = null;
  /** True while quotes are read after a change. */
  isQuoting = false;
  /** The number of changes, for those that draw it. */
  version = 0;
  /** The products that have a row, and those shown beside the cart. @type {ReadonlySet<string>} */
  rows = new Set();
  /** @type {Set<string>} */
  beside = new Set();

  /** The cart and the address that the shopper wants, while they are under way. @protected @type {Map<string, number> | null} */
  wantedCart = null;
  /** @protected @type {string | null} */
  wantedPlace = null;
  /** The cart of the next session. @protected @type {Map<string, number>} */
  nextCart;
  /** The products that the session has had. @protected @type {Set<string>} */
  had = new Set();
  /** When the quotes came, by the page's clock. @protected */
  quotedAt = 0;
  /** When a second click on Pay is over, by the page's clock. @protected */
  calmAt = Infinity;
  /** @protected */
  steady = new Steady(() => this.changed());
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {Catalog} catalog */
  constructor(catalog) {
    this.catalog = catalog;
    this.nextCart = firstCart(catalog);
    this.showRows();
  }

  /** @param {() => void} listener called after each change */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  get isOpen() {
    return this.session?.status.type === 'open';
  }

  get isPaid() {
    return this.session?.status.type === 'complete';
  }

  /** The cart: as the session has it, unless another is under way. */
  get cart() {
    return this.wantedCart ?? (this.session ? cartOf(this.catalog, this.session) : this.nextCart);
  }

  get isCartPending() {
    return this.wantedCart !== null;
  }

  /** The address's id: the session's, unless another is under way. */
  get place() {
    return this.wantedPlace ?? (this.session && placeOf(this.catalog, this.session)?.id) ?? '';
  }

  get isPlacePending() {
    return this.wantedPlace !== null;
  }

  /** True if there is a code in the box that nobody has sent. */
  get isTyping() {
    const code = this.typed.trim();
    return this.isOpen && code !== '' && code !== this.tried;
  }

  /** The latest that is known of the session's discounts, by an answer or by quotes. */
  get known() {
    const { quotes } = this;
    const { answer } = this.discounts;
    if (!quotes || (answer && Date.parse(answer.now) > Date.parse(quotes.now))) return answer;
    return { interactions: quotes.interactions, discount: quotes.current };
  }

  /** True if the totals may be about to change. */
  get isWorking() {
    return this.discounts.pending.some((topic) => topic !== 'quote');
  }

  /** True if all that is shown is what Stripe holds. */
  get isSettled() {
    return this.isSure && !this.isWorking && !this.isCartPending && !this.isPlacePending;
  }

  get canPay() {
    return this.isOpen && this.isSettled && !this.paying && !this.isTyping;
  }

  /** True once a second click on Pay is over. */
  get canStartAnother() {
    return this.isPaid && Date.now() >= this.calmAt;
  }

  /** @param {Toggle} toggle */
  isSteady(toggle) {
    return this.steady.holds(toggle);
  }

  /** The server's time, by its last quotes. */
  now() {
    return this.quotes ? Date.parse(this.quotes.now) + (Date.now() - this.quotedAt) : Date.now();
  }

  /**
   * Gives each product of the cart a row, which it keeps once the session has had it, and each other one its place beside it.
   *
   * @protected
   */
  showRows() {
    const { session, catalog } = this;
    const had = session ? cartOf(catalog, session) : this.nextCart;
    for (const { id } of catalog.products) {
      if ((had.get(id) ?? 0) > 0) this.had.add(id);
      else if (!this.had.has(id)) this.beside.add(id);
    }
    this.rows = new Set([...this.had, ...[...this.cart].flatMap(([id, quantity]) => (quantity > 0 ? [id] : []))]);
  }

  /** @protected @param {Partial<Pick<OrderState, 'failed' | 'discounts'>>} change */
  set(change) {
    Object.assign(this, change);
  }

  /** @protected */
  changed() {
    for (const toggle of TOGGLES) {
      if (this.known) this.steady.note(toggle, String(this.known.interactions.includes(toggle)));
    }
    this.version += 1;
    for (const listener of this.#listeners) listener();
  }
}
