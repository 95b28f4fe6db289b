//! The values that conditions read, reduced to what they need: with the policy of the same hash they are enough
//! to compute a decision again, and nothing in them is a name, a street or an e-mail address.

mod customer_day;
mod draw;
mod line;
mod reads;
mod rooms;
mod typed;
mod units;

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use customer_day::CustomerDay;
pub use draw::Draw;
pub use line::LineFacts;
pub use reads::{Fact, Reads};
pub use rooms::{Room, Rooms, SignedCode};
pub use typed::Typed;
pub(crate) use units::{Member, Units};

use crate::money::{Amount, Currency};

/// The facts of a session that the offers of a set of interactions read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts<'a> {
    /// The session's currency.
    pub currency: Currency,
    /// All lines, before discounts and tax.
    pub subtotal: Amount,
    /// The shipping, which is charged beside the lines.
    pub shipping: Amount,
    /// The cost of shipping, where an offer is given on it; none while no shipping rate is chosen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shipping_cost: Option<ShippingFacts<'a>>,
    /// True if something must be left to pay.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub must_charge: bool,
    /// How many units, where a condition reads it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quantity: Option<u64>,
    /// The lines, where an offer reads them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lines: Option<Vec<LineFacts<'a>>>,
    /// The shopper, where a condition reads it; none for a guest.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shopper: Option<ShopperFacts<'a>>,
    /// The place, where a condition reads it; none without an address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<PlaceFacts<'a>>,
    /// The shopper's code, where a condition names it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<Cow<'a, str>>,
    /// The values under the keys of the session's metadata that conditions name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub metadata: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    /// The draws of the experiments that conditions name, as `customer:spring-10`; none for a guest.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub draws: BTreeMap<Cow<'a, str>, Draw>,
    /// The code of a series, where a condition names the series.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signed_code: Option<SignedCode<'a>>,
    /// The rooms that are left in the limits of counted offers.
    #[serde(skip_serializing_if = "Rooms::are_not_asked", default)]
    pub rooms: Rooms<'a>,
}

/// The facts of the cost of shipping.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShippingFacts<'a> {
    /// Before discounts and tax.
    pub amount: Amount,
    /// `shr_...`, where an offer names shipping rates.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rate: Option<Cow<'a, str>>,
}

/// The facts of a customer. A fact that is missing or can't be read is unknown, and earns nothing.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct ShopperFacts<'a> {
    /// `cus_...`
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub customer: Option<Cow<'a, str>>,
    /// The member's tier.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tier: Option<Cow<'a, str>>,
    /// The customer's segments.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub segments: Option<Vec<Cow<'a, str>>>,
    /// The domain of the verified e-mail address, in ASCII and lower case.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email_domain: Option<Cow<'a, str>>,
    /// Completed orders, with those that were returned: what counts against the customer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub orders: Option<u64>,
    /// The orders that were given back in full, or are disputed: they don't count for the customer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub orders_returned: Option<u64>,
    /// True if there are more orders than were counted.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub more_orders: bool,
    /// How often the customer has used each offer that asks; without a count it is unknown.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub uses: BTreeMap<Cow<'a, str>, u64>,
    /// The sum of those orders, in the session's currency.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lifetime_spend: Option<Amount>,
    /// When the last one was completed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_order_at: Option<Timestamp>,
    /// When the customer was created.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<Timestamp>,
    /// The values under the keys of the customer's metadata that conditions name, in lower case.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub metadata: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    /// The days that conditions name, by their keys; without the year if it makes no difference.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub days: BTreeMap<Cow<'a, str>, CustomerDay>,
}

impl ShopperFacts<'_> {
    /// The orders that were not returned: what counts for the customer.
    #[must_use]
    pub fn kept_orders(&self) -> Option<u64> {
        self.orders.map(|orders| orders.saturating_sub(self.orders_returned.unwrap_or_default()))
    }
}

/// The facts of the shipping address.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct PlaceFacts<'a> {
    /// ISO 3166-1 alpha-2, in upper case; of a region that is also a country the latter, `PR`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub country: Option<Cow<'a, str>>,
    /// ISO 3166-2, in upper case: `US-CA`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub region: Option<Cow<'a, str>>,
    /// Text of the address that is no known region.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unclear_region: Option<Typed<'a>>,
    /// The longest prefix in the policy that the postal code begins with, never the code itself: a shorter prefix fits
    /// the code exactly if it fits this one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub postal_prefix: Option<Cow<'a, str>>,
    /// True if a postal code is given, where a condition under `unless` names some.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub has_postal_code: bool,
}
