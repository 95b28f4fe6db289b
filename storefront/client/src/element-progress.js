// `<discount-progress>`: the nearest step towards an offer, as "$12.00 more for free shipping", with a bar.

import { checkoutOf, sessionId } from './checkout.js';
import { quote } from './discounts.js';
import { DiscountElement, html } from './element.js';
import { reportHint } from './events.js';
import { hintText } from './texts.js';

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
export class DiscountProgressElement extends DiscountElement {
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
    const said = html('p', { part: 'text' });
    const bar = html('i', { part: 'bar' });
    const track = html('div', { part: 'track', role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100' }, bar);
    this.tree(STYLE, () => [said, track]);
    return { said, track, bar };
  }

  /** @override @param {CheckoutLike} checkout */
  start(checkout) {
    void this.#ask(checkout);
  }

  /** @override @param {DiscountState} state */
  show({ answer }) {
    // Another answer: another cart, another discount.
    if (!this.checkout || !answer || answer === this.#about) return;
    this.#about = answer;
    void this.#ask(this.checkout);
  }

  /** @param {CheckoutLike} checkout */
  async #ask(checkout) {
    const result = await quote(checkout, this.options);
    if (result.type === 'success' && checkout === this.checkout) {
      this.#quotes = result.value;
      this.#draw((await checkoutOf(checkout)).shipping());
    }
  }

  /** @param {number} [shipping] */
  #draw(shipping) {
    if (!this.#parts) return;
    const { said, track, bar } = this.#parts;
    const hint = nearest(this.#quotes, this.getAttribute('interaction'));
    this.toggleAttribute('data-empty', !hint);
    said.textContent = hint ? hintText(hint, this.texts, shipping) : '';
    const share = hint?.code === 'spend_more' ? shareOf(hint, this.#quotes?.amount_subtotal ?? 0) : null;
    track.hidden = share === null;
    bar.style.inlineSize = `${share ?? 0}%`;
    track.setAttribute('aria-valuenow', String(share ?? 0));
    track.setAttribute('aria-valuetext', said.textContent);
    const session = this.checkout && sessionId(this.checkout);
    if (hint && session) reportHint(this.options.onEvent, session, hint);
  }
}

/**
 * The hint that is nearest: the smallest amount to spend, else the first of another kind.
 *
 * @param {QuoteAnswer | null} quotes
 * @param {string | null} interaction
 * @returns {Hint | undefined}
 */
export function nearest(quotes, interaction) {
  const asked = (quotes?.quotes ?? []).filter((one) => !interaction || one.interaction === interaction);
  const hints = asked.flatMap((one) => one.hints);
  const spend = hints.flatMap((hint) => (hint.code === 'spend_more' ? [hint] : []));
  return spend.sort((a, b) => a.amount - b.amount)[0] ?? hints[0];
}

/**
 * The part of the way that is done, in percent.
 *
 * @param {{amount: number}} hint
 * @param {number} subtotal
 */
export const shareOf = ({ amount }, subtotal) => Math.min(100, Math.max(0, Math.round((100 * subtotal) / (subtotal + amount))));
