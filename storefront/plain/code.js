// The box for a code. It is drawn around the field, so that what is being typed stays.

import { codeOf } from '../shop/code.js';
import { byId } from './element.js';

/** @import { Order } from './order.js' */

/** @param {Order} order */
export function drawCode(order) {
  const { phase, text, asked } = codeOf(order.discounts, order.quotes, order.catalog.currency);
  byId('code-form').dataset.phase = phase;
  byId('code-said').textContent = text;
  byId('code-apply').disabled = !order.ready;
  byId('code-apply').toggleAttribute('aria-busy', phase === 'pending');
  byId('code-remove').hidden = !asked;
}

/** @param {Order} order */
export function listenToCode(order) {
  byId('code-form').addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const code = byId('code').value.trim();
    if (code) void order.applyCode(code);
  });
  byId('code-remove').addEventListener('click', () => {
    byId('code').value = '';
    byId('code').focus();
    void order.removeCode();
  });
}
