// What the custom elements share: their checkout, their options, their shadow tree.

import { sessionId } from './checkout.js';
import { conversationOf } from './conversation.js';
import { withDefaults } from './options.js';
import { textsOf } from './texts.js';
import { warn } from './warnings.js';

/** @import { CheckoutLike } from './checkout.js' */
/** @import { DiscountState } from './conversation.js' */
/** @import { PageOptions } from './options.js' */

/** The base class; on a server, where a page is only written, an empty one. */
const Base = typeof HTMLElement === 'undefined' ? /** @type {typeof HTMLElement} */ (class {}) : HTMLElement;

/** The custom properties of both elements, with what they are by default. */
export const COMMON_STYLE = `
  :host { display: block; font: inherit; color: var(--discount-color, inherit); }
  :host([hidden]) { display: none; }
`;

/** An element of one checkout. */
export class DiscountElement extends Base {
  /** @type {CheckoutLike | null} */
  #checkout = null;
  /** @type {PageOptions} */
  #options = {};
  /** @type {(() => void) | undefined} */
  #stop;

  /**
   * The checkout object, its actions, or React's checkout. The element shows nothing before it is set.
   *
   * @param {CheckoutLike | null} checkout
   */
  set checkout(checkout) {
    this.#checkout = checkout;
    if (this.isConnected) this.connectedCallback();
  }

  get checkout() {
    return this.#checkout;
  }

  /**
   * The options of the element's calls. Its attribute `api` and the language around it go before those of the page.
   *
   * @param {PageOptions} options
   */
  set options(options) {
    this.#options = options;
    if (this.isConnected) this.connectedCallback();
  }

  get options() {
    const api = this.getAttribute('api') ?? undefined;
    const locale = this.closest('[lang]')?.getAttribute('lang') || undefined;
    return withDefaults(/** @type {PageOptions} */ ({ ...(api !== undefined && { api }), ...(locale && { locale }), ...this.#options }));
  }

  /** The texts in the element's language. */
  get texts() {
    const { locale, messages } = this.options;
    return textsOf(locale, messages);
  }

  connectedCallback() {
    this.#stop?.();
    const checkout = this.#checkout;
    const session = checkout && sessionId(checkout);
    if (checkout && !session) warn(`<${this.localName}> can't read its checkout: set its property \`checkout\` to the actions of loadActions().`);
    if (!checkout || !session) return;
    const conversation = conversationOf(session);
    this.#stop = conversation.subscribe((state) => this.show(state));
    this.start(checkout);
    this.show(conversation.state);
  }

  disconnectedCallback() {
    this.#stop?.();
  }

  /**
   * Called when the element has a checkout.
   *
   * @param {CheckoutLike} _checkout
   */
  start(_checkout) {}

  /**
   * Called whenever something is known of the session that was not before.
   *
   * @param {DiscountState} _state
   */
  show(_state) {}

  /**
   * The element's own tree, made once.
   *
   * @param {string} css
   * @param {() => Element[]} children
   */
  tree(css, children) {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    // A constructed sheet needs no exception in a page's Content Security Policy.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(COMMON_STYLE + css);
    root.adoptedStyleSheets = [sheet];
    root.append(...children());
  }
}

/**
 * An HTML element with attributes.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
export function html(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
