import type { CheckoutLike } from './checkout.js';
import type { DiscountState } from './conversation.js';
import type { PageOptions } from './options.js';
/** @import { CheckoutLike } from './checkout.js' */
/** @import { DiscountState } from './conversation.js' */
/** @import { PageOptions } from './options.js' */
/** The base class; on a server, where a page is only written, an empty one. */
declare const Base: {
    new (): HTMLElement;
    prototype: HTMLElement;
};
/** The custom properties of both elements, with what they are by default. */
export declare const COMMON_STYLE = "\n  :host { display: block; font: inherit; color: var(--discount-color, inherit); }\n  :host([hidden]) { display: none; }\n";
/** An element of one checkout. */
export declare class DiscountElement extends Base {
    #private;
    /**
     * The checkout object, its actions, or React's checkout. The element shows nothing before it is set.
     *
     * @param {CheckoutLike | null} checkout
     */
    set checkout(checkout: CheckoutLike | null);
    get checkout(): CheckoutLike | null;
    /**
     * The options of the element's calls. Its attribute `api` and the language around it go before those of the page.
     *
     * @param {PageOptions} options
     */
    set options(options: PageOptions);
    get options(): PageOptions;
    /** The texts in the element's language. */
    get texts(): import("./texts.js").Texts;
    connectedCallback(): void;
    disconnectedCallback(): void;
    /**
     * Called when the element has a checkout.
     *
     * @param {CheckoutLike} _checkout
     */
    start(_checkout: CheckoutLike): void;
    /**
     * Called whenever something is known of the session that was not before.
     *
     * @param {DiscountState} _state
     */
    show(_state: DiscountState): void;
    /**
     * The element's own tree, made once.
     *
     * @param {string} css
     * @param {() => Element[]} children
     */
    tree(css: string, children: () => Element[]): void;
}
/**
 * An HTML element with attributes.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
export declare function html<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElementTagNameMap[K];
export {};
