import type { Order } from '../../shop/order.js';
import { placeText } from '../../shop/words.js';

/** The e-mail address and the shipping address. */
export function Delivery({ order }: { order: Order }) {
  const closed = order.session !== null && !order.isOpen;
  return (
    <section aria-labelledby="delivery-title">
      <h2 id="delivery-title">Delivery</h2>
      <div className="fields">
        <label>Email
          <input id="email" type="email" form="pay-form" name="email" autoComplete="email" required defaultValue="shopper@example.com" disabled={closed} />
        </label>
        <div className="field">
          <label htmlFor="place">Deliver to</label>
          <select
            id="place"
            autoComplete="off"
            aria-describedby="place-said"
            aria-invalid={order.placeNote !== null && !order.isPlacePending}
            data-pending={order.isPlacePending || undefined}
            disabled={closed}
            value={order.place}
            onChange={(event) => void order.changePlace(event.target.value)}
          >
            <option value="" disabled={order.place !== ''}>Choose an address</option>
            {order.catalog.places.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}
          </select>
          <p className="note" id="place-said" role="status">{placeText(order)}</p>
        </div>
      </div>
    </section>
  );
}
