//! `[[offer]]`.

use schemars::JsonSchema;

use super::give::Give;
use super::values::{Exclusive, Interaction, Names, OfferId, Per, PositiveAmounts};
use super::when::{Unless, When};

/// One offer: who may have it, and what it gives.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Offer {
    /// The id, in answers, logs and the coupon's metadata: 1 to 40 lower-case letters, digits and hyphens. Each
    /// offer has its own.
    id: OfferId,
    /// The interaction with which a shopper asks for it; automatic, if nobody has to ask.
    interaction: Interaction,
    /// The name that the shopper sees: at most 40 characters, Stripe's limit. A table has further names by their language:
    /// default is the name that is written to Stripe.
    name: Names,
    /// Higher goes first; then the order in the file. Default: 0.
    #[schemars(extend("default" = 0))]
    priority: Option<i64>,
    /// The id of the group that it is in.
    group: Option<OfferId>,
    /// If it is eligible, it is applied alone; always: if its conditions hold, even where it gives nothing. Default: false.
    #[schemars(extend("default" = false))]
    exclusive: Option<Exclusive>,
    /// True if reasons and hints may mention it. Default: true, for customer-offer and code false.
    public: Option<bool>,
    /// Conditions; all must hold.
    when: Option<When>,
    /// Exceptions: the keys of when; none may hold.
    unless: Option<Unless>,
    /// The effect.
    give: Give,
    /// The limits on its uses, over all sessions. They need a table: `DISCOUNT_TABLE`.
    limit: Option<Limit>,
}

/// The limits on the uses of an offer.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline, extend("minProperties" = 1))]
struct Limit {
    /// Uses by everybody together.
    #[schemars(range(min = 1))]
    uses: Option<u64>,
    /// The discount that it may give away; a session in a currency that is not listed gets nothing. The last use gets what is
    /// left.
    budget: Option<PositiveAmounts>,
    /// The period of the shop's calendar after which uses and budgets begin again at 0. Default: never.
    per: Option<Per>,
    /// Uses by each customer. A guest gets nothing.
    #[schemars(range(min = 1))]
    uses_per_shopper: Option<u64>,
    /// Uses of each code of the series. Default: 1.
    #[schemars(range(min = 1), extend("default" = 1))]
    uses_per_code: Option<u64>,
    /// True if a use is given back when its order is returned in full. Default: false.
    #[schemars(extend("default" = false))]
    give_back: Option<bool>,
}
