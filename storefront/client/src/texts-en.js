// The texts of the client in English. An error brings its own English text, so the codes of errors are not here.

/** @satisfies {Record<string, string>} */
export const ENGLISH = {
  code_label: 'Discount code',
  code_apply: 'Apply',
  code_remove: 'Remove',
  code_pending: 'One moment …',
  code_applied: '{name} applied. You save {amount}.',
  code_unknown: 'This code is not valid here.',
  code_without_effect: 'This code does not change your total.',
  step_spend_more: '{amount} more',
  step_add_item: 'One more item',
  step_add_items: '{quantity} more items',
  step_enter_address: 'Enter your address',
  step_sign_in: 'Sign in',
  step_starts_at: 'Come back {time}',
  hint_free_shipping: '{step} for free shipping',
  hint_gain: '{step} to save {gain} more',
  hint_possible: '{step}, and another offer may apply',
};
