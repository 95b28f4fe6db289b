import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';

import { keepFocus } from '../../shop/focus.js';
import { Order } from '../../shop/order.js';
import { readCatalog, type Catalog } from '../../shop/server.js';

/** The period in which countdowns are drawn again, in milliseconds. */
const TICK = 15_000;

/** The catalog, once it is read. */
export function useCatalog() {
  const [catalog, setCatalog] = useState<Catalog>();
  const [failed, setFailed] = useState<string>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    readCatalog().then(setCatalog, (error: Error) => setFailed(error.message));
  }, [tries]);
  const retry = () => {
    setFailed(undefined);
    setTries((before) => before + 1);
  };
  return { catalog, failed, retry };
}

/** The order, which draws its component again after each change. */
export function useOrder(catalog: Catalog): Order {
  const [order] = useState(() => new Order(catalog));
  useSyncExternalStore(
    (changed) => order.subscribe(changed),
    () => order.version,
  );
  useEffect(() => {
    void order.start();
  }, [order]);
  useTicks();
  useFocus(order);
  return order;
}

/** Draws its component again as time passes. */
function useTicks() {
  const [, tick] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => tick((times) => times + 1), TICK);
    return () => clearInterval(ticking);
  }, []);
}

/** Keeps the focus off the page's body. */
function useFocus(order: Order) {
  const [hold] = useState(() => keepFocus(document));
  useLayoutEffect(hold, [hold, order.version]);
}
