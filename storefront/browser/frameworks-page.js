// The store of docs/page.md, in a Svelte component and in a Vue one, of one checkout.

import { mount } from 'svelte';
import { createApp, h } from 'vue';

import Discounts from '../examples/Discounts.svelte';
import { useDiscounts } from '../examples/use-discounts.js';

const options = { api: 'http://127.0.0.1:3000' };
const created = await fetch(`${options.api}/checkout-sessions`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ line_items: [{ price: 'price_kettle', quantity: 2 }] }),
});
const { client_secret: clientSecret } = (await created.json()).value;
const stripe = /** @type {import('@stripe/stripe-js').StripeConstructor} */ (window.Stripe)('pk_test_sandbox');
const loaded = await stripe.initCheckoutElementsSdk({ clientSecret }).loadActions();
if (loaded.type === 'error') throw new Error(loaded.error.message);
const { actions } = loaded;
const [svelte, vue] = ['svelte', 'vue'].map((id) => document.body.appendChild(Object.assign(document.createElement('div'), { id })));
mount(Discounts, { target: /** @type {Element} */ (svelte), props: { actions, options } });
createApp({
  setup() {
    const { state, apply, remove } = useDiscounts(actions, options);
    return () => [
      h('button', { onClick: () => apply('cart-threshold') }, 'Apply the cart offer'),
      h('button', { onClick: () => remove('cart-threshold') }, 'Remove it'),
      h('p', { role: 'status' }, state.value?.answer?.discount?.name ?? ''),
    ];
  },
}).mount(/** @type {Element} */ (vue));
