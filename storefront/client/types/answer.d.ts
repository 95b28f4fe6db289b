import { DiscountError } from './error.js';
/** The interactions, in the order in which the functions name them. */
export declare const INTERACTIONS: readonly ['loyalty', 'cart-threshold', 'location', 'limited-time', 'customer-offer', 'code'] /** @satisfies {readonly Interaction[]} */;
import type * as api from './api.js';
export type Interaction = api.Interaction;
export type Trigger = api.Trigger;
export type Discount = api.Discount;
export type Reason = api.Reason;
export type Hint = api.Hint & {
    gain?: number;
};
export type Items = NonNullable<Extract<Hint, {
    code: 'add_items';
}>['items']>;
export type Quote = api.Quote;
export type DiscountAnswer = api.Answer['value'];
export type QuoteAnswer = api.QuoteAnswer['value'];
export type CreatedSession = api.OpenedAnswer['value'];
/**
 * The value of an answer. Throws for everything but `{"type": "object"}`: Stripe.js takes whatever does not throw, a 409
 * included, for success.
 *
 * @param {Response} response
 * @returns {Promise<any>}
 */
export declare function valueOf(response: Response): Promise<any>;
/**
 * The error for a call without an answer.
 *
 * @param {unknown} cause
 * @param {boolean} timedOut
 */
export declare function withoutAnswer(cause: unknown, timedOut: boolean): DiscountError;
