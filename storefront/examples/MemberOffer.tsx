import { DiscountProvider, useDiscount } from '@checkout-discounts/client/react';
import { CheckoutElementsProvider, useCheckoutElements } from '@stripe/react-stripe-js/checkout';
import { loadStripe } from '@stripe/stripe-js';

const stripe = loadStripe('pk_test_sandbox', { betas: ['custom_checkout_server_updates_1'] });
// Your server creates the session, with permissions[update_discounts]=server_only.
const clientSecret = fetch('/checkout-session', { method: 'POST' })
  .then((response) => response.json())
  .then(({ client_secret }) => client_secret as string);

export function CheckoutPage() {
  return (
    <CheckoutElementsProvider stripe={stripe} options={{ clientSecret }}>
      <Order />
    </CheckoutElementsProvider>
  );
}

function Order() {
  const state = useCheckoutElements();
  if (state.type === 'loading') return <p>Loading …</p>;
  if (state.type === 'error') return <p role="alert">{state.error.message}</p>;
  return (
    <DiscountProvider checkout={state.checkout}>
      <p>Total: <strong id="total">{state.checkout.total.total.amount}</strong></p>
      <MemberOffer />
    </DiscountProvider>
  );
}

function MemberOffer() {
  const { state, discount, error, apply } = useDiscount('loyalty');
  const said = { idle: '', pending: 'One moment …', applied: `${discount?.name} applied`, not_eligible: 'Not eligible yet', error: error?.message };
  return (
    <>
      <button type="button" disabled={state === 'pending'} onClick={apply}>Apply member offer</button>
      <p role="status">{said[state]}</p>
    </>
  );
}
