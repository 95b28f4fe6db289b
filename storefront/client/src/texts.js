// The texts that shoppers read: in the language of the page, with those of the shop over them.

import { CLIENT_CODES, DiscountError } from './error.js';
import { GERMAN } from './texts-de.js';
import { ENGLISH } from './texts-en.js';

/** @import { Hint } from './answer.js' */
/** @import { ErrorCode } from './error.js' */

/**
 * @typedef {keyof typeof ENGLISH} TextName
 * @typedef {Partial<Record<TextName | ErrorCode, string>>} Messages texts by their names, and those of errors by their codes.
 *   Words in braces, such as `{amount}`, are replaced
 * @typedef {{locale: string, messages: Messages}} Texts
 */

/** @type {Readonly<Record<string, Messages>>} by language; the client has no others */
const LANGUAGES = { en: ENGLISH, de: GERMAN };

/**
 * The texts of a locale. Its language decides; of an unknown one, English.
 *
 * @param {string | undefined} locale
 * @param {Messages} [messages] texts of the shop's own
 * @returns {Texts}
 */
export function textsOf(locale, messages = {}) {
  const language = (locale ?? '').toLowerCase().split('-')[0] ?? '';
  const known = language in LANGUAGES;
  return {
    // Amounts in a language whose texts the shop brings itself are of that language, too.
    locale: locale && (known || Object.keys(messages).length > 0) ? locale : 'en',
    messages: { ...ENGLISH, ...LANGUAGES[language], ...messages },
  };
}

/**
 * A text with its words filled in.
 *
 * @param {Texts} texts
 * @param {TextName} name
 * @param {Record<string, string>} [words]
 */
export function text({ messages }, name, words = {}) {
  return (messages[name] ?? '').replace(/\{(\w+)\}/g, (whole, word) => words[word] ?? whole);
}

/**
 * An amount in the currency's smallest unit, as text.
 *
 * @param {Texts} texts
 * @param {number} minor
 * @param {string} currency
 */
export function money({ locale }, minor, currency) {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/**
 * One step towards an offer, as "$12.00 more for free shipping". A gain is named only if the step earns exactly that.
 *
 * @param {Hint} hint
 * @param {Texts} texts
 * @param {number} [shipping] the price of shipping, if that is known
 */
export function hintText(hint, texts, shipping) {
  const words = { step: step(hint, texts) };
  if (hint.gain === undefined) return text(texts, 'hint_possible', words);
  if (hint.for === 'shipping' && hint.gain === shipping) return text(texts, 'hint_free_shipping', words);
  return text(texts, 'hint_gain', { ...words, gain: money(texts, hint.gain, hint.currency) });
}

/**
 * @param {Hint} hint
 * @param {Texts} texts
 */
function step(hint, texts) {
  switch (hint.code) {
    case 'spend_more':
      return text(texts, 'step_spend_more', { amount: money(texts, hint.amount, hint.currency) });
    case 'add_items':
      return text(texts, hint.quantity === 1 ? 'step_add_item' : 'step_add_items', { quantity: String(hint.quantity) });
    case 'starts_at':
      return text(texts, 'step_starts_at', { time: moment(texts, hint.at) });
    default:
      return text(texts, `step_${hint.code}`);
  }
}

/**
 * @param {Texts} texts
 * @param {string} at
 */
function moment({ locale }, at) {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }).format(new Date(at));
}

/**
 * The error with the text of its code, if there is one. The page's own work has a text of its own.
 *
 * @param {DiscountError} error
 * @param {Texts} texts
 */
export function translated(error, { messages }) {
  const own = error.code === CLIENT_CODES.changeFailed && error.cause instanceof Error;
  const message = messages[error.code];
  if (message && !own) error.message = message;
  return error;
}
