// Where the Stripe.js at hand has its functions. Their place has moved:
//
// | Stripe.js | the session | `runServerUpdate` |
// |---|---|---|
// | 2025-03-31 | `checkout.session()` | the checkout object |
// | Stripe's guide | `actions.getSession()` | the checkout object |
// | since 2025-09-30 | `actions.getSession()` | the actions of `checkout.loadActions()` |
// | React | the checkout object itself | the checkout object |

import { CLIENT_CODES, DiscountError, misuse } from './error.js';

/** @import { StripeCheckoutLoadActionsResult, StripeCheckoutLoadActionsSuccess } from '@stripe/stripe-js' */

/**
 * The part of a session that is read.
 *
 * @typedef {{
 *   id: string, total?: {total: {minorUnitsAmount: number}, shippingRate?: {minorUnitsAmount: number}},
 *   discountAmounts?: readonly object[] | null,
 * }} SessionLike
 * @typedef {{type: 'success'} | {type: 'error', error: {message: string}}} UpdateResult
 */

/**
 * The checkout object, its actions, or what React's `useCheckoutElements()` returns as `checkout`.
 *
 * @typedef {{
 *   runServerUpdate?: (work: () => Promise<unknown>) => Promise<UpdateResult>,
 *   loadActions?: () => Promise<StripeCheckoutLoadActionsResult | LoadedActions>,
 *   getSession?: () => SessionLike,
 *   session?: () => SessionLike,
 *   id?: string,
 *   total?: SessionLike['total'],
 *   discountAmounts?: SessionLike['discountAmounts'],
 *   confirm?: StripeCheckoutLoadActionsSuccess['confirm'],
 * }} CheckoutLike
 * @typedef {{type: 'success', actions: CheckoutLike} | {type: 'error', error: {message: string}}} LoadedActions
 */

/**
 * The checkout object, its actions, or React's checkout, in one form.
 *
 * @typedef {{
 *   id: string,
 *   total: () => number | undefined,
 *   hasCoupon: () => boolean,
 *   shipping: () => number | undefined,
 *   runServerUpdate: (work: () => Promise<unknown>) => Promise<UpdateResult>,
 *   confirm: StripeCheckoutLoadActionsSuccess['confirm'] | undefined,
 * }} Checkout
 */

/**
 * Finds what the client needs.
 *
 * @param {CheckoutLike} given
 * @returns {Promise<Checkout>}
 */
export async function checkoutOf(given) {
  const mistake = mistakeIn(given);
  if (mistake) throw misuse(mistake);
  const actions = await actionsOf(given);
  const places = [given, actions];
  const session = () => {
    const place = places.find(({ getSession, session: read, id }) => getSession ?? read ?? id);
    return place?.getSession?.() ?? place?.session?.() ?? /** @type {SessionLike} */ (place);
  };
  const run = places.find(({ runServerUpdate }) => runServerUpdate)?.runServerUpdate;
  const id = session()?.id;
  if (!run || !id) {
    const flag = "{ betas: ['custom_checkout_server_updates_1'] }";
    throw new DiscountError(
      CLIENT_CODES.noServerUpdates,
      `This Stripe.js has no runServerUpdate: load a release since 2025-09-30, and with the preview, Stripe(key, ${flag}).`,
    );
  }
  return {
    id,
    total: () => session()?.total?.total.minorUnitsAmount,
    hasCoupon: () => (session()?.discountAmounts ?? []).length > 0,
    shipping: () => session()?.total?.shippingRate?.minorUnitsAmount,
    runServerUpdate: run,
    confirm: places.find(({ confirm }) => confirm)?.confirm,
  };
}

/**
 * A usual mistake about the checkout, in words for the developer.
 *
 * @param {any} given
 * @returns {string | undefined}
 */
function mistakeIn(given) {
  if (!given || typeof given !== 'object') return `there is no checkout yet: it is ${given}. Call it once loadActions() is done.`;
  if ('then' in given) return 'the checkout is a promise: await it first.';
  if (given.runServerUpdate || given.loadActions || typeof given.type !== 'string') return undefined;
  const place = given.actions ? 'actions' : 'checkout';
  return `the checkout is a result of type "${given.type}": pass its property ${place} once the type is "success".`;
}

/**
 * The session's id, if it is known without waiting.
 *
 * @param {CheckoutLike} given
 */
export function sessionId(given) {
  return given?.id ?? given?.getSession?.().id ?? given?.session?.().id;
}

/**
 * @param {CheckoutLike} given
 * @returns {Promise<CheckoutLike>}
 */
async function actionsOf(given) {
  if (!given.loadActions) return given;
  const loaded = /** @type {LoadedActions} */ (await given.loadActions());
  if (loaded.type === 'error') throw new DiscountError(CLIENT_CODES.stripe, loaded.error.message);
  return loaded.actions;
}
