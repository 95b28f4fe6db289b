// The state of the code that the shopper typed, and the text of its box, for both shops.

import { codeTrouble, money, why } from './words.js';

/** @import { DiscountState, QuoteAnswer } from '../client/src/index.js' */

/**
 * @typedef {{phase: 'idle' | 'pending' | 'applied' | 'outdone' | 'nothing' | 'error', text: string, asked: boolean}} CodeBox
 *   `asked`: a code is in the session's set, and can be taken out
 */

/**
 * @param {DiscountState} state
 * @param {QuoteAnswer | null} quotes
 * @param {string} currency
 * @returns {CodeBox}
 */
export function codeOf({ answer, pending, failed }, quotes, currency) {
  const asked = answer?.interactions.includes('code') ?? false;
  if (pending.includes('code')) return { phase: 'pending', text: 'One moment …', asked };
  if (failed?.topic === 'code') return { phase: 'error', text: codeTrouble(failed.error), asked };
  if (!asked) return { phase: 'idle', text: '', asked };
  const quote = quotes?.quotes.find(({ interaction }) => interaction === 'code');
  const alone = quote?.discount;
  if (!alone) {
    if (quote?.hints.some(({ code }) => code === 'sign_in')) return { phase: 'nothing', text: 'Sign in to use this code.', asked };
    // Of a good code only, the answer says what it lacks.
    const lacking = quote?.reasons.filter(({ code }) => code !== 'code_unknown') ?? [];
    if (lacking.length > 0) return { phase: 'nothing', text: `${why(lacking)}.`, asked };
    // Until it is known, nothing is said; a session without a discount has none by a code.
    const known = quotes?.interactions.includes('code') || !answer?.discount;
    return { phase: 'nothing', text: known ? 'This code gives nothing on this order.' : '', asked };
  }
  if (answer?.discount?.offers.some((offer) => alone.offers.includes(offer))) {
    return { phase: 'applied', text: `${alone.name}: you save ${money(alone.amount_off, currency)}.`, asked };
  }
  return { phase: 'outdone', text: 'Another offer saves you more.', asked };
}
