// Elements by hand: a tag, attributes, handlers, children; and drawing that changes only what differs.

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Record<string, (event: Event) => void>} Handlers */

/** The handlers of an element, which drawing replaces. @type {WeakMap<Node, Handlers>} */
const handlers = new WeakMap();

/**
 * Attributes by name; `on...` is a handler, `true` an attribute without a value; by `key`, drawing finds the element again.
 *
 * @param {string} tag
 * @param {Record<string, string | boolean | undefined | ((event: Event) => void)>} [attributes]
 * @param {...Child} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  /** @type {Handlers} */
  const own = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      own[name.slice(2)] = value;
      made.addEventListener(name.slice(2), (event) => handlers.get(made)?.[event.type]?.(event));
    } else if (value === true) made.setAttribute(name, '');
    else if (typeof value === 'string') made.setAttribute(name === 'key' ? 'data-key' : name, value);
  }
  handlers.set(made, own);
  made.append(...children.filter(isShown));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * A picture of the sprite. It is filled once it is drawn: each one that is made asks for the sprite.
 *
 * @param {string} product
 */
export function picture(product) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'picture');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('data-product', product);
  return svg;
}

/** @param {Node} drawn */
function fillPictures(drawn) {
  if (!(drawn instanceof Element)) return;
  for (const svg of drawn.querySelectorAll('svg[data-product]')) {
    const use = document.createElementNS(SVG, 'use');
    use.setAttribute('href', `/assets/shop/products.svg#${svg.getAttribute('data-product')}`);
    svg.replaceChildren(use);
  }
}

/**
 * The element of an id. The page has it.
 *
 * @param {string} id
 * @returns {any}
 */
export const byId = (id) => document.getElementById(id);

/**
 * Makes children what they should be. Elements that were there stay, so that a press on one is not lost, nor the focus.
 *
 * @param {Node} parent
 * @param {readonly Child[]} children
 */
export function draw(parent, children) {
  const keyed = new Map([...parent.childNodes].flatMap((node) => (keyOf(node) ? [[keyOf(node), node]] : [])));
  let at = parent.firstChild;
  for (const child of children.filter(isShown)) {
    const next = typeof child === 'string' ? document.createTextNode(child) : child;
    const key = keyOf(next);
    const known = key ? keyed.get(key) : at && !keyOf(at) ? at : undefined;
    if (!known || known.nodeName !== next.nodeName) {
      parent.insertBefore(next, at);
      fillPictures(next);
      continue;
    }
    if (known === at) at = at.nextSibling;
    else parent.insertBefore(known, at);
    update(known, next);
  }
  while (at) {
    const after = at.nextSibling;
    parent.removeChild(at);
    at = after;
  }
}

/**
 * @param {Node} known
 * @param {Node} next
 */
function update(known, next) {
  if (!(known instanceof Element) || !(next instanceof Element)) {
    if (known.nodeValue !== next.nodeValue) known.nodeValue = next.nodeValue;
    return;
  }
  for (const { name } of [...known.attributes]) if (!next.hasAttribute(name)) known.removeAttribute(name);
  for (const { name, value } of next.attributes) if (known.getAttribute(name) !== value) known.setAttribute(name, value);
  handlers.set(known, handlers.get(next) ?? {});
  if (next.hasAttribute('data-product')) return;
  draw(known, [...next.childNodes]);
}

/** @param {Node} node */
const keyOf = (node) => (node instanceof HTMLElement ? node.dataset.key : undefined);

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
const isShown = (child) => child !== null && child !== undefined && child !== false;
