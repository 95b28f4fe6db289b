import type { DiscountAnswer, Interaction, QuoteAnswer } from './answer.js';
import type { CheckoutLike } from './checkout.js';
import type { DiscountState } from './conversation.js';
import type { DiscountError } from './error.js';
import type { PageOptions } from './options.js';
export type Options = PageOptions & {
    after?: (signal: AbortSignal) => Promise<unknown>;
};
export type Result<T> = {
    type: 'success';
    value: T;
} | {
    type: 'error';
    error: DiscountError;
};
import type * as api from './api.js';
export type CartLine = api.CartRequest['line_items'][number];
export type Address = api.ShippingAddressRequest['address'];
/** @import { DiscountAnswer, Interaction, QuoteAnswer } from './answer.js' */
/** @import { Checkout, CheckoutLike } from './checkout.js' */
/** @import { DiscountState, Topic } from './conversation.js' */
/** @import { DiscountError } from './error.js' */
/** @import { PageOptions } from './options.js' */
/**
 * @typedef {PageOptions & {after?: (signal: AbortSignal) => Promise<unknown>}} Options
 *   `after`: work of the page that belongs to the same update and comes first, a change of the cart say: the page then
 *   sees one change of the total, not two.
 */
/**
 * @template T
 * @typedef {{type: 'success', value: T} | {type: 'error', error: DiscountError}} Result
 */
/** @import * as api from './api.js' */
/**
 * A price with its quantity, and the shipping address with Stripe's field names. `country` is a code of two letters.
 *
 * @typedef {api.CartRequest['line_items'][number]} CartLine
 * @typedef {api.ShippingAddressRequest['address']} Address
 */
/**
 * Asks for an interaction's discount. That no offer fits is a success, with `discount` null and the reasons.
 *
 * @param {CheckoutLike} checkout
 * @param {Exclude<Interaction, 'code'>} interaction a code has `applyCode`
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export declare function applyDiscount(checkout: CheckoutLike, interaction: Exclude<Interaction, 'code'>, options?: Options): Promise<Result<DiscountAnswer>>;
/**
 * Applies the code that the shopper typed. A code that gives nothing is a success; the answer does not say whether it is
 * unknown or expired.
 *
 * @param {CheckoutLike} checkout
 * @param {string} code
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export declare function applyCode(checkout: CheckoutLike, code: string, options?: Options): Promise<Result<DiscountAnswer>>;
/**
 * Takes an interaction out again; the next best takes over.
 *
 * @param {CheckoutLike} checkout
 * @param {Interaction | 'all'} interaction
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export declare function removeDiscount(checkout: CheckoutLike, interaction: Interaction | 'all', options?: Options): Promise<Result<DiscountAnswer>>;
/**
 * Decides again: the cart, the address or the time has changed.
 *
 * @param {CheckoutLike} checkout
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export declare function refreshDiscount(checkout: CheckoutLike, options?: Options): Promise<Result<DiscountAnswer>>;
/**
 * Puts other lines into the cart, and the discount that goes with them on the session, in one update. The session needs
 * `permissions[update_line_items]=server_only`.
 *
 * @param {CheckoutLike} checkout
 * @param {readonly CartLine[] | (() => readonly CartLine[])} lines the whole cart; a function is asked when the call is
 *   made, so that a change that waits for its turn carries what came after it
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export declare function changeCart(checkout: CheckoutLike, lines: readonly CartLine[] | (() => readonly CartLine[]), options?: Options): Promise<Result<DiscountAnswer>>;
/**
 * Sends it to another address, and puts the discount that goes with it on the session, in one update. The session needs
 * `permissions[update_shipping_details]=server_only`.
 *
 * @param {CheckoutLike} checkout
 * @param {string} name who receives it
 * @param {Address} address
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export declare function changeShippingAddress(checkout: CheckoutLike, name: string, address: Address, options?: Options): Promise<Result<DiscountAnswer>>;
/**
 * Quotes what each interaction would give now, and what the others still need. Writes nothing.
 *
 * @param {CheckoutLike} checkout
 * @param {Options} [options]
 * @returns {Promise<Result<QuoteAnswer>>}
 */
export declare function quote(checkout: CheckoutLike, options?: Options): Promise<Result<QuoteAnswer>>;
/**
 * The state of a session's discounts at this moment.
 *
 * @param {string} session the session's id
 * @returns {DiscountState}
 */
export declare function discountState(session: string): DiscountState;
/**
 * Tells a listener whenever something is known of a session that was not before: a call has begun or ended, or the time
 * of a discount was over. Returns what ends it.
 *
 * @param {string} session the session's id
 * @param {(state: DiscountState) => void} listener
 * @returns {() => void}
 */
export declare function watchDiscount(session: string, listener: (state: DiscountState) => void): () => void;
/**
 * The error in the language of the page, with a warning for its developer.
 *
 * @param {DiscountError} error
 * @param {PageOptions} options
 */
export declare function explained(error: DiscountError, { api, locale, messages }: PageOptions): DiscountError;
