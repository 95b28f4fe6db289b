import { DiscountError } from './error.js';
import type { Discount, DiscountAnswer, QuoteAnswer } from './answer.js';
import type { ServerErrorCode } from './error.js';
export type RecordedCall = {
    path: string;
    body: Record<string, unknown>;
};
export type FakeCheckout = ReturnType<typeof fakeCheckout>;
/**
 * A checkout as Stripe.js gives it: the actions of `loadActions()`, with `on` for changes. Amounts are in the currency's
 * smallest unit.
 *
 * @param {{id?: string, subtotal?: number, shipping?: number, currency?: string}} [cart]
 */
export declare function fakeCheckout({ id, subtotal, shipping, currency }?: {
    id?: string;
    subtotal?: number;
    shipping?: number;
    currency?: string;
}): {
    getSession: () => {
        id: string;
        currency: string;
        status: {
            type: 'open' | 'complete';
        };
        total: {
            subtotal: {
                minorUnitsAmount: number;
                amount: string;
            };
            shippingRate: {
                minorUnitsAmount: number;
                amount: string;
            };
            discount: {
                minorUnitsAmount: number;
                amount: string;
            };
            total: {
                minorUnitsAmount: number;
                amount: string;
            };
        };
    };
    /**
     * Calls a listener with the session after each change.
     *
     * @param {'change'} _event
     * @param {(session: ReturnType<typeof getSession>) => void} listener
     */
    on(_event: 'change', listener: (session: ReturnType<() => {
        id: string;
        currency: string;
        status: {
            type: 'open' | 'complete';
        };
        total: {
            subtotal: {
                minorUnitsAmount: number;
                amount: string;
            };
            shippingRate: {
                minorUnitsAmount: number;
                amount: string;
            };
            discount: {
                minorUnitsAmount: number;
                amount: string;
            };
            total: {
                minorUnitsAmount: number;
                amount: string;
            };
        };
    }>) => void): void;
    /**
     * @param {() => Promise<unknown>} work
     * @returns {Promise<{type: 'success'} | {type: 'error', error: {message: string, code: null}}>}
     */
    runServerUpdate(work: () => Promise<unknown>): Promise<{
        type: 'success';
    } | {
        type: 'error';
        error: {
            message: string;
            code: null;
        };
    }>;
    /** @returns {Promise<any>} */
    confirm(): Promise<any>;
    /**
     * Changes the cart, as a shop's server would.
     *
     * @param {Partial<typeof cart>} change
     */
    set(change: Partial<{
        subtotal: number;
        shipping: number;
        discount: number;
    }>): void;
};
/**
 * A discount of an amount.
 *
 * @param {number} amount in the currency's smallest unit
 * @param {Partial<Discount>} [more]
 * @returns {Discount}
 */
export declare const discount: (amount: number, more?: Partial<Discount>) => Discount;
/**
 * Answers of the functions, instead of `fetch`. Without an answer of its own, a path has no discount to give. What an answer
 * takes off is on the checkout's total then.
 *
 * @param {FakeCheckout} checkout
 */
export declare function fakeServer(checkout: FakeCheckout): {
    /** The calls that were made, in their order. */
    calls: RecordedCall[];
    /**
     * Sets the answer of a path from now on. What is left out is filled in.
     *
     * @param {string} path `discounts/loyalty`, `discounts/remove`, `cart` and so on
     * @param {Partial<DiscountAnswer>} answer
     */
    answer: (path: string, answer?: Partial<DiscountAnswer>) => undefined;
    /**
     * Sets the answer of `discounts/quote`.
     *
     * @param {Partial<QuoteAnswer>} answer
     */
    quotes: (answer: Partial<QuoteAnswer>) => undefined;
    /**
     * Makes a path fail, with an error of docs/errors.md.
     *
     * @param {string} path
     * @param {ServerErrorCode} code
     * @param {{status?: number, message?: string}} [more]
     */
    fail: (path: string, code: ServerErrorCode, { status, message }?: {
        status?: number;
        message?: string;
    }) => undefined;
    /**
     * Makes a path unreachable.
     *
     * @param {string} path
     */
    unreachable: (path: string) => undefined;
    /** Gives `fetch` back. */
    close: () => undefined;
};
/**
 * An error as the client returns it.
 *
 * @param {import('./error.js').ErrorCode} code
 * @param {string} [message]
 */
export declare const discountError: (code: import('./error.js').ErrorCode, message?: string) => DiscountError;
