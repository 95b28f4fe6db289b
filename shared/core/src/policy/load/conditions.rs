//! `when`: one key for each condition, in the order of the documentation's table.

use std::num::NonZeroU64;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::items;
use crate::code::{ShopperCode, without_blanks};
use crate::document::{Reader, Table, Value, values};
use crate::money::Currency;
use crate::policy::{Condition, Schedule, Weekdays, Words};

/// All conditions of an offer; none when one of them is faulty.
pub(super) fn conditions(reader: &mut Reader, mut when: Table<'_, '_>, zone: &TimeZone) -> Option<Vec<Condition>> {
    let before = reader.faults.len();
    let mut found: Vec<Option<Condition>> = Vec::new();
    let mut read = |key: &'static str, read: &mut dyn FnMut(&Value<'_>) -> Option<Condition>| {
        found.extend(when.take(key).map(read));
    };

    let as_written = |reader: &mut Reader, value: &Value<'_>, key| values::words(reader, value, key, values::word);
    read("tier", &mut |value| as_written(reader, value, "tier").map(Condition::Tier));
    read("segment", &mut |value| as_written(reader, value, "segment").map(Condition::Segment));
    read("customer", &mut |value| values::words(reader, value, "customer", customer).map(Condition::Customer));
    read("email_domain", &mut |value| {
        values::words(reader, value, "email_domain", email_domain).map(Condition::EmailDomain)
    });
    read("first_order", &mut |value| first_order(reader, value));
    read("every_nth_order", &mut |value| {
        reader.count(value, "every_nth_order", 1).and_then(NonZeroU64::new).map(Condition::EveryNthOrder)
    });
    read("orders_at_least", &mut |value| reader.count(value, "orders_at_least", 1).map(Condition::OrdersAtLeast));
    read("orders_at_most", &mut |value| reader.count(value, "orders_at_most", 0).map(Condition::OrdersAtMost));
    read("uses_at_most", &mut |value| {
        reader.count(value, "uses_at_most", 1).and_then(NonZeroU64::new).map(Condition::UsesAtMost)
    });
    read("lifetime_spend_at_least", &mut |value| {
        values::amounts(reader, value, "lifetime_spend_at_least", 1).map(Condition::LifetimeSpendAtLeast)
    });
    read("days_since_last_order_at_least", &mut |value| {
        reader.count(value, "days_since_last_order_at_least", 1).map(Condition::DaysSinceLastOrderAtLeast)
    });
    read("customer_for_days_at_least", &mut |value| {
        reader.count(value, "customer_for_days_at_least", 1).map(Condition::CustomerForDaysAtLeast)
    });
    read("subtotal_over", &mut |value| values::amounts(reader, value, "subtotal_over", 0).map(Condition::SubtotalOver));
    read("subtotal_at_least", &mut |value| {
        values::amounts(reader, value, "subtotal_at_least", 1).map(Condition::SubtotalAtLeast)
    });
    read("subtotal_below", &mut |value| {
        values::amounts(reader, value, "subtotal_below", 1).map(Condition::SubtotalBelow)
    });
    read("quantity_at_least", &mut |value| reader.count(value, "quantity_at_least", 1).map(Condition::QuantityAtLeast));
    read("contains", &mut |value| items::contains(reader, value).map(Condition::Contains));
    read("contains_none", &mut |value| items::contains_none(reader, value).map(Condition::ContainsNone));
    let mut countries = 0;
    read("country", &mut |value| {
        // Counted as they are written: one that is faulty is told once, and not by its postal codes too.
        countries = value.get_ref().as_array().map_or(1, |list| list.len());
        values::words(reader, value, "country", values::country).map(Condition::Country)
    });
    read("region", &mut |value| values::words(reader, value, "region", region).map(Condition::Region));
    read("postal_prefix", &mut |value| postal_prefix(reader, value, countries).map(Condition::PostalPrefix));
    read("currency", &mut |value| currencies(reader, value).map(Condition::Currency));
    let mut instant = |value: &Value<'_>, key| values::instant(reader, value, key, zone);
    read("starts", &mut |value| instant(value, "starts").map(Condition::Starts));
    read("ends", &mut |value| instant(value, "ends").map(Condition::Ends));

    found.push(schedule(reader, &mut when));
    found.extend(when.take("code").map(|value| values::words(reader, value, "code", code).map(Condition::Code)));
    if let Some(value) = when.take("metadata") {
        found.extend(metadata(reader, value));
    }
    when.finish(reader);
    let conditions: Vec<Condition> = found.into_iter().flatten().collect();
    (reader.faults.len() == before).then_some(conditions)
}

/// One condition of both keys; none where neither is given.
fn schedule(reader: &mut Reader, when: &mut Table<'_, '_>) -> Option<Condition> {
    let (weekdays, hours) = (when.take("weekdays"), when.take("hours"));
    if weekdays.is_none() && hours.is_none() {
        return None;
    }
    let weekdays = weekdays.map_or(Some(Weekdays::ALL), |value| values::weekdays(reader, value));
    let hours = hours.map_or_else(|| Some(Vec::new()), |value| values::hours(reader, value));
    weekdays.zip(hours).map(|(weekdays, hours)| Condition::Schedule(Schedule { weekdays, hours }))
}

fn metadata(reader: &mut Reader, value: &Value<'_>) -> Vec<Option<Condition>> {
    let Some(table) = reader.table(value, "metadata") else { return Vec::new() };
    if table.entries().next().is_none() {
        reader.fault(value.span(), "metadata names no key: write one, such as { channel = [\"app\"] }");
    }
    let mut read_one = |(key, _, value): (&str, _, &Value<'_>)| {
        let words = values::words(reader, value, key, values::word)?;
        Some(Condition::Metadata(Arc::from(key), words))
    };
    table.entries().map(&mut read_one).collect()
}

fn first_order(reader: &mut Reader, value: &Value<'_>) -> Option<Condition> {
    let first = reader.boolean(value, "first_order")?;
    let wrong = "first_order can only be true: for everybody else write orders_at_least = 1";
    reader.read(value.span(), first.then_some(Condition::FirstOrder).ok_or(wrong))
}

fn currencies(reader: &mut Reader, value: &Value<'_>) -> Option<Arc<[Currency]>> {
    let words = values::words(reader, value, "currency", |text| {
        Currency::parse(text).map(|currency| currency.to_string()).map_err(|unknown| unknown.to_string())
    })?;
    words.iter().map(|word| Currency::parse(word).ok()).collect()
}

fn postal_prefix(reader: &mut Reader, value: &Value<'_>, countries: usize) -> Option<Words> {
    let words =
        values::words(reader, value, "postal_prefix", |text| values::word(text).map(|word| without_blanks(&word)))?;
    let wrong =
        "postal_prefix needs country with exactly one country beside it: the same digits mean another place elsewhere";
    reader.read(value.span(), (countries == 1).then_some(words).ok_or(wrong))
}

fn code(text: &str) -> Result<String, String> {
    let code = ShopperCode::parse(text).map(|code| code.as_str().to_owned());
    code.ok_or_else(|| {
        format!("\"{text}\" is not a code: write 1 to {} characters besides blanks", ShopperCode::LONGEST)
    })
}

fn customer(text: &str) -> Result<String, String> {
    match text.strip_prefix("cus_") {
        Some(rest) if !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Ok(text.to_owned()),
        _ => Err(format!("\"{text}\" is not a customer's id: it begins with cus_")),
    }
}

fn email_domain(text: &str) -> Result<String, String> {
    let lower = text.trim().to_ascii_lowercase();
    let plain = lower.contains('.') && !lower.contains(['@', ' ', '*']) && !lower.starts_with('.');
    if plain {
        Ok(lower)
    } else {
        Err(format!("\"{text}\" is not a whole domain: write what follows the @, such as example.edu"))
    }
}

fn region(text: &str) -> Result<String, String> {
    let upper = text.to_ascii_uppercase();
    let form = upper.split_once('-').is_some_and(|(country, region)| {
        let letters = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        let rest = (1..=3).contains(&region.len()) && region.bytes().all(|byte| byte.is_ascii_alphanumeric());
        letters && rest
    });
    form.then_some(upper).ok_or_else(|| format!("\"{text}\" is not a region: write its ISO 3166-2 code, such as US-CA"))
}
