import { MOST, shelves } from '../../shop/cards.js';
import sprite from '../../shop/products.svg';
import type { Catalog } from '../../shop/server.js';
import { money } from '../../shop/words.js';

interface Props {
  catalog: Catalog;
  cart: ReadonlyMap<string, number>;
  onChange: (product: string, quantity: number) => void;
}

/** The cart, and what goes well with it. */
export function Cart({ catalog, cart, onChange }: Props) {
  const { lines, others } = shelves(catalog, cart);
  const { currency } = catalog;
  return (
    <section aria-labelledby="cart-title">
      <h2 id="cart-title">Your cart</h2>
      <ul className="cart" id="cart">
        {lines.map(({ product: { id, name, about, unit_amount: price }, quantity }) => (
          <li key={id}>
            <Picture product={id} />
            <div className="name"><strong>{name}</strong><span className="muted">{about}</span></div>
            <div className="stepper" role="group" aria-label={`Quantity of ${name}`}>
              <button
                type="button"
                aria-label={quantity === 1 ? `Remove ${name}` : `One ${name} less`}
                disabled={quantity === 1 && lines.length === 1}
                onClick={() => onChange(id, quantity - 1)}
              >−</button>
              <span className="quantity">{quantity}</span>
              <button type="button" aria-label={`One ${name} more`} disabled={quantity >= MOST} onClick={() => onChange(id, quantity + 1)}>+</button>
            </div>
            <span className="amount">{money(price * quantity, currency)}</span>
          </li>
        ))}
      </ul>
      {others.length > 0 && <h3 id="more-title">Goes well with it</h3>}
      <ul className="more" id="more" aria-labelledby="more-title" hidden={others.length === 0}>
        {others.map(({ id, name, unit_amount: price }) => (
          <li key={id}>
            <Picture product={id} />
            <strong>{name}</strong>
            <span className="muted">{money(price, currency)}</span>
            <button type="button" className="quiet" aria-label={`Add ${name}`} onClick={() => onChange(id, 1)}>Add</button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Picture({ product }: { product: string }) {
  return <svg className="picture" aria-hidden="true"><use href={`${sprite}#${product}`} /></svg>;
}
