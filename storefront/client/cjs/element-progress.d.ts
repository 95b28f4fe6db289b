import { DiscountElement } from './element.js';
import type { Hint, QuoteAnswer } from './answer.js';
import type { CheckoutLike } from './checkout.js';
import type { DiscountState } from './conversation.js';
/** The nearest step towards an offer. Its attribute `interaction` names the one that it is about; without it, any. */
export declare class DiscountProgressElement extends DiscountElement {
    #private;
    /** @override */
    connectedCallback(): void;
    /** @override @param {CheckoutLike} checkout */
    start(checkout: CheckoutLike): void;
    /** @override @param {DiscountState} state */
    show({ answer }: DiscountState): void;
}
/**
 * The hint that is nearest: the smallest amount to spend, else the first of another kind.
 *
 * @param {QuoteAnswer | null} quotes
 * @param {string | null} interaction
 * @returns {Hint | undefined}
 */
export declare function nearest(quotes: QuoteAnswer | null, interaction: string | null): Hint | undefined;
/**
 * The part of the way that is done, in percent.
 *
 * @param {{amount: number}} hint
 * @param {number} subtotal
 */
export declare const shareOf: ({ amount }: {
    amount: number;
}, subtotal: number) => number;
