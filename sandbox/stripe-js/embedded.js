// Stripe's own page of a session, in a frame of the shop's page.

/** @import { StripeEmbeddedCheckout, StripeEmbeddedCheckoutOptions } from '@stripe/stripe-js' */

import { integrationError } from './elements.js';

/** Options that ask for what the sandbox's page does not do: it leads to the return URL once it is paid. */
const LEFT_OUT = /** @type {const} */ (['onComplete', 'onShippingDetailsChange', 'onLineItemsChange', 'onAnalyticsEvent']);

/**
 * The object that `createEmbeddedCheckoutPage` returns.
 *
 * @param {string} origin where the sandbox is
 * @param {StripeEmbeddedCheckoutOptions} options
 * @returns {Promise<StripeEmbeddedCheckout>}
 */
export async function openEmbeddedPage(origin, options) {
  for (const name of LEFT_OUT) {
    if (options[name]) throw integrationError(`The sandbox's stand-in for Stripe.js does not have ${name}.`);
  }
  const secret = await (options.fetchClientSecret?.() ?? options.clientSecret);
  if (!secret) throw integrationError('An embedded page takes a clientSecret, or fetchClientSecret.');
  const session = secret.slice(0, secret.indexOf('_secret_'));
  const address = `${origin}/c/pay/${session}?${new URLSearchParams({ client_secret: secret })}`;
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  let destroyed = false;
  const unmount = () => {
    frame?.remove();
    frame = null;
  };
  return {
    mount(location) {
      if (destroyed) throw integrationError('This embedded page was destroyed.');
      const place = typeof location === 'string' ? document.querySelector(location) : location;
      if (!place) throw integrationError(`There is no element ${location} to mount the page in.`);
      unmount();
      frame = document.createElement('iframe');
      Object.assign(frame, { src: address, title: 'Checkout' });
      frame.style.cssText = 'border: 0; width: 100%; min-height: 24rem';
      place.append(frame);
    },
    unmount,
    destroy() {
      unmount();
      destroyed = true;
    },
  };
}
