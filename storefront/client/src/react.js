// The same for React. `DiscountProvider` takes what `useCheckoutElements()` returns as `checkout`.
//
//   <DiscountProvider checkout={checkout}><MemberOffer /></DiscountProvider>
//   const { state, discount, apply } = useDiscount('loyalty');

import { createContext, createElement, useCallback, useContext, useMemo, useRef, useSyncExternalStore } from 'react';

import { sessionId } from './checkout.js';
import { confirmCheckout } from './confirm.js';
import { conversationOf } from './conversation.js';
import {
  applyCode, applyDiscount, changeCart, changeShippingAddress, quote, refreshDiscount, removeDiscount,
} from './discounts.js';

/** @import { ReactNode } from 'react' */
/** @import { Interaction } from './answer.js' */
/** @import { CheckoutLike } from './checkout.js' */
/** @import { ConfirmOptions } from './confirm.js' */
/** @import { DiscountState } from './conversation.js' */
/** @import { PageOptions } from './options.js' */
/** @import { Address, CartLine, Options } from './discounts.js' */

/**
 * @typedef {'idle' | 'pending' | 'applied' | 'not_eligible' | 'error'} DiscountPhase
 *   `applied`: it was asked for and the session has a discount, which may be a better one of another interaction:
 *   `discount.name` says which. `not_eligible`: it was asked for, and there is no discount; `reasons` says why.
 */

/** @type {import('react').Context<{checkout: CheckoutLike, session: string, options: PageOptions} | null>} */
const Shared = createContext(/** @type {any} */ (null));

/**
 * Gives `useDiscount` its checkout, and the options of all calls.
 *
 * @param {PageOptions & {checkout: CheckoutLike, children?: ReactNode}} props
 */
export function DiscountProvider({ checkout, children, ...given }) {
  const session = sessionId(checkout);
  if (!session) throw new Error('DiscountProvider takes the checkout of useCheckoutElements(), once it is loaded.');
  // React's checkout is another object after each change; users of the context need not care.
  const latest = useRef(checkout);
  latest.current = checkout;
  // A listener or texts that are written in place are other objects with each render, too.
  const options = useRef(given);
  options.current = given;
  const { api, locale } = given;
  const value = useMemo(() => ({ checkout: following(latest), session, options: optionsOf(options) }), [session, api, locale]);
  return createElement(Shared.Provider, { value }, children);
}

/** Everything that is known of the session's discounts, and the functions that concern all of them. */
export function useDiscountState() {
  const { checkout, session, options: page } = useShared();
  const conversation = conversationOf(session);
  const subscribe = useCallback((/** @type {() => void} */ told) => conversation.subscribe(told), [conversation]);
  const state = useSyncExternalStore(subscribe, () => conversation.state, () => conversation.state);
  const calls = useMemo(
    () => ({
      refresh: (/** @type {Options} */ options = {}) => refreshDiscount(checkout, { ...page, ...options }),
      quote: () => quote(checkout, page),
      applyCode: (/** @type {string} */ code) => applyCode(checkout, code, page),
      removeCode: () => removeDiscount(checkout, 'code', page),
      changeCart: (/** @type {readonly CartLine[] | (() => readonly CartLine[])} */ lines) => changeCart(checkout, lines, page),
      changeShippingAddress: (/** @type {string} */ name, /** @type {Address} */ address) =>
        changeShippingAddress(checkout, name, address, page),
      confirm: (/** @type {Parameters<typeof confirmCheckout>[1]} */ args, /** @type {ConfirmOptions} */ options = {}) =>
        confirmCheckout(checkout, args, { ...page, ...options }),
    }),
    [checkout, page],
  );
  return { ...state, ...calls };
}

/**
 * One interaction: its state and its functions. For a code, use `applyCode` and `removeCode` of
 * `useDiscountState()`.
 *
 * @param {Exclude<Interaction, 'code'>} interaction
 */
export function useDiscount(interaction) {
  const { checkout, options: page } = useShared();
  const { answer, pending, failed } = useDiscountState();
  const apply = useCallback(() => applyDiscount(checkout, interaction, page), [checkout, interaction, page]);
  const remove = useCallback(() => removeDiscount(checkout, interaction, page), [checkout, interaction, page]);
  const mine = failed?.topic === interaction ? failed : null;
  return {
    state: phase(interaction, { answer, pending, failed }),
    discount: answer?.discount ?? null,
    reasons: answer?.reasons ?? [],
    hints: answer?.hints ?? [],
    validUntil: answer?.valid_until ?? null,
    endsAt: answer?.ends_at ?? null,
    error: mine?.error ?? null,
    apply,
    remove,
    /** Does what failed once more. */
    retry: mine?.retry ?? apply,
  };
}

/**
 * @param {Interaction} interaction
 * @param {Omit<DiscountState, 'heardAt'>} state
 * @returns {DiscountPhase}
 */
export function phase(interaction, { answer, pending, failed }) {
  if (pending.includes(interaction)) return 'pending';
  if (failed?.topic === interaction) return 'error';
  if (!answer?.interactions.includes(interaction)) return 'idle';
  return answer.discount ? 'applied' : 'not_eligible';
}

function useShared() {
  const shared = useContext(Shared);
  if (!shared) throw new Error('useDiscount() is used inside of <DiscountProvider checkout={...}>.');
  return shared;
}

/**
 * Options that are the latest when they are read.
 *
 * @param {{current: PageOptions}} latest
 * @returns {PageOptions}
 */
function optionsOf(latest) {
  return new Proxy({}, {
    get: (_, name) => Reflect.get(latest.current, name),
    ownKeys: () => Reflect.ownKeys(latest.current),
    getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(latest.current, name),
  });
}

/**
 * The checkout that is the latest when it is read.
 *
 * @param {{current: CheckoutLike}} latest
 * @returns {CheckoutLike}
 */
function following(latest) {
  return new Proxy({}, { get: (_, name) => Reflect.get(latest.current, name), has: (_, name) => name in latest.current });
}
