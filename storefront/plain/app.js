// The shop, without a framework and without a build.

import { keepFocus } from '../shop/focus.js';
import { Order } from '../shop/order.js';
import { steadyPresses } from '../shop/steady.js';
import { openCheckout } from '../shop/stripe.js';
import { drawCart } from './cart.js';
import { drawCode, listenToCode } from './code.js';
import { drawDelivery } from './delivery.js';
import { byId, element } from './element.js';
import { drawSavings } from './savings.js';
import { drawSummary } from './summary.js';

/** @import { Catalog } from '../shop/server.js' */
/** @import { Opened } from '../shop/order-state.js' */

/** The period in which countdowns are drawn again, in milliseconds. */
const TICK = 15_000;

/** @type {Catalog} */
const catalog = JSON.parse(byId('catalog').textContent);
const order = new Order(catalog);
const holdFocus = keepFocus(document);

/** @type {{refresh: () => Promise<void>} | null} */
let inspector = null;
/** @type {Opened | null} */
let opening = null;
let isDrawing = false;

order.subscribe(() => {
  if (order.opened && order.opened !== opening) void open((opening = order.opened));
  if (isDrawing) return;
  isDrawing = true;
  // Changes of one moment are drawn once.
  queueMicrotask(() => {
    isDrawing = false;
    drawAll();
    if (order.discounts.pending.length === 0) void inspector?.refresh();
  });
});

function drawAll() {
  drawCart(order);
  drawDelivery(order);
  drawSavings(order);
  drawCode(order);
  drawSummary(order);
  holdFocus();
}

/**
 * Shows where to pay, once Stripe.js has read the session.
 *
 * @param {Opened} opened
 */
async function open(opened) {
  try {
    const { checkout, actions } = await openCheckout(catalog.publishable_key ?? '', catalog.betas, opened.clientSecret);
    if (opened !== order.opened) return;
    checkout.on('change', (session) => order.see(session));
    checkout.createPaymentElement().mount('#payment');
    await order.attach(opened, actions);
  } catch (error) {
    if (opened === order.opened) order.fail(error);
  }
}

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
steadyPresses(document);
byId('pay-form').addEventListener('submit', async (/** @type {Event} */ event) => {
  event.preventDefault();
  if (!order.canPay || !byId('email').reportValidity()) return;
  await order.pay(byId('email').value);
  if (order.placeNote === 'missing') byId('place').focus();
});
byId('another').addEventListener('click', () => order.restart());
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
setInterval(drawAll, TICK);
void order.start();
drawAll();
// All at once, so that nothing has to make room for something else.
byId('loading').remove();
byId('shop').hidden = false;
byId('foot').hidden = false;
