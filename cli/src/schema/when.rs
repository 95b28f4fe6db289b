//! `when`: the conditions of an offer.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::values::{
    Amounts, Code, Country, CurrencyCode, CustomerId, EmailDomain, Hours, List, PositiveAmounts, Region, Time, Weekday,
    Word,
};

/// Conditions; all must hold.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
// The same digits mean another place in another country.
#[schemars(extend(
    "dependentSchemas" = { "postal_prefix": { "required": ["country"], "properties": { "country": { "maxItems": 1 } } } }
))]
pub(super) struct When {
    /// The customer's tier is one of these.
    tier: Option<List<Word>>,
    /// The customer is in one of these segments.
    segment: Option<List<Word>>,
    /// The customer is one of these.
    customer: Option<List<CustomerId>>,
    /// The whole domain of the customer's e-mail address is one of these, case ignored.
    email_domain: Option<List<EmailDomain>>,
    /// It is the customer's first order. Only true can be written.
    #[schemars(extend("const" = true))]
    first_order: Option<bool>,
    /// This order's number is a multiple of it, counting this one.
    #[schemars(range(min = 1))]
    every_nth_order: Option<u64>,
    /// So many orders are completed, or more.
    #[schemars(range(min = 1))]
    orders_at_least: Option<u64>,
    /// So many orders are completed, or fewer.
    orders_at_most: Option<u64>,
    /// The customer may use the offer so many times.
    #[schemars(range(min = 1))]
    uses_at_most: Option<u64>,
    /// The customer has spent so much, or more.
    lifetime_spend_at_least: Option<PositiveAmounts>,
    /// So many days of 86,400 s have passed since the last order.
    #[schemars(range(min = 1))]
    days_since_last_order_at_least: Option<u64>,
    /// The customer was created so many days of 86,400 s ago.
    #[schemars(range(min = 1))]
    customer_for_days_at_least: Option<u64>,
    /// The undiscounted subtotal is larger.
    subtotal_over: Option<Amounts>,
    /// The undiscounted subtotal is as large, or larger.
    subtotal_at_least: Option<PositiveAmounts>,
    /// The undiscounted subtotal is smaller.
    subtotal_below: Option<PositiveAmounts>,
    /// So many units are in the cart, or more.
    #[schemars(range(min = 1))]
    quantity_at_least: Option<u64>,
    /// Lines that any of the three lists names are in the cart.
    contains: Option<Contains>,
    /// No line that any of the three lists names is in the cart.
    contains_none: Option<Items>,
    /// The shipping address lies in one of these countries: ISO 3166-1 alpha-2.
    country: Option<List<Country>>,
    /// The shipping address lies in one of these regions: ISO 3166-2, such as US-CA.
    region: Option<List<Region>>,
    /// The postal code begins with one of these, case and blanks ignored. Beside it stands country with one country.
    postal_prefix: Option<List<Word>>,
    /// The session is in one of these currencies.
    currency: Option<List<CurrencyCode>>,
    /// From this instant on: RFC 3339, or a time of the shop's clock.
    starts: Option<Time>,
    /// Until just before this instant: RFC 3339, or a time of the shop's clock.
    ends: Option<Time>,
    /// On these days of the shop's clock.
    weekdays: Option<List<Weekday>>,
    /// In these hours of the shop's clock, [from, to); a span past midnight belongs to the day on which it began.
    hours: Option<List<Hours>>,
    /// The shopper's code is one of these, case and blanks ignored. That of an offer which is over, or not open yet, is
    /// unknown.
    code: Option<List<Code>>,
    /// The session's metadata has one of these values under the key.
    #[schemars(extend("minProperties" = 1))]
    metadata: Option<BTreeMap<String, List<Word>>>,
}

/// Lines that any of the three lists names, and how many or how much of them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
#[schemars(extend("anyOf" = [{ "required": ["products"] }, { "required": ["prices"] }, { "required": ["tags"] }]))]
struct Contains {
    /// Ids of Stripe's products.
    products: Option<List<Word>>,
    /// Ids of Stripe's prices.
    prices: Option<List<Word>>,
    /// Tags: in the product's metadata under tags, comma-separated.
    tags: Option<List<Word>>,
    /// So many units of them, or more. Default: 1.
    #[schemars(range(min = 1), extend("default" = 1))]
    quantity_at_least: Option<u64>,
    /// So much of the subtotal, or more.
    subtotal_at_least: Option<PositiveAmounts>,
}

/// Lines that any of the three lists names.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
#[schemars(extend("anyOf" = [{ "required": ["products"] }, { "required": ["prices"] }, { "required": ["tags"] }]))]
struct Items {
    /// Ids of Stripe's products.
    products: Option<List<Word>>,
    /// Ids of Stripe's prices.
    prices: Option<List<Word>>,
    /// Tags: in the product's metadata under tags, comma-separated.
    tags: Option<List<Word>>,
}
