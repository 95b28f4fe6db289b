import { DiscountProvider, useDiscountState } from '@checkout-discounts/client/react';
import type { QuoteAnswer } from '@checkout-discounts/client';
import { useCheckoutElements, type StripeCheckoutElementsValue } from '@stripe/react-stripe-js/checkout';
import { useCallback, useEffect, useRef, useState } from 'react';

import { cartLines, cartOf } from '../../shop/cards.js';
import { movedHistory, type Catalog, type History } from '../../shop/server.js';
import { Cart } from './Cart';
import { Delivery } from './Delivery';
import { Offers } from './Offers';
import { Summary } from './Summary';

interface Props {
  catalog: Catalog;
  /** The token of the member who has signed in. */
  token: string | null;
  /** The shopper's purchase history when the session began. */
  bought: History | null;
  firstCart: Map<string, number>;
  onCart: (cart: Map<string, number>) => void;
  place: string;
  onPlace: (place: string) => void;
  onRestart: () => void;
}

/** The order of one session, once Stripe.js has read it. */
export function Shop(props: Props) {
  const state = useCheckoutElements();
  if (state.type === 'error') return <p className="alert">{state.error.message}</p>;
  if (state.type === 'loading') return <p className="status" role="status">Preparing your order …</p>;
  return (
    <DiscountProvider checkout={state.checkout}>
      <Order {...props} checkout={state.checkout} />
    </DiscountProvider>
  );
}

function Order({ catalog, token, bought, firstCart, onCart, place, onPlace, onRestart, checkout }: Props & { checkout: StripeCheckoutElementsValue }) {
  const { changeCart: writeCart, changeShippingAddress, quote } = useDiscountState();
  const [cart, setCart] = useState(firstCart);
  const [email, setEmail] = useState('shopper@example.com');
  const [history, setHistory] = useState(bought);
  const [quotes, setQuotes] = useState<QuoteAnswer | null>(null);
  const wanted = useRef(cart);
  const waits = useRef(false);
  const latest = useRef(checkout);
  latest.current = checkout;

  const ask = useCallback(async () => {
    const result = await quote();
    if (result.type === 'success') setQuotes(result.value);
  }, [quote]);

  const show = (lines: Map<string, number>) => {
    wanted.current = lines;
    setCart(lines);
    onCart(lines);
  };

  const changeCart = async (product: string, quantity: number) => {
    show(new Map(wanted.current).set(product, quantity));
    // A change that still waits for its turn will carry this one, too.
    if (waits.current) return;
    waits.current = true;
    const result = await writeCart(() => {
      waits.current = false;
      return cartLines(catalog, wanted.current);
    });
    waits.current = false;
    if (result.type === 'error') show(cartOf(catalog, latest.current));
    await ask();
  };

  const deliverTo = useCallback(async (id: string) => {
    const chosen = catalog.places.find((one) => one.id === id);
    if (chosen) await changeShippingAddress(chosen.name, chosen.address);
    await ask();
  }, [catalog, changeShippingAddress, ask]);

  const changePlace = (id: string) => {
    onPlace(id);
    // Stripe does not take an address back, so a new session begins.
    if (!id && checkout.shippingAddress) onRestart();
    else void deliverTo(id);
  };

  // Stripe tells of a payment a moment after it.
  const seeHistory = async () => setHistory(await movedHistory(token, bought).catch(() => bought));

  // A new session has no address yet, and nobody has asked what it could get.
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void deliverTo(place);
  }, [deliverTo, place]);

  return (
    <div className="columns">
      <div className="choices">
        <Cart catalog={catalog} cart={cart} onChange={changeCart} />
        <Delivery catalog={catalog} email={email} onEmail={setEmail} place={place} onPlace={changePlace} />
        <Offers quotes={quotes} currency={catalog.currency} open={checkout.status.type === 'open'} onTried={ask} />
      </div>
      <Summary checkout={checkout} catalog={catalog} cart={cart} quotes={quotes} email={email} history={history} onPaid={() => void seeHistory()} onRestart={onRestart} />
    </div>
  );
}
