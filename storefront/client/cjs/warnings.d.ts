import type { DiscountError } from './error.js';
/**
 * Warns of the mistake behind an error, if there is a usual one.
 *
 * @param {DiscountError} error
 * @param {string} [api]
 */
export declare function warnOf(error: DiscountError, api?: string): void;
/**
 * Warns if another copy of the client is at work on the page.
 *
 * @param {object} copy an object that this copy alone has
 */
export declare function warnOfCopies(copy: object): void;
/**
 * Warns once, where a developer works.
 *
 * @param {string} message
 */
export declare function warn(message: string): void;
