import type { FormEvent } from 'react';

import type { Order } from '../../shop/order.js';
import { payOf, said, totalsOf, troubleOf } from '../../shop/summary.js';
import { Payment } from './Payment';

/** The order as it is charged: totals, errors, paying, and the thanks once it is paid. */
export function Summary({ order }: { order: Order }) {
  const { text, note, isBarred, isBusy } = payOf(order);

  const pay = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = event.currentTarget.elements.namedItem('email');
    if (!order.canPay || !(email instanceof HTMLInputElement) || !email.reportValidity()) return;
    await order.pay(email.value);
    if (order.placeNote === 'missing') document.getElementById('place')?.focus();
  };

  return (
    <section className="summary" id="summary" aria-labelledby="summary-title" data-home="summary-title" data-busy={order.isWorking || undefined}>
      <h2 id="summary-title" tabIndex={-1}>{order.isPaid ? 'Paid' : 'Order summary'}</h2>
      <p className="status" id="status" role="status">{said(order)}</p>
      <button type="button" className="quiet" id="another" hidden={!order.isPaid} aria-disabled={!order.canStartAnother} onClick={() => void order.restart()}>Start another order</button>
      <dl id="totals">
        {totalsOf(order).map(({ name, value, kind }) => (
          <div key={kind.split(' ')[0]} className={kind}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
      <Trouble order={order} />
      <form id="pay-form" noValidate hidden={order.isPaid} onSubmit={(event) => void pay(event)}>
        <h3>Payment</h3>
        <div className="payment" id="payment">{order.opened && <Payment order={order} opened={order.opened} />}</div>
        <button className="pay" id="pay" type="submit" aria-describedby="pay-note" aria-disabled={isBarred} aria-busy={isBusy || undefined}>{text}</button>
        <p className="note" id="pay-note" role="status">{note}</p>
      </form>
    </section>
  );
}

function Trouble({ order }: { order: Order }) {
  const found = troubleOf(order);
  return (
    <div className="alert" id="alert" role="alert">
      {found && <p>{found.text}</p>}
      {found?.action === 'retry' && <button type="button" data-key="alert" onClick={() => void order.again()}>Try again</button>}
      {found?.action === 'restart' && <button type="button" data-key="alert" onClick={() => void order.restart()}>Start again</button>}
    </div>
  );
}
