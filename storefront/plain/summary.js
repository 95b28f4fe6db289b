// The order as it is charged: totals, what applies and until when, the step to a larger discount, errors, paying.

import { hintsOf, historyText, said, totalsOf, troubleOf, untilText, working } from '../shop/summary.js';
import { money } from '../shop/words.js';
import { byId, draw, element } from './element.js';

/** @import { Order } from './order.js' */

/** @param {Order} order */
export function drawSummary(order) {
  const { session, discounts, quotes, cart, paying } = order;
  const { currency } = order.catalog;
  byId('summary').toggleAttribute('data-busy', working(discounts.pending));
  const totals = totalsOf(session, discounts, quotes, cart, currency);
  draw(byId('totals'), totals, () =>
    totals.map(({ name, value, kind }) => element('div', { class: kind }, element('dt', {}, name), element('dd', {}, value))),
  );
  byId('history').textContent = historyText(order.history, currency);
  drawUntil(order);
  const hints = hintsOf(session, discounts, quotes, currency);
  draw(byId('hints'), hints, () => hints.map(({ step, gain }) => element('li', {}, element('strong', {}, step), ` ${gain}`)));
  drawTrouble(order);
  const total = session ? money(session.total.total.minorUnitsAmount, currency) : '';
  const pay = byId('pay');
  const paid = session?.status.type === 'complete';
  pay.textContent = paid ? 'Start another order' : `Pay ${total}`;
  pay.disabled = !(paid || session?.status.type === 'open') || paying;
  pay.toggleAttribute('aria-busy', paying);
  byId('status').textContent = said(session, discounts, quotes, currency, paying);
  draw(byId('bar'), total, () => {
    const link = element('a', { href: '#summary-title' }, 'Review and pay');
    return total ? [element('span', {}, 'Total ', element('strong', {}, total)), link] : [];
  });
}

/**
 * Only this, as time passes.
 *
 * @param {Order} order
 */
export function drawUntil(order) {
  byId('until').textContent = untilText(order.session, order.discounts);
}

/** @param {Order} order */
function drawTrouble(order) {
  const trouble = () => order.failed ?? troubleOf(order.discounts);
  const found = trouble();
  const action = found && { retry: 'Try again', restart: 'Start again', none: '' }[found.action];
  // What is to be done is looked up when it is done: the same words may be about another call by then.
  const act = () => (found?.action === 'restart' ? order.restart() : order.again(trouble()?.retry ?? (() => {})));
  draw(byId('alert'), found, () => {
    const button = action ? element('button', { type: 'button', key: 'alert', onclick: act }, action) : null;
    return found ? [element('p', {}, found.text), button] : [];
  });
}
