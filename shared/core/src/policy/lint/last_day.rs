//! A window whose end is a date without a time of day: the offer ends as that day begins.

use jiff::civil::{Date, DateTime};
use toml::de::DeValue;

use super::file::{File, Lint, Remark};
use crate::policy::{Condition, Offer};

pub(super) const LINT: Lint = Lint { code: "last-day", find };

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().filter_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let condition = offer.conditions.iter().find(|condition| matches!(condition, Condition::Ends(_)))?;
    let date = bare_date(file.places.value_in_offer(offer, &["when", "ends"])?)?;
    // Whole months are written so: until the first day of the next.
    if date.day() == 1 && !names_day(offer.name.as_str(), date) {
        return None;
    }
    let next = date.tomorrow().ok()?;
    Some(Remark::new(
        file.places.of_condition(offer, condition),
        format!("\"{}\" ends as {date} begins, at {}: nothing is given on that day", offer.id, DateTime::from(date)),
        format!("if it is the last day, write {date}T23:59:59 or {next}T00:00:00, else {date}T00:00:00"),
    ))
}

/// The date, where a time is written as a date alone.
fn bare_date(value: &DeValue<'_>) -> Option<Date> {
    let text = match value {
        DeValue::Datetime(datetime) if datetime.time.is_none() => datetime.to_string(),
        DeValue::String(text) => text.to_string(),
        _ => return None,
    };
    (text.len() == "2026-06-30".len()).then(|| text.parse().ok()).flatten()
}

/// Returns whether a name has the day of a date, such as `July 1`.
fn names_day(name: &str, date: Date) -> bool {
    let words: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let month = |word: &String| month.is_some_and(|month| word.starts_with(month));
    let day = |word: &String| word.trim_end_matches(|c: char| c.is_alphabetic()) == date.day().to_string();
    let pairs = words.iter().zip(words.iter().skip(1));
    pairs.into_iter().any(|(one, next)| (month(one) && day(next)) || (day(one) && month(next)))
}
