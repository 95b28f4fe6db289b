// A card for each interaction: where it stands, and the button that asks for it or takes it out.

import { cardOf } from '../shop/cards.js';
import { OFFERS } from '../shop/words.js';
import { byId, draw, element } from './element.js';

/** @import { Order } from './order.js' */

/** @param {Order} order */
export function drawOffers(order) {
  draw(
    byId('offers'),
    OFFERS.map(({ interaction, name, about }) => {
      const card = cardOf(interaction, order.discounts, order.quotes, order.catalog.currency);
      const verb = card.phase === 'error' ? 'Try again' : card.asked ? 'Remove' : 'Apply';
      const act = () => (card.asked && card.phase !== 'error' ? order.remove(interaction) : order.apply(interaction));
      return element(
        'li',
        { 'data-offer': interaction, 'data-phase': card.phase },
        element('div', { class: 'name' }, element('strong', {}, name), element('span', { class: 'muted' }, about)),
        element(
          'button',
          {
            type: 'button',
            class: card.asked || card.phase === 'near' || card.phase === 'not_eligible' ? 'quiet' : '',
            key: interaction,
            'aria-label': `${verb}: ${name}`,
            'aria-busy': card.phase === 'pending' ? 'true' : undefined,
            disabled: !order.ready,
            onclick: act,
          },
          verb,
        ),
        element('p', { class: 'stands' }, card.text),
      );
    }),
  );
}
