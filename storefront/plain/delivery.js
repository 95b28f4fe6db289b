// The e-mail address and the shipping address.

import { placeText } from '../shop/words.js';
import { byId } from './element.js';

/** @import { Order } from '../shop/order.js' */

/** @param {Order} order */
export function drawDelivery(order) {
  const select = byId('place');
  // While the shopper chooses, the choice stays.
  if (select.value !== order.place) select.value = order.place;
  select.options[0].disabled = order.place !== '';
  select.toggleAttribute('data-pending', order.isPlacePending);
  select.setAttribute('aria-invalid', String(order.placeNote !== null && !order.isPlacePending));
  for (const field of [select, byId('email')]) field.disabled = order.session !== null && !order.isOpen;
  byId('place-said').textContent = placeText(order);
}
