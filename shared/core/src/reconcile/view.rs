//! A session or payment intent as Stripe returned it, reduced to what the protocol reads.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::command::{CartLine, Edit, PriceId, SessionCommand, ShippingAddress};
use crate::counts;
use crate::difference::{Change, Update};
use crate::metadata_list::ids;
use crate::money::{Amount, Currency};
use crate::policy::Policy;
use crate::session::{COUNTED_KEY, OFFERS_KEY, Shopper, Snapshot};

use super::version::SessionVersion;

/// Keys of a purchase's metadata, at most (Stripe docs, "Metadata").
const MAX_METADATA_KEYS: usize = 50;

/// An open purchase at one moment. Read once from Stripe's answer; every later step reads it from here.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SessionView {
    /// The facts that a decision reads, and the discount that is applied.
    pub snapshot: Snapshot,
    /// The totals that do not depend on the discount.
    pub totals: PreDiscountTotals,
    /// The amount that Stripe takes off, in minor units.
    pub amount_discount: Amount,
    /// The amount that the shopper pays, in minor units, as Stripe computed it.
    pub amount_total: Option<i64>,
    /// The amount of a payment intent; `None` for a session, whose discount is a coupon.
    pub intent_amount: Option<IntentAmount>,
    /// The session's end at Stripe; unknown for an intent.
    pub expires_at: Option<Timestamp>,
    /// The version of its optimistic lock; `None` if a lock would protect nothing, since the page may change the cart.
    pub version: Option<SessionVersion>,
    /// Only the server changes the lines.
    pub server_only_lines: bool,
    /// Only the server changes the shipping address.
    pub server_only_shipping: bool,
    /// The lines at their list prices, as they are written back; empty unless they were asked for.
    pub lines: Vec<LineView>,
    /// The part that line prices have in the discount.
    pub line_pricing: LinePricing,
    /// The shipping address, with every field that an edit can write.
    pub shipping: Option<ShippingAddress>,
    /// The customer is only known by the id that the merchant's server wrote into `client_reference_id`.
    pub customer_by_reference: bool,
    /// The keys of the metadata that travel with a discount.
    pub discount_keys: &'static [&'static str],
}

/// The amount of a payment intent: a discount on it is a smaller amount.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct IntentAmount {
    /// The total of the cart without a discount, in minor units.
    pub undiscounted: i64,
    /// The amount is one that this service wrote for an earlier cart: the shop's server changed the cart meanwhile.
    pub is_stale: bool,
}

/// The part that line prices have in the discount of a session. Where they have one, a write replaces the lines whole, so it
/// needs the session's version.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum LinePricing {
    /// None.
    #[default]
    List,
    /// The discount is written as lower line prices.
    Lower,
    /// Line prices were lowered by a writer that is no longer in use: the next discount goes to another place, and they go back
    /// to the list.
    Restore,
}

/// The totals of a purchase that do not depend on its discount. If they are as expected, a wrong discount is Stripe's error.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PreDiscountTotals {
    /// Before discounts and tax, in minor units.
    pub subtotal: Option<i64>,
    /// In minor units.
    pub shipping: Option<i64>,
    /// The currency of both.
    pub currency: Currency,
}

/// A line of a session at its list price, with the id that keeps it in place. A line that this service has split is one line.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LineView {
    /// `li_...`
    pub id: String,
    /// Units.
    pub quantity: Option<u64>,
    /// The list price; `None` if Stripe does not show one.
    pub price: Option<PriceView>,
    /// The list amount of one unit in this session, if all units have one price.
    pub subtotal_per_unit: Option<Amount>,
    /// The lines at Stripe that it consists of, if their prices are ones that this service wrote.
    pub pieces: Vec<LinePiece>,
    /// True if the metadata of the line holds marks of this service.
    pub is_marked: bool,
}

/// Units of a line that cost as much less as this service wrote.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LinePiece {
    /// `li_...`
    pub id: String,
    /// Units.
    pub quantity: u64,
    /// The amount that one unit costs less.
    pub off: Amount,
    /// Marked as the second part of a line.
    pub is_part: bool,
}

/// A price as far as a cart needs it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct PriceView {
    /// `price_...`
    pub id: String,
    /// `prod_...`
    pub product: Option<String>,
    /// The product's tags, comma-separated; unknown unless the product was asked for.
    pub tags: Option<String>,
    /// The amount that the price names for a unit in the session's currency, whatever it means: a price can be for a package.
    pub unit_amount: Option<Amount>,
    /// The amount of one unit in the session's currency, if every unit has this price.
    pub amount_per_unit: Option<Amount>,
    /// `inclusive` or `exclusive`; `None` if it leaves that to the account.
    pub tax_behavior: Option<String>,
    /// True for a price of one line alone, which no other line can name.
    pub is_inline: bool,
}

/// Prices by id; `None` for one that Stripe does not know.
pub type PriceTable = BTreeMap<PriceId, Option<PriceView>>;

impl SessionView {
    /// Returns true if an update fits into the metadata. Clearing always does.
    #[must_use]
    pub fn has_room_for(&self, update: &Update) -> bool {
        let metadata = &self.snapshot.metadata;
        let record = match &update.discount {
            Change::Put { record, .. } => Some(record),
            Change::Keep | Change::Clear { .. } => None,
        };
        let with_discount = self.discount_keys.iter().filter(|_| record.is_some()).map(|key| (*key).to_owned());
        let of_the_record = record.and_then(|record| ids::write(&record.offers, OFFERS_KEY)).unwrap_or_default();
        let in_session = self.discount_keys.contains(&COUNTED_KEY);
        let counted = record.filter(|_| in_session).map(|record| counts::written(&record.counted)).unwrap_or_default();
        let of_the_counters = ids::write(&counted, COUNTED_KEY).unwrap_or_default();
        // The first key of each list is one of the keys that every discount has.
        let further = |list: Vec<(String, String)>| list.into_iter().skip(1).map(|(key, _)| key);
        let with_discount = with_discount.chain(further(of_the_record)).chain(further(of_the_counters));
        let of_the_set = update.of_the_set().filter(|(_, value)| !value.is_empty()).map(|(key, _)| key);
        let new = of_the_set.chain(with_discount).filter(|key| !metadata.contains_key(key)).count();
        let first_version = self.version == Some(SessionVersion::default());
        let new = new.saturating_add(first_version.into());
        new == 0 || metadata.len().saturating_add(new) <= MAX_METADATA_KEYS
    }

    /// Returns true if an edit leaves everything as it is.
    pub(super) fn already_has(&self, edit: &Edit) -> bool {
        match edit {
            Edit::Cart(wanted) => {
                let same = |(line, wanted): (&LineView, &CartLine)| {
                    line.price_id() == Some(wanted.price.as_str()) && line.quantity == Some(wanted.quantity)
                };
                self.lines.len() == wanted.len() && self.lines.iter().zip(wanted).all(same)
            }
            Edit::ShippingAddress(wanted) => self.shipping.as_ref().is_some_and(|address| {
                let same = |(field, _): (&str, bool)| address.field(field) == wanted.field(field);
                address.name == wanted.name
                    && address.country == wanted.country
                    && ShippingAddress::FIELDS.into_iter().all(same)
            }),
        }
    }

    /// Returns true if only the server makes edits of this kind.
    pub(super) fn is_server_only(&self, edit: &Edit) -> bool {
        match edit {
            Edit::Cart(_) => self.server_only_lines,
            Edit::ShippingAddress(_) => self.server_only_shipping,
        }
    }

    /// Returns true if a write that changes the discount replaces the lines.
    pub(super) fn rewrites_lines(&self) -> bool {
        self.line_pricing != LinePricing::List
    }

    /// The line that holds a price.
    pub(super) fn line_of(&self, price: &PriceId) -> Option<&LineView> {
        self.lines.iter().find(|line| line.price_id() == Some(price.as_str()))
    }

    /// Returns true if the customer has to be read before a decision for a command.
    pub(super) fn needs_customer(&self, policy: &Policy, pending: Option<&SessionCommand>) -> bool {
        let applied = self.snapshot.held.interactions;
        let set = pending.map_or(applied, |command| command.apply(applied));
        self.customer_by_reference && policy.reads(set).shopper()
    }

    /// The total without a discount, in minor units, if a discount is written as a smaller amount.
    pub(super) fn undiscounted_total(&self) -> Option<i64> {
        self.intent_amount.map(|amount| amount.undiscounted)
    }

    /// Returns true for an intent whose amount this service wrote for an earlier cart.
    #[must_use]
    pub fn has_stale_amount(&self) -> bool {
        self.intent_amount.is_some_and(|amount| amount.is_stale)
    }

    /// Fills in the shopper who was only known by reference.
    pub fn set_shopper(&mut self, shopper: Shopper) {
        self.snapshot.shopper = shopper;
        self.customer_by_reference = false;
    }
}

impl LineView {
    pub(super) fn price_id(&self) -> Option<&str> {
        self.price.as_ref().map(|price| price.id.as_str())
    }
}
