import type { Checkout } from './checkout.js';
/** @import { Checkout } from './checkout.js' */
/** In milliseconds. Stripe.js gives up after 20 s; the functions answer within 16. */
export declare const TIME_LIMIT = 18000;
export type Call = {
    api: string;
    path: string;
    locale?: string | undefined;
    body: () => object;
    after?: ((signal: AbortSignal) => Promise<unknown>) | undefined;
};
/**
 * @typedef {{
 *   api: string,
 *   path: string,
 *   locale?: string | undefined,
 *   body: () => object,
 *   after?: ((signal: AbortSignal) => Promise<unknown>) | undefined,
 * }} Call `body` is asked for when the call is made; `after` is the page's own work before the call
 */
/**
 * Calls a function. Returns its value; throws a `DiscountError`.
 *
 * @param {Checkout} checkout
 * @param {Call} call
 * @returns {Promise<any>}
 */
export declare function serverUpdate(checkout: Checkout, call: Call): Promise<any>;
