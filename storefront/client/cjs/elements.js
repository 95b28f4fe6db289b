Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" });
const require_discounts = require("./shared-discounts.js");
// src/element.js
/** @import { CheckoutLike } from './checkout.js' */
/** @import { DiscountState } from './conversation.js' */
/** @import { PageOptions } from './options.js' */
/** The base class; on a server, where a page is only written, an empty one. */
const Base = typeof HTMLElement === "undefined" ? class {} : HTMLElement;
/** The custom properties of both elements, with what they are by default. */
const COMMON_STYLE = `
  :host { display: block; font: inherit; color: var(--discount-color, inherit); }
  :host([hidden]) { display: none; }
`;
/** An element of one checkout. */
var DiscountElement = class extends Base {
	/** @type {CheckoutLike | null} */
	#checkout = null;
	/** @type {PageOptions} */
	#options = {};
	/** @type {(() => void) | undefined} */
	#stop;
	/**
	* The checkout object, its actions, or React's checkout. The element shows nothing before it is set.
	*
	* @param {CheckoutLike | null} checkout
	*/
	set checkout(checkout) {
		this.#checkout = checkout;
		if (this.isConnected) this.connectedCallback();
	}
	get checkout() {
		return this.#checkout;
	}
	/**
	* The options of the element's calls. Its attribute `api` and the language around it go before those of the page.
	*
	* @param {PageOptions} options
	*/
	set options(options) {
		this.#options = options;
		if (this.isConnected) this.connectedCallback();
	}
	get options() {
		const api = this.getAttribute("api") ?? void 0;
		const locale = this.closest("[lang]")?.getAttribute("lang") || void 0;
		return require_discounts.withDefaults({
			...api !== void 0 && { api },
			...locale && { locale },
			...this.#options
		});
	}
	/** The texts in the element's language. */
	get texts() {
		const { locale, messages } = this.options;
		return require_discounts.textsOf(locale, messages);
	}
	connectedCallback() {
		this.#stop?.();
		const checkout = this.#checkout;
		const session = checkout && require_discounts.sessionId(checkout);
		if (checkout && !session) require_discounts.warn(`<${this.localName}> can't read its checkout: set its property \`checkout\` to the actions of loadActions().`);
		if (!checkout || !session) return;
		const conversation = require_discounts.conversationOf(session);
		this.#stop = conversation.subscribe((state) => this.show(state));
		this.start(checkout);
		this.show(conversation.state);
	}
	disconnectedCallback() {
		this.#stop?.();
	}
	/**
	* Called when the element has a checkout.
	*
	* @param {CheckoutLike} _checkout
	*/
	start(_checkout) {}
	/**
	* Called whenever something is known of the session that was not before.
	*
	* @param {DiscountState} _state
	*/
	show(_state) {}
	/**
	* The element's own tree, made once.
	*
	* @param {string} css
	* @param {() => Element[]} children
	*/
	tree(css, children) {
		if (this.shadowRoot) return;
		const root = this.attachShadow({
			mode: "open",
			delegatesFocus: true
		});
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(COMMON_STYLE + css);
		root.adoptedStyleSheets = [sheet];
		root.append(...children());
	}
};
/**
* An HTML element with attributes.
*
* @template {keyof HTMLElementTagNameMap} K
* @param {K} name
* @param {Record<string, string>} attributes
* @param {...(Node | string)} children
*/
function html(name, attributes, ...children) {
	const element = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
	element.append(...children);
	return element;
}
// src/element-code.js
/** @import { DiscountState } from './conversation.js' */
const STYLE$1 = `
  form { display: flex; flex-wrap: wrap; gap: var(--discount-gap, 0.5rem); align-items: end; }
  label { display: grid; gap: 0.25rem; flex: 1 1 10rem; }
  input, button { font: inherit; color: inherit; min-block-size: 2.75rem; padding: 0.5rem 0.75rem;
    border: 1px solid var(--discount-border, color-mix(in srgb, currentColor 45%, transparent));
    border-radius: var(--discount-radius, 0.5rem); background: var(--discount-field, Canvas); box-sizing: border-box; }
  input { inline-size: 100%; text-transform: uppercase; }
  button { cursor: pointer; background: var(--discount-accent, ButtonFace); color: var(--discount-accent-text, ButtonText); }
  button[hidden] { display: none; }
  [aria-disabled="true"] { opacity: 0.6; cursor: progress; }
  p { margin: 0.5rem 0 0; min-block-size: 1lh; }
  p[data-failed] { color: var(--discount-error, inherit); }
`;
/**
* @typedef {{
*   input: HTMLInputElement, label: HTMLElement, apply: HTMLButtonElement, remove: HTMLButtonElement, status: HTMLElement,
* }} Parts
*/
/** The box for a code. */
var DiscountCodeElement = class extends DiscountElement {
	/** @type {Parts | undefined} */
	#parts;
	#busy = false;
	/** @override */
	connectedCallback() {
		this.#parts ??= this.#build();
		this.#name(this.#parts);
		super.connectedCallback();
	}
	/** @returns {Parts} */
	#build() {
		const input = html("input", {
			name: "code",
			autocomplete: "off",
			autocapitalize: "characters",
			spellcheck: "false",
			maxlength: "100",
			part: "input"
		});
		const label = html("span", { part: "label" });
		const apply = html("button", {
			type: "submit",
			part: "button"
		});
		const remove = html("button", {
			type: "button",
			part: "button",
			hidden: ""
		});
		const status = html("p", {
			role: "status",
			part: "status"
		});
		const form = html("form", { part: "form" }, html("label", {}, label, input), apply, remove);
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			this.#apply();
		});
		remove.addEventListener("click", () => void this.#remove());
		this.tree(STYLE$1, () => [form, status]);
		return {
			input,
			label,
			apply,
			remove,
			status
		};
	}
	/**
	* Writes the names of the controls, in the element's language.
	*
	* @param {Parts} parts
	*/
	#name({ label, apply, remove }) {
		label.textContent = require_discounts.text(this.texts, "code_label");
		apply.textContent = require_discounts.text(this.texts, "code_apply");
		remove.textContent = require_discounts.text(this.texts, "code_remove");
	}
	/** @override @param {DiscountState} state */
	show({ answer }) {
		if (this.#parts) this.#parts.remove.hidden = !answer?.interactions.includes("code");
	}
	async #apply() {
		const code = this.#parts?.input.value.trim();
		if (!this.checkout) require_discounts.warn("<discount-code> has no checkout: set its property `checkout` to the actions of Stripe.js.");
		if (!code || !this.checkout) return;
		const { checkout, options, texts } = this;
		await this.#run(async () => {
			const result = await require_discounts.applyCode(checkout, code, options);
			if (result.type === "error") return {
				said: result.error.message,
				failed: true
			};
			const { discount, interactions, code_unknown: unknown } = result.value;
			if (unknown) return {
				said: require_discounts.text(texts, "code_unknown"),
				failed: true
			};
			if (!discount || !interactions.includes("code")) return {
				said: require_discounts.text(texts, "code_without_effect"),
				failed: true
			};
			const amount = require_discounts.money(texts, discount.amount_off, discount.currency);
			return {
				said: require_discounts.text(texts, "code_applied", {
					name: discount.name,
					amount
				}),
				failed: false
			};
		});
	}
	async #remove() {
		const { checkout, options } = this;
		if (!checkout) return;
		await this.#run(async () => {
			const result = await require_discounts.removeDiscount(checkout, "code", options);
			if (result.type === "error") return {
				said: result.error.message,
				failed: true
			};
			this.#parts?.input.focus();
			return {
				said: "",
				failed: false
			};
		});
	}
	/**
	* Runs one call at a time, and says what came of it. The controls keep the focus meanwhile.
	*
	* @param {() => Promise<{said: string, failed: boolean}>} call
	*/
	async #run(call) {
		const parts = this.#parts;
		if (this.#busy || !parts) return;
		this.#busy = true;
		for (const button of [parts.apply, parts.remove]) button.setAttribute("aria-disabled", "true");
		parts.status.textContent = require_discounts.text(this.texts, "code_pending");
		parts.status.toggleAttribute("data-failed", false);
		const { said, failed } = await call();
		parts.status.textContent = said;
		parts.status.toggleAttribute("data-failed", failed);
		for (const button of [parts.apply, parts.remove]) button.removeAttribute("aria-disabled");
		this.#busy = false;
	}
};
// src/element-progress.js
/** @import { Hint, QuoteAnswer } from './answer.js' */
/** @import { CheckoutLike } from './checkout.js' */
/** @import { DiscountState } from './conversation.js' */
const STYLE = `
  p { margin: 0 0 var(--discount-gap, 0.5rem); }
  div { block-size: var(--discount-bar-size, 0.5rem); border-radius: var(--discount-radius, 0.5rem); overflow: hidden;
    background: var(--discount-track, color-mix(in srgb, currentColor 18%, transparent)); }
  i { display: block; block-size: 100%; inline-size: 0; border-radius: inherit; background: var(--discount-accent, currentColor); forced-color-adjust: none;
    transition: inline-size 0.3s; }
  @media (prefers-reduced-motion: reduce) { i { transition: none; } }
  @media (forced-colors: active) { div { border: 1px solid CanvasText; } i { background: Highlight; } }
`;
/** The nearest step towards an offer. Its attribute `interaction` names the one that it is about; without it, any. */
var DiscountProgressElement = class extends DiscountElement {
	/** @type {{said: HTMLElement, track: HTMLElement, bar: HTMLElement} | undefined} */
	#parts;
	/** @type {QuoteAnswer | null} */
	#quotes = null;
	/** The answer that the quotes are about. @type {unknown} */
	#about;
	/** @override */
	connectedCallback() {
		this.#parts ??= this.#build();
		this.#draw();
		super.connectedCallback();
	}
	#build() {
		const said = html("p", { part: "text" });
		const bar = html("i", { part: "bar" });
		const track = html("div", {
			part: "track",
			role: "progressbar",
			"aria-valuemin": "0",
			"aria-valuemax": "100"
		}, bar);
		this.tree(STYLE, () => [said, track]);
		return {
			said,
			track,
			bar
		};
	}
	/** @override @param {CheckoutLike} checkout */
	start(checkout) {
		this.#ask(checkout);
	}
	/** @override @param {DiscountState} state */
	show({ answer }) {
		if (!this.checkout || !answer || answer === this.#about) return;
		this.#about = answer;
		this.#ask(this.checkout);
	}
	/** @param {CheckoutLike} checkout */
	async #ask(checkout) {
		const result = await require_discounts.quote(checkout, this.options);
		if (result.type === "success" && checkout === this.checkout) {
			this.#quotes = result.value;
			this.#draw((await require_discounts.checkoutOf(checkout)).shipping());
		}
	}
	/** @param {number} [shipping] */
	#draw(shipping) {
		if (!this.#parts) return;
		const { said, track, bar } = this.#parts;
		const hint = nearest(this.#quotes, this.getAttribute("interaction"));
		this.toggleAttribute("data-empty", !hint);
		said.textContent = hint ? require_discounts.hintText(hint, this.texts, shipping) : "";
		const share = hint?.code === "spend_more" ? shareOf(hint, this.#quotes?.amount_subtotal ?? 0) : null;
		track.hidden = share === null;
		bar.style.inlineSize = `${share ?? 0}%`;
		track.setAttribute("aria-valuenow", String(share ?? 0));
		track.setAttribute("aria-valuetext", said.textContent);
		const session = this.checkout && require_discounts.sessionId(this.checkout);
		if (hint && session) require_discounts.reportHint(this.options.onEvent, session, hint);
	}
};
/**
* The hint that is nearest: the smallest amount to spend, else the first of another kind.
*
* @param {QuoteAnswer | null} quotes
* @param {string | null} interaction
* @returns {Hint | undefined}
*/
function nearest(quotes, interaction) {
	const hints = (quotes?.quotes ?? []).filter((one) => !interaction || one.interaction === interaction).flatMap((one) => one.hints);
	return hints.flatMap((hint) => hint.code === "spend_more" ? [hint] : []).sort((a, b) => a.amount - b.amount)[0] ?? hints[0];
}
/**
* The part of the way that is done, in percent.
*
* @param {{amount: number}} hint
* @param {number} subtotal
*/
const shareOf = ({ amount }, subtotal) => Math.min(100, Math.max(0, Math.round(100 * subtotal / (subtotal + amount))));
// src/elements.js
if (typeof customElements !== "undefined") {
	if (!customElements.get("discount-code")) customElements.define("discount-code", DiscountCodeElement);
	if (!customElements.get("discount-progress")) customElements.define("discount-progress", DiscountProgressElement);
}
exports.DiscountCodeElement = DiscountCodeElement;
exports.DiscountProgressElement = DiscountProgressElement;
