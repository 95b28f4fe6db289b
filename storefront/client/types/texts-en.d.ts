/** @satisfies {Record<string, string>} */
export declare const ENGLISH: {
    code_label: string;
    code_apply: string;
    code_remove: string;
    code_pending: string;
    code_applied: string;
    code_unknown: string;
    code_without_effect: string;
    step_spend_more: string;
    step_add_item: string;
    step_add_items: string;
    step_enter_address: string;
    step_sign_in: string;
    step_starts_at: string;
    hint_free_shipping: string;
    hint_gain: string;
    hint_possible: string;
};
