import { DiscountProvider, useDiscount, useDiscountState } from '@checkout-discounts/client/react';
import { CheckoutElementsProvider, PaymentElement, useCheckoutElements } from '@stripe/react-stripe-js/checkout';
import { loadStripe } from '@stripe/stripe-js';
import { useState } from 'react';

const api = 'http://127.0.0.1:3000'; // deployed: the output ApiUrl
const stripe = loadStripe('pk_test_sandbox');
// A server that renders the page creates no session.
const clientSecret = typeof window === 'undefined' ? new Promise<string>(() => {}) : createSession();

async function createSession() {
  const response = await fetch(`${api}/checkout-sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ line_items: [{ price: 'price_kettle', quantity: 2 }] }),
  });
  return (await response.json()).value.client_secret as string;
}

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
    <DiscountProvider checkout={state.checkout} api={api}>
      <p>Total: <strong id="total">{state.checkout.total.total.amount}</strong></p>
      <CartOffer />
      <Payment />
    </DiscountProvider>
  );
}

function CartOffer() {
  const { state, discount, error, apply } = useDiscount('cart-threshold');
  const said = { idle: '', pending: 'One moment …', applied: `${discount?.name} applied`, not_eligible: 'Not eligible yet', error: error?.message };
  return (
    <>
      <button type="button" disabled={state === 'pending'} onClick={apply}>Apply the cart offer</button>
      <p role="status">{said[state]}</p>
    </>
  );
}

function Payment() {
  const { changeShippingAddress, confirm } = useDiscountState();
  const [said, setSaid] = useState('');
  async function pay(form: FormData) {
    const moved = await changeShippingAddress('A. Shopper', { line1: '1 Main St', postal_code: '10001', country: 'US' });
    if (moved.type === 'error') return setSaid(moved.error.message);
    const paid = await confirm({ email: String(form.get('email')), redirect: 'if_required' });
    setSaid(paid.type === 'error' ? paid.error.message : 'Paid. Thank you!');
  }
  return (
    <form action={pay}>
      <label>E-mail <input name="email" type="email" autoComplete="email" required /></label>
      <PaymentElement />
      <button>Pay</button>
      <p role="alert">{said}</p>
    </form>
  );
}
