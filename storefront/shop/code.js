// The box for a code, and the code that the session has.

import { codeTrouble, money, why } from './words.js';

/** @import { Order } from './order.js' */

/**
 * @typedef {{phase: 'idle' | 'typed' | 'pending' | 'unknown' | 'failed' | 'applied' | 'outdone' | 'nothing', text: string, held: string | null}} CodeBox
 *   `held`: the code that the session has; `typed`: there is a text that nobody has sent yet
 */

/**
 * @param {Order} order
 * @returns {CodeBox}
 */
export function codeOf(order) {
  const { discounts, quotes, known, typed, tried, catalog } = order;
  const held = known?.interactions.includes('code') ? (order.heldCode ?? 'Your code') : null;
  if (discounts.pending.includes('code')) return { phase: 'pending', text: 'One moment …', held };
  if (discounts.failed?.topic === 'code') return { phase: 'failed', text: codeTrouble(discounts.failed.error), held };
  if (order.isTyping) return { phase: 'typed', text: '', held };
  if (tried && typed.trim() === tried) {
    return { phase: 'unknown', text: `We don't know the code ${tried}.${held ? ` ${held} stays.` : ''}`, held };
  }
  if (!held) return { phase: 'idle', text: '', held };
  const quote = quotes?.quotes.find(({ interaction }) => interaction === 'code');
  if (!quote) return { phase: 'pending', text: 'One moment …', held };
  const alone = quote.discount;
  if (alone && known?.discount?.offers.some((offer) => alone.offers.includes(offer))) {
    return { phase: 'applied', text: `${alone.name}: you save ${money(alone.amount_off, catalog.currency)}.`, held };
  }
  if (alone) return { phase: 'outdone', text: 'Another offer saves you more.', held };
  if (quote.hints.some(({ code }) => code === 'sign_in')) return { phase: 'nothing', text: 'Sign in to use this code.', held };
  // Of a good code only, the answer says what it lacks.
  const lacking = quote.reasons.filter(({ code }) => code !== 'code_unknown');
  return { phase: 'nothing', text: lacking.length > 0 ? `${why(lacking)}.` : 'This code gives nothing on this order.', held };
}
