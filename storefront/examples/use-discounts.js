import { onScopeDispose, shallowRef } from 'vue';

import { discountsStore } from './discounts-store.js';

/**
 * The store for Vue: `state` is a ref, for as long as the component is there.
 *
 * @param {Parameters<typeof discountsStore>} given
 */
export function useDiscounts(...given) {
  const { subscribe, ...calls } = discountsStore(...given);
  const state = shallowRef(/** @type {import('@checkout-discounts/client').DiscountState | null} */ (null));
  onScopeDispose(subscribe((now) => (state.value = now)));
  return { state, ...calls };
}
