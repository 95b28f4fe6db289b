// The sessions of an order: opened one after another, read by Stripe.js, and quoted again whenever something may have changed.

import { quote, refreshDiscount, watchDiscount } from '../client/src/index.js';
import { cartLines, firstCart } from './cart.js';
import { NOTHING_KNOWN, OrderState } from './order-state.js';
import { movedHistory, newSession, readHistory, signIn } from './server.js';
import { KEY_MISSING } from './stripe.js';
import { Tabs } from './tabs.js';

/** @import { StripeCheckoutSession } from '@stripe/stripe-js' */
/** @import { DiscountState } from '../client/src/index.js' */
/** @import { Checkout, Opened } from './order-state.js' */

/** The longest time that a timer takes, and the shortest between two quotes that nobody has asked for, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;
const SHORTEST_PAUSE = 1_000;
/** The pause after a quote that failed, in milliseconds; it doubles. */
const AGAIN = 4_000;
/** The time for which the button of a new order waits, so that a second click on Pay does not reach it, in milliseconds. */
const CALM = 1_000;

export class OrderSession extends OrderState {
  /** @protected @type {Checkout | null} */
  checkout = null;
  /** Counts the sessions: what an earlier one still says is not heard. @protected */
  turn = 0;
  /** The acts that failed, by topic. @protected @type {Map<string, () => unknown>} */
  retries = new Map();
  /** @protected */
  tabs = new Tabs(() => this.reread());
  /** The address of the last session. */
  #place = '';
  /** @type {string | null} of the member who has signed in */
  #token = null;
  #quotedFor = '';
  #quoteFailures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #unwatch = () => {};

  /** Creates a session; `attach` follows once Stripe.js has read it. */
  async start() {
    const turn = (this.turn += 1);
    if (this.session && !this.isPaid) {
      this.nextCart = this.cart;
      this.#place = this.place;
    }
    this.#unwatch();
    this.tabs.close();
    clearTimeout(this.#timer);
    this.steady.forget();
    this.retries.clear();
    this.checkout = null;
    Object.assign(this, { opened: null, session: null, quotes: null, discounts: NOTHING_KNOWN, failed: null, isSure: true, paying: false });
    Object.assign(this, { typed: '', tried: null, heldCode: null, placeNote: null, isQuoting: false, history: null });
    [this.wantedCart, this.wantedPlace, this.calmAt] = [null, null, Infinity];
    this.showRows();
    this.changed();
    try {
      const { publishable_key: key, trouble: out } = this.catalog;
      if (!key) throw new Error(KEY_MISSING);
      if (out) throw new Error(out);
      const token = await signIn(this.shopper);
      const [{ checkout_session_id: id, client_secret: clientSecret }, history] = await Promise.all([
        newSession(token, cartLines(this.catalog, this.cart)),
        readHistory(token),
      ]);
      if (turn !== this.turn) return;
      this.#token = token;
      this.history = history;
      this.opened = { id, clientSecret };
      this.changed();
    } catch (error) {
      if (turn === this.turn) this.fail(error);
    }
  }

  /**
   * Takes up the session that Stripe.js has read.
   *
   * @param {Opened} opened
   * @param {Checkout} checkout
   */
  async attach(opened, checkout) {
    if (opened !== this.opened || this.checkout) return;
    this.checkout = {
      ...checkout,
      runServerUpdate: async (work) => {
        const result = await checkout.runServerUpdate(work);
        if (opened !== this.opened) return result;
        this.isSure = result.type === 'success';
        if (result.type === 'success') this.see(result.session);
        return result;
      },
    };
    this.#unwatch = watchDiscount(opened.id, (discounts) => this.#hear(discounts));
    this.tabs.open(opened.id);
    this.see(checkout.getSession());
    const place = this.#place;
    await (place && this.isOpen ? this.changePlace(place) : this.reread());
  }

  /** @param {StripeCheckoutSession} session */
  see(session) {
    if (session.id !== this.opened?.id) return;
    const wasPaid = this.isPaid;
    this.session = session;
    if (this.isPaid && !wasPaid) {
      this.calmAt = Date.now() + CALM;
      setTimeout(() => this.changed(), CALM);
      clearTimeout(this.#timer);
      void this.#seeHistory();
    }
    this.showRows();
    this.changed();
  }

  /** @param {unknown} error of what is no call of the client */
  fail(error) {
    const text = error instanceof Error ? error.message : 'Something went wrong. Please try again.';
    this.set({ failed: { text, action: 'retry' } });
    this.retries.set('own', () => this.start());
    this.changed();
  }

  /** A new order with the cart of a new visitor. */
  restart() {
    if (this.isPaid && !this.canStartAnother) return;
    [this.nextCart, this.#place, this.session] = [firstCart(this.catalog), '', null];
    [this.had, this.beside] = [new Set(), new Set()];
    return this.start();
  }

  /**
   * @abstract
   * @param {string} _place
   * @returns {Promise<void>}
   */
  async changePlace(_place) {}

  /** @param {string} shopper */
  signIn(shopper) {
    this.shopper = shopper;
    return this.start();
  }

  /** Decides and quotes again: another tab, or time, may have changed something. */
  async reread() {
    if (!this.checkout || !this.isOpen || this.isWorking || this.paying) return;
    const turn = this.turn;
    const refreshed = await refreshDiscount(this.checkout);
    // Its answer leads to the quotes.
    if (turn === this.turn && refreshed.type === 'error') await this.quote();
  }

  /**
   * Quotes each interaction, which depends on cart, address, shopper and time, not on what was asked for.
   *
   * @protected
   */
  async quote() {
    const [checkout, turn] = [this.checkout, this.turn];
    if (!checkout || !this.isOpen) return;
    clearTimeout(this.#timer);
    this.isQuoting = true;
    this.changed();
    const result = await quote(checkout);
    if (turn !== this.turn) return;
    this.isQuoting = false;
    if (result.type === 'success') {
      [this.quotes, this.quotedAt, this.#quoteFailures] = [result.value, Date.now(), 0];
      this.#quotedFor = this.#orderKey();
    } else {
      this.#quoteFailures += 1;
      // What can't be checked is not promised.
      if (this.#quotedFor !== this.#orderKey()) this.quotes = null;
    }
    this.changed();
    this.#plan();
  }

  /** The facts that quotes depend on, as far as the page sees them. */
  #orderKey() {
    return JSON.stringify([[...this.cart], this.place, this.session?.total.total.minorUnitsAmount]);
  }

  /** Asks again when time alone may have changed something, by the server's clock. */
  #plan() {
    clearTimeout(this.#timer);
    if (!this.isOpen) return;
    const turn = this.turn;
    const failed = this.#quoteFailures > 0;
    const moments = this.quotes ? [this.quotes.valid_until, ...this.quotes.quotes.map(({ ends_at: end }) => end)] : [];
    const next = Math.min(...moments.flatMap((moment) => (moment ? Date.parse(moment) : [])));
    const pause = failed ? AGAIN * 2 ** Math.min(this.#quoteFailures - 1, 4) : Math.max(next - this.now(), SHORTEST_PAUSE);
    if (pause > LONGEST_TIMER) return;
    this.#timer = setTimeout(async () => {
      if (turn !== this.turn) return;
      // What is under way reads the quotes again itself.
      if (this.paying || this.isWorking) return this.#plan();
      // An offer that has ended is still on the session.
      await (failed ? this.quote() : this.reread());
    }, pause);
  }

  /** @param {DiscountState} discounts */
  #hear(discounts) {
    const answered = discounts.answer !== this.discounts.answer;
    this.set({ discounts });
    this.changed();
    // The client has asked by itself, since time was over: what else there is has changed as well.
    if (answered && discounts.pending.every((topic) => topic === 'refresh') && !this.paying) void this.quote();
  }

  /** Stripe tells of a payment a moment after it. */
  async #seeHistory() {
    const turn = this.turn;
    const history = await movedHistory(this.#token, this.history).catch(() => this.history);
    if (turn !== this.turn) return;
    this.history = history;
    this.changed();
  }
}
