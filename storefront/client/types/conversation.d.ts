import type { DiscountAnswer, Interaction } from './answer.js';
import type { DiscountError } from './error.js';
export type Topic = Interaction | 'all' | 'refresh' | 'quote' | 'cart' | 'shipping-address' | 'confirm';
export type DiscountState = {
    answer: DiscountAnswer | null;
    heardAt: number | null;
    pending: readonly Topic[];
    failed: {
        topic: Topic;
        error: DiscountError;
        retry: () => Promise<unknown>;
    } | null;
};
/** @param {string} session */
export declare function conversationOf(session: string): Conversation;
declare class Conversation {
    #private;
    /** @type {DiscountState} */
    state: DiscountState;
    /** @param {(state: DiscountState) => void} listener */
    subscribe(listener: (state: DiscountState) => void): () => void;
    /**
     * Runs a call after those before it.
     *
     * @template T
     * @param {Topic} topic
     * @param {() => Promise<T>} call
     * @param {(error: DiscountError) => DiscountError} [explain] the words for a failure
     * @returns {Promise<{type: 'success', value: T} | {type: 'error', error: DiscountError}>}
     */
    ask<T>(topic: Topic, call: () => Promise<T>, explain?: (error: DiscountError) => DiscountError): Promise<{
        type: 'success';
        value: T;
    } | {
        type: 'error';
        error: DiscountError;
    }>;
    /**
     * Takes up an answer, and asks again when its time is over.
     *
     * @param {DiscountAnswer} answer
     * @param {() => void} refresh
     */
    heard(answer: DiscountAnswer, refresh: () => void): void;
    /** Nothing can change any more: nobody is asked again. */
    end(): void;
}
/**
 * The milliseconds until the discount ends, by the server's clock. Null without a discount or without an end.
 *
 * @param {Pick<DiscountState, 'answer' | 'heardAt'>} state
 * @param {number} [at] the page's time
 */
export declare function timeLeft({ answer, heardAt }: Pick<DiscountState, 'answer' | 'heardAt'>, at?: number): number | null;
export {};
