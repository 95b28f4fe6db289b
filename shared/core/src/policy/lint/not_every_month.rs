//! A day that some months do not have.

use super::file::{File, Lint, Remark};
use crate::document::calendar::parse_weekday_of_month;
use crate::policy::{Nth, Offer, WeekdaysOfMonth};
use toml::de::DeValue;

pub(super) const LINT: Lint = Lint { code: "not-every-month", find };

/// The days of the shortest month.
const EVERY_MONTH_HAS: i8 = 28;

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().flat_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    // Dates beside it say which months are meant.
    if file.places.value_in_offer(offer, &["when", "dates"]).is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (key, missing) in [("days_of_month", day as Missing), ("weekdays_of_month", weekday)] {
        let list = file.places.value_in_offer(offer, &["when", key]).and_then(DeValue::as_array);
        for (place, value) in list.into_iter().flatten().enumerate() {
            if let Some((message, help)) = missing(value.get_ref()) {
                let span = file.places.in_offer(offer, &["when", key, &place.to_string()]);
                found.push(Remark::new(span, message, help));
            }
        }
    }
    found
}

/// Says of a value why some months do not have it, and what to write instead.
type Missing = fn(&DeValue<'_>) -> Option<(String, String)>;

fn day(value: &DeValue<'_>) -> Option<(String, String)> {
    let number = value.as_integer()?;
    let day = i8::from_str_radix(number.as_str(), number.radix()).ok()?;
    if day.unsigned_abs() <= EVERY_MONTH_HAS.unsigned_abs() {
        return None;
    }
    let instead = if day > 0 { "write -1 for the last day of each month" } else { "count from the first day" };
    Some((
        format!("day {day} is not in every month: it is in {} of them", months_with(day.unsigned_abs())),
        format!("{instead}, or name the months with dates, such as \"01-01..01-31\""),
    ))
}

fn months_with(day: u8) -> String {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31_u8];
    lengths.iter().filter(|length| **length >= day).count().to_string()
}

fn weekday(value: &DeValue<'_>) -> Option<(String, String)> {
    let text = value.as_str()?;
    let (nth, _) = parse_weekday_of_month(text)?;
    let day = text.split(' ').next_back()?;
    (nth == Nth::Number(WeekdaysOfMonth::MOST)).then(|| {
        (
            format!("\"{text}\" is not in every month: most have four of them"),
            format!("write \"last {day}\", or name the months with dates"),
        )
    })
}
