//! `[[offer]]`.

use schemars::JsonSchema;

use super::give::Give;
use super::values::{Exclusive, Interaction, Names, OfferId};
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
}
