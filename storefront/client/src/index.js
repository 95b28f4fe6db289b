// Asks the Checkout Discounts functions for a discount, from a page with Stripe.js.
//
//   import { applyDiscount } from '@checkout-discounts/client';
//   const result = await applyDiscount(actions, 'loyalty');
//   if (result.type === 'error') show(result.error.message);
//
// | module | |
// |---|---|
// | discounts | what a page calls |
// | confirm | paying no other total than the one shown |
// | conversation | one session's calls: one at a time, what is known, when to ask again |
// | server-update | one call inside `runServerUpdate` |
// | checkout | where the Stripe.js at hand has its functions |
// | answer, error | what the functions say |
// | totals | subtotal, discount and total on either writer |
// | options, texts, events, warnings | settings of the page, languages, analytics, words for its developer |
// | elements | `<discount-code>` and `<discount-progress>` |
// | testing | fakes for a shop's own tests |
// | api | the types of bodies and answers, made from openapi.json |
// | react | the same as a hook |

export { confirmCheckout } from './confirm.js';
export { timeLeft } from './conversation.js';
export {
  applyCode, applyDiscount, changeCart, changeShippingAddress, discountState, quote, refreshDiscount, removeDiscount, watchDiscount,
} from './discounts.js';
export { DiscountError } from './error.js';
export { INTERACTIONS } from './answer.js';
export { reportHint } from './events.js';
export { configure } from './options.js';
export { hintText, textsOf } from './texts.js';
export { orderTotals } from './totals.js';

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
