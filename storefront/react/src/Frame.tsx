import type { ReactNode } from 'react';

import mark from '../../shop/mark.svg';
import type { Catalog } from '../../shop/server.js';

interface Props {
  catalog: Catalog | undefined;
  shopper: string;
  onShopper: (shopper: string) => void;
  failed: string | undefined;
  onRetry: () => void;
  children: ReactNode;
}

/** The frame around the order: the shop's name and the shopper. */
export function Frame({ catalog, shopper, onShopper, failed, onRetry, children }: Props) {
  return (
    <>
      <link rel="icon" href={mark} />
      <a className="skip" href="#summary-title">Skip to the order summary</a>
      <header className="top">
        <a className="brand" href="/">
          <svg aria-hidden="true"><use href={`${mark}#mark`} /></svg>Harbour Lane Coffee
        </a>
        <label className="account">
          <span>Shopping as</span>
          <select id="shopper" autoComplete="off" value={shopper} onChange={(event) => onShopper(event.target.value)}>
            {catalog?.shoppers.map(({ id, name, about }) => <option key={id} value={id}>{`${name}, ${about}`}</option>)}
          </select>
        </label>
      </header>
      <main>
        <h1>Checkout</h1>
        <p className="promise">Roasted on Tuesdays, with you by Friday. If it is not what you hoped for, send it back within thirty days: we pay for the parcel.</p>
        <div className="alert" role="alert">
          {failed && <><p>{failed}</p><button type="button" onClick={onRetry}>Try again</button></>}
        </div>
        {children}
      </main>
      <footer className="foot"><p>A sample shop: nothing is sold, nothing is charged.</p></footer>
    </>
  );
}
