import type { Catalog } from '../../shop/server.js';
import { Cart } from './Cart';
import { Delivery } from './Delivery';
import { Frame } from './Frame';
import { Savings } from './Savings';
import { Summary } from './Summary';
import { useCatalog, useOrder } from './useOrder';

/** The catalog, then the shop. */
export function App() {
  const { catalog, failed, retry } = useCatalog();
  if (catalog) return <Shop catalog={catalog} />;
  return (
    <Frame>
      {failed
        ? <div className="alert" id="alert" role="alert"><p>{failed}</p><button type="button" onClick={retry}>Try again</button></div>
        : <p className="loading" role="status">Preparing your order …</p>}
    </Frame>
  );
}

function Shop({ catalog }: { catalog: Catalog }) {
  const order = useOrder(catalog);
  return (
    <Frame order={order}>
      <div className="columns" id="shop">
        <div className="choices">
          <Cart order={order} />
          <Delivery order={order} />
          <Savings order={order} />
        </div>
        <Summary order={order} />
      </div>
    </Frame>
  );
}
