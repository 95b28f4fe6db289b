// `<discount-code>`: the box for a code, with what came of it.

import { applyCode, removeDiscount } from './discounts.js';
import { DiscountElement, html } from './element.js';
import { money, text } from './texts.js';
import { warn } from './warnings.js';

/** @import { DiscountState } from './conversation.js' */

const STYLE = `
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
export class DiscountCodeElement extends DiscountElement {
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
    const input = html('input', { name: 'code', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', maxlength: '100', part: 'input' });
    const label = html('span', { part: 'label' });
    const apply = html('button', { type: 'submit', part: 'button' });
    const remove = html('button', { type: 'button', part: 'button', hidden: '' });
    const status = html('p', { role: 'status', part: 'status' });
    const form = html('form', { part: 'form' }, html('label', {}, label, input), apply, remove);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#apply();
    });
    remove.addEventListener('click', () => void this.#remove());
    this.tree(STYLE, () => [form, status]);
    return { input, label, apply, remove, status };
  }

  /**
   * Writes the names of the controls, in the element's language.
   *
   * @param {Parts} parts
   */
  #name({ label, apply, remove }) {
    label.textContent = text(this.texts, 'code_label');
    apply.textContent = text(this.texts, 'code_apply');
    remove.textContent = text(this.texts, 'code_remove');
  }

  /** @override @param {DiscountState} state */
  show({ answer }) {
    if (this.#parts) this.#parts.remove.hidden = !answer?.interactions.includes('code');
  }

  async #apply() {
    const code = this.#parts?.input.value.trim();
    if (!this.checkout) warn('<discount-code> has no checkout: set its property `checkout` to the actions of Stripe.js.');
    if (!code || !this.checkout) return;
    const { checkout, options, texts } = this;
    await this.#run(async () => {
      const result = await applyCode(checkout, code, options);
      if (result.type === 'error') return { said: result.error.message, failed: true };
      const { discount, interactions, code_unknown: unknown } = result.value;
      if (unknown) return { said: text(texts, 'code_unknown'), failed: true };
      if (!discount || !interactions.includes('code')) return { said: text(texts, 'code_without_effect'), failed: true };
      const amount = money(texts, discount.amount_off, discount.currency);
      return { said: text(texts, 'code_applied', { name: discount.name, amount }), failed: false };
    });
  }

  async #remove() {
    const { checkout, options } = this;
    if (!checkout) return;
    await this.#run(async () => {
      const result = await removeDiscount(checkout, 'code', options);
      if (result.type === 'error') return { said: result.error.message, failed: true };
      this.#parts?.input.focus();
      return { said: '', failed: false };
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
    for (const button of [parts.apply, parts.remove]) button.setAttribute('aria-disabled', 'true');
    parts.status.textContent = text(this.texts, 'code_pending');
    parts.status.toggleAttribute('data-failed', false);
    const { said, failed } = await call();
    parts.status.textContent = said;
    parts.status.toggleAttribute('data-failed', failed);
    for (const button of [parts.apply, parts.remove]) button.removeAttribute('aria-disabled');
    this.#busy = false;
  }
}
