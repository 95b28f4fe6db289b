//! `discounts.toml` -> [`Policy`]: strict, and every fault with its place.

mod base;
mod checkout;
mod customer;
mod effect;
mod group;
mod limits;
mod names;
mod offer;
mod timezone;
mod use_limit;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use toml::de::DeTable;

use self::group::Groups;
use super::{Checkout, CustomerKeys, Limits, LocalNames, Offer, OfferName, Policy, PolicyHash};
use crate::document::syntax::{Mistake, mistakes};
pub use crate::document::{Fault, FaultCode, Faults};
use crate::document::{Keys, Reader, Table, Value, Wrong, values};
use crate::facts::Reads;
use crate::interaction::Interaction;
use crate::money::Rounding;
use crate::trigger::Trigger;

const DEFAULT_COMBINED_NAME: &str = "Your discounts";
/// The parser's message for a key that a table has twice. The rest of the file can still be read.
const TWICE: &str = "duplicate key";

impl Policy {
    /// Loads a policy. `name` is the file's, for the messages.
    ///
    /// # Errors
    ///
    /// [`Faults`], all of them at once; of text that is not TOML, only what the parser stops at.
    ///
    /// ```
    /// use discounts_core::Policy;
    ///
    /// let text = r#"
    ///     [[offer]]
    ///     id = "gold"
    ///     interaction = "loyalty"
    ///     name = "Gold members: 10% off"
    ///     when.tier = ["gold"]
    ///     give.percent = "10"
    /// "#;
    /// let policy = Policy::load("discounts.toml", text)?;
    /// assert_eq!(policy.offers[0].id.as_str(), "gold");
    ///
    /// let faults = Policy::load("discounts.toml", &text.replace("percent", "procent")).unwrap_err();
    /// assert!(faults.to_string().contains("procent"));
    /// # Ok::<(), discounts_core::policy::Faults>(())
    /// ```
    pub fn load(name: &str, text: &str) -> Result<Self, Faults> {
        load(name, text)
    }
}

fn load(name: &str, text: &str) -> Result<Policy, Faults> {
    let mut reader = Reader::default();
    let (document, errors) = DeTable::parse_recoverable(text);
    let (twice, syntax): (Vec<_>, Vec<_>) = errors.iter().partition(|error| error.message() == TWICE);
    // What follows from a text that is no TOML is guesswork: it would hide the fault among others.
    let policy = if let Some(error) = syntax.first() {
        not_toml(&mut reader, text, error);
        None
    } else {
        let keys = Keys::of(document.get_ref());
        for error in twice {
            let span = error.span().unwrap_or_default();
            let first = keys.before(text, &span);
            reader.repeated(span, first, FaultCode::Syntax, "this key is here twice: keep one of the two");
        }
        policy(&mut reader, Table::new(document.get_ref(), 0..0, "the policy"), PolicyHash::of(text))
    };
    match policy {
        Some(policy) if reader.faults.is_empty() => Ok(policy),
        _ => Err(Faults { name: name.to_owned(), faults: reader.finish(text), text: text.to_owned() }),
    }
}

/// Notes what was done that is not TOML; where that is not known, what the parser stops at.
fn not_toml(reader: &mut Reader, text: &str, error: &toml::de::Error) {
    let mistakes = mistakes(text);
    if mistakes.is_empty() {
        let wrong = Wrong { code: FaultCode::Syntax, ..format!("this is not TOML: {}", error.message()).into() };
        reader.fault(error.span().unwrap_or_default(), wrong);
    }
    for Mistake { span, message, instead } in mistakes {
        reader.fault(span, Wrong { code: FaultCode::Syntax, message, instead });
    }
}

fn policy(reader: &mut Reader, mut table: Table<'_, '_>, hash: PolicyHash) -> Option<Policy> {
    let zone = match table.take("timezone") {
        Some(value) => timezone::timezone(reader, value).unwrap_or(TimeZone::UTC),
        None => TimeZone::UTC,
    };
    let combine = table.take("combine").and_then(|value| group::combine(reader, value));
    let rounding = table.take("rounding").and_then(|value| {
        values::one_of(reader, value, "rounding", &[("down", Rounding::Down), ("half-up", Rounding::HalfUp)])
    });
    let replace_foreign = table.take("replace_foreign").and_then(|value| reader.boolean(value, "replace_foreign"));
    let combined_names = match table.take("combined_name") {
        Some(value) => names::names(reader, value, "combined_name"),
        None => OfferName::parse(DEFAULT_COMBINED_NAME).ok().map(|name| (name, LocalNames::default())),
    };
    let limits = table.take("limits").and_then(|value| reader.table(value, "limits"));
    let limits = limits.map_or_else(|| Some(Limits::none()), |table| limits::limits(reader, table));
    let (customer, history_since) = match table.take("customer").and_then(|value| reader.table(value, "customer")) {
        Some(table) => customer::customer_keys(reader, table, &zone),
        None => (CustomerKeys::default(), None),
    };
    let checkout = table.take("checkout").and_then(|value| reader.table(value, "checkout"));
    let checkout = checkout.map_or_else(Checkout::default, |table| checkout::checkout(reader, table));
    let groups = table.take("group").map_or_else(Groups::default, |value| Groups::load(reader, value));
    let offers = table.take("offer").map_or_else(Vec::new, |value| offers(reader, value, &zone, &groups));
    // Cases are of no use to the functions: `cases::load` reads them.
    table.take("case");
    table.finish(reader);
    let (combined_name, combined_local_names) = combined_names?;
    Some(Policy {
        zone,
        combine: combine.unwrap_or_default(),
        rounding: rounding.unwrap_or_default(),
        replace_foreign: replace_foreign.unwrap_or_default(),
        combined_name,
        combined_local_names,
        limits: limits?,
        customer,
        history_since,
        checkout,
        automatic_reads: reads(&offers, Trigger::Automatic),
        reads: Interaction::ALL.map(|interaction| reads(&offers, Trigger::On(interaction))),
        groups: groups.list,
        offers,
        hash,
        switched_off: false,
    })
}

fn reads(offers: &[Offer], trigger: Trigger) -> Reads {
    offers.iter().filter(|offer| offer.trigger == trigger).map(Offer::reads).collect()
}

fn offers(reader: &mut Reader, value: &Value<'_>, zone: &TimeZone, groups: &Groups) -> Vec<Offer> {
    let Some(list) = value.get_ref().as_array() else {
        reader.fault(value.span(), "offers are written as [[offer]], with two brackets");
        return Vec::new();
    };
    let mut ids = BTreeMap::new();
    let mut offers: Vec<Offer> = Vec::new();
    for value in list {
        let Some(table) = reader.table(value, "an offer") else { continue };
        offers.extend(offer::offer(reader, table, (zone, groups), &mut ids));
    }
    // Stable: of equal priority the first in the file stays first.
    offers.sort_by_key(|offer| std::cmp::Reverse(offer.priority));
    if groups.list.is_empty() { offers } else { group::together(offers) }
}

#[cfg(test)]
mod tests;
