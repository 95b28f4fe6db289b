import type { ReactNode } from 'react';

import mark from '../../shop/mark.svg';
import type { Order } from '../../shop/order.js';
import { payOf } from '../../shop/summary.js';

/** The frame around the order: the shop's name, the shopper, and the total where the order is out of sight. */
export function Frame({ order, children }: { order?: Order; children: ReactNode }) {
  return (
    <>
      <a className="skip" href="#summary-title">Skip to the order summary</a>
      <header className="top">
        <a className="brand" href="/">
          <svg aria-hidden="true"><use href={`${mark}#mark`} /></svg>Harbour Lane Coffee
        </a>
        {order && (
          <label className="account">
            <span>Shopping as</span>
            <select id="shopper" autoComplete="off" value={order.shopper} onChange={(event) => void order.signIn(event.target.value)}>
              {order.catalog.shoppers.map(({ id, name, about }) => <option key={id} value={id}>{`${name}, ${about}`}</option>)}
            </select>
          </label>
        )}
      </header>
      <main>
        <h1>Checkout</h1>
        <p className="promise">Roasted on Tuesdays, with you by Friday. If it is not what you hoped for, send it back within thirty days: we pay for the parcel.</p>
        {children}
      </main>
      {order && <Bar order={order} />}
      <footer className="foot"><p>A sample shop: nothing is sold, nothing is charged.</p></footer>
    </>
  );
}

function Bar({ order }: { order: Order }) {
  const { total } = payOf(order);
  if (!total || order.isPaid) return null;
  return (
    <aside className="bar" id="bar" aria-label="Your total">
      <span>Total <strong>{total}</strong></span><a href="#summary-title">Review and pay</a>
    </aside>
  );
}
