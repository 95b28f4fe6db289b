import { applyCode, applyDiscount, discountState, removeDiscount, watchDiscount } from '@checkout-discounts/client';

/**
 * A store by Svelte's contract, of the actions of `loadActions()`.
 *
 * @param {import('@checkout-discounts/client').CheckoutLike} actions
 * @param {import('@checkout-discounts/client').PageOptions} [options]
 */
export function discountsStore(actions, options = {}) {
  const id = actions.getSession?.().id ?? '';
  return {
    subscribe(/** @type {(state: import('@checkout-discounts/client').DiscountState) => void} */ run) {
      run(discountState(id));
      return watchDiscount(id, run);
    },
    apply: (/** @type {Exclude<import('@checkout-discounts/client').Interaction, 'code'>} */ interaction) => applyDiscount(actions, interaction, options),
    applyCode: (/** @type {string} */ code) => applyCode(actions, code, options),
    remove: (/** @type {import('@checkout-discounts/client').Interaction} */ interaction) => removeDiscount(actions, interaction, options),
  };
}
