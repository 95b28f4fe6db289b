const require_error = require("./shared-error.js");
// src/answer.js
/** The interactions, in the order in which the functions name them. */
const INTERACTIONS = [
	"loyalty",
	"cart-threshold",
	"location",
	"limited-time",
	"customer-offer",
	"code"
];
/** @import * as api from './api.js' */
/**
* The types of openapi.json, by the names that pages know them by. Doing exactly what a hint says makes the discount larger
* by exactly its `gain`; without `gain`, the offer may apply then. `valid_until`: when time alone may change an answer;
* `ends_at`: from when on the discount can't be had any more, or null; `now`: the server's time. `foreign`: another system's
* discount is on the session; `code_unknown`: no offer takes the code that was typed, and the session keeps the one that it has.
*
* @typedef {api.Interaction} Interaction
* @typedef {api.Trigger} Trigger an interaction, or `automatic`, for which nobody has to ask
* @typedef {api.Discount} Discount
* @typedef {api.Reason} Reason
* @typedef {api.Hint & {gain?: number}} Hint
* @typedef {NonNullable<Extract<Hint, {code: 'add_items'}>['items']>} Items what any of the lists names
* @typedef {api.Quote} Quote
* @typedef {api.Answer['value']} DiscountAnswer
* @typedef {api.QuoteAnswer['value']} QuoteAnswer `best`, `valid_until`, `ends_at`: of all together; `current`: what is on
*   the session
* @typedef {api.OpenedAnswer['value']} CreatedSession the answer of `POST /checkout-sessions`: `url` of a hosted page,
*   `client_secret` of the others; the discount of those that are decided once, which stays as it is
*/
const TRY_AGAIN = "We could not update your order. Please try again.";
/**
* The value of an answer. Throws for everything but `{"type": "object"}`: Stripe.js takes whatever does not throw, a 409
* included, for success.
*
* @param {Response} response
* @returns {Promise<any>}
*/
async function valueOf(response) {
	const answer = await response.json().catch((cause) => {
		if (cause instanceof DOMException) throw cause;
	});
	const more = {
		status: response.status,
		requestId: response.headers.get("x-request-id"),
		retryAfter: seconds(response.headers.get("retry-after"))
	};
	if (response.ok && answer?.type === "object" && typeof answer.value === "object") return answer.value;
	if (answer?.type === "error" && typeof answer.code === "string") throw new require_error.DiscountError(answer.code, answer.message || TRY_AGAIN, more);
	throw new require_error.DiscountError(require_error.CLIENT_CODES.gateway, TRY_AGAIN, more);
}
/**
* The error for a call without an answer.
*
* @param {unknown} cause
* @param {boolean} timedOut
*/
function withoutAnswer(cause, timedOut) {
	return timedOut ? new require_error.DiscountError(require_error.CLIENT_CODES.timeout, "This is taking too long. Please try again.", { cause }) : new require_error.DiscountError(require_error.CLIENT_CODES.network, "We could not reach the shop. Please check your connection and try again.", { cause });
}
/** @param {string | null} header */
function seconds(header) {
	const value = Number(header);
	return header !== null && Number.isFinite(value) && value >= 0 ? value : null;
}
// src/checkout.js
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
async function checkoutOf(given) {
	const mistake = mistakeIn(given);
	if (mistake) throw require_error.misuse(mistake);
	const places = [given, await actionsOf(given)];
	const session = () => {
		const place = places.find(({ getSession, session: read, id }) => getSession ?? read ?? id);
		return place?.getSession?.() ?? place?.session?.() ?? place;
	};
	const run = places.find(({ runServerUpdate }) => runServerUpdate)?.runServerUpdate;
	const id = session()?.id;
	if (!run || !id) throw new require_error.DiscountError(require_error.CLIENT_CODES.noServerUpdates, `This Stripe.js has no runServerUpdate: load a release since 2025-09-30, and with the preview, Stripe(key, { betas: ['custom_checkout_server_updates_1'] }).`);
	return {
		id,
		total: () => session()?.total?.total.minorUnitsAmount,
		hasCoupon: () => (session()?.discountAmounts ?? []).length > 0,
		shipping: () => session()?.total?.shippingRate?.minorUnitsAmount,
		runServerUpdate: run,
		confirm: places.find(({ confirm }) => confirm)?.confirm
	};
}
/**
* A usual mistake about the checkout, in words for the developer.
*
* @param {any} given
* @returns {string | undefined}
*/
function mistakeIn(given) {
	if (!given || typeof given !== "object") return `there is no checkout yet: it is ${given}. Call it once loadActions() is done.`;
	if ("then" in given) return "the checkout is a promise: await it first.";
	if (given.runServerUpdate || given.loadActions || typeof given.type !== "string") return void 0;
	const place = given.actions ? "actions" : "checkout";
	return `the checkout is a result of type "${given.type}": pass its property ${place} once the type is "success".`;
}
/**
* The session's id, if it is known without waiting.
*
* @param {CheckoutLike} given
*/
function sessionId(given) {
	return given?.id ?? given?.getSession?.().id ?? given?.session?.().id;
}
/**
* @param {CheckoutLike} given
* @returns {Promise<CheckoutLike>}
*/
async function actionsOf(given) {
	if (!given.loadActions) return given;
	const loaded = await given.loadActions();
	if (loaded.type === "error") throw new require_error.DiscountError(require_error.CLIENT_CODES.stripe, loaded.error.message);
	return loaded.actions;
}
// src/warnings.js
/** @import { DiscountError } from './error.js' */
const SERVER_ONLY = "Create the session with";
/** @type {Readonly<Record<string, (api: string) => string>>} by the code of the error */
const REMEDIES = {
	no_server_updates: () => "This Stripe.js has no runServerUpdate. Load a release since 2025-09-30; on an account with Stripe's preview, pass betas: ['custom_checkout_server_updates_1'] to Stripe() or loadStripe().",
	gateway: (api) => `${api} answered, but no function did. Set the option api to the address of the functions: \`cargo dev\`, or the output ApiUrl of the stack.`,
	network: (api) => `${api} was not reached. Is \`cargo dev\` running there? If it is, the browser's console names CORS: add this page's origin ${place()}to AllowedOrigins of the stack, or start cargo dev --origin.`,
	session_not_found: () => "Stripe does not know this session. The publishable key of the page and the secret key of the functions belong to one account and one mode.",
	discounts_not_server_only: () => `${SERVER_ONLY} permissions[update_discounts]=server_only.`,
	line_items_not_server_only: () => `${SERVER_ONLY} permissions[update_line_items]=server_only, or change the cart on your server and call refreshDiscount().`,
	shipping_details_not_server_only: () => `${SERVER_ONLY} permissions[update_shipping_details]=server_only, or let Stripe.js write the address and call refreshDiscount().`,
	adjustable_quantity: () => "The lines of the session have adjustable_quantity, which the writer line_items does not take: leave it off.",
	not_updatable: () => "The session is for a page of Stripe's own, which is decided once, when it is created: POST /checkout-sessions.",
	misconfigured: () => "The functions are not set up. Their log says what to set; `discounts doctor` checks it."
};
/** @type {Set<string>} */
const said = /* @__PURE__ */ new Set();
/**
* Warns of the mistake behind an error, if there is a usual one.
*
* @param {DiscountError} error
* @param {string} [api]
*/
function warnOf(error, api) {
	const remedy = REMEDIES[error.code];
	if (remedy) warn(`${error.code}: ${remedy(api || "The address of this page")}`);
}
/** The place of the page for the first copy of the client. */
const FIRST = Symbol.for("@checkout-discounts/client");
/**
* Warns if another copy of the client is at work on the page.
*
* @param {object} copy an object that this copy alone has
*/
function warnOfCopies(copy) {
	const page = globalThis;
	page[FIRST] ??= copy;
	if (page[FIRST] === copy) return;
	warn("There are two copies of the client on this page, which do not wait for each other. Import it from one address only, and have one version of it in node_modules.");
}
/**
* Warns once, where a developer works.
*
* @param {string} message
*/
function warn(message) {
	if (said.has(message) || !isLocal()) return;
	said.add(message);
	console.warn(`[checkout-discounts] ${message}`);
}
/** True on localhost and its names and addresses. */
function isLocal() {
	const host = typeof location === "undefined" ? "" : location.hostname ?? "";
	return host === "localhost" || host.endsWith(".localhost") || host === "127.0.0.1" || host === "[::1]";
}
function place() {
	return typeof location === "undefined" ? "" : `${location.origin} `;
}
// src/conversation.js
/** @import { DiscountAnswer, Interaction } from './answer.js' */
/** @import { DiscountError } from './error.js' */
/**
* @typedef {Interaction | 'all' | 'refresh' | 'quote' | 'cart' | 'shipping-address' | 'confirm'} Topic what a call is about
* @typedef {{
*   answer: DiscountAnswer | null,
*   heardAt: number | null,
*   pending: readonly Topic[],
*   failed: {topic: Topic, error: DiscountError, retry: () => Promise<unknown>} | null,
* }} DiscountState `heardAt`: when the page had the answer, by the page's clock
*/
/** The longest time that a timer takes. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** Between two calls for the same `valid_until`, in milliseconds. */
const AGAIN$1 = 1e3;
/** @type {Map<string, Conversation>} by session; a page has few */
const conversations = /* @__PURE__ */ new Map();
/** @param {string} session */
function conversationOf(session) {
	warnOfCopies(conversations);
	const known = conversations.get(session) ?? new Conversation();
	conversations.set(session, known);
	return known;
}
var Conversation = class {
	/** @type {DiscountState} */
	state = {
		answer: null,
		heardAt: null,
		pending: [],
		failed: null
	};
	/** @type {Set<(state: DiscountState) => void>} */
	#listeners = /* @__PURE__ */ new Set();
	/** @type {Promise<unknown>} */
	#last = Promise.resolve();
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	#timer;
	/** How often the server has named the time for which it is asked again. */
	#repeats = 0;
	/** @param {(state: DiscountState) => void} listener */
	subscribe(listener) {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	}
	/**
	* Runs a call after those before it.
	*
	* @template T
	* @param {Topic} topic
	* @param {() => Promise<T>} call
	* @param {(error: DiscountError) => DiscountError} [explain] the words for a failure
	* @returns {Promise<{type: 'success', value: T} | {type: 'error', error: DiscountError}>}
	*/
	ask(topic, call, explain = (error) => error) {
		this.#set({ pending: [...this.state.pending, topic] });
		const turn = this.#last.then(call);
		this.#last = turn.catch(() => {});
		return turn.then((value) => {
			this.#set({
				pending: this.#without(topic),
				failed: topic === "quote" ? this.#ofAnother(topic) : null
			});
			return {
				type: "success",
				value
			};
		}, (cause) => {
			const error = explain(require_error.asDiscountError(cause));
			const failed = {
				topic,
				error,
				retry: () => this.ask(topic, call, explain)
			};
			this.#set({
				pending: this.#without(topic),
				failed: topic === "quote" && this.#ofAnother(topic) || failed
			});
			if (error.sessionEnded) this.end();
			return {
				type: "error",
				error
			};
		});
	}
	/**
	* Takes up an answer, and asks again when its time is over.
	*
	* @param {DiscountAnswer} answer
	* @param {() => void} refresh
	*/
	heard(answer, refresh) {
		this.#repeats = answer.valid_until && answer.valid_until === this.state.answer?.valid_until ? this.#repeats : 0;
		const heardAt = Date.now();
		this.#set({
			answer,
			heardAt
		});
		clearTimeout(this.#timer);
		if (!answer.valid_until) return;
		const left = Date.parse(answer.valid_until) - (Date.parse(answer.now) || heardAt);
		const pause = Math.max(left, this.#repeats === 0 ? 0 : AGAIN$1 * 2 ** Math.min(this.#repeats, 6));
		if (pause > LONGEST_TIMER) return;
		this.#timer = setTimeout(() => {
			this.#repeats += 1;
			refresh();
		}, pause);
	}
	/** Nothing can change any more: nobody is asked again. */
	end() {
		clearTimeout(this.#timer);
	}
	/**
	* The error that stays whatever becomes of a quote: it changes nothing, so it neither clears nor replaces another one.
	*
	* @param {Topic} topic
	*/
	#ofAnother(topic) {
		const { failed } = this.state;
		return failed?.topic === topic ? null : failed;
	}
	/** @param {Topic} topic */
	#without(topic) {
		const first = this.state.pending.indexOf(topic);
		return this.state.pending.filter((_, place) => place !== first);
	}
	/** @param {Partial<DiscountState>} change */
	#set(change) {
		this.state = {
			...this.state,
			...change
		};
		for (const listener of this.#listeners) listener(this.state);
	}
};
/**
* The milliseconds until the discount ends, by the server's clock. Null without a discount or without an end.
*
* @param {Pick<DiscountState, 'answer' | 'heardAt'>} state
* @param {number} [at] the page's time
*/
function timeLeft({ answer, heardAt }, at = Date.now()) {
	if (!answer?.ends_at || heardAt === null) return null;
	return Math.max(0, Date.parse(answer.ends_at) - Date.parse(answer.now) - (at - heardAt));
}
// src/events.js
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
const ASKING = [
	"loyalty",
	"cart-threshold",
	"location",
	"limited-time",
	"customer-offer",
	"code"
];
/** @type {Set<string>} hints that were shown, so that each is reported once */
const shown = /* @__PURE__ */ new Set();
/**
* Reports what an answer changed.
*
* @param {Listener} listener
* @param {{session: string, topic: Topic, before: DiscountAnswer | null, answer: DiscountAnswer}} change
*/
function reportAnswer(listener, { session, topic, before, answer }) {
	if (!listener) return;
	const [old, now] = [before?.discount ?? null, answer.discount];
	const same = old?.offers.join() === now?.offers.join() && old?.amount_off === now?.amount_off;
	if (old && !same) report(listener, {
		type: "removed",
		session,
		topic,
		discount: old
	});
	if (now && !same) report(listener, {
		type: "applied",
		session,
		topic,
		discount: now
	});
	if (!now && ASKING.includes(topic)) report(listener, {
		type: "refused",
		session,
		topic,
		reasons: answer.reasons
	});
}
/**
* Reports a call that failed.
*
* @param {Listener} listener
* @param {{session: string, topic: Topic, error: ErrorCode}} failure
*/
function reportFailure(listener, failure) {
	if (listener) report(listener, {
		type: "refused",
		...failure
	});
}
/**
* Reports a hint that the page shows, once for each session and step.
*
* @param {Listener} listener
* @param {string} session
* @param {Hint} hint
*/
function reportHint(listener, session, hint) {
	const key = JSON.stringify([session, hint]);
	if (!listener || shown.has(key)) return;
	shown.add(key);
	report(listener, {
		type: "hint_shown",
		session,
		hint
	});
}
/**
* @param {(event: DiscountEvent) => void} listener
* @param {DiscountEvent} event
*/
function report(listener, event) {
	try {
		listener(event);
	} catch (error) {
		console.error(error);
	}
}
// src/options.js
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
function configure(options) {
	page = {
		...page,
		...options
	};
}
/**
* The options of a call, with those of the page and the document behind them.
*
* @template {PageOptions} T
* @param {T} options
* @returns {T & PageOptions}
*/
function withDefaults(options) {
	const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== void 0));
	const locale = documentLocale();
	const messages = {
		...page.messages,
		...given.messages
	};
	return {
		...locale && { locale },
		...page,
		...given,
		messages
	};
}
/** The language of the document, if there is one. */
function documentLocale() {
	return typeof document === "undefined" ? void 0 : document.documentElement?.lang || void 0;
}
// src/server-update.js
/** @import { Checkout } from './checkout.js' */
/** In milliseconds. Stripe.js gives up after 20 s; the functions answer within 16. */
const TIME_LIMIT = 18e3;
/**
* @typedef {{
*   api: string,
*   path: string,
*   locale?: string | undefined,
*   body: () => object,
*   after?: ((signal: AbortSignal) => Promise<unknown>) | undefined,
* }} Call `body` is asked for when the call is made; `after` is the page's own work before the call
*/
/**
* Calls a function. Returns its value; throws a `DiscountError`.
*
* @param {Checkout} checkout
* @param {Call} call
* @returns {Promise<any>}
*/
async function serverUpdate(checkout, call) {
	/** @type {{value?: any, error?: DiscountError}} */
	const outcome = {};
	const ran = await run(checkout, async () => {
		try {
			outcome.value = await send(checkout.id, call);
		} catch (error) {
			outcome.error = error;
			throw error;
		}
	});
	const error = outcome.error ?? ran;
	if (!error) return outcome.value;
	if (error.outcomeUnknown) await run(checkout, async () => {});
	throw error;
}
/**
* Runs an update; what Stripe.js says against it is returned, whether it says so or throws.
*
* @param {Checkout} checkout
* @param {() => Promise<unknown>} work
* @returns {Promise<DiscountError | undefined>}
*/
async function run(checkout, work) {
	try {
		const result = await checkout.runServerUpdate(work);
		return result.type === "error" ? new require_error.DiscountError(require_error.CLIENT_CODES.stripe, result.error.message) : void 0;
	} catch (cause) {
		return new require_error.DiscountError(require_error.CLIENT_CODES.stripe, "We could not update your order. Please try again.", { cause });
	}
}
/**
* @param {string} session
* @param {Call} call
*/
async function send(session, { api, path, locale, body, after }) {
	const abort = new AbortController();
	const timer = setTimeout(() => abort.abort(), TIME_LIMIT);
	try {
		await after?.(abort.signal).catch((cause) => {
			if (abort.signal.aborted) throw withoutAnswer(cause, true);
			const message = cause instanceof Error ? cause.message : "We could not update your order. Please try again.";
			throw new require_error.DiscountError(require_error.CLIENT_CODES.changeFailed, message, { cause });
		});
		return await valueOf(await fetch(`${api}/${path}`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({
				checkout_session_id: session,
				...locale && { locale },
				...body()
			}),
			signal: abort.signal
		}));
	} catch (cause) {
		throw cause instanceof require_error.DiscountError ? cause : withoutAnswer(cause, abort.signal.aborted);
	} finally {
		clearTimeout(timer);
	}
}
// src/texts-de.js
const AGAIN = "Ihre Bestellung konnte nicht aktualisiert werden. Bitte versuchen Sie es noch einmal.";
const NOT_HERE = "Für diese Bestellung sind keine Rabatte möglich.";
/** @type {Required<import('./texts.js').Messages>} */
const GERMAN = {
	code_label: "Rabattcode",
	code_apply: "Einlösen",
	code_remove: "Entfernen",
	code_pending: "Einen Moment …",
	code_applied: "{name} eingelöst. Sie sparen {amount}.",
	code_unknown: "Dieser Code gilt hier nicht.",
	code_without_effect: "Dieser Code ändert nichts am Gesamtbetrag.",
	step_spend_more: "Noch {amount}",
	step_add_item: "Noch ein Artikel",
	step_add_items: "Noch {quantity} Artikel",
	step_enter_address: "Adresse eingeben",
	step_sign_in: "Anmelden",
	step_starts_at: "Ab {time}",
	hint_free_shipping: "{step} bis zum kostenlosen Versand",
	hint_gain: "{step}, und Sie sparen {gain} mehr",
	hint_possible: "{step}, und vielleicht gilt ein weiteres Angebot",
	adjustable_quantity: NOT_HERE,
	code_mistyped: "Dieser Code enthält einen Tippfehler. Bitte prüfen Sie ihn.",
	discount_not_ours: NOT_HERE,
	not_updatable: NOT_HERE,
	discounts_not_server_only: NOT_HERE,
	invalid_request: AGAIN,
	ledger_unavailable: AGAIN,
	line_items_not_server_only: NOT_HERE,
	misconfigured: AGAIN,
	payload_too_large: AGAIN,
	rate_limited: "Das waren zu viele Versuche. Bitte warten Sie einen Moment.",
	service_unavailable: AGAIN,
	session_busy: AGAIN,
	session_not_found: "Ihre Bestellung ist nicht mehr vorhanden. Bitte beginnen Sie von vorn.",
	session_not_open: "Ihre Bestellung ist abgeschlossen oder abgelaufen.",
	shipping_details_not_server_only: NOT_HERE,
	stripe_error: AGAIN,
	stripe_timeout: AGAIN,
	stripe_unavailable: AGAIN,
	unsupported_media_type: AGAIN,
	unsupported_session: NOT_HERE,
	change_failed: "Ihre Bestellung konnte nicht geändert werden. Bitte versuchen Sie es noch einmal.",
	gateway: AGAIN,
	misused: AGAIN,
	network: "Der Shop ist nicht erreichbar. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
	no_server_updates: AGAIN,
	stripe: AGAIN,
	timeout: "Das dauert zu lange. Bitte versuchen Sie es noch einmal.",
	total_changed: "Der Gesamtbetrag hat sich geändert. Bitte prüfen Sie ihn und bestätigen Sie noch einmal."
};
// src/texts-en.js
/** @satisfies {Record<string, string>} */
const ENGLISH = {
	code_label: "Discount code",
	code_apply: "Apply",
	code_remove: "Remove",
	code_pending: "One moment …",
	code_applied: "{name} applied. You save {amount}.",
	code_unknown: "This code is not valid here.",
	code_without_effect: "This code does not change your total.",
	step_spend_more: "{amount} more",
	step_add_item: "One more item",
	step_add_items: "{quantity} more items",
	step_enter_address: "Enter your address",
	step_sign_in: "Sign in",
	step_starts_at: "Come back {time}",
	hint_free_shipping: "{step} for free shipping",
	hint_gain: "{step} to save {gain} more",
	hint_possible: "{step}, and another offer may apply"
};
// src/texts.js
/** @import { Hint } from './answer.js' */
/** @import { ErrorCode } from './error.js' */
/**
* @typedef {keyof typeof ENGLISH} TextName
* @typedef {Partial<Record<TextName | ErrorCode, string>>} Messages texts by their names, and those of errors by their codes.
*   Words in braces, such as `{amount}`, are replaced
* @typedef {{locale: string, messages: Messages}} Texts
*/
/** @type {Readonly<Record<string, Messages>>} by language; the client has no others */
const LANGUAGES = {
	en: ENGLISH,
	de: GERMAN
};
/**
* The texts of a locale. Its language decides; of an unknown one, English.
*
* @param {string | undefined} locale
* @param {Messages} [messages] texts of the shop's own
* @returns {Texts}
*/
function textsOf(locale, messages = {}) {
	const language = (locale ?? "").toLowerCase().split("-")[0] ?? "";
	const known = language in LANGUAGES;
	return {
		locale: locale && (known || Object.keys(messages).length > 0) ? locale : "en",
		messages: {
			...ENGLISH,
			...LANGUAGES[language],
			...messages
		}
	};
}
/**
* A text with its words filled in.
*
* @param {Texts} texts
* @param {TextName} name
* @param {Record<string, string>} [words]
*/
function text({ messages }, name, words = {}) {
	return (messages[name] ?? "").replace(/\{(\w+)\}/g, (whole, word) => words[word] ?? whole);
}
/**
* An amount in the currency's smallest unit, as text.
*
* @param {Texts} texts
* @param {number} minor
* @param {string} currency
*/
function money({ locale }, minor, currency) {
	const format = new Intl.NumberFormat(locale, {
		style: "currency",
		currency
	});
	return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
/**
* One step towards an offer, as "$12.00 more for free shipping". A gain is named only if the step earns exactly that.
*
* @param {Hint} hint
* @param {Texts} texts
* @param {number} [shipping] the price of shipping, if that is known
*/
function hintText(hint, texts, shipping) {
	const words = { step: step(hint, texts) };
	if (hint.gain === void 0) return text(texts, "hint_possible", words);
	if (hint.for === "shipping" && hint.gain === shipping) return text(texts, "hint_free_shipping", words);
	return text(texts, "hint_gain", {
		...words,
		gain: money(texts, hint.gain, hint.currency)
	});
}
/**
* @param {Hint} hint
* @param {Texts} texts
*/
function step(hint, texts) {
	switch (hint.code) {
		case "spend_more": return text(texts, "step_spend_more", { amount: money(texts, hint.amount, hint.currency) });
		case "add_items": return text(texts, hint.quantity === 1 ? "step_add_item" : "step_add_items", { quantity: String(hint.quantity) });
		case "starts_at": return text(texts, "step_starts_at", { time: moment(texts, hint.at) });
		default: return text(texts, `step_${hint.code}`);
	}
}
/**
* @param {Texts} texts
* @param {string} at
*/
function moment({ locale }, at) {
	return new Intl.DateTimeFormat(locale, {
		weekday: "short",
		month: "short",
		day: "numeric",
		hour: "numeric",
		minute: "2-digit"
	}).format(new Date(at));
}
/**
* The error with the text of its code, if there is one. The page's own work has a text of its own.
*
* @param {DiscountError} error
* @param {Texts} texts
*/
function translated(error, { messages }) {
	const own = error.code === require_error.CLIENT_CODES.changeFailed && error.cause instanceof Error;
	const message = messages[error.code];
	if (message && !own) error.message = message;
	return error;
}
// src/discounts.js
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
function applyDiscount(checkout, interaction, options = {}) {
	const known = INTERACTIONS.filter((one) => one !== "code");
	if (!known.some((one) => one === interaction)) return unknown("applyDiscount", interaction, `${known.join(", ")}; a code has applyCode`, options);
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
function applyCode(checkout, code, options = {}) {
	if (typeof code !== "string") return misused(`applyCode() takes the text of a code, not ${typeof code}.`, options);
	return change(checkout, "code", "discounts/code", () => ({ code }), options);
}
/**
* Takes an interaction out again; the next best takes over.
*
* @param {CheckoutLike} checkout
* @param {Interaction | 'all'} interaction
* @param {Options} [options]
* @returns {Promise<Result<DiscountAnswer>>}
*/
function removeDiscount(checkout, interaction, options = {}) {
	const known = [...INTERACTIONS, "all"];
	if (!known.includes(interaction)) return unknown("removeDiscount", interaction, known.join(", "), options);
	return change(checkout, interaction, "discounts/remove", () => ({ interaction }), options);
}
/**
* Decides again: the cart, the address or the time has changed.
*
* @param {CheckoutLike} checkout
* @param {Options} [options]
* @returns {Promise<Result<DiscountAnswer>>}
*/
function refreshDiscount(checkout, options = {}) {
	return change(checkout, "refresh", "discounts/refresh", () => ({}), options);
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
function changeCart(checkout, lines, options = {}) {
	const body = () => ({ line_items: typeof lines === "function" ? lines() : lines });
	return change(checkout, "cart", "cart", body, options);
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
function changeShippingAddress(checkout, name, address, options = {}) {
	return change(checkout, "shipping-address", "shipping-address", () => ({
		name,
		address
	}), options);
}
/**
* Quotes what each interaction would give now, and what the others still need. Writes nothing.
*
* @param {CheckoutLike} checkout
* @param {Options} [options]
* @returns {Promise<Result<QuoteAnswer>>}
*/
function quote(checkout, options = {}) {
	const call = ({ api, locale, after }) => (known) => serverUpdate(known, {
		api: base(api),
		path: "discounts/quote",
		locale,
		body: () => ({}),
		after
	});
	return talk(checkout, "quote", call, options);
}
/**
* The state of a session's discounts at this moment.
*
* @param {string} session the session's id
* @returns {DiscountState}
*/
function discountState(session) {
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
function watchDiscount(session, listener) {
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
	const call = ({ after, ...page }) => async (known) => {
		const { api, locale, onEvent } = page;
		const answer = await serverUpdate(known, {
			api: base(api),
			path,
			locale,
			body,
			after
		});
		const conversation = conversationOf(known.id);
		const before = conversation.state.answer;
		conversation.heard(answer, () => void refreshDiscount(checkout, page));
		reportAnswer(onEvent, {
			session: known.id,
			topic,
			before,
			answer
		});
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
		const id = sessionId(given) ?? (await checkoutOf(given)).id;
		const explain = (error) => explained(error, set);
		const result = await conversationOf(id).ask(topic, async () => call(set)(await checkoutOf(given)), explain);
		if (result.type === "error") reportFailure(set.onEvent, {
			session: id,
			topic,
			error: result.error.code
		});
		return result;
	} catch (cause) {
		return {
			type: "error",
			error: explained(require_error.asDiscountError(cause), set)
		};
	}
}
/**
* The error in the language of the page, with a warning for its developer.
*
* @param {DiscountError} error
* @param {PageOptions} options
*/
function explained(error, { api, locale, messages }) {
	warnOf(error, api);
	return translated(error, textsOf(locale, messages));
}
/**
* The address of the functions, without a slash at its end.
*
* @param {string} [api]
*/
function base(api = "") {
	if (typeof api === "string" && /^(https?:\/\/[^/]|\/(?!\/)|$)/i.test(api)) return api.replace(/\/+$/, "");
	throw require_error.misuse(`the option api is ${JSON.stringify(api)}: write an address with its scheme, such as "https://api.example.com", or a path, such as "/api".`);
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
	return {
		type: "error",
		error: explained(require_error.misuse(message), withDefaults(options))
	};
}
Object.defineProperty(exports, "INTERACTIONS", {
	enumerable: true,
	get: function() {
		return INTERACTIONS;
	}
});
Object.defineProperty(exports, "applyCode", {
	enumerable: true,
	get: function() {
		return applyCode;
	}
});
Object.defineProperty(exports, "applyDiscount", {
	enumerable: true,
	get: function() {
		return applyDiscount;
	}
});
Object.defineProperty(exports, "changeCart", {
	enumerable: true,
	get: function() {
		return changeCart;
	}
});
Object.defineProperty(exports, "changeShippingAddress", {
	enumerable: true,
	get: function() {
		return changeShippingAddress;
	}
});
Object.defineProperty(exports, "checkoutOf", {
	enumerable: true,
	get: function() {
		return checkoutOf;
	}
});
Object.defineProperty(exports, "configure", {
	enumerable: true,
	get: function() {
		return configure;
	}
});
Object.defineProperty(exports, "conversationOf", {
	enumerable: true,
	get: function() {
		return conversationOf;
	}
});
Object.defineProperty(exports, "discountState", {
	enumerable: true,
	get: function() {
		return discountState;
	}
});
Object.defineProperty(exports, "explained", {
	enumerable: true,
	get: function() {
		return explained;
	}
});
Object.defineProperty(exports, "hintText", {
	enumerable: true,
	get: function() {
		return hintText;
	}
});
Object.defineProperty(exports, "money", {
	enumerable: true,
	get: function() {
		return money;
	}
});
Object.defineProperty(exports, "quote", {
	enumerable: true,
	get: function() {
		return quote;
	}
});
Object.defineProperty(exports, "refreshDiscount", {
	enumerable: true,
	get: function() {
		return refreshDiscount;
	}
});
Object.defineProperty(exports, "removeDiscount", {
	enumerable: true,
	get: function() {
		return removeDiscount;
	}
});
Object.defineProperty(exports, "reportHint", {
	enumerable: true,
	get: function() {
		return reportHint;
	}
});
Object.defineProperty(exports, "sessionId", {
	enumerable: true,
	get: function() {
		return sessionId;
	}
});
Object.defineProperty(exports, "text", {
	enumerable: true,
	get: function() {
		return text;
	}
});
Object.defineProperty(exports, "textsOf", {
	enumerable: true,
	get: function() {
		return textsOf;
	}
});
Object.defineProperty(exports, "timeLeft", {
	enumerable: true,
	get: function() {
		return timeLeft;
	}
});
Object.defineProperty(exports, "warn", {
	enumerable: true,
	get: function() {
		return warn;
	}
});
Object.defineProperty(exports, "watchDiscount", {
	enumerable: true,
	get: function() {
		return watchDiscount;
	}
});
Object.defineProperty(exports, "withDefaults", {
	enumerable: true,
	get: function() {
		return withDefaults;
	}
});
