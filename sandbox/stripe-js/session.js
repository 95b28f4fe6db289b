// A session as Stripe.js shows it to the page, made of what the API says.

/** @import { ApiLine, ApiRate, ApiSession } from './api.js' */
/**
 * @import {
 *   StripeCheckoutAmount, StripeCheckoutContact, StripeCheckoutDiscountAmount, StripeCheckoutLineItem,
 *   StripeCheckoutSession, StripeCheckoutShippingOption,
 * } from '@stripe/stripe-js'
 */

/**
 * The page's own entries, which the session shows before it is confirmed.
 *
 * @typedef {Pick<StripeCheckoutSession, 'billingAddress' | 'email' | 'phoneNumber' | 'nameCollection'>} Entered
 */

/**
 * The page's view of a session.
 *
 * @param {ApiSession} session
 * @param {Entered} entered
 * @returns {StripeCheckoutSession}
 */
export function checkoutSession(session, entered) {
  const money = amounts(session.currency);
  const details = session.total_details;
  const options = shippingOptions(session, money);
  const chosen = session.shipping_cost ? idOf(session.shipping_cost.shipping_rate) : undefined;
  const shipping = options.find(({ id }) => id === chosen);
  const address = shippingAddress(session);
  const needsAddress = session.shipping_address_collection !== null && address === null;
  const discounts = discountAmounts(session, details.amount_discount, money);
  return {
    ...entered,
    email: entered.email ?? session.customer_details?.email ?? null,
    businessName: null,
    canConfirm: session.status === 'open' && !needsAddress,
    currency: session.currency,
    currencyOptions: null,
    discountAmounts: discounts,
    id: session.id,
    lastPaymentError: null,
    lineItems: session.line_items.data.map((line) => lineItem(line, session, money)),
    livemode: session.livemode,
    minorUnitsAmountDivisor: divisor(session.currency),
    recurring: null,
    savedPaymentMethods: null,
    shipping: shipping ? { shippingOption: shipping, taxAmounts: null } : null,
    shippingAddress: address,
    shippingOptions: options,
    status: session.status === 'complete' ? { type: 'complete', paymentStatus: session.payment_status } : { type: session.status },
    surcharge: null,
    tax: { status: 'ready' },
    taxAmounts: null,
    taxIdInfo: null,
    total: {
      appliedBalance: money(0),
      balanceAppliedToNextInvoice: false,
      discount: money(details.amount_discount),
      shippingRate: money(details.amount_shipping),
      subtotal: money(session.amount_subtotal),
      surcharge: money(0),
      taxExclusive: money(details.amount_tax),
      taxInclusive: money(0),
      total: money(session.amount_total),
    },
    optionalItems: null,
  };
}

/**
 * @param {ApiLine} line
 * @param {ApiSession} session
 * @param {(minor: number) => StripeCheckoutAmount} money
 * @returns {StripeCheckoutLineItem}
 */
function lineItem(line, session, money) {
  const product = typeof line.price.product === 'string' ? {} : line.price.product;
  const adjustable = line.adjustable_quantity;
  return {
    id: line.id,
    name: line.description,
    discount: money(line.amount_discount),
    subtotal: money(line.amount_subtotal),
    total: money(line.amount_total),
    taxExclusive: money(line.amount_tax),
    taxInclusive: money(0),
    unitAmount: money(line.price.unit_amount),
    unitAmountDecimal: null,
    description: product.description ?? null,
    quantity: line.quantity,
    unitLabel: null,
    discountAmounts: discountAmounts(session, line.amount_discount, money),
    taxAmounts: null,
    recurring: null,
    adjustableQuantity: adjustable?.enabled ? { minimum: adjustable.minimum ?? 0, maximum: adjustable.maximum ?? 99 } : null,
    images: product.images ?? [],
    priceId: line.price.id,
    isRemovable: false,
    pricing: null,
    transformQuantity: null,
  };
}

/**
 * @param {ApiSession} session
 * @param {number} amount
 * @param {(minor: number) => StripeCheckoutAmount} money
 * @returns {StripeCheckoutDiscountAmount[] | null}
 */
function discountAmounts(session, amount, money) {
  const [discount] = session.discounts;
  if (!discount || amount === 0) return null;
  return [
    {
      ...money(amount),
      displayName: discount.coupon.name ?? '',
      promotionCode: discount.promotion_code?.code ?? null,
      recurring: null,
      percentOff: discount.coupon.percent_off,
    },
  ];
}

/**
 * @param {ApiSession} session
 * @param {(minor: number) => StripeCheckoutAmount} money
 * @returns {StripeCheckoutShippingOption[]}
 */
function shippingOptions(session, money) {
  return session.shipping_options.map(({ shipping_amount: amount, shipping_rate: rate }) => ({
    ...money(amount),
    id: idOf(rate),
    currency: session.currency,
    displayName: typeof rate === 'string' ? null : rate.display_name,
    deliveryEstimate: null,
  }));
}

/** @param {ApiRate | string} rate */
const idOf = (rate) => (typeof rate === 'string' ? rate : rate.id);

/**
 * The shipping address, whose place differs between versions of the API.
 *
 * @param {ApiSession} session
 * @returns {StripeCheckoutContact | null}
 */
function shippingAddress(session) {
  const details = session.collected_information?.shipping_details ?? session.shipping_details;
  return details ? { name: details.name, address: details.address } : null;
}

/**
 * Amounts of a currency: in its smallest unit, and as text.
 *
 * @param {string} currency
 * @returns {(minor: number) => StripeCheckoutAmount}
 */
function amounts(currency) {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  const by = divisor(currency);
  return (minor) => ({ minorUnitsAmount: minor, amount: format.format(minor / by) });
}

/** @param {string} currency */
function divisor(currency) {
  const { maximumFractionDigits } = new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions();
  return 10 ** (maximumFractionDigits ?? 2);
}
