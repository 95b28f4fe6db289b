//! The state that this service has left in a session.

use std::collections::{BTreeMap, BTreeSet};

use discounts_ledger::Held;

use crate::code::{CodeMark, ShopperCode};
use crate::interaction::{Interaction, InteractionSet};
use crate::money::{Amount, Currency};

/// The state in a session's metadata and discount.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct AppliedState {
    /// The interactions that it has been asked for.
    pub interactions: InteractionSet,
    /// The code among them.
    pub code: Option<ShopperCode>,
    /// Every code that it has been asked for so far.
    pub tried: BTreeSet<CodeMark>,
    /// The discount that is on it.
    pub discount: AppliedDiscount,
    /// How many writes of a discount it has seen.
    pub writes: u64,
}

impl AppliedState {
    /// The set in a session's metadata: the other side of
    /// [`Update::of_the_set`](crate::difference::Update::of_the_set).
    #[must_use]
    pub fn asked_for(metadata: &BTreeMap<String, String>) -> Self {
        let value = |interaction: Interaction| metadata.get(interaction.traits().metadata_key);
        Self {
            interactions: Interaction::ALL.into_iter().filter(|one| value(*one).is_some()).collect(),
            code: value(Interaction::Code).and_then(|code| ShopperCode::parse(code)),
            tried: metadata.keys().filter_map(|key| CodeMark::of_key(key)).collect(),
            ..Self::default()
        }
    }

    /// The amounts that the discount on the session takes of the ledger's counters; nothing without a discount of ours.
    #[must_use]
    pub const fn counted(&self) -> &Held {
        static NOTHING: Held = Held::NOTHING;
        match &self.discount {
            AppliedDiscount::Ours { record, .. } => &record.counted,
            AppliedDiscount::Nothing | AppliedDiscount::Foreign { .. } => &NOTHING,
        }
    }

    /// Returns whether a discount of ours is larger than `decided`, the one thing that must not stay.
    #[must_use]
    pub fn is_more_than(&self, decided: Amount) -> bool {
        matches!(self.discount, AppliedDiscount::Ours { amount_off, .. } if amount_off > decided)
    }
}

/// The key of metadata that lists the offers of a discount: the first of the keys of [`ids`](crate::metadata_list::ids).
pub const OFFERS_KEY: &str = "discount_offers";

/// The key of metadata that lists the counters that a discount takes of, as [`counts::written`](crate::counts::written)
/// makes it: the first of the keys of [`ids`](crate::metadata_list::ids).
pub const COUNTED_KEY: &str = "discount_counted";

/// The record that a discount keeps of its decision. The purchase history counts its offers, and the audit judges it for its
/// shopper.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct DiscountRecord {
    /// The ids of its offers, comma-separated.
    pub offers: String,
    /// The customer that it was decided for; none for a guest.
    pub customer: Option<String>,
    /// The amounts that it takes of the ledger's counters. A session holds at least this for as long as the discount is on it.
    pub counted: Held,
}

/// The discount on a session.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum AppliedDiscount {
    /// None.
    #[default]
    Nothing,
    /// One that this service wrote.
    Ours {
        /// The coupon's amount.
        amount_off: Amount,
        /// The coupon's currency.
        currency: Currency,
        /// The coupon's name.
        name: String,
        /// The record of its decision.
        record: DiscountRecord,
    },
    /// A foreign discount: one that another system wrote.
    Foreign {
        /// The amount that it takes off the session now.
        amount: Amount,
    },
}
