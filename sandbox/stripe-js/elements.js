// The Payment Element, as a box that says what it stands for. The others are left out.

/** @import { StripeCheckoutElementsSdk, StripePaymentElement } from '@stripe/stripe-js' */

const STYLE = `
  :host { display: block }
  div { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; justify-content: space-between;
    padding: 0.8rem 0.9rem; border: 1px solid color-mix(in srgb, currentColor 45%, transparent); border-radius: 8px }
  b { font-weight: 550; font-variant-numeric: tabular-nums }
`;

/**
 * The error that Stripe.js throws if a page uses it wrongly.
 *
 * @param {string} message
 */
export function integrationError(message) {
  return Object.assign(new Error(message), { name: 'IntegrationError' });
}

/** @returns {Omit<StripeCheckoutElementsSdk, 'on' | 'loadActions'>} */
export function pageElements() {
  /** @type {StripePaymentElement | null} */
  let payment = null;
  /** @param {string} what */
  const leftOut = (what) => () => {
    throw integrationError(`The sandbox's stand-in for Stripe.js has the Payment Element only, not ${what}.`);
  };
  return {
    createPaymentElement: () => {
      if (payment) throw integrationError('A page has one Payment Element.');
      payment = paymentElement(() => (payment = null));
      return payment;
    },
    getPaymentElement: () => payment,
    // They change how Stripe's own frames look; this one takes the page's colours.
    changeAppearance: () => {},
    loadFonts: () => {},
    getBillingAddressElement: () => null,
    getShippingAddressElement: () => null,
    getExpressCheckoutElement: () => null,
    getCurrencySelectorElement: () => null,
    getContactDetailsElement: () => null,
    getTaxIdElement: () => null,
    getTermsElement: () => null,
    getLinkSignupElement: () => null,
    createBillingAddressElement: leftOut('the Address Element'),
    createShippingAddressElement: leftOut('the Address Element'),
    createExpressCheckoutElement: leftOut('the Express Checkout Element'),
    createCurrencySelectorElement: leftOut('the Currency Selector Element'),
    createTaxIdElement: leftOut('the Tax ID Element'),
    createContactDetailsElement: leftOut('the Contact Details Element'),
    createTermsElement: leftOut('the Terms Element'),
    createLinkSignupElement: leftOut('the Link Signup Element'),
  };
}

/**
 * @param {() => void} gone
 * @returns {StripePaymentElement}
 */
function paymentElement(gone) {
  /** @type {HTMLElement | undefined} */
  let shown;
  /** @type {Array<[string, (event: object) => void]>} */
  let handlers = [];
  const tell = (/** @type {string} */ event, /** @type {object} */ more = {}) => {
    for (const [of, handler] of handlers) if (of === event) handler({ elementType: 'payment', ...more });
  };
  /** @type {any} its events have one overload each */
  const element = {
    on: (/** @type {string} */ event, /** @type {() => void} */ handler) => {
      handlers.push([event, handler]);
      return element;
    },
    off: (/** @type {string} */ event, /** @type {(() => void) | undefined} */ handler) => {
      handlers = handlers.filter(([of, one]) => of !== event || (handler && one !== handler));
      return element;
    },
    once: (/** @type {string} */ event, /** @type {(event: object) => void} */ handler) => {
      const once = (/** @type {object} */ told) => {
        element.off(event, once);
        handler(told);
      };
      return element.on(event, once);
    },
    mount: (/** @type {string | HTMLElement} */ at) => {
      const place = typeof at === 'string' ? document.querySelector(at) : at;
      if (!place) throw integrationError(`There is no ${at} to mount the Payment Element in.`);
      shown = box();
      place.replaceChildren(shown);
      queueMicrotask(() => {
        tell('ready');
        tell('change', { complete: true, empty: false, collapsed: false, value: { type: 'card' } });
      });
    },
    unmount: () => shown?.remove(),
    destroy: () => {
      shown?.remove();
      gone();
    },
    update: () => {},
    collapse: () => {},
  };
  return element;
}

function box() {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  root.adoptedStyleSheets = [style];
  const line = document.createElement('div');
  const number = document.createElement('b');
  number.textContent = '4242 4242 4242 4242';
  const note = document.createElement('span');
  note.textContent = 'Test card. Nothing is charged.';
  line.append(number, note);
  root.append(line);
  return host;
}
