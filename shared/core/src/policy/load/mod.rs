//! `discounts.toml` -> [`Policy`]: strict, and every fault with its place.

mod base;
mod checkout;
mod effect;
mod names;
mod offer;

use std::collections::BTreeMap;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use toml::de::DeTable;

use super::{Checkout, Combine, Counts, CustomerKeys, Limits, Offer, OfferName, Policy, PolicyHash};
use crate::document::syntax::{Mistake, mistakes};
pub use crate::document::{Fault, FaultCode, Faults};
use crate::document::{Keys, Reader, Table, Value, Wrong, values};
use crate::facts::Reads;
use crate::interaction::Interaction;
use crate::money::Rounding;

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
        Some(value) => timezone(reader, value).unwrap_or(TimeZone::UTC),
        None => TimeZone::UTC,
    };
    let combine = table.take("combine").and_then(|value| {
        let words = [("best", Combine::Best), ("sum", Combine::Sum), ("sequential", Combine::Sequential)];
        values::one_of(reader, value, "combine", &words)
    });
    let rounding = table.take("rounding").and_then(|value| {
        values::one_of(reader, value, "rounding", &[("down", Rounding::Down), ("half-up", Rounding::HalfUp)])
    });
    let replace_foreign = table.take("replace_foreign").and_then(|value| reader.boolean(value, "replace_foreign"));
    let combined_name = match table.take("combined_name") {
        Some(value) => names::name(reader, value, "combined_name"),
        None => OfferName::parse(DEFAULT_COMBINED_NAME).ok(),
    };
    let limits = table.take("limits").and_then(|value| reader.table(value, "limits"));
    let limits = limits.map_or_else(|| Some(Limits::none()), |table| read_limits(reader, table));
    let (customer, history_since) = match table.take("customer").and_then(|value| reader.table(value, "customer")) {
        Some(table) => customer_keys(reader, table, &zone),
        None => (CustomerKeys::default(), None),
    };
    let checkout = table.take("checkout").and_then(|value| reader.table(value, "checkout"));
    let checkout = checkout.map_or_else(Checkout::default, |table| checkout::checkout(reader, table));
    let offers = table.take("offer").map_or_else(Vec::new, |value| offers(reader, value, &zone));
    table.finish(reader);
    Some(Policy {
        zone,
        combine: combine.unwrap_or_default(),
        rounding: rounding.unwrap_or_default(),
        replace_foreign: replace_foreign.unwrap_or_default(),
        combined_name: combined_name?,
        limits: limits?,
        customer,
        history_since,
        checkout,
        reads: Interaction::ALL.map(|interaction| reads(&offers, interaction)),
        offers,
        hash,
        switched_off: false,
    })
}

fn reads(offers: &[Offer], interaction: Interaction) -> Reads {
    offers.iter().filter(|offer| offer.interaction == interaction).map(Offer::reads).collect()
}

fn timezone(reader: &mut Reader, value: &Value<'_>) -> Option<TimeZone> {
    let name = reader.string(value, "timezone")?;
    // `Etc/Unknown` is what a computer says that does not know where it is.
    let zone = TimeZoneDatabase::bundled().get(name).ok().filter(|zone| !zone.is_unknown());
    let wrong = || {
        let wrong =
            Wrong::from(format!("\"{name}\" is not a time zone: write its IANA name, such as America/New_York"));
        wrong.instead(zone_of_city(name).map(|zone| format!("\"{zone}\"")))
    };
    reader.read(value.span(), zone.ok_or_else(wrong))
}

/// The zone of a city or of an abbreviation: `New York`, `PST`.
fn zone_of_city(name: &str) -> Option<String> {
    const SHORT: [(&str, &str); 9] = [
        ("pst", "America/Los_Angeles"),
        ("pdt", "America/Los_Angeles"),
        ("pt", "America/Los_Angeles"),
        ("cst", "America/Chicago"),
        ("cdt", "America/Chicago"),
        ("edt", "America/New_York"),
        ("et", "America/New_York"),
        ("bst", "Europe/London"),
        ("cest", "Europe/Berlin"),
    ];
    let plain = name.trim().to_ascii_lowercase().replace([' ', '-'], "_");
    if let Some((_, zone)) = SHORT.iter().find(|(short, _)| *short == plain) {
        return Some((*zone).to_owned());
    }
    let mut zones =
        TimeZoneDatabase::bundled().available().map(|zone| zone.to_string()).collect::<Vec<_>>().into_iter();
    zones.find(|zone| zone.to_ascii_lowercase().rsplit('/').next() == Some(plain.as_str()))
}

impl Limits {
    fn none() -> Self {
        Self {
            max_percent: None,
            max_amount: None,
            minimum_charge: <_>::default(),
            writes_per_session: Self::WRITES_PER_SESSION,
            codes_per_session: Self::CODES_PER_SESSION,
        }
    }
}

fn read_limits(reader: &mut Reader, mut table: Table<'_, '_>) -> Option<Limits> {
    let faults = reader.faults.len();
    let limits = Limits {
        max_percent: table.take("max_percent").and_then(|value| values::percent(reader, value, "max_percent")),
        max_amount: table.take("max_amount").and_then(|value| values::amounts(reader, value, "max_amount", 1)),
        minimum_charge: table
            .take("minimum_charge")
            .and_then(|value| values::amounts(reader, value, "minimum_charge", 0))
            .unwrap_or_default(),
        writes_per_session: table
            .take("writes_per_session")
            .and_then(|value| reader.count(value, "writes_per_session", 1))
            .unwrap_or(Limits::WRITES_PER_SESSION),
        codes_per_session: table
            .take("codes_per_session")
            .and_then(|value| codes_per_session(reader, value))
            .unwrap_or(Limits::CODES_PER_SESSION),
    };
    table.finish(reader);
    // A guard rail that could not be read must not read as one that was never set.
    (reader.faults.len() == faults).then_some(limits)
}

fn codes_per_session(reader: &mut Reader, value: &Value<'_>) -> Option<u64> {
    let (codes, most) = (reader.count(value, "codes_per_session", 1)?, Limits::MOST_CODES_PER_SESSION);
    let wrong = || format!("codes_per_session must be at most {most}: each code takes a key of the session's metadata");
    reader.read(value.span(), (codes <= most).then_some(codes).ok_or_else(wrong))
}

fn customer_keys(
    reader: &mut Reader,
    mut table: Table<'_, '_>,
    zone: &TimeZone,
) -> (CustomerKeys, Option<jiff::Timestamp>) {
    let mut keys = CustomerKeys::default();
    for (key, place, longest) in [
        ("tier", &mut keys.tier, METADATA_KEY),
        ("segments", &mut keys.segments, METADATA_KEY),
        ("verified_email", &mut keys.verified_email, METADATA_KEY),
        ("orders", &mut keys.orders, METADATA_KEY),
        // A currency follows it, as in `lifetime_spend_usd`.
        ("lifetime_spend", &mut keys.lifetime_spend, METADATA_KEY - 4),
        ("last_order_at", &mut keys.last_order_at, METADATA_KEY),
        // It goes on as `offer_uses_2` to `offer_uses_5`.
        ("uses", &mut keys.uses, METADATA_KEY - 2),
    ] {
        let Some(value) = table.take(key) else { continue };
        let Some(text) = reader.string(value, key) else { continue };
        let read = metadata_key(text, longest).map_err(|fault| format!("{key} {fault}"));
        if let Some(word) = reader.read(value.span(), read) {
            *place = word;
        }
    }
    let counts = table.take("counts").and_then(|value| {
        let words = [("sum", Counts::Sum), ("imported", Counts::Imported), ("checkout", Counts::Checkout)];
        values::one_of(reader, value, "counts", &words)
    });
    keys.counts = counts.unwrap_or_default();
    let since = table.take("history_since").and_then(|value| values::instant(reader, value, "history_since", zone));
    table.finish(reader);
    (keys, since)
}

/// The longest key of Stripe's metadata, in characters (Stripe docs, "Metadata": no square brackets either).
const METADATA_KEY: usize = 40;

/// A key of the customer's metadata: one that Stripe takes, with what follows it, and that this service does not write itself.
fn metadata_key(text: &str, longest: usize) -> Result<String, String> {
    let word = values::word(text)?;
    if word.starts_with(CustomerKeys::CHECKOUT) {
        return Err(format!(
            "\"{text}\" begins with {}, as the keys that the webhook writes: choose another",
            CustomerKeys::CHECKOUT
        ));
    }
    let fits = word.chars().count() <= longest && !word.contains(['[', ']']);
    let wrong =
        || format!("\"{text}\" is no key that Stripe takes: at most {longest} characters, and no square brackets");
    fits.then_some(word).ok_or_else(wrong)
}

fn offers(reader: &mut Reader, value: &Value<'_>, zone: &TimeZone) -> Vec<Offer> {
    let Some(list) = value.get_ref().as_array() else {
        reader.fault(value.span(), "offers are written as [[offer]], with two brackets");
        return Vec::new();
    };
    let mut ids = BTreeMap::new();
    let mut offers: Vec<Offer> = Vec::new();
    for value in list {
        let Some(table) = reader.table(value, "an offer") else { continue };
        offers.extend(offer::offer(reader, table, zone, &mut ids));
    }
    // Stable: of equal priority the first in the file stays first.
    offers.sort_by_key(|offer| std::cmp::Reverse(offer.priority));
    offers
}

#[cfg(test)]
mod tests;
