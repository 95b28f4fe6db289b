// One shopper's order: the session in the page, and everything that the shopper does to it.

import {
  applyCode, applyDiscount, changeCart, changeShippingAddress, confirmCheckout, quote, removeDiscount, watchDiscount,
} from '../client/src/index.js';
import { cartLines, cartOf, firstCart } from '../shop/cards.js';
import { GUEST, movedHistory, newSession, readHistory, signIn } from '../shop/server.js';
import { KEY_MISSING, openCheckout } from '../shop/stripe.js';
import { trouble } from '../shop/words.js';

/** @import { StripeCheckoutLoadActionsSuccess, StripeCheckoutSession } from '@stripe/stripe-js' */
/** @import { DiscountState, Interaction, QuoteAnswer } from '../client/src/index.js' */
/** @import { Catalog, History } from '../shop/server.js' */
/** @import { Trouble } from '../shop/summary.js' */

/** @type {DiscountState} */
const NOTHING_KNOWN = { answer: null, heardAt: null, pending: [], failed: null };

export class Order {
  shopper = GUEST;
  place = '';
  /** The cart that the shopper wants; the session has the cart as it is. */
  cart;
  /** @type {StripeCheckoutSession | null} */
  session = null;
  /** @type {QuoteAnswer | null} */
  quotes = null;
  discounts = NOTHING_KNOWN;
  /** @type {History | null} what Stripe says that the shopper has bought */
  history = null;
  paying = false;
  /** @type {Trouble | null} */
  failed = null;
  /** @type {StripeCheckoutLoadActionsSuccess | null} */
  #actions = null;
  /** @type {string | null} of who has signed in */
  #token = null;
  #unwatch = () => {};
  #cartWaits = false;
  /** Counts the sessions: what an earlier one still says is not heard. */
  #turn = 0;

  /**
   * @param {Catalog} catalog
   * @param {() => void} changed called after each change
   */
  constructor(catalog, changed) {
    this.catalog = catalog;
    this.changed = changed;
    this.cart = firstCart(catalog);
  }

  /** True if the page can request discounts. */
  get ready() {
    return this.#actions !== null && this.session?.status.type === 'open';
  }

  /** Starts a new session, as signing in does, and shows where to pay. */
  async start() {
    const turn = (this.#turn += 1);
    const current = () => turn === this.#turn;
    this.#unwatch();
    Object.assign(this, { session: null, quotes: null, discounts: NOTHING_KNOWN, history: null, failed: null });
    this.#actions = null;
    this.changed();
    try {
      const { publishable_key: key, betas, trouble: out } = this.catalog;
      if (!key) throw new Error(KEY_MISSING);
      if (out) throw new Error(out);
      const token = await signIn(this.shopper);
      const [{ checkout_session_id: id, client_secret: secret }, history] = await Promise.all([
        newSession(token, cartLines(this.catalog, this.cart)),
        readHistory(token),
      ]);
      const { checkout, actions } = await openCheckout(key, betas, secret);
      if (!current()) return;
      checkout.on('change', (session) => current() && this.#see(session));
      this.#unwatch = watchDiscount(id, (discounts) => {
        this.discounts = discounts;
        this.changed();
      });
      this.#actions = actions;
      this.#token = token;
      this.history = history;
      checkout.createPaymentElement().mount('#payment');
      this.#see(actions.getSession());
    } catch (error) {
      if (current()) this.#fail(error, () => this.start());
      return;
    }
    await (this.place ? this.changePlace(this.place) : this.#quote());
  }

  restart() {
    this.cart = firstCart(this.catalog);
    return this.start();
  }

  /** @param {() => unknown} retry */
  again(retry) {
    this.failed = null;
    this.changed();
    return retry();
  }

  /** @param {string} shopper */
  signIn(shopper) {
    this.shopper = shopper;
    return this.start();
  }

  /** @param {Exclude<Interaction, 'code'>} interaction */
  apply(interaction) {
    return this.#act((actions) => applyDiscount(actions, interaction));
  }

  /** @param {Interaction} interaction */
  remove(interaction) {
    return this.#act((actions) => removeDiscount(actions, interaction));
  }

  /** @param {string} code */
  async applyCode(code) {
    await this.#act((actions) => applyCode(actions, code));
    await this.#quote();
  }

  removeCode() {
    return this.#act((actions) => removeDiscount(actions, 'code'));
  }

  /**
   * @param {string} product
   * @param {number} quantity
   */
  async changeCart(product, quantity) {
    this.cart = new Map(this.cart).set(product, quantity);
    this.changed();
    // A change that still waits for its turn will carry this one, too.
    if (this.#cartWaits) return;
    this.#cartWaits = true;
    const result = await this.#act((actions) =>
      changeCart(actions, () => {
        this.#cartWaits = false;
        return cartLines(this.catalog, this.cart);
      }),
    );
    this.#cartWaits = false;
    if (result?.type === 'error' && this.session) {
      this.cart = cartOf(this.catalog, this.session);
      this.changed();
    }
    await this.#quote();
  }

  /** @param {string} id none: Stripe does not take an address back, so a new session begins */
  async changePlace(id) {
    const had = this.session?.shippingAddress;
    this.place = id;
    const place = this.catalog.places.find((one) => one.id === id);
    if (!place) return had ? this.start() : undefined;
    await this.#act((actions) => changeShippingAddress(actions, place.name, place.address));
    await this.#quote();
  }

  /** @param {string} email */
  async pay(email) {
    this.paying = true;
    this.failed = null;
    this.changed();
    const result = await this.#act((actions) => confirmCheckout(actions, { redirect: 'if_required', email }));
    this.paying = false;
    // Errors of the discount are shown as such.
    if (result?.type === 'error' && !(result.error instanceof Error && this.discounts.failed)) {
      const { text, action } = 'sessionEnded' in result.error ? trouble(result.error) : { text: result.error.message, action: /** @type {const} */ ('none') };
      this.failed = { text, action, retry: () => this.pay(email) };
    }
    this.changed();
    if (result?.type === 'success') await this.#seeHistory();
  }

  /** Stripe tells of a payment a moment after it. */
  async #seeHistory() {
    const turn = this.#turn;
    const history = await movedHistory(this.#token, this.history).catch(() => this.history);
    if (turn !== this.#turn) return;
    this.history = history;
    this.changed();
  }

  /** Quotes each interaction, which depends on cart, address, shopper and time, not on what was asked for. */
  async #quote() {
    const turn = this.#turn;
    const result = await this.#with((actions) => quote(actions));
    if (result?.type === 'success' && turn === this.#turn) this.quotes = result.value;
    this.changed();
  }

  /**
   * @template T
   * @param {(actions: StripeCheckoutLoadActionsSuccess) => Promise<T>} work
   * @returns {Promise<T | undefined>}
   */
  async #with(work) {
    return this.#actions ? work(this.#actions) : undefined;
  }

  /**
   * Does what the shopper asks, and clears the previous error.
   *
   * @template T
   * @param {(actions: StripeCheckoutLoadActionsSuccess) => Promise<T>} work
   */
  #act(work) {
    this.failed = null;
    return this.#with(work);
  }

  /** @param {StripeCheckoutSession} session */
  #see(session) {
    this.session = session;
    this.changed();
  }

  /**
   * @param {unknown} error
   * @param {() => unknown} retry
   */
  #fail(error, retry) {
    const text = error instanceof Error ? error.message : 'Something went wrong. Please try again.';
    this.failed = { text, action: 'retry', retry };
    this.changed();
  }
}
