// The order as it is charged: totals, what applies and until when, the step to a larger discount, errors, paying.

import { hintText, moment, money, trouble } from '../shop/words.js';
import { byId, draw, element } from './element.js';

/** @import { Order } from './order.js' */

/** @param {Order} order */
export function drawSummary(order) {
  const { session, discounts, catalog } = order;
  const busy = order.working;
  byId('summary-title').closest('section').toggleAttribute('data-busy', busy);
  drawTotals(order);
  const hints = session ? hintsOf(order).slice(0, 2) : [];
  draw(byId('hints'), hints.map(({ step, gain }) => element('li', {}, element('strong', {}, step), ` ${gain}`)));
  const until = session && discounts.answer?.interactions.length ? discounts.answer.valid_until : null;
  byId('until').textContent = until ? `${discounts.answer?.discount ? 'Yours until' : 'Changes'} ${moment(until)}` : '';
  drawTrouble(order);
  const total = session ? money(session.total.total.minorUnitsAmount, catalog.currency) : '';
  const paid = session?.status.type === 'complete';
  const pay = byId('pay');
  pay.textContent = paid ? 'Paid' : total && !order.paying ? `Pay ${total}` : 'Pay';
  pay.disabled = !session || paid || order.paying;
  pay.toggleAttribute('aria-busy', order.paying);
  byId('status').textContent = said(order);
  const bar = total ? [element('span', {}, 'Total ', element('strong', {}, total)), element('a', { href: '#summary-title' }, 'Review and pay')] : [];
  draw(byId('bar'), bar);
}

/** @param {Order} order */
function drawTotals({ session, catalog, cart }) {
  const { currency } = catalog;
  const row = (/** @type {string} */ name, /** @type {string} */ value, kind = '') =>
    element('div', { class: kind }, element('dt', {}, name), element('dd', {}, value));
  const items = [...cart.values()].reduce((sum, quantity) => sum + quantity, 0);
  const [discount] = session?.discountAmounts ?? [];
  const of = (/** @type {number | undefined} */ minor) => (minor === undefined ? '…' : money(minor, currency));
  draw(byId('totals'), [
    row(`Subtotal, ${items} ${items === 1 ? 'item' : 'items'}`, of(session?.total.subtotal.minorUnitsAmount)),
    // Its place is kept, so that the total stays where it is.
    discount
      ? row(discount.displayName, `−${money(discount.minorUnitsAmount, currency)}`, 'discount')
      : row('Discount', '–', 'discount none'),
    row(session?.shipping?.shippingOption.displayName ?? 'Shipping', of(session?.total.shippingRate.minorUnitsAmount)),
    row('Total', of(session?.total.total.minorUnitsAmount), 'total'),
  ]);
}

/**
 * Of what was asked for, and before anything was, of what could be.
 *
 * @param {Order} order
 */
function hintsOf({ discounts, quotes, catalog }) {
  const asked = discounts.answer?.interactions.length ? discounts.answer.hints : undefined;
  const hints = asked ?? quotes?.quotes.flatMap((quote) => (quote.discount ? [] : quote.hints)) ?? [];
  const more = Boolean(discounts.answer?.discount);
  return hints.filter(({ code }) => code !== 'sign_in').map((hint) => hintText(hint, catalog.currency, more));
}

/** @param {Order} order */
function drawTrouble(order) {
  const found = troubleOf(order);
  const action = found && { retry: 'Try again', restart: 'Start again', none: '' }[found.action];
  // What is to be done is looked up when it is done: the same words may be about another call by then.
  const act = () => (found?.action === 'restart' ? order.restart() : order.again(troubleOf(order)?.retry ?? (() => {})));
  const button = action ? element('button', { type: 'button', key: 'alert', onclick: act }, action) : null;
  draw(byId('alert'), found ? [element('p', {}, found.text), button] : []);
}

/** @param {Order} order */
function troubleOf({ failed, discounts }) {
  if (failed) return failed;
  return discounts.failed && { ...trouble(discounts.failed.error), retry: discounts.failed.retry };
}

/**
 * What a screen reader says, and who looks sees below the button.
 *
 * @param {Order} order
 */
function said({ session, discounts, catalog, paying, working }) {
  if (!session) return 'Preparing your order …';
  if (session.status.type === 'complete') return 'Thank you! Your order is on its way.';
  if (session.status.type === 'expired') return 'This checkout has expired.';
  if (paying) return 'Paying …';
  if (working) return 'Updating your order …';
  const [discount] = session.discountAmounts ?? [];
  if (discount) return `${discount.displayName}: you save ${money(discount.minorUnitsAmount, catalog.currency)}.`;
  return discounts.answer?.interactions.length ? 'No discount applies now.' : '';
}
