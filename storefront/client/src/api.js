// Made from openapi.json by `npm run build -w client`; do not edit it. The bodies and the answers of the functions.

/**
 * @typedef {{
 *   type: 'object',
 *   value: {
 *     amount_subtotal: number,
 *     amount_total: number,
 *     changed: boolean,
 *     code_unknown?: true,
 *     discount: Discount | null,
 *     ends_at: string | null,
 *     foreign?: true,
 *     hints: Array<Hint>,
 *     interactions: Array<Interaction>,
 *     now: string,
 *     reasons: Array<Reason>,
 *     succeeded: true,
 *     valid_until: string | null,
 *   },
 * }} Answer What the session's discount now is.
 * @typedef {{
 *   checkout_session_id: SessionId,
 *   line_items: Array<{
 *     price: string,
 *     quantity: number,
 *   }>,
 *   locale?: string | null,
 * }} CartRequest
 * @typedef {{
 *   checkout_session_id?: SessionId,
 *   code: string,
 *   locale?: string | null,
 *   payment_intent_id?: IntentId,
 * }} CodeRequest
 * @typedef {{
 *   amount_off: number,
 *   currency: string,
 *   name: string,
 *   offers: Array<string>,
 * }} Discount A discount.
 * @typedef {{
 *   code: 'invalid_request' | 'code_mistyped' | 'session_not_found' | 'session_not_open' | 'discounts_not_server_only' | 'line_items_not_server_only' | 'shipping_details_not_server_only' | 'adjustable_quantity' | 'discount_not_ours' | 'not_updatable' | 'unsupported_session' | 'session_busy' | 'payload_too_large' | 'unsupported_media_type' | 'rate_limited' | 'misconfigured' | 'stripe_error' | 'stripe_unavailable' | 'service_unavailable' | 'ledger_unavailable' | 'stripe_timeout',
 *   message: string,
 *   type: 'error',
 * }} Error Why the call was refused. Nothing internal is in it.
 * @typedef {{
 *   amount: number,
 *   code: 'spend_more',
 *   currency: string,
 *   for?: 'shipping',
 *   gain?: number,
 *   name: string,
 *   offer: string,
 * } | {
 *   code: 'add_items',
 *   currency: string,
 *   for?: 'shipping',
 *   gain?: number,
 *   items?: {
 *     prices?: Array<string>,
 *     products?: Array<string>,
 *     tags?: Array<string>,
 *   },
 *   name: string,
 *   offer: string,
 *   price?: string,
 *   quantity: number,
 * } | {
 *   at: string,
 *   code: 'starts_at',
 *   currency: string,
 *   for?: 'shipping',
 *   gain: number,
 *   name: string,
 *   offer: string,
 * } | {
 *   code: 'enter_address',
 *   currency: string,
 *   for?: 'shipping',
 *   name: string,
 *   offer: string,
 * } | {
 *   code: 'sign_in',
 *   currency: string,
 *   for?: 'shipping',
 *   name: string,
 *   offer: string,
 * }} Hint One step towards an offer. With `gain`, doing exactly that makes the discount exactly so much larger; without it, the offer may apply then, and nothing is promised.
 * @typedef {string} IntentId The id of a payment intent to which the shop's server gave `metadata[discount_subtotal]`.
 * @typedef {'loyalty' | 'cart-threshold' | 'location' | 'limited-time' | 'customer-offer' | 'code'} Interaction An interaction.
 * @typedef {{
 *   currency?: string,
 *   interactions?: Array<Interaction>,
 *   line_items: Array<{
 *     price: string,
 *     quantity: number,
 *   }>,
 *   locale?: string,
 *   ui_mode?: 'elements' | 'hosted' | 'embedded',
 * }} NewSessionRequest
 * @typedef {{
 *   type: 'object',
 *   value: {
 *     amount_subtotal?: number,
 *     amount_total?: number,
 *     checkout_session_id: SessionId,
 *     client_secret?: string | null,
 *     code_unknown?: true,
 *     discount?: Discount | null,
 *     expires_at?: string | null,
 *     interactions?: Array<Interaction>,
 *     now?: string,
 *     reasons?: Array<Reason>,
 *     url?: string,
 *   },
 * }} OpenedAnswer The session that was created.
 * @typedef {{
 *   checkout_session_id?: SessionId,
 *   locale?: string | null,
 *   payment_intent_id?: IntentId,
 * }} PurchaseRequest
 * @typedef {{
 *   discount: Discount | null,
 *   ends_at: string | null,
 *   hints: Array<Hint>,
 *   interaction: Trigger,
 *   reasons: Array<Reason>,
 * }} Quote One interaction, alone or with automatic offers. Those alone come first, where the policy has some.
 * @typedef {{
 *   type: 'object',
 *   value: {
 *     amount_subtotal: number,
 *     amount_total: number,
 *     best: Discount | null,
 *     current: Discount | null,
 *     ends_at: string | null,
 *     foreign?: true,
 *     interactions: Array<Interaction>,
 *     now: string,
 *     quotes: Array<Quote>,
 *     succeeded: true,
 *     valid_until: string | null,
 *   },
 * }} QuoteAnswer What each interaction would give now.
 * @typedef {{
 *   code: string,
 *   offer: string,
 * }} Reason Why an offer does not apply; of public offers only. docs/policy.md lists the codes.
 * @typedef {{
 *   checkout_session_id?: SessionId,
 *   interaction: 'loyalty' | 'cart-threshold' | 'location' | 'limited-time' | 'customer-offer' | 'code' | 'all',
 *   locale?: string | null,
 *   payment_intent_id?: IntentId,
 * }} RemoveRequest
 * @typedef {string} SessionId The id of a Checkout Session, as `checkout.session().id` gives it.
 * @typedef {{
 *   address: {
 *     city?: string | null,
 *     country: string,
 *     line1: string,
 *     line2?: string | null,
 *     postal_code?: string | null,
 *     state?: string | null,
 *   },
 *   checkout_session_id: SessionId,
 *   locale?: string | null,
 *   name: string,
 * }} ShippingAddressRequest
 * @typedef {'automatic' | 'loyalty' | 'cart-threshold' | 'location' | 'limited-time' | 'customer-offer' | 'code'} Trigger An interaction, or `automatic`, which nobody has to ask for.
 */

/** The codes of errors. */
export const ERROR_CODES = /** @type {const} */ ([
  'adjustable_quantity',
  'code_mistyped',
  'discount_not_ours',
  'discounts_not_server_only',
  'invalid_request',
  'ledger_unavailable',
  'line_items_not_server_only',
  'misconfigured',
  'not_updatable',
  'payload_too_large',
  'rate_limited',
  'service_unavailable',
  'session_busy',
  'session_not_found',
  'session_not_open',
  'shipping_details_not_server_only',
  'stripe_error',
  'stripe_timeout',
  'stripe_unavailable',
  'unsupported_media_type',
  'unsupported_session',
]);
