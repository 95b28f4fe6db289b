// A card for each interaction: its state, and the button that applies or removes it.

import { cardOf } from '../shop/cards.js';
import { OFFERS } from '../shop/words.js';
import { byId, draw, element } from './element.js';

/** @import { Card } from '../shop/cards.js' */
/** @import { Order } from './order.js' */

/** @param {Order} order */
export function drawOffers(order) {
  const cards = OFFERS.map((offer) => ({
    ...offer,
    ...cardOf(offer.interaction, order.discounts, order.quotes, order.catalog.currency),
    ready: order.ready,
  }));
  draw(byId('offers'), cards, () => cards.map((card) => offerView(order, card)));
}

/**
 * @param {Order} order
 * @param {typeof OFFERS[number] & Card & {ready: boolean}} card
 */
function offerView(order, { interaction, name, about, phase, text, asked, ready }) {
  const verb = phase === 'error' ? 'Try again' : asked ? 'Remove' : 'Apply';
  const act = () => (asked && phase !== 'error' ? order.remove(interaction) : order.apply(interaction));
  const quiet = asked || phase === 'near' || phase === 'not_eligible';
  return element(
    'li',
    { 'data-offer': interaction, 'data-phase': phase },
    element('div', { class: 'name' }, element('strong', {}, name), element('span', { class: 'muted' }, about)),
    element(
      'button',
      {
        type: 'button',
        class: quiet ? 'quiet' : '',
        key: interaction,
        'aria-label': `${verb}: ${name}`,
        'aria-busy': phase === 'pending' ? 'true' : undefined,
        disabled: !ready,
        onclick: act,
      },
      verb,
    ),
    element('p', { class: 'offer-status' }, text),
  );
}
