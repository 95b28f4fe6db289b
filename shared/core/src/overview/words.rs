//! Values of a policy in words: amounts, lists, items, lines, and times.

use std::fmt::Display;

use jiff::Timestamp;
use jiff::civil::Weekday;

use crate::items::Items;
use crate::line_filter::LineFilter;
use crate::money::Amounts;
use crate::policy::Policy;
use crate::schedule::{Nth, Schedule, Weekdays};
use crate::words::enumerated;

/// The number of words of a list that a sentence names.
const FEW: usize = 8;

/// `20.00 usd / 18.00 eur`
pub(super) fn amounts(amounts: &Amounts) -> String {
    let one = |(currency, amount): (_, crate::money::Amount)| format!("{} {currency}", amount.display(currency));
    amounts.iter().map(one).collect::<Vec<_>>().join(" / ")
}

/// `a, b or c`; of a long list the first words and the number of the others.
pub(super) fn list<T: Display>(words: impl IntoIterator<Item = T>, and: &str) -> String {
    let mut words: Vec<String> = words.into_iter().map(|word| word.to_string()).collect();
    let more = words.len().saturating_sub(FEW);
    if more > 0 {
        words.truncate(FEW);
        words.push(format!("{more} more"));
    }
    enumerated(&words.iter().map(String::as_str).collect::<Vec<_>>(), and)
}

/// Tags in brackets, and IDs: `[shoes] or prod_boots`.
pub(super) fn items(items: &Items) -> String {
    let tags = items.tags.iter().map(|tag| format!("[{tag}]"));
    let ids = items.products.iter().chain(items.prices.iter()).map(ToString::to_string);
    list(tags.chain(ids), "or")
}

/// `[shoes] costing at least 20.00 usd`
pub(super) fn lines(filter: &LineFilter) -> String {
    let named = filter.items.as_ref().map_or_else(|| "units".to_owned(), items);
    let bound =
        |word: &str, bound: &Option<Amounts>| bound.as_ref().map(|bound| format!("at {word} {}", amounts(bound)));
    let bounds = [bound("least", &filter.unit_price_at_least), bound("most", &filter.unit_price_at_most)];
    let bounds: Vec<String> = bounds.into_iter().flatten().collect();
    if bounds.is_empty() { named } else { format!("{named} costing {}", bounds.join(" and ")) }
}

/// `2026-07-04 00:00` on the shop's clock.
pub(super) fn time(policy: &Policy, time: Timestamp) -> String {
    let local = time.to_zoned(policy.zone.clone());
    let form = if local.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    local.strftime(form).to_string()
}

/// The days and hours of a schedule: `on sat or sun, from 17:00 to 19:00`.
pub(super) fn schedule(schedule: &Schedule) -> String {
    let days = &schedule.days;
    let mut parts = Vec::new();
    if days.weekdays != Weekdays::ALL {
        parts.push(format!("on {}", list(weekdays(days.weekdays), "or")));
    }
    if let Some(of_month) = days.of_month {
        parts.push(format!("on days {} of the month", list(of_month.numbers(), "or")));
    }
    if let Some(named) = days.weekdays_of_month {
        let named =
            named.named().flat_map(|(nth, days)| weekdays(days).map(move |day| format!("{} {day}", ordinal(nth))));
        parts.push(format!("on the {} of the month", list(named, "or")));
    }
    if let Some(dates) = &days.dates {
        let spans = dates.0.iter().map(|span| {
            if span.from == span.to { span.from.to_string() } else { format!("{} to {}", span.from, span.to) }
        });
        parts.push(format!("every year on {}", list(spans, "or")));
    }
    if !schedule.hours.is_empty() {
        let spans = schedule.hours.iter().map(|hours| format!("{} to {}", clock(hours.from), clock(hours.to)));
        parts.push(format!("from {}", list(spans, "or")));
    }
    parts.join(", ")
}

fn clock(time: jiff::civil::Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn weekdays(days: Weekdays) -> impl Iterator<Item = &'static str> {
    let named = [
        (Weekday::Monday, "mon"),
        (Weekday::Tuesday, "tue"),
        (Weekday::Wednesday, "wed"),
        (Weekday::Thursday, "thu"),
        (Weekday::Friday, "fri"),
        (Weekday::Saturday, "sat"),
        (Weekday::Sunday, "sun"),
    ];
    named.into_iter().filter(move |(day, _)| days.contains(*day)).map(|(_, word)| word)
}

fn ordinal(nth: Nth) -> String {
    match nth {
        Nth::Last => "last".to_owned(),
        Nth::Number(number) => self::nth(u64::try_from(number).unwrap_or_default()),
    }
}

/// `1st`, `2nd`, `10th`
pub(super) fn nth(number: u64) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
