// What a page sets once for all of its calls, and what a call sets for itself.

/** @import { DiscountEvent } from './events.js' */
/** @import { Messages } from './texts.js' */

/**
 * @typedef {{
 *   api?: string,
 *   locale?: string,
 *   messages?: Messages,
 *   onEvent?: (event: DiscountEvent) => void,
 * }} PageOptions
 *   `api`: where the functions are, as `https://...` or as a path of the page's own address, which is the default.
 *   `locale`: the language of texts and of offers' names, such as `de` or `de-AT`; by default that of the document.
 *   `messages`: texts of the shop's own.
 *   `onEvent`: called with each event, for analytics.
 */

/** @type {PageOptions} */
let page = {};

/**
 * Sets options for every call of the page. Options of a call go before them.
 *
 * @param {PageOptions} options
 */
export function configure(options) {
  page = { ...page, ...options };
}

/**
 * The options of a call, with those of the page and the document behind them.
 *
 * @template {PageOptions} T
 * @param {T} options
 * @returns {T & PageOptions}
 */
export function withDefaults(options) {
  const given = /** @type {T} */ (Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)));
  const locale = documentLocale();
  const messages = { ...page.messages, ...given.messages };
  return { ...(locale && { locale }), ...page, ...given, messages };
}

/** The language of the document, if there is one. */
function documentLocale() {
  return typeof document === 'undefined' ? undefined : document.documentElement?.lang || undefined;
}
