// What happens to a session's discounts, for analytics. No event holds anything of the shopper.

/** @import { Discount, DiscountAnswer, Hint, Reason } from './answer.js' */
/** @import { Topic } from './conversation.js' */
/** @import { ErrorCode } from './error.js' */

/**
 * @typedef {{session: string} & (
 *   {type: 'applied', topic: Topic, discount: Discount} |
 *   {type: 'removed', topic: Topic, discount: Discount} |
 *   {type: 'refused', topic: Topic, reasons: Reason[]} |
 *   {type: 'refused', topic: Topic, error: ErrorCode} |
 *   {type: 'hint_shown', hint: Hint}
 * )} DiscountEvent
 *   `applied`: the session has a discount that it did not have; `removed`: it has it no longer. A discount that replaces
 *   another is both. `refused`: a discount was asked for and not given, or the call failed. `topic` is what the call
 *   was about
 * @typedef {((event: DiscountEvent) => void) | undefined} Listener
 */

/** The calls that ask for a discount. @type {readonly Topic[]} */
const ASKING = ['loyalty', 'cart-threshold', 'location', 'limited-time', 'customer-offer', 'code'];

/** @type {Set<string>} hints that were shown, so that each is reported once */
const shown = new Set();

/**
 * Reports what an answer changed.
 *
 * @param {Listener} listener
 * @param {{session: string, topic: Topic, before: DiscountAnswer | null, answer: DiscountAnswer}} change
 */
export function reportAnswer(listener, { session, topic, before, answer }) {
  if (!listener) return;
  const [old, now] = [before?.discount ?? null, answer.discount];
  const same = old?.offers.join() === now?.offers.join() && old?.amount_off === now?.amount_off;
  if (old && !same) report(listener, { type: 'removed', session, topic, discount: old });
  if (now && !same) report(listener, { type: 'applied', session, topic, discount: now });
  if (!now && ASKING.includes(topic)) report(listener, { type: 'refused', session, topic, reasons: answer.reasons });
}

/**
 * Reports a call that failed.
 *
 * @param {Listener} listener
 * @param {{session: string, topic: Topic, error: ErrorCode}} failure
 */
export function reportFailure(listener, failure) {
  if (listener) report(listener, { type: 'refused', ...failure });
}

/**
 * Reports a hint that the page shows, once for each session and step.
 *
 * @param {Listener} listener
 * @param {string} session
 * @param {Hint} hint
 */
export function reportHint(listener, session, hint) {
  const key = JSON.stringify([session, hint]);
  if (!listener || shown.has(key)) return;
  shown.add(key);
  report(listener, { type: 'hint_shown', session, hint });
}

/**
 * @param {(event: DiscountEvent) => void} listener
 * @param {DiscountEvent} event
 */
function report(listener, event) {
  try {
    listener(event);
  } catch (error) {
    // Analytics never keep a shopper from a discount.
    console.error(error);
  }
}
