import { confirmCheckout } from './confirm.js';
import type { ReactNode } from 'react';
import type { Interaction } from './answer.js';
import type { CheckoutLike } from './checkout.js';
import type { ConfirmOptions } from './confirm.js';
import type { DiscountState } from './conversation.js';
import type { PageOptions } from './options.js';
import type { Address, CartLine, Options } from './discounts.js';
export type DiscountPhase = 'idle' | 'pending' | 'applied' | 'not_eligible' | 'error';
/**
 * Gives `useDiscount` its checkout, and the options of all calls.
 *
 * @param {PageOptions & {checkout: CheckoutLike, children?: ReactNode}} props
 */
export declare function DiscountProvider({ checkout, children, ...given }: PageOptions & {
    checkout: CheckoutLike;
    children?: ReactNode;
}): import("react").FunctionComponentElement<import("react").ProviderProps<{
    checkout: CheckoutLike;
    session: string;
    options: PageOptions;
} | null>>;
/** Everything that is known of the session's discounts, and the functions that concern all of them. */
export declare function useDiscountState(): {
    answer: import("./answer.js").DiscountAnswer | null;
    heardAt: number | null;
    pending: readonly import("./conversation.js").Topic[];
    failed: {
        topic: import("./conversation.js").Topic;
        error: import("./error.js").DiscountError;
        retry: () => Promise<unknown>;
    } | null;
    refresh: (/** @type {Options} */ options?: Options) => Promise<import("./discounts.js").Result<{
        amount_subtotal: number;
        amount_total: number;
        changed: boolean;
        code_unknown?: true;
        discount: import("./api.js").Discount | null;
        ends_at: string | null;
        foreign?: true;
        hints: Array<import("./api.js").Hint>;
        interactions: Array<import("./api.js").Interaction>;
        now: string;
        reasons: Array<import("./api.js").Reason>;
        succeeded: true;
        valid_until: string | null;
    }>>;
    quote: () => Promise<import("./discounts.js").Result<{
        amount_subtotal: number;
        amount_total: number;
        best: import("./api.js").Discount | null;
        current: import("./api.js").Discount | null;
        ends_at: string | null;
        foreign?: true;
        interactions: Array<import("./api.js").Interaction>;
        now: string;
        quotes: Array<import("./api.js").Quote>;
        succeeded: true;
        valid_until: string | null;
    }>>;
    applyCode: (/** @type {string} */ code: string) => Promise<import("./discounts.js").Result<{
        amount_subtotal: number;
        amount_total: number;
        changed: boolean;
        code_unknown?: true;
        discount: import("./api.js").Discount | null;
        ends_at: string | null;
        foreign?: true;
        hints: Array<import("./api.js").Hint>;
        interactions: Array<import("./api.js").Interaction>;
        now: string;
        reasons: Array<import("./api.js").Reason>;
        succeeded: true;
        valid_until: string | null;
    }>>;
    removeCode: () => Promise<import("./discounts.js").Result<{
        amount_subtotal: number;
        amount_total: number;
        changed: boolean;
        code_unknown?: true;
        discount: import("./api.js").Discount | null;
        ends_at: string | null;
        foreign?: true;
        hints: Array<import("./api.js").Hint>;
        interactions: Array<import("./api.js").Interaction>;
        now: string;
        reasons: Array<import("./api.js").Reason>;
        succeeded: true;
        valid_until: string | null;
    }>>;
    changeCart: (/** @type {readonly CartLine[] | (() => readonly CartLine[])} */ lines: readonly CartLine[] | (() => readonly CartLine[])) => Promise<import("./discounts.js").Result<{
        amount_subtotal: number;
        amount_total: number;
        changed: boolean;
        code_unknown?: true;
        discount: import("./api.js").Discount | null;
        ends_at: string | null;
        foreign?: true;
        hints: Array<import("./api.js").Hint>;
        interactions: Array<import("./api.js").Interaction>;
        now: string;
        reasons: Array<import("./api.js").Reason>;
        succeeded: true;
        valid_until: string | null;
    }>>;
    changeShippingAddress: (/** @type {string} */ name: string, /** @type {Address} */ address: Address) => Promise<import("./discounts.js").Result<{
        amount_subtotal: number;
        amount_total: number;
        changed: boolean;
        code_unknown?: true;
        discount: import("./api.js").Discount | null;
        ends_at: string | null;
        foreign?: true;
        hints: Array<import("./api.js").Hint>;
        interactions: Array<import("./api.js").Interaction>;
        now: string;
        reasons: Array<import("./api.js").Reason>;
        succeeded: true;
        valid_until: string | null;
    }>>;
    confirm: (/** @type {Parameters<typeof confirmCheckout>[1]} */ args: Parameters<typeof confirmCheckout>[1], /** @type {ConfirmOptions} */ options?: ConfirmOptions) => Promise<{
        type: 'error';
        error: import("./error.js").DiscountError;
    } | import("@stripe/stripe-js").StripeCheckoutConfirmResult>;
};
/**
 * One interaction: its state and its functions. For a code, use `applyCode` and `removeCode` of
 * `useDiscountState()`.
 *
 * @param {Exclude<Interaction, 'code'>} interaction
 */
export declare function useDiscount(interaction: Exclude<Interaction, 'code'>): {
    state: DiscountPhase;
    discount: import("./api.js").Discount | null;
    reasons: import("./api.js").Reason[];
    hints: import("./api.js").Hint[];
    validUntil: string | null;
    endsAt: string | null;
    error: import("./error.js").DiscountError | null;
    apply: () => Promise<import("./discounts.js").Result<{
        amount_subtotal: number;
        amount_total: number;
        changed: boolean;
        code_unknown?: true;
        discount: import("./api.js").Discount | null;
        ends_at: string | null;
        foreign?: true;
        hints: Array<import("./api.js").Hint>;
        interactions: Array<import("./api.js").Interaction>;
        now: string;
        reasons: Array<import("./api.js").Reason>;
        succeeded: true;
        valid_until: string | null;
    }>>;
    remove: () => Promise<import("./discounts.js").Result<{
        amount_subtotal: number;
        amount_total: number;
        changed: boolean;
        code_unknown?: true;
        discount: import("./api.js").Discount | null;
        ends_at: string | null;
        foreign?: true;
        hints: Array<import("./api.js").Hint>;
        interactions: Array<import("./api.js").Interaction>;
        now: string;
        reasons: Array<import("./api.js").Reason>;
        succeeded: true;
        valid_until: string | null;
    }>>;
    /** Does what failed once more. */
    retry: () => Promise<unknown>;
};
/**
 * @param {Interaction} interaction
 * @param {Omit<DiscountState, 'heardAt'>} state
 * @returns {DiscountPhase}
 */
export declare function phase(interaction: Interaction, { answer, pending, failed }: Omit<DiscountState, 'heardAt'>): DiscountPhase;
