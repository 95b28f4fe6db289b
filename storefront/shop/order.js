// Everything that the shopper does to an order. Each is one call of the client; what fails can be tried again.

import { applyCode, applyDiscount, changeCart, changeShippingAddress, confirmCheckout, removeDiscount } from '../client/src/index.js';
import { cartLines } from './cart.js';
import { OrderSession } from './order-session.js';

/** @import { DiscountAnswer, DiscountError, DiscountState } from '../client/src/index.js' */
/** @import { Checkout, Toggle } from './order-state.js' */

export class Order extends OrderSession {
  #cartCalls = 0;
  /** The session in which a change of the cart waits for its turn. @type {number | null} */
  #cartWaitsIn = null;
  #placeCalls = 0;
  /** The payment that a failed refresh has stopped. @type {{email: string, failed: DiscountState['failed']} | null} */
  #unpaid = null;

  /** Does what failed once more. */
  async again() {
    const { failed } = this.discounts;
    const email = failed !== null && failed === this.#unpaid?.failed ? this.#unpaid.email : null;
    const topic = this.failed ? 'own' : (failed?.topic ?? 'read');
    const retry = this.retries.get(topic) ?? failed?.retry ?? (() => this.quote());
    this.set({ failed: null });
    this.changed();
    if (email === null) return retry();
    if (!this.isSure) await this.quote();
    return this.pay(email);
  }

  /**
   * Takes an interaction out of the set, or puts it back.
   *
   * @param {Toggle} toggle
   */
  async toggle(toggle) {
    if (this.discounts.pending.includes(toggle) || this.isSteady(toggle)) return;
    const use = !this.known?.interactions.includes(toggle);
    await this.#use(toggle, use);
  }

  /**
   * @param {Toggle} toggle
   * @param {boolean} use
   * @returns {Promise<void>}
   */
  #use(toggle, use) {
    return this.#act(toggle, () => this.#use(toggle, use), (checkout) => (use ? applyDiscount(checkout, toggle) : removeDiscount(checkout, toggle)));
  }

  /** @param {string} text in the box for a code */
  type(text) {
    this.typed = text;
    this.changed();
  }

  async applyCode() {
    const code = this.typed.trim();
    if (!code || this.discounts.pending.includes('code')) return;
    await this.#act('code', () => this.#applyCode(code), (checkout) => this.#sendCode(checkout, code));
  }

  /**
   * @param {string} code
   * @returns {Promise<void>}
   */
  #applyCode(code) {
    this.typed = code;
    return this.applyCode();
  }

  /**
   * @param {Checkout} checkout
   * @param {string} code
   */
  async #sendCode(checkout, code) {
    const result = await applyCode(checkout, code);
    this.tried = code;
    if (result.type === 'success' && !result.value.code_unknown) {
      this.heldCode = code.toUpperCase();
      // What has been typed since stays.
      if (this.typed.trim() === code) [this.typed, this.tried] = ['', null];
    }
    return result;
  }

  async removeCode() {
    if (this.discounts.pending.includes('code')) return;
    await this.#act('code', () => this.removeCode(), (checkout) => removeDiscount(checkout, 'code'));
  }

  /**
   * @param {string} product
   * @param {number} quantity
   */
  async changeCart(product, quantity) {
    if (!this.checkout || !this.isOpen) return;
    this.wantedCart = new Map(this.cart).set(product, quantity);
    this.showRows();
    this.changed();
    // A change that still waits for its turn will carry this one, too.
    if (this.#cartWaitsIn === this.turn) return;
    this.#cartWaitsIn = this.turn;
    this.#cartCalls += 1;
    const turn = this.turn;
    await this.#act('cart', () => this.changeCart(product, quantity), (checkout) =>
      changeCart(checkout, () => {
        if (turn === this.turn) this.#cartWaitsIn = null;
        return cartLines(this.catalog, this.cart);
      }),
      () => {
        this.#cartCalls -= 1;
        if (turn !== this.turn) return;
        if (this.#cartCalls === 0) [this.wantedCart, this.#cartWaitsIn] = [null, null];
        this.showRows();
      },
    );
  }

  /**
   * @override
   * @param {string} id
   */
  async changePlace(id) {
    const place = this.catalog.places.find((one) => one.id === id);
    if (!place || !this.checkout || !this.isOpen) return;
    this.wantedPlace = id;
    this.placeNote = null;
    this.#placeCalls += 1;
    const turn = this.turn;
    this.changed();
    await this.#act('shipping-address', () => this.changePlace(id), (checkout) => changeShippingAddress(checkout, place.name, place.address), (succeeded) => {
      this.#placeCalls -= 1;
      if (turn !== this.turn) return;
      if (!succeeded && this.#placeCalls === 0) this.placeNote = 'failed';
      if (this.#placeCalls === 0) this.wantedPlace = null;
    });
  }

  /** @param {string} email */
  async pay(email) {
    const [checkout, turn] = [this.checkout, this.turn];
    if (!this.canPay || !checkout) return;
    if (!this.place) {
      this.placeNote = 'missing';
      return this.changed();
    }
    this.paying = true;
    this.set({ failed: null });
    this.changed();
    const result = await confirmCheckout(checkout, { redirect: 'if_required', email });
    if (turn !== this.turn) return;
    this.paying = false;
    if (result.type === 'success') this.see(result.session);
    // Errors of the discount are shown as such.
    else if (this.discounts.failed) this.#unpaid = { email, failed: this.discounts.failed };
    else this.set({ failed: { text: result.error.message, action: 'none' } });
    this.changed();
    this.tabs.tell();
    // What has changed the total has changed the savings as well.
    if (result.type === 'error') await this.quote();
  }

  /**
   * Does what the shopper asks, then reads the quotes again.
   *
   * @param {string} topic
   * @param {() => unknown} retry
   * @param {(checkout: Checkout) => Promise<{type: 'success', value: DiscountAnswer} | {type: 'error', error: DiscountError}>} work
   * @param {(succeeded: boolean) => void} [after]
   */
  async #act(topic, retry, work, after) {
    const [checkout, turn] = [this.checkout, this.turn];
    if (!checkout || !this.isOpen) return after?.(false);
    this.set({ failed: null });
    this.retries.set(topic, retry);
    const result = await work(checkout);
    after?.(result.type === 'success');
    if (turn !== this.turn) return;
    // What the server has rejected has changed nothing.
    if (result.type === 'error' && !result.error.outcomeUnknown) this.isSure = true;
    this.changed();
    this.tabs.tell();
    await this.quote();
  }
}
