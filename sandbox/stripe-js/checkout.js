// Checkout in a page: one session, its actions, and the listeners that are called when it changes.

/** @import { PageApi, ApiSession } from './api.js' */
/** @import { Entered } from './session.js' */
/**
 * @import {
 *   StripeCheckoutContact, StripeCheckoutElementsSdk, StripeCheckoutElementsSdkOptions,
 *   StripeCheckoutLoadActionsResult, StripeCheckoutLoadActionsSuccess, StripeCheckoutSession,
 *   StripeCheckoutUpdateHandler,
 * } from '@stripe/stripe-js'
 */

import { ApiError } from './api.js';
import { pageElements } from './elements.js';
import { checkoutSession } from './session.js';

/** How long a callback of `runServerUpdate` may take, in milliseconds. */
export const SERVER_UPDATE_LIMIT = 20_000;
/**
 * The object that `initCheckoutElementsSdk` returns.
 *
 * @param {PageApi} api
 * @param {StripeCheckoutElementsSdkOptions} options
 * @param {string[]} betas
 * @returns {StripeCheckoutElementsSdk}
 */
export function openCheckout(api, { clientSecret }, betas) {
  const checkout = new Checkout(api, clientSecret, betas);
  return {
    ...pageElements(),
    on: (_event, handler) => checkout.handlers.push(handler),
    loadActions: () => checkout.loadActions(),
  };
}

class Checkout {
  /** @type {StripeCheckoutUpdateHandler[]} */
  handlers = [];
  /** @type {Promise<unknown>} the last change: one after another, as Stripe's apps do it */
  #last = Promise.resolve();
  /** @type {Entered} */
  #entered = { billingAddress: null, email: null, phoneNumber: null, nameCollection: null };
  /** @type {ApiSession | undefined} */
  #session;
  #serverUpdates = false;

  /**
   * @param {PageApi} api
   * @param {Promise<string> | string} clientSecret
   * @param {string[]} betas
   */
  constructor(api, clientSecret, betas) {
    this.api = api;
    this.clientSecret = clientSecret;
    this.betas = betas;
  }

  /** @returns {Promise<StripeCheckoutLoadActionsResult>} */
  async loadActions() {
    try {
      this.#session ??= await this.#read();
    } catch (error) {
      return { type: 'error', error: buyerError(error) };
    }
    const actions = this.#actions();
    // On an account with the preview it was missing without the beta (stripe-js#754); Stripe's guide to line items names none.
    if (!this.#serverUpdates) Reflect.deleteProperty(actions, 'runServerUpdate');
    return { type: 'success', actions };
  }

  async #read() {
    const session = await this.api.show(await this.clientSecret, this.betas);
    this.#serverUpdates = session.server_updates ?? false;
    return session;
  }

  /** @returns {StripeCheckoutSession} */
  #view() {
    if (!this.#session) throw new Error('The session is read by loadActions().');
    return checkoutSession(this.#session, this.#entered);
  }

  /** @returns {StripeCheckoutLoadActionsSuccess} */
  #actions() {
    return {
      getSession: () => this.#view(),
      runServerUpdate: (callback) => this.#change(() => this.#serverUpdate(callback)),
      updateLineItemQuantity: ({ lineItem, quantity }) =>
        this.#post('line_items', { line_item: lineItem, quantity: String(quantity) }),
      updateShippingAddress: (contact) => this.#post('shipping_address', contactForm(contact)),
      updateShippingOption: (option) => this.#post('shipping_option', { shipping_option: option }),
      applyPromotionCode: (code) => this.#post('promotion_code', { promotion_code: code }),
      removePromotionCode: () => this.#post('promotion_code', { promotion_code: '' }),
      confirm: (args = {}) => this.#confirm(args),
      updateBillingAddress: (billingAddress) => this.#enter({ billingAddress }),
      updateEmail: (email) => this.#enter({ email }),
      updatePhoneNumber: (phoneNumber) => this.#enter({ phoneNumber }),
      updateIndividualName: (name) => this.#enter({ nameCollection: { individualName: name, businessName: null } }),
      updateBusinessName: (name) => this.#enter({ nameCollection: { individualName: null, businessName: name } }),
      validateElements: async () => ({ type: 'success', session: this.#view() }),
      updateTaxIdInfo: () => leftOut('tax IDs'),
      addOptionalLineItem: () => leftOut('optional items'),
      removeOptionalLineItem: () => leftOut('optional items'),
    };
  }

  /**
   * Waits for the callback, at most 20 s, then reads the session again. What the callback returns is ignored: only a
   * throw makes it an error.
   *
   * @param {() => Promise<unknown>} callback
   */
  async #serverUpdate(callback) {
    await within(SERVER_UPDATE_LIMIT, callback());
    return this.#read();
  }

  /**
   * @param {Parameters<PageApi['change']>[1]} what
   * @param {Record<string, string>} parameters
   */
  #post(what, parameters) {
    return this.#change(async () => this.api.change(await this.clientSecret, what, parameters));
  }

  /** @param {Partial<Entered>} fields */
  async #enter(fields) {
    this.#entered = { ...this.#entered, ...fields };
    return this.#changed();
  }

  /** @param {NonNullable<Parameters<StripeCheckoutLoadActionsSuccess['confirm']>[0]>} args */
  async #confirm({ email, billingAddress, phoneNumber, shippingAddress, redirect, returnUrl }) {
    const given = Object.entries({ email, billingAddress, phoneNumber }).filter(([, value]) => value !== undefined);
    if (given.length > 0) await this.#enter(Object.fromEntries(given));
    if (shippingAddress) {
      const written = await this.#post('shipping_address', contactForm(shippingAddress));
      if (written.type === 'error') return written;
    }
    const { canConfirm, email: to, status, total } = this.#view();
    if (status.type === 'open' && !to) return refusal('Your email is incomplete.');
    if (status.type === 'open' && !canConfirm) return refusal('Your shipping address is incomplete.');
    const typed = this.#session?.customer_details?.email ? {} : { email: to ?? '' };
    const paid = await this.#post('confirm', { expected_amount: String(total.total.minorUnitsAmount), ...typed });
    const next = returnUrl ?? this.#session?.return_url;
    if (paid.type === 'success' && redirect !== 'if_required' && next) {
      location.assign(next.replace('{CHECKOUT_SESSION_ID}', paid.session.id));
    }
    return paid;
  }

  /**
   * Runs a change after those before it, takes up the session that it ends in, and tells everybody.
   *
   * @param {() => Promise<ApiSession>} work
   */
  async #change(work) {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    try {
      this.#session = await turn;
    } catch (error) {
      return { type: /** @type {const} */ ('error'), error: buyerError(error) };
    }
    return this.#changed();
  }

  #changed() {
    const session = this.#view();
    for (const handler of this.handlers) handler(session);
    return { type: /** @type {const} */ ('success'), session };
  }
}

/**
 * @template T
 * @param {number} milliseconds
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
async function within(milliseconds, promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const over = new Promise((_, reject) => {
    const error = new Error('The server update took too long: it must be done within 20 seconds.');
    timer = setTimeout(() => reject(error), milliseconds);
  });
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
}

/** @param {StripeCheckoutContact | null} contact */
function contactForm(contact) {
  const fields = Object.entries(contact?.address ?? {}).filter(([, value]) => value);
  const address = fields.map(([name, value]) => [`address[${name}]`, String(value)]);
  return { name: contact?.name ?? '', ...Object.fromEntries(address) };
}

/**
 * @param {unknown} error
 * @returns {{message: string, code: any}} only `applyPromotionCode` meets another code than null
 */
function buyerError(error) {
  const message = error instanceof Error ? error.message : String(error);
  return { message, code: error instanceof ApiError && error.code === 'invalid_code' ? 'invalidCode' : null };
}

/** @param {string} message */
const refusal = (message) => ({ type: /** @type {const} */ ('error'), error: { message, code: null } });

/** @param {string} what */
const leftOut = async (what) => refusal(`The sandbox's stand-in for Stripe.js does not have ${what}.`);
