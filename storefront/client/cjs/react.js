Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" });
const require_discounts = require("./shared-discounts.js");
const require_confirm = require("./shared-confirm.js");
let react = require("react");
// src/react.js
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
const Shared = (0, react.createContext)(null);
/**
* Gives `useDiscount` its checkout, and the options of all calls.
*
* @param {PageOptions & {checkout: CheckoutLike, children?: ReactNode}} props
*/
function DiscountProvider({ checkout, children, ...given }) {
	const session = require_discounts.sessionId(checkout);
	if (!session) throw new Error("DiscountProvider takes the checkout of useCheckoutElements(), once it is loaded.");
	const latest = (0, react.useRef)(checkout);
	latest.current = checkout;
	const options = (0, react.useRef)(given);
	options.current = given;
	const { api, locale } = given;
	const value = (0, react.useMemo)(() => ({
		checkout: following(latest),
		session,
		options: optionsOf(options)
	}), [
		session,
		api,
		locale
	]);
	return (0, react.createElement)(Shared.Provider, { value }, children);
}
/** Everything that is known of the session's discounts, and the functions that concern all of them. */
function useDiscountState() {
	const { checkout, session, options: page } = useShared();
	const conversation = require_discounts.conversationOf(session);
	const subscribe = (0, react.useCallback)((told) => conversation.subscribe(told), [conversation]);
	const state = (0, react.useSyncExternalStore)(subscribe, () => conversation.state, () => conversation.state);
	const calls = (0, react.useMemo)(() => ({
		refresh: (options = {}) => require_discounts.refreshDiscount(checkout, {
			...page,
			...options
		}),
		quote: () => require_discounts.quote(checkout, page),
		applyCode: (code) => require_discounts.applyCode(checkout, code, page),
		removeCode: () => require_discounts.removeDiscount(checkout, "code", page),
		changeCart: (lines) => require_discounts.changeCart(checkout, lines, page),
		changeShippingAddress: (name, address) => require_discounts.changeShippingAddress(checkout, name, address, page),
		confirm: (args, options = {}) => require_confirm.confirmCheckout(checkout, args, {
			...page,
			...options
		})
	}), [checkout, page]);
	return {
		...state,
		...calls
	};
}
/**
* One interaction: its state and its functions. For a code, use `applyCode` and `removeCode` of
* `useDiscountState()`.
*
* @param {Exclude<Interaction, 'code'>} interaction
*/
function useDiscount(interaction) {
	const { checkout, options: page } = useShared();
	const { answer, pending, failed } = useDiscountState();
	const apply = (0, react.useCallback)(() => require_discounts.applyDiscount(checkout, interaction, page), [
		checkout,
		interaction,
		page
	]);
	const remove = (0, react.useCallback)(() => require_discounts.removeDiscount(checkout, interaction, page), [
		checkout,
		interaction,
		page
	]);
	const mine = failed?.topic === interaction ? failed : null;
	return {
		state: phase(interaction, {
			answer,
			pending,
			failed
		}),
		discount: answer?.discount ?? null,
		reasons: answer?.reasons ?? [],
		hints: answer?.hints ?? [],
		validUntil: answer?.valid_until ?? null,
		endsAt: answer?.ends_at ?? null,
		error: mine?.error ?? null,
		apply,
		remove,
		/** Does what failed once more. */
		retry: mine?.retry ?? apply
	};
}
/**
* @param {Interaction} interaction
* @param {Omit<DiscountState, 'heardAt'>} state
* @returns {DiscountPhase}
*/
function phase(interaction, { answer, pending, failed }) {
	if (pending.includes(interaction)) return "pending";
	if (failed?.topic === interaction) return "error";
	if (!answer?.interactions.includes(interaction)) return "idle";
	return answer.discount ? "applied" : "not_eligible";
}
function useShared() {
	const shared = (0, react.useContext)(Shared);
	if (!shared) throw new Error("useDiscount() is used inside of <DiscountProvider checkout={...}>.");
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
		getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(latest.current, name)
	});
}
/**
* The checkout that is the latest when it is read.
*
* @param {{current: CheckoutLike}} latest
* @returns {CheckoutLike}
*/
function following(latest) {
	return new Proxy({}, {
		get: (_, name) => Reflect.get(latest.current, name),
		has: (_, name) => name in latest.current
	});
}
exports.DiscountProvider = DiscountProvider;
exports.phase = phase;
exports.useDiscount = useDiscount;
exports.useDiscountState = useDiscountState;
