// Stripe.js: Stripe's own with a key of an account, else the sandbox's stand-in for it.

/** @import { StripeCheckoutElementsSdk, StripeCheckoutLoadActionsSuccess, StripeConstructor } from '@stripe/stripe-js' */

/** The key of the sandbox's pages. */
export const SANDBOX_KEY = 'pk_test_sandbox';
/** The message for the developer who started the server. */
export const KEY_MISSING = 'STRIPE_SECRET_KEY is set: set STRIPE_PUBLISHABLE_KEY beside it, and start again.';

const STAND_IN = '/stripe-js/stripe.js';
/** The release that `@stripe/stripe-js` 10 is made for. */
const STRIPE_JS = 'https://js.stripe.com/endive/stripe.js';

/** @type {Promise<StripeConstructor> | undefined} */
let loading;

/**
 * `window.Stripe`, loaded once.
 *
 * @param {string} key
 * @returns {Promise<StripeConstructor>}
 */
export function stripeConstructor(key) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    if (key === SANDBOX_KEY) script.type = 'module';
    script.src = key === SANDBOX_KEY ? STAND_IN : STRIPE_JS;
    script.onload = () => (window.Stripe ? resolve(window.Stripe) : reject(new Error('Stripe.js did not start.')));
    script.onerror = () => {
      // The next try loads it again.
      loading = undefined;
      reject(new Error('We could not load the payment form. Please check your connection and try again.'));
    };
    document.head.append(script);
  });
  return loading;
}

/**
 * The options of `Stripe(key, options)`. An account without a preview must name no beta.
 *
 * @param {string[]} betas
 */
export const stripeOptions = (betas) => (betas.length > 0 ? { betas } : {});

/**
 * Opens a session in the page.
 *
 * @param {string} key
 * @param {string[]} betas
 * @param {string} clientSecret
 * @returns {Promise<{checkout: StripeCheckoutElementsSdk, actions: StripeCheckoutLoadActionsSuccess}>}
 */
export async function openCheckout(key, betas, clientSecret) {
  const construct = await stripeConstructor(key);
  const stripe = construct(key, stripeOptions(betas));
  const checkout = stripe.initCheckoutElementsSdk({ clientSecret });
  const loaded = await checkout.loadActions();
  if (loaded.type === 'error') throw new Error(loaded.error.message);
  return { checkout, actions: loaded.actions };
}
