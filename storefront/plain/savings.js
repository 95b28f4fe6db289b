// A card for each offer that saves something, or could: its state, and the button that leaves it out or takes it back in.

import { savingsOf } from '../shop/savings.js';
import { historyText } from '../shop/summary.js';
import { byId, draw, element } from './element.js';

/** @import { Order } from '../shop/order.js' */
/** @import { Saving } from '../shop/savings.js' */

/** @param {Order} order */
export function drawSavings(order) {
  const savings = savingsOf(order);
  byId('savings').setAttribute('aria-busy', String(order.isQuoting));
  draw(byId('savings'), savings.map((saving) => card(order, saving)));
  byId('savings-none').hidden = savings.length > 0;
  byId('savings-none').textContent = order.quotes ? 'Nothing saves you more on this order right now.' : 'Looking for savings …';
  byId('history').textContent = historyText(order.history, order.catalog.currency);
}

/**
 * @param {Order} order
 * @param {Saving} saving
 */
function card(order, { key, phase, name, text, ends, progress, toggle, inUse, isSteady }) {
  const verb = phase === 'failed' ? 'Try again' : inUse ? 'Leave out' : 'Use';
  const act = () => {
    if (toggle && phase === 'failed') order.again();
    else if (toggle) void order.toggle(toggle);
  };
  return element(
    'li',
    { key, 'data-offer': key, 'data-phase': phase },
    element('strong', { class: 'offer-name' }, name),
    element('p', { class: 'offer-status' }, text),
    ends && element('p', { class: 'offer-ends' }, ends),
    progress !== null && element('progress', { value: String(progress), max: '1', 'aria-label': `On the way to ${name}` }),
    toggle &&
      element(
        'button',
        {
          type: 'button', class: inUse ? 'plain' : 'quiet', key: `toggle ${toggle}`, 'aria-label': `${verb}: ${name}`,
          'aria-busy': phase === 'pending' ? 'true' : undefined, 'aria-disabled': isSteady || phase === 'pending' ? 'true' : undefined,
          'data-steady': isSteady ? '' : undefined, onclick: act,
        },
        verb,
      ),
  );
}
