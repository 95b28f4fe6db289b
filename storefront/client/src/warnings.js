// Warnings for the developer, on this machine only: the usual mistakes, each once, with the remedy.

/** @import { DiscountError } from './error.js' */

const SERVER_ONLY = 'Create the session with';

/** @type {Readonly<Record<string, (api: string) => string>>} by the code of the error */
const REMEDIES = {
  no_server_updates: () =>
    "This Stripe.js has no runServerUpdate. Load a release since 2025-09-30; on an account with Stripe's preview, pass betas: ['custom_checkout_server_updates_1'] to Stripe() or loadStripe().",
  gateway: (api) =>
    `${api} answered, but no function did. Set the option api to the address of the functions: \`cargo dev\`, or the output ApiUrl of the stack.`,
  network: (api) =>
    `${api} was not reached. Is \`cargo dev\` running there? If it is, the browser's console names CORS: add this page's origin ${place()}to AllowedOrigins of the stack, or start cargo dev --origin.`,
  session_not_found: () =>
    'Stripe does not know this session. The publishable key of the page and the secret key of the functions belong to one account and one mode.',
  discounts_not_server_only: () => `${SERVER_ONLY} permissions[update_discounts]=server_only.`,
  line_items_not_server_only: () => `${SERVER_ONLY} permissions[update_line_items]=server_only, or change the cart on your server and call refreshDiscount().`,
  shipping_details_not_server_only: () =>
    `${SERVER_ONLY} permissions[update_shipping_details]=server_only, or let Stripe.js write the address and call refreshDiscount().`,
  adjustable_quantity: () => 'The lines of the session have adjustable_quantity, which the writer line_items does not take: leave it off.',
  not_updatable: () => "The session is for a page of Stripe's own, which is decided once, when it is created: POST /checkout-sessions.",
  misconfigured: () => 'The functions are not set up. Their log says what to set; `discounts doctor` checks it.',
};

/** @type {Set<string>} */
const said = new Set();

/**
 * Warns of the mistake behind an error, if there is a usual one.
 *
 * @param {DiscountError} error
 * @param {string} [api]
 */
export function warnOf(error, api) {
  const remedy = REMEDIES[error.code];
  if (remedy) warn(`${error.code}: ${remedy(api || 'The address of this page')}`);
}

/** The place of the page for the first copy of the client. */
const FIRST = Symbol.for('@checkout-discounts/client');

/**
 * Warns if another copy of the client is at work on the page.
 *
 * @param {object} copy an object that this copy alone has
 */
export function warnOfCopies(copy) {
  const page = /** @type {Record<symbol, object>} */ (/** @type {unknown} */ (globalThis));
  page[FIRST] ??= copy;
  if (page[FIRST] === copy) return;
  warn('There are two copies of the client on this page, which do not wait for each other. Import it from one address only, and have one version of it in node_modules.');
}

/**
 * Warns once, where a developer works.
 *
 * @param {string} message
 */
export function warn(message) {
  if (said.has(message) || !isLocal()) return;
  said.add(message);
  console.warn(`[checkout-discounts] ${message}`);
}

/** True on localhost and its names and addresses. */
function isLocal() {
  const host = typeof location === 'undefined' ? '' : (location.hostname ?? '');
  return host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1' || host === '[::1]';
}

function place() {
  return typeof location === 'undefined' ? '' : `${location.origin} `;
}
