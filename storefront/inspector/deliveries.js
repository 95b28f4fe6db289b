// Webhooks: what Stripe delivered, and what came of it.

import { element } from '../plain/element.js';
import { exchangeView } from './call.js';

/** @import { Exchange } from './call.js' */

/**
 * @typedef {{
 *   event: string, kind: string, about: string | null, status: number, duration_ms: number,
 *   verdict: 'fits' | 'drift' | 'unknown' | null, orders: string | null, stripe: Exchange[],
 * }} Delivery
 */

/** @type {Readonly<Record<string, string>>} */
const VERDICTS = {
  fits: 'the discount is what the policy gives',
  drift: 'the discount is too large',
  unknown: 'decided by another policy',
};

/** @param {readonly Delivery[]} deliveries the newest first */
export function deliveriesView(deliveries) {
  const none = element('p', { class: 'muted' }, 'None yet: pay an order.');
  return element('section', {}, element('h3', {}, 'Webhooks'), ...(deliveries.length > 0 ? deliveries.map(deliveryView) : [none]));
}

/** @param {Delivery} delivery */
function deliveryView({ event, kind, status, duration_ms: took, verdict, orders, stripe }) {
  const found = [verdict && VERDICTS[verdict], orders && `the customer's orders are ${orders} now`].filter(Boolean);
  return element(
    'details',
    {},
    element(
      'summary',
      {},
      element('span', { class: status < 400 ? 'yes' : 'no' }, String(status)),
      ` ${kind} `,
      element('span', { class: 'ms' }, `${took} ms`),
      found.length > 0 ? `: ${found.join('; ')}` : '',
    ),
    element('p', { class: 'muted' }, event),
    ...stripe.map(exchangeView),
  );
}
