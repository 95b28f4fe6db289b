//! The whole file, `[limits]` and `[customer]`; `[checkout]` is in its own module.

use schemars::JsonSchema;

use super::checkout::Checkout;
use super::offer::Offer;
use super::values::{
    Amounts, Combine, Counts, Guests, MetadataKey, Names, OfferId, Percent, PositiveAmounts, Rounding, SpendKey, Time,
    TimeZone, UsesKey,
};

/// The offers of a shop. `discounts check` says what is wrong with them; docs/policy.md explains every key.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct PolicyFile {
    /// The shop's time zone: of weekdays, hours, and times written without an offset. Default: UTC.
    #[schemars(extend("default" = "UTC"))]
    timezone: Option<TimeZone>,
    /// How several eligible offers become one discount. best: the largest stands alone. sum: all are added, each of the
    /// whole cart. sequential: by priority, each of what the ones before it left. Default: best.
    #[schemars(extend("default" = "best"))]
    combine: Option<Combine>,
    /// How fractions of a minor unit are rounded, once for each offer. down: they stay with the shop. half-up: to the
    /// nearest unit. Default: down.
    #[schemars(extend("default" = "down"))]
    rounding: Option<Rounding>,
    /// True if a larger discount of ours may replace one that this service did not write. Default: false.
    #[schemars(extend("default" = false))]
    replace_foreign: Option<bool>,
    /// The name for the shopper if the joined names of several offers pass 40 characters. Default: Your discounts.
    #[schemars(extend("default" = "Your discounts"))]
    combined_name: Option<Names>,
    /// Guard rails against a mistake in an offer.
    limits: Option<Limits>,
    /// The keys of Stripe's Customer.metadata that hold what the shop knows about its customers.
    customer: Option<Customer>,
    /// How sessions are created, changed and settled.
    checkout: Option<Checkout>,
    /// The groups of offers, each under a heading of its own: [[group]].
    group: Option<Vec<Group>>,
    /// The offers, each under a heading of its own: [[offer]].
    offer: Option<Vec<Offer>>,
    /// The shop's own tests of the offers, each under a heading of its own: [[case]]. discounts check decides them; the
    /// functions do not read them.
    case: Option<Vec<Case>>,
}

/// A case: a session, and what the policy gives it. docs/cases.md explains how sessions are written.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Case {
    /// The session: the cart, then facts with semicolons between them, such as 2 x boots at 90.00 [shoes], usd; tier gold.
    #[schemars(length(min = 1))]
    cart: String,
    /// The discount in major units, nothing, or nothing with reasons: "nothing: `tier_not_eligible`".
    #[schemars(regex(pattern = r"^(nothing(: *[a-z_]+( *, *[a-z_]+)*)?|[0-9]+(\.[0-9]+)?)$"))]
    gives: String,
    /// The offers that apply; where nothing is given, those that the reasons are against.
    #[schemars(length(min = 1))]
    of: Option<Vec<OfferId>>,
}

/// A group: its result counts as one offer among the others.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Group {
    /// The id, of the form of an offer's. Each group has its own.
    id: OfferId,
    /// How its offers become its result. best: the largest alone. sum: all are added. sequential: by priority, each of what the
    /// ones before it left. Default: best.
    #[schemars(extend("default" = "best"))]
    combine: Option<Combine>,
}

/// Guard rails against a mistake in an offer.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
struct Limits {
    /// The most of a subtotal that is ever given. Default: none.
    max_percent: Option<Percent>,
    /// The most that is ever given; a session in a currency that is not listed gets no discount. Default: none.
    max_amount: Option<PositiveAmounts>,
    /// The least that can be charged: a discount leaves nothing to pay, or at least this. Default: Stripe's published
    /// table.
    minimum_charge: Option<Amounts>,
    /// How many writes of a discount one session may cause; past it a discount is only cleared. Default: 50.
    #[schemars(range(min = 1), extend("default" = 50))]
    writes_per_session: Option<u64>,
    /// How many different codes one session may be asked for; past it a new one is refused. Each takes one of the 50
    /// keys of the session's metadata. Default: 10.
    #[schemars(range(min = 1, max = 33), extend("default" = 10))]
    codes_per_session: Option<u64>,
}

/// The keys of Stripe's Customer.metadata that hold what the shop knows about its customers: at most 40 characters each, and
/// no square brackets.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
struct Customer {
    /// Holds the member's tier. Default: `loyalty_tier`.
    #[schemars(extend("default" = "loyalty_tier"))]
    tier: Option<MetadataKey>,
    /// Holds segments, comma-separated. Default: segments.
    #[schemars(extend("default" = "segments"))]
    segments: Option<MetadataKey>,
    /// Holds the e-mail address that the shop has verified. Default: `verified_email`.
    #[schemars(extend("default" = "verified_email"))]
    verified_email: Option<MetadataKey>,
    /// Holds how many completed orders the shop has counted. Default: orders.
    #[schemars(extend("default" = "orders"))]
    orders: Option<MetadataKey>,
    /// Holds the sum of those orders: the key is followed by _ and the currency, the value is in minor units. At most 36
    /// characters. Default: `lifetime_spend`.
    #[schemars(extend("default" = "lifetime_spend"))]
    lifetime_spend: Option<SpendKey>,
    /// Holds when the last was completed, in Unix seconds. Default: `last_order_at`.
    #[schemars(extend("default" = "last_order_at"))]
    last_order_at: Option<MetadataKey>,
    /// Holds how often each offer has been used: `id:count` with commas between them. It goes on under the same key with
    /// _2 to _5. At most 38 characters. Default: `offer_uses`.
    #[schemars(extend("default" = "offer_uses"))]
    uses: Option<UsesKey>,
    /// The counts that conditions read: the sum of what the shop has imported and the webhook has counted, or one of them.
    /// Default: sum.
    #[schemars(extend("default" = "sum"))]
    counts: Option<Counts>,
    /// The way in which guests are counted. none: a guest is nobody that the shop knows. Default: none.
    #[schemars(extend("default" = "none"))]
    guests: Option<Guests>,
    /// A customer created at or after it, without a count of orders, has none; of anybody else without it the count is
    /// unknown. Default: none.
    history_since: Option<Time>,
}
