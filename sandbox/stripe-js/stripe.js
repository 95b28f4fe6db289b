// A stand-in for Stripe.js: `window.Stripe` for pages of the sandbox. It has Checkout with Elements and in an
// embedded page, in the form of Stripe.js since 2025-09-30 (`loadActions`), and is checked against the types of `@stripe/stripe-js`.

/**
 * @import {
 *   Stripe, StripeCheckoutElementsSdk, StripeCheckoutElementsSdkOptions, StripeEmbeddedCheckoutOptions,
 * } from '@stripe/stripe-js'
 */

import { PageApi } from './api.js';
import { openCheckout } from './checkout.js';
import { integrationError } from './elements.js';
import { openEmbeddedPage } from './embedded.js';

/** The methods by which `@stripe/react-stripe-js` knows a Stripe object. */
const LEFT_OUT = ['elements', 'createToken', 'createPaymentMethod', 'confirmCardPayment'];

/**
 * @typedef {Pick<Stripe, 'initCheckoutElementsSdk' | 'createEmbeddedCheckoutPage'> & {
 *   initCheckout: (options: StripeCheckoutElementsSdkOptions) => StripeCheckoutElementsSdk,
 *   initEmbeddedCheckout: Stripe['createEmbeddedCheckoutPage'],
 * }} StandIn
 */

/**
 * The object that `Stripe(key, options)` returns. `initCheckout` and `initEmbeddedCheckout` are older names.
 *
 * @param {string} publishableKey
 * @param {{betas?: string[]}} [options]
 * @param {string} [origin] where the sandbox is: where this script comes from
 * @returns {StandIn}
 */
export function createStripe(publishableKey, { betas = [] } = {}, origin = new URL(import.meta.url).origin) {
  if (typeof publishableKey !== 'string' || !publishableKey.startsWith('pk_test_')) {
    throw integrationError('Stripe() of the sandbox takes a publishable test key: pk_test_sandbox.');
  }
  const api = new PageApi(publishableKey, origin);
  /** @param {StripeCheckoutElementsSdkOptions} options */
  const init = (options) => openCheckout(api, options, betas);
  const leftOut = LEFT_OUT.map((name) => [
    name,
    () => {
      throw integrationError(`The sandbox's stand-in for Stripe.js has Checkout only, not ${name}().`);
    },
  ]);
  /** @param {StripeEmbeddedCheckoutOptions} options */
  const embed = (options) => openEmbeddedPage(origin, options);
  return {
    ...Object.fromEntries(leftOut),
    initCheckoutElementsSdk: init,
    initCheckout: init,
    createEmbeddedCheckoutPage: embed,
    initEmbeddedCheckout: embed,
  };
}

if (typeof window !== 'undefined') Object.assign(window, { Stripe: createStripe });
