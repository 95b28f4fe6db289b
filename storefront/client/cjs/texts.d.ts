import { DiscountError } from './error.js';
import { ENGLISH } from './texts-en.js';
import type { Hint } from './answer.js';
import type { ErrorCode } from './error.js';
export type TextName = keyof typeof ENGLISH;
export type Messages = Partial<Record<TextName | ErrorCode, string>>;
export type Texts = {
    locale: string;
    messages: Messages;
};
/**
 * The texts of a locale. Its language decides; of an unknown one, English.
 *
 * @param {string | undefined} locale
 * @param {Messages} [messages] texts of the shop's own
 * @returns {Texts}
 */
export declare function textsOf(locale: string | undefined, messages?: Messages): Texts;
/**
 * A text with its words filled in.
 *
 * @param {Texts} texts
 * @param {TextName} name
 * @param {Record<string, string>} [words]
 */
export declare function text({ messages }: Texts, name: TextName, words?: Record<string, string>): string;
/**
 * An amount in the currency's smallest unit, as text.
 *
 * @param {Texts} texts
 * @param {number} minor
 * @param {string} currency
 */
export declare function money({ locale }: Texts, minor: number, currency: string): string;
/**
 * One step towards an offer, as "$12.00 more for free shipping". A gain is named only if the step earns exactly that.
 *
 * @param {Hint} hint
 * @param {Texts} texts
 * @param {number} [shipping] the price of shipping, if that is known
 */
export declare function hintText(hint: Hint, texts: Texts, shipping?: number): string;
/**
 * The error with the text of its code, if there is one. The page's own work has a text of its own.
 *
 * @param {DiscountError} error
 * @param {Texts} texts
 */
export declare function translated(error: DiscountError, { messages }: Texts): DiscountError;
