// What a page calls. Each returns `{type: 'success', value}` or `{type: 'error', error}`, as Stripe.js does, and never
// throws.

import { INTERACTIONS } from './answer.js';
import { checkoutOf, sessionId } from './checkout.js';
import { conversationOf } from './conversation.js';
import { asDiscountError, misuse } from './error.js';
import { reportAnswer, reportFailure } from './events.js';
import { withDefaults } from './options.js';
import { serverUpdate } from './server-update.js';
import { textsOf, translated } from './texts.js';
import { warnOf } from './warnings.js';

/** @import { DiscountAnswer, Interaction, QuoteAnswer } from './answer.js' */
/** @import { Checkout, CheckoutLike } from './checkout.js' */
/** @import { DiscountState, Topic } from './conversation.js' */
/** @import { DiscountError } from './error.js' */
/** @import { PageOptions } from './options.js' */

/**
 * @typedef {PageOptions & {after?: (signal: AbortSignal) => Promise<unknown>}} Options
 *   `after`: work of the page that belongs to the same update and comes first, a change of the cart say: the page then
 *   sees one change of the total, not two.
 */
/**
 * @template T
 * @typedef {{type: 'success', value: T} | {type: 'error', error: DiscountError}} Result
 */

/** @import * as api from './api.js' */

/**
 * A price with its quantity, and the shipping address with Stripe's field names. `country` is a code of two letters.
 *
 * @typedef {api.CartRequest['line_items'][number]} CartLine
 * @typedef {api.ShippingAddressRequest['address']} Address
 */

/**
 * Asks for an interaction's discount. That no offer fits is a success, with `discount` null and the reasons.
 *
 * @param {CheckoutLike} checkout
 * @param {Exclude<Interaction, 'code'>} interaction a code has `applyCode`
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export function applyDiscount(checkout, interaction, options = {}) {
  const known = INTERACTIONS.filter((one) => one !== 'code');
  if (!known.some((one) => one === interaction)) return unknown('applyDiscount', interaction, `${known.join(', ')}; a code has applyCode`, options);
  return change(checkout, interaction, `discounts/${interaction}`, () => ({}), options);
}

/**
 * Applies the code that the shopper typed. A code that gives nothing is a success; the answer does not say whether it is
 * unknown or expired.
 *
 * @param {CheckoutLike} checkout
 * @param {string} code
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export function applyCode(checkout, code, options = {}) {
  if (typeof code !== 'string') return misused(`applyCode() takes the text of a code, not ${typeof code}.`, options);
  return change(checkout, 'code', 'discounts/code', () => ({ code }), options);
}

/**
 * Takes an interaction out again; the next best takes over.
 *
 * @param {CheckoutLike} checkout
 * @param {Interaction | 'all'} interaction
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export function removeDiscount(checkout, interaction, options = {}) {
  const known = [...INTERACTIONS, 'all'];
  if (!known.includes(interaction)) return unknown('removeDiscount', interaction, known.join(', '), options);
  return change(checkout, interaction, 'discounts/remove', () => ({ interaction }), options);
}

/**
 * Decides again: the cart, the address or the time has changed.
 *
 * @param {CheckoutLike} checkout
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export function refreshDiscount(checkout, options = {}) {
  return change(checkout, 'refresh', 'discounts/refresh', () => ({}), options);
}

/**
 * Puts other lines into the cart, and the discount that goes with them on the session, in one update. The session needs
 * `permissions[update_line_items]=server_only`.
 *
 * @param {CheckoutLike} checkout
 * @param {readonly CartLine[] | (() => readonly CartLine[])} lines the whole cart; a function is asked when the call is
 *   made, so that a change that waits for its turn carries what came after it
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export function changeCart(checkout, lines, options = {}) {
  const body = () => ({ line_items: typeof lines === 'function' ? lines() : lines });
  return change(checkout, 'cart', 'cart', body, options);
}

/**
 * Sends it to another address, and puts the discount that goes with it on the session, in one update. The session needs
 * `permissions[update_shipping_details]=server_only`.
 *
 * @param {CheckoutLike} checkout
 * @param {string} name who receives it
 * @param {Address} address
 * @param {Options} [options]
 * @returns {Promise<Result<DiscountAnswer>>}
 */
export function changeShippingAddress(checkout, name, address, options = {}) {
  return change(checkout, 'shipping-address', 'shipping-address', () => ({ name, address }), options);
}

/**
 * Quotes what each interaction would give now, and what the others still need. Writes nothing.
 *
 * @param {CheckoutLike} checkout
 * @param {Options} [options]
 * @returns {Promise<Result<QuoteAnswer>>}
 */
export function quote(checkout, options = {}) {
  const call = (/** @type {Options} */ { api, locale, after }) => (/** @type {Checkout} */ known) =>
    serverUpdate(known, { api: base(api), path: 'discounts/quote', locale, body: () => ({}), after });
  return talk(checkout, 'quote', call, options);
}

/**
 * The state of a session's discounts at this moment.
 *
 * @param {string} session the session's id
 * @returns {DiscountState}
 */
export function discountState(session) {
  return conversationOf(session).state;
}

/**
 * Tells a listener whenever something is known of a session that was not before: a call has begun or ended, or the time
 * of a discount was over. Returns what ends it.
 *
 * @param {string} session the session's id
 * @param {(state: DiscountState) => void} listener
 * @returns {() => void}
 */
export function watchDiscount(session, listener) {
  return conversationOf(session).subscribe(listener);
}

/**
 * @param {CheckoutLike} checkout
 * @param {Topic} topic
 * @param {string} path
 * @param {() => object} body
 * @param {Options} options
 * @returns {Promise<Result<DiscountAnswer>>}
 */
function change(checkout, topic, path, body, options) {
  const call = (/** @type {Options} */ { after, ...page }) => async (/** @type {Checkout} */ known) => {
    const { api, locale, onEvent } = page;
    const answer = await serverUpdate(known, { api: base(api), path, locale, body, after });
    const conversation = conversationOf(known.id);
    const before = conversation.state.answer;
    conversation.heard(answer, () => void refreshDiscount(checkout, page));
    reportAnswer(onEvent, { session: known.id, topic, before, answer });
    return answer;
  };
  return talk(checkout, topic, call, options);
}

/**
 * @template T
 * @param {CheckoutLike} given
 * @param {Topic} topic
 * @param {(options: Options) => (checkout: Checkout) => Promise<T>} call
 * @param {Options} options
 * @returns {Promise<Result<T>>}
 */
async function talk(given, topic, call, options) {
  const set = withDefaults(options);
  try {
    // In the order of the clicks: without waiting for what need not be waited for.
    const id = sessionId(given) ?? (await checkoutOf(given)).id;
    const explain = (/** @type {DiscountError} */ error) => explained(error, set);
    const result = await conversationOf(id).ask(topic, async () => call(set)(await checkoutOf(given)), explain);
    if (result.type === 'error') reportFailure(set.onEvent, { session: id, topic, error: result.error.code });
    return result;
  } catch (cause) {
    return { type: 'error', error: explained(asDiscountError(cause), set) };
  }
}

/**
 * The error in the language of the page, with a warning for its developer.
 *
 * @param {DiscountError} error
 * @param {PageOptions} options
 */
export function explained(error, { api, locale, messages }) {
  warnOf(error, api);
  return translated(error, textsOf(locale, messages));
}

/**
 * The address of the functions, without a slash at its end.
 *
 * @param {string} [api]
 */
function base(api = '') {
  if (typeof api === 'string' && /^(https?:\/\/[^/]|\/(?!\/)|$)/i.test(api)) return api.replace(/\/+$/, '');
  throw misuse(`the option api is ${JSON.stringify(api)}: write an address with its scheme, such as "https://api.example.com", or a path, such as "/api".`);
}

/**
 * @param {string} name
 * @param {unknown} interaction
 * @param {string} known
 * @param {Options} options
 * @returns {Promise<{type: 'error', error: DiscountError}>}
 */
function unknown(name, interaction, known, options) {
  return misused(`${name}() does not know the interaction ${JSON.stringify(interaction)}. There are: ${known}.`, options);
}

/**
 * @param {string} message
 * @param {Options} options
 * @returns {Promise<{type: 'error', error: DiscountError}>}
 */
async function misused(message, options) {
  return { type: 'error', error: explained(misuse(message), withDefaults(options)) };
}
