import { MOST, shelves } from '../../shop/cart.js';
import type { Order } from '../../shop/order.js';
import sprite from '../../shop/products.svg';
import type { Product } from '../../shop/server.js';
import { money } from '../../shop/words.js';

interface Item {
  order: Order;
  product: Product;
  quantity: number;
}

/** The cart, and what goes well with it. */
export function Cart({ order }: { order: Order }) {
  const { lines, others } = shelves(order.catalog, order.cart, order.rows, order.beside);
  const inCart = lines.filter(({ quantity }) => quantity > 0);
  const beside = order.isPaid ? [] : others;
  return (
    <section id="cart-section" aria-labelledby="cart-title" data-pending={order.isCartPending || undefined}>
      <h2 id="cart-title" tabIndex={-1}>Your cart</h2>
      <ul className="cart" id="cart" data-home="cart-title">
        {(order.isPaid ? inCart : lines).map((line) => <Line key={line.product.id} order={order} {...line} last={inCart.length === 1} />)}
      </ul>
      <h3 id="more-title" hidden={beside.length === 0}>Goes well with it</h3>
      <ul className="more" id="more" aria-labelledby="more-title" data-home="cart-title" hidden={beside.length === 0}>
        {beside.map((item) => <Card key={item.product.id} order={order} {...item} />)}
      </ul>
    </section>
  );
}

function Line({ order, product: { id, name, about, unit_amount: price }, quantity, last }: Item & { last: boolean }) {
  const step = (sign: string, label: string, to: number, barred: boolean) => (
    <button
      type="button"
      data-key={`${sign}${id}`}
      aria-label={label}
      aria-disabled={barred || undefined}
      onClick={() => {
        if (!barred) void order.changeCart(id, to);
      }}
    >{sign}</button>
  );
  const less = quantity > 1 ? `One ${name} less` : quantity === 1 ? `Remove ${name}` : `${name} is removed`;
  const more = quantity > 0 ? `One ${name} more` : `Put ${name} back`;
  return (
    <li className={quantity === 0 ? 'removed' : undefined}>
      <Picture product={id} />
      <div className="name"><strong>{name}</strong><span className="muted">{quantity === 0 ? 'Removed' : about}</span></div>
      <div className="stepper" role="group" aria-label={`Quantity of ${name}`}>
        {!order.isPaid && step('−', less, quantity - 1, !order.isOpen || quantity === 0 || (quantity === 1 && last))}
        <span className="quantity">{`${order.isPaid ? '× ' : ''}${quantity}`}</span>
        {!order.isPaid && step('+', more, quantity + 1, !order.isOpen || quantity >= MOST)}
      </div>
      <span className="amount">{money(price * quantity, order.catalog.currency)}</span>
    </li>
  );
}

function Card({ order, product: { id, name, unit_amount: price }, quantity }: Item) {
  const barred = quantity > 0 || !order.isOpen;
  return (
    <li>
      <Picture product={id} />
      <strong>{name}</strong>
      <span className="muted amount">{money(price, order.catalog.currency)}</span>
      <button
        type="button"
        className="quiet"
        data-key={`add ${id}`}
        aria-label={quantity > 0 ? `${name} is in your cart` : `Add ${name}`}
        aria-disabled={barred || undefined}
        onClick={() => {
          if (!barred) void order.changeCart(id, 1);
        }}
      >{quantity > 0 ? 'In your cart' : 'Add'}</button>
    </li>
  );
}

function Picture({ product }: { product: string }) {
  return <svg className="picture" aria-hidden="true"><use href={`${sprite}#${product}`} /></svg>;
}
