// The shop, without a framework and without a build.

import { drawCart } from './cart.js';
import { drawCode, listenToCode } from './code.js';
import { byId, element } from './element.js';
import { drawOffers } from './offers.js';
import { Order } from './order.js';
import { TICK } from '../shop/summary.js';
import { drawSummary, drawUntil } from './summary.js';

/** @import { Catalog } from '../shop/server.js' */

/** @type {Catalog} */
const catalog = JSON.parse(byId('catalog').textContent);

/** @type {{refresh: () => Promise<void>} | null} */
let inspector = null;
let drawing = false;
const order = new Order(catalog, () => {
  if (drawing) return;
  drawing = true;
  // Changes of one moment are drawn once.
  queueMicrotask(() => {
    drawing = false;
    drawCart(order);
    drawOffers(order);
    drawCode(order);
    drawSummary(order);
    if (order.discounts.pending.length === 0) void inspector?.refresh();
    // All at once, so that nothing has to make room for something else.
    byId('shop').hidden = false;
    byId('foot').hidden = false;
  });
});

/**
 * @param {string} id
 * @param {Array<[string, string]>} options value and text
 * @param {(value: string) => unknown} chosen
 */
function select(id, options, chosen) {
  byId(id).replaceChildren(...options.map(([value, text]) => element('option', { value }, text)));
  byId(id).addEventListener('change', () => chosen(byId(id).value));
}

select('shopper', catalog.shoppers.map(({ id, name, about }) => [id, `${name}, ${about}`]), (id) => order.signIn(id));
select('place', [['', 'Choose an address'], ...catalog.places.map(({ id, label }) => /** @type {[string, string]} */ ([id, label]))], (id) => order.changePlace(id));
listenToCode(order);
byId('pay-form').addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  if (order.session?.status.type === 'complete') order.restart();
  else if (byId('email').reportValidity()) order.pay(byId('email').value);
});
byId('inspect').addEventListener('click', async () => {
  if (inspector) return;
  // Shoppers need not load it.
  const { openInspector } = await import('../inspector/inspector.js');
  inspector = openInspector(() => {
    inspector = null;
    byId('inspect').focus();
  });
  await inspector.refresh();
});
setInterval(() => drawUntil(order), TICK);
order.start();
