import { PaymentElement, type StripeCheckoutElementsValue } from '@stripe/react-stripe-js/checkout';
import type { QuoteAnswer } from '@checkout-discounts/client';
import { useDiscountState } from '@checkout-discounts/client/react';
import { useEffect, useState, type FormEvent } from 'react';

import type { Catalog, History } from '../../shop/server.js';
import { TICK, hintsOf, historyText, said, totalsOf, troubleOf, untilText, working } from '../../shop/summary.js';
import { money } from '../../shop/words.js';

interface Props {
  checkout: StripeCheckoutElementsValue;
  catalog: Catalog;
  cart: ReadonlyMap<string, number>;
  quotes: QuoteAnswer | null;
  email: string;
  history: History | null;
  onPaid: () => void;
  onRestart: () => void;
}

/** The order as it is charged: totals, what applies and until when, the step to a larger discount, errors, paying. */
export function Summary({ checkout, catalog, cart, quotes, email, history, onPaid, onRestart }: Props) {
  const { confirm, ...discounts } = useDiscountState();
  const [paying, setPaying] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const total = money(checkout.total.total.minorUnitsAmount, catalog.currency);
  const paid = checkout.status.type === 'complete';
  const trouble = refused ? { text: refused, action: 'none' as const, retry: null } : troubleOf(discounts);

  const until = useAtEachTick(() => untilText(checkout, discounts));

  const pay = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (paid) return onRestart();
    setPaying(true);
    setRefused(null);
    const result = await confirm({ redirect: 'if_required', email });
    setPaying(false);
    if (result.type === 'success') onPaid();
    if (result.type === 'error') setRefused('sessionEnded' in result.error && result.error.code !== 'total_changed' ? null : result.error.message);
  };

  return (
    <section className="summary" aria-labelledby="summary-title" data-busy={working(discounts.pending) || undefined}>
      <h2 id="summary-title" tabIndex={-1}>Order summary</h2>
      <dl id="totals">
        {totalsOf(checkout, discounts, quotes, cart, catalog.currency).map(({ name, value, kind }) => (
          <div key={kind || name} className={kind}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
      <p className="status" id="status" role="status">{said(checkout, discounts, quotes, catalog.currency, paying)}</p>
      <p className="until" id="until">{until}</p>
      <p className="history" id="history" role="status">{historyText(history, catalog.currency)}</p>
      <ul className="hints" id="hints">
        {hintsOf(checkout, discounts, quotes, catalog.currency).map(({ step, gain }) => <li key={step}><strong>{step}</strong> {gain}</li>)}
      </ul>
      <div className="alert" id="alert" role="alert">
        {trouble && <p>{trouble.text}</p>}
        {trouble?.action === 'retry' && <button type="button" onClick={() => void trouble.retry?.()}>Try again</button>}
        {trouble?.action === 'restart' && <button type="button" onClick={onRestart}>Start again</button>}
      </div>
      <form id="pay-form" onSubmit={(event) => void pay(event)}>
        <h3>Payment</h3>
        <div className="payment" id="payment"><PaymentElement /></div>
        <button className="pay" id="pay" type="submit" disabled={paying || checkout.status.type === 'expired'} aria-busy={paying || undefined}>
          {paid ? 'Start another order' : `Pay ${total}`}
        </button>
      </form>
      <aside className="bar" id="bar" aria-label="Your total">
        <span>Total <strong>{total}</strong></span><a href="#summary-title">Review and pay</a>
      </aside>
    </section>
  );
}

/** A text that depends on the time. */
function useAtEachTick(text: () => string) {
  const [, look] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => look((times) => times + 1), TICK);
    return () => clearInterval(ticking);
  }, []);
  return text();
}
