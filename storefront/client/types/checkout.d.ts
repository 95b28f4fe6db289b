import type { StripeCheckoutLoadActionsResult, StripeCheckoutLoadActionsSuccess } from '@stripe/stripe-js';
export type SessionLike = {
    id: string;
    total?: {
        total: {
            minorUnitsAmount: number;
        };
        shippingRate?: {
            minorUnitsAmount: number;
        };
    };
    discountAmounts?: readonly object[] | null;
};
export type UpdateResult = {
    type: 'success';
} | {
    type: 'error';
    error: {
        message: string;
    };
};
export type CheckoutLike = {
    runServerUpdate?: (work: () => Promise<unknown>) => Promise<UpdateResult>;
    loadActions?: () => Promise<StripeCheckoutLoadActionsResult | LoadedActions>;
    getSession?: () => SessionLike;
    session?: () => SessionLike;
    id?: string;
    total?: SessionLike['total'];
    discountAmounts?: SessionLike['discountAmounts'];
    confirm?: StripeCheckoutLoadActionsSuccess['confirm'];
};
export type LoadedActions = {
    type: 'success';
    actions: CheckoutLike;
} | {
    type: 'error';
    error: {
        message: string;
    };
};
export type Checkout = {
    id: string;
    total: () => number | undefined;
    hasCoupon: () => boolean;
    shipping: () => number | undefined;
    runServerUpdate: (work: () => Promise<unknown>) => Promise<UpdateResult>;
    confirm: StripeCheckoutLoadActionsSuccess['confirm'] | undefined;
};
/** @import { StripeCheckoutLoadActionsResult, StripeCheckoutLoadActionsSuccess } from '@stripe/stripe-js' */
/**
 * The part of a session that is read.
 *
 * @typedef {{
 *   id: string, total?: {total: {minorUnitsAmount: number}, shippingRate?: {minorUnitsAmount: number}},
 *   discountAmounts?: readonly object[] | null,
 * }} SessionLike
 * @typedef {{type: 'success'} | {type: 'error', error: {message: string}}} UpdateResult
 */
/**
 * The checkout object, its actions, or what React's `useCheckoutElements()` returns as `checkout`.
 *
 * @typedef {{
 *   runServerUpdate?: (work: () => Promise<unknown>) => Promise<UpdateResult>,
 *   loadActions?: () => Promise<StripeCheckoutLoadActionsResult | LoadedActions>,
 *   getSession?: () => SessionLike,
 *   session?: () => SessionLike,
 *   id?: string,
 *   total?: SessionLike['total'],
 *   discountAmounts?: SessionLike['discountAmounts'],
 *   confirm?: StripeCheckoutLoadActionsSuccess['confirm'],
 * }} CheckoutLike
 * @typedef {{type: 'success', actions: CheckoutLike} | {type: 'error', error: {message: string}}} LoadedActions
 */
/**
 * The checkout object, its actions, or React's checkout, in one form.
 *
 * @typedef {{
 *   id: string,
 *   total: () => number | undefined,
 *   hasCoupon: () => boolean,
 *   shipping: () => number | undefined,
 *   runServerUpdate: (work: () => Promise<unknown>) => Promise<UpdateResult>,
 *   confirm: StripeCheckoutLoadActionsSuccess['confirm'] | undefined,
 * }} Checkout
 */
/**
 * Finds what the client needs.
 *
 * @param {CheckoutLike} given
 * @returns {Promise<Checkout>}
 */
export declare function checkoutOf(given: CheckoutLike): Promise<Checkout>;
/**
 * The session's id, if it is known without waiting.
 *
 * @param {CheckoutLike} given
 */
export declare function sessionId(given: CheckoutLike): string | undefined;
