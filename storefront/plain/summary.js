// The order as it is charged: totals, errors, paying, and the thanks once it is paid.

import { payOf, said, totalsOf, troubleOf } from '../shop/summary.js';
import { byId, draw, element } from './element.js';

/** @import { Order } from '../shop/order.js' */

/** @param {Order} order */
export function drawSummary(order) {
  byId('summary').toggleAttribute('data-busy', order.isWorking);
  byId('summary-title').textContent = order.isPaid ? 'Paid' : 'Order summary';
  draw(byId('totals'), totalsOf(order).map(({ name, value, kind }) => element('div', { class: kind }, element('dt', {}, name), element('dd', {}, value))));
  byId('status').textContent = said(order);
  drawTrouble(order);
  drawPay(order);
}

/** @param {Order} order */
function drawPay(order) {
  const { text, total, note, isBarred, isBusy } = payOf(order);
  const pay = byId('pay');
  byId('pay-form').hidden = order.isPaid;
  pay.textContent = text;
  pay.setAttribute('aria-disabled', String(isBarred));
  pay.toggleAttribute('aria-busy', isBusy);
  byId('pay-note').textContent = note;
  const another = byId('another');
  another.hidden = !order.isPaid;
  another.setAttribute('aria-disabled', String(!order.canStartAnother));
  const link = element('a', { href: '#summary-title' }, order.isPaid ? 'Paid' : 'Review and pay');
  draw(byId('bar'), total && !order.isPaid ? [element('span', {}, 'Total ', element('strong', {}, total)), link] : []);
}

/** @param {Order} order */
function drawTrouble(order) {
  const found = troubleOf(order);
  const action = found && { retry: 'Try again', restart: 'Start again', none: '' }[found.action];
  const act = () => (found?.action === 'restart' ? order.restart() : order.again());
  draw(byId('alert'), [
    found && element('p', {}, found.text),
    action && element('button', { type: 'button', key: 'alert', onclick: act }, action),
  ]);
}
