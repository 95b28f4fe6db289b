// The cart, and what goes well with it.

import { MOST, shelves } from '../shop/cart.js';
import { money } from '../shop/words.js';
import { byId, draw, element, picture } from './element.js';

/** @import { Order } from '../shop/order.js' */
/** @import { Product } from '../shop/server.js' */

/** @param {Order} order */
export function drawCart(order) {
  const { lines, others } = shelves(order.catalog, order.cart, order.rows, order.beside);
  byId('cart-section').toggleAttribute('data-pending', order.isCartPending);
  const last = lines.filter(({ quantity }) => quantity > 0).length === 1;
  const shown = order.isPaid ? lines.filter(({ quantity }) => quantity > 0) : lines;
  draw(byId('cart'), shown.map(({ product, quantity }) => line(order, product, quantity, last)));
  const beside = order.isPaid ? [] : others;
  draw(byId('more'), beside.map(({ product, quantity }) => card(order, product, quantity)));
  byId('more-title').hidden = beside.length === 0;
  byId('more').hidden = beside.length === 0;
}

/**
 * @param {Order} order
 * @param {Product} product
 * @param {number} quantity
 * @param {boolean} last the cart has no other line
 */
function line(order, product, quantity, last) {
  const { id, name, about, unit_amount: price } = product;
  const step = (/** @type {string} */ sign, /** @type {string} */ label, /** @type {number} */ to, /** @type {boolean} */ barred) =>
    element('button', { type: 'button', key: `${sign}${id}`, 'aria-label': label, 'aria-disabled': barred ? 'true' : undefined, onclick: () => !barred && order.changeCart(id, to) }, sign);
  const less = quantity > 1 ? `One ${name} less` : quantity === 1 ? `Remove ${name}` : `${name} is removed`;
  const more = quantity > 0 ? `One ${name} more` : `Put ${name} back`;
  return element(
    'li',
    { key: id, class: quantity === 0 ? 'removed' : undefined },
    picture(id),
    element('div', { class: 'name' }, element('strong', {}, name), element('span', { class: 'muted' }, quantity === 0 ? 'Removed' : about)),
    element(
      'div',
      { class: 'stepper', role: 'group', 'aria-label': `Quantity of ${name}` },
      !order.isPaid && step('−', less, quantity - 1, !order.isOpen || quantity === 0 || (quantity === 1 && last)),
      element('span', { class: 'quantity' }, `${order.isPaid ? '× ' : ''}${quantity}`),
      !order.isPaid && step('+', more, quantity + 1, !order.isOpen || quantity >= MOST),
    ),
    element('span', { class: 'amount' }, money(price * quantity, order.catalog.currency)),
  );
}

/**
 * @param {Order} order
 * @param {Product} product
 * @param {number} quantity
 */
function card(order, { id, name, unit_amount: price }, quantity) {
  const barred = quantity > 0 || !order.isOpen;
  const label = quantity > 0 ? `${name} is in your cart` : `Add ${name}`;
  return element(
    'li',
    { key: id },
    picture(id),
    element('strong', {}, name),
    element('span', { class: 'muted amount' }, money(price, order.catalog.currency)),
    element(
      'button',
      { type: 'button', class: 'quiet', key: `add ${id}`, 'aria-label': label, 'aria-disabled': barred ? 'true' : undefined, onclick: () => !barred && order.changeCart(id, 1) },
      quantity > 0 ? 'In your cart' : 'Add',
    ),
  );
}
