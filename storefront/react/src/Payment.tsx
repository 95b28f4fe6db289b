import { CheckoutElementsProvider, PaymentElement, useCheckoutElements } from '@stripe/react-stripe-js/checkout';
import type { Stripe } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { useEffect } from 'react';

import type { Opened } from '../../shop/order-state.js';
import type { Order } from '../../shop/order.js';
import type { Catalog } from '../../shop/server.js';
import { SANDBOX_KEY, stripeConstructor, stripeOptions } from '../../shop/stripe.js';

/** Stripe's part of the page: a provider for each session. */
export function Payment({ order, opened }: { order: Order; opened: Opened }) {
  return (
    <CheckoutElementsProvider key={opened.id} stripe={stripeOf(order.catalog)} options={{ clientSecret: opened.clientSecret }}>
      <Attach order={order} opened={opened} />
      <PaymentElement />
    </CheckoutElementsProvider>
  );
}

/** Gives the order the checkout that Stripe.js has read, and each change of it. */
function Attach({ order, opened }: { order: Order; opened: Opened }) {
  const state = useCheckoutElements();
  const checkout = state.type === 'success' ? state.checkout : null;
  const failed = state.type === 'error' ? state.error : null;
  useEffect(() => {
    if (failed) order.fail(failed);
  }, [order, failed]);
  useEffect(() => {
    if (!checkout) return;
    order.see(checkout);
    // Its functions stay; the session in it is another one after each change.
    void order.attach(opened, {
      getSession: () => order.session ?? checkout,
      runServerUpdate: checkout.runServerUpdate,
      confirm: checkout.confirm,
    });
  }, [order, opened, checkout]);
  return null;
}

let stripe: Promise<Stripe | null> | undefined;

/** Stripe's own script with a key of an account, else the sandbox's stand-in; loaded once. */
function stripeOf({ publishable_key: key, betas }: Catalog) {
  const options = stripeOptions(betas);
  stripe ??= key === SANDBOX_KEY
    ? stripeConstructor(key).then((construct) => construct(key, options))
    : loadStripe(key ?? '', options);
  return stripe;
}
