// Elements by hand: a tag, attributes, handlers, children.

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Attributes by name; `on...` is a handler, `true` an attribute without a value; `key` finds the element again after
 * the next drawing.
 *
 * @param {string} tag
 * @param {Record<string, string | boolean | undefined | ((event: Event) => void)>} [attributes]
 * @param {...Child} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (typeof value === 'string') made.setAttribute(name === 'key' ? 'data-key' : name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/**
 * A picture of the sprite.
 *
 * @param {string} product
 */
export function picture(product) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `/assets/shop/products.svg#${product}`);
  svg.setAttribute('class', 'picture');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

/**
 * The element of an id. The page has it.
 *
 * @param {string} id
 * @returns {any}
 */
export const byId = (id) => document.getElementById(id);

/**
 * Draws children anew where they differ; whatever had the focus keeps it.
 *
 * @param {HTMLElement} parent
 * @param {Child[]} children
 */
export function draw(parent, children) {
  const next = element('div', {}, ...children);
  if (next.innerHTML === parent.dataset.drawn) return;
  const focused = document.activeElement instanceof HTMLElement && parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  parent.dataset.drawn = next.innerHTML;
  parent.replaceChildren(...next.childNodes);
  if (focused) /** @type {HTMLElement | null} */ (parent.querySelector(`[data-key="${focused}"]:not(:disabled)`))?.focus();
}
