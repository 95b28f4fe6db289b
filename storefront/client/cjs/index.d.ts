export { confirmCheckout } from './confirm.js';
export { timeLeft } from './conversation.js';
export { applyCode, applyDiscount, changeCart, changeShippingAddress, discountState, quote, refreshDiscount, removeDiscount, watchDiscount, } from './discounts.js';
export { DiscountError } from './error.js';
export { INTERACTIONS } from './answer.js';
export { reportHint } from './events.js';
export { configure } from './options.js';
export { hintText, textsOf } from './texts.js';
export { orderTotals } from './totals.js';
export type Interaction = import('./answer.js').Interaction;
export type Trigger = import('./answer.js').Trigger;
export type Discount = import('./answer.js').Discount;
export type Reason = import('./answer.js').Reason;
export type Hint = import('./answer.js').Hint;
export type Items = import('./answer.js').Items;
export type DiscountAnswer = import('./answer.js').DiscountAnswer;
export type QuoteAnswer = import('./answer.js').QuoteAnswer;
export type CreatedSession = import('./answer.js').CreatedSession;
export type CheckoutLike = import('./checkout.js').CheckoutLike;
export type DiscountState = import('./conversation.js').DiscountState;
export type Quote = import('./answer.js').Quote;
export type ErrorCode = import('./error.js').ErrorCode;
export type DiscountEvent = import('./events.js').DiscountEvent;
export type PageOptions = import('./options.js').PageOptions;
export type Messages = import('./texts.js').Messages;
export type Address = import('./discounts.js').Address;
export type CartLine = import('./discounts.js').CartLine;
export type Options = import('./discounts.js').Options;
export type OrderTotals = import('./totals.js').OrderTotals;
export type Result<T> = import('./discounts.js').Result<T>;
/**
 * @typedef {import('./answer.js').Interaction} Interaction
 * @typedef {import('./answer.js').Trigger} Trigger
 * @typedef {import('./answer.js').Discount} Discount
 * @typedef {import('./answer.js').Reason} Reason
 * @typedef {import('./answer.js').Hint} Hint
 * @typedef {import('./answer.js').Items} Items
 * @typedef {import('./answer.js').DiscountAnswer} DiscountAnswer
 * @typedef {import('./answer.js').QuoteAnswer} QuoteAnswer
 * @typedef {import('./answer.js').CreatedSession} CreatedSession
 * @typedef {import('./checkout.js').CheckoutLike} CheckoutLike
 * @typedef {import('./conversation.js').DiscountState} DiscountState
 * @typedef {import('./answer.js').Quote} Quote
 * @typedef {import('./error.js').ErrorCode} ErrorCode
 * @typedef {import('./events.js').DiscountEvent} DiscountEvent
 * @typedef {import('./options.js').PageOptions} PageOptions
 * @typedef {import('./texts.js').Messages} Messages
 * @typedef {import('./discounts.js').Address} Address
 * @typedef {import('./discounts.js').CartLine} CartLine
 * @typedef {import('./discounts.js').Options} Options
 * @typedef {import('./totals.js').OrderTotals} OrderTotals
 */
/**
 * @template T
 * @typedef {import('./discounts.js').Result<T>} Result
 */
