// The box for a code. It is drawn around the field, so that what is being typed stays.

import { codeOf } from '../shop/code.js';
import { byId } from './element.js';

/** @import { Order } from '../shop/order.js' */

/** @param {Order} order */
export function drawCode(order) {
  const { phase, text, held } = codeOf(order);
  byId('code-form').hidden = order.isPaid;
  byId('code-form').dataset.phase = phase;
  byId('code-said').textContent = text;
  if (byId('code').value !== order.typed) byId('code').value = order.typed;
  byId('code').setAttribute('aria-invalid', String(phase === 'unknown' || phase === 'failed'));
  byId('code-apply').toggleAttribute('aria-busy', phase === 'pending');
  byId('code-apply').setAttribute('aria-disabled', String(!order.isOpen || phase === 'pending'));
  byId('code-held').hidden = held === null;
  byId('code-name').textContent = held ?? '';
}

/** @param {Order} order */
export function listenToCode(order) {
  byId('code').addEventListener('input', () => order.type(byId('code').value));
  byId('code-form').addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    void order.applyCode();
  });
  byId('code-remove').addEventListener('click', () => {
    byId('code').focus();
    void order.removeCode();
  });
}
