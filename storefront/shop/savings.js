// "Your savings": what applies, what another offer outdoes, and what comes next.

import { hintText, money, moment, span } from './words.js';

/** @import { Hint, QuoteAnswer } from '../client/src/index.js' */
/** @import { Order } from './order.js' */
/** @import { Toggle } from './order-state.js' */

/**
 * @typedef {{
 *   key: string,
 *   phase: 'applied' | 'outdone' | 'offered' | 'near' | 'pending' | 'failed',
 *   name: string, text: string, ends: string,
 *   progress: number | null,
 *   toggle: Toggle | null, inUse: boolean, isSteady: boolean,
 * }} Saving
 *   `key`: the interaction, or the next offer; `near`: one step is missing; `progress`: how much of the step is done, 0 to 1; `toggle`: what its
 *   button is about, none for one that nobody has to ask for; `inUse`: it is in the session's set; `isSteady`: its button does
 *   nothing for a moment, since it has just got another meaning
 */

/** @typedef {QuoteAnswer['quotes'][number]} Quote */

/** The span for which a countdown is shown instead of a date, in milliseconds. */
const COUNTED = 48 * 3_600_000;

/**
 * The cards: the best offer first, then the nearest steps to a larger discount. A card keeps its place whatever its button does.
 *
 * @param {Order} order
 * @returns {Saving[]}
 */
export function savingsOf(order) {
  const quotes = (order.quotes?.quotes ?? []).filter(({ interaction }) => interaction !== 'code');
  const amount = (/** @type {Quote} */ { discount }) => discount?.amount_off ?? 0;
  const best = [...quotes].sort((one, other) => amount(other) - amount(one));
  return [...best.flatMap((quote) => offerOf(order, quote) ?? []), ...stepsOf(order)];
}

/**
 * The card of one interaction that gives something; none if it does not.
 *
 * @param {Order} order
 * @param {Quote} quote
 * @returns {Saving | null}
 */
function offerOf(order, { interaction, discount, ends_at: end }) {
  const { discounts, known, isOpen, catalog: { currency } } = order;
  const toggle = interaction === 'automatic' || interaction === 'code' ? null : interaction;
  const inUse = toggle === null || (known?.interactions.includes(toggle) ?? false);
  const left = end === null ? null : Date.parse(end) - order.now();
  const applies = discount !== null && inUse && (known?.discount?.offers.some((offer) => discount.offers.includes(offer)) ?? false);
  // An offer that has ended is not promised, even if nobody has asked again yet.
  if (!discount || (!applies && (!isOpen || (left !== null && left <= 0)))) return null;
  const settled = applies ? 'applied' : inUse ? 'outdone' : 'offered';
  const amount = money(discount.amount_off, currency);
  const texts = {
    applied: `${order.isPaid ? 'Saved' : 'Saves'} you ${amount}`,
    outdone: `Would save you ${amount}: another offer saves you more`,
    offered: `Save ${amount}`,
    pending: 'One moment …',
    failed: 'Not changed.',
  };
  const phase = toggle && discounts.pending.includes(toggle) ? 'pending' : toggle && discounts.failed?.topic === toggle ? 'failed' : settled;
  return {
    key: interaction,
    phase,
    name: discount.name,
    text: texts[phase],
    ends: end !== null && left !== null && isOpen ? endText(end, left) : '',
    progress: null,
    toggle: isOpen ? toggle : null,
    inUse,
    isSteady: toggle !== null && order.isSteady(toggle),
  };
}

/**
 * The cards of the steps that make the discount larger, each by exactly what it says.
 *
 * @param {Order} order
 * @returns {Saving[]}
 */
function stepsOf({ session, discounts: { answer }, isOpen, catalog: { currency } }) {
  if (!answer || !isOpen) return [];
  const shipping = session?.total.shippingRate.minorUnitsAmount;
  return answer.hints
    .filter(({ code }) => code !== 'sign_in')
    .map((hint) => {
      const { step, gain } = hintText(hint, currency, answer.discount !== null, shipping);
      const progress = progressOf(hint, answer.amount_subtotal);
      return { key: `next ${hint.offer}`, phase: 'near', name: hint.name, text: `${step} ${gain}`, ends: '', progress, toggle: null, inUse: false, isSteady: false };
    });
}

/**
 * @param {Hint} hint
 * @param {number} subtotal
 */
const progressOf = (hint, subtotal) => (hint.code === 'spend_more' && subtotal > 0 ? subtotal / (subtotal + hint.amount) : null);

/**
 * When an offer ends.
 *
 * @param {string} end
 * @param {number} left milliseconds, by the server's clock
 */
export const endText = (end, left) => (left < COUNTED ? `Ends in ${span(Math.max(0, left))}` : `Ends ${moment(end)}`);
