import { DiscountElement } from './element.js';
import type { DiscountState } from './conversation.js';
export type Parts = {
    input: HTMLInputElement;
    label: HTMLElement;
    apply: HTMLButtonElement;
    remove: HTMLButtonElement;
    status: HTMLElement;
};
/**
 * @typedef {{
 *   input: HTMLInputElement, label: HTMLElement, apply: HTMLButtonElement, remove: HTMLButtonElement, status: HTMLElement,
 * }} Parts
 */
/** The box for a code. */
export declare class DiscountCodeElement extends DiscountElement {
    #private;
    /** @override */
    connectedCallback(): void;
    /** @override @param {DiscountState} state */
    show({ answer }: DiscountState): void;
}
