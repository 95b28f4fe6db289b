// The cart, and what goes well with it.

import { MOST, shelves } from '../shop/cards.js';
import { money } from '../shop/words.js';
import { byId, draw, element, picture } from './element.js';

/** @import { Order } from './order.js' */
/** @import { Product } from '../shop/server.js' */

/** @param {Order} order */
export function drawCart(order) {
  const { lines, others } = shelves(order.catalog, order.cart);
  draw(byId('cart'), lines, () => lines.map(({ product, quantity }) => line(order, product, quantity, lines.length === 1)));
  draw(byId('more'), others, () => others.map((product) => card(order, product)));
  byId('more-title').hidden = others.length === 0;
}

/**
 * @param {Order} order
 * @param {Product} product
 * @param {number} quantity
 * @param {boolean} last the cart has no other line
 */
function line(order, product, quantity, last) {
  const { id, name, about, unit_amount: price } = product;
  const { currency } = order.catalog;
  const step = (/** @type {string} */ sign, /** @type {string} */ label, /** @type {number} */ to, /** @type {boolean} */ disabled) =>
    element('button', { type: 'button', key: `${sign}${id}`, 'aria-label': label, disabled, onclick: () => order.changeCart(id, to) }, sign);
  return element(
    'li',
    {},
    picture(id),
    element('div', { class: 'name' }, element('strong', {}, name), element('span', { class: 'muted' }, about)),
    element(
      'div',
      { class: 'stepper', role: 'group', 'aria-label': `Quantity of ${name}` },
      step('−', quantity === 1 ? `Remove ${name}` : `One ${name} less`, quantity - 1, quantity === 1 && last),
      element('span', { class: 'quantity' }, String(quantity)),
      step('+', `One ${name} more`, quantity + 1, quantity >= MOST),
    ),
    element('span', { class: 'amount' }, money(price * quantity, currency)),
  );
}

/**
 * @param {Order} order
 * @param {Product} product
 */
function card(order, { id, name, unit_amount: price }) {
  return element(
    'li',
    {},
    picture(id),
    element('strong', {}, name),
    element('span', { class: 'muted' }, money(price, order.catalog.currency)),
    element('button', { type: 'button', class: 'quiet', key: `+${id}`, 'aria-label': `Add ${name}`, onclick: () => order.changeCart(id, 1) }, 'Add'),
  );
}
