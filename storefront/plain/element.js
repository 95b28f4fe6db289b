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
  made.append(...children.filter(isShown));
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
 * Redraws children that have changed; the focused element keeps the focus.
 *
 * @param {HTMLElement} parent
 * @param {unknown} shown all that the children depend on
 * @param {() => Child[]} children
 */
export function draw(parent, shown, children) {
  const drawn = JSON.stringify(shown);
  if (drawn === parent.dataset.drawn) return;
  parent.dataset.drawn = drawn;
  const { activeElement: active } = document;
  const focused = active instanceof HTMLElement && parent.contains(active) ? active.dataset.key : undefined;
  parent.replaceChildren(...children().filter(isShown));
  const again = focused ? parent.querySelector(`[data-key="${focused}"]:not(:disabled)`) : null;
  if (again instanceof HTMLElement) again.focus();
}

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
const isShown = (child) => child !== null && child !== undefined && child !== false;
