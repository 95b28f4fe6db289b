import type { Catalog } from '../../shop/server.js';

interface Props {
  catalog: Catalog;
  email: string;
  onEmail: (email: string) => void;
  place: string;
  onPlace: (place: string) => void;
}

/** The e-mail address and the shipping address. */
export function Delivery({ catalog, email, onEmail, place, onPlace }: Props) {
  return (
    <section aria-labelledby="delivery-title">
      <h2 id="delivery-title">Delivery</h2>
      <div className="fields">
        <label>Email
          <input id="email" type="email" form="pay-form" autoComplete="email" required value={email} onChange={(event) => onEmail(event.target.value)} />
        </label>
        <label>Deliver to
          <select id="place" autoComplete="off" value={place} onChange={(event) => onPlace(event.target.value)}>
            <option value="">Choose an address</option>
            {catalog.places.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}
          </select>
        </label>
      </div>
    </section>
  );
}
