//! Dates as people write them, and as TOML does.

use jiff::civil::Date;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The fault of a date, and how to write it; none if the text is no date.
pub(super) fn fault(text: &str) -> Option<(String, Option<String>)> {
    let message = "dates are written year-month-day";
    match read(text)? {
        Reading::One(date) => {
            let clock = if date.contains('T') { ", with a T before the time of day" } else { "" };
            Some((format!("{message}{clock}: {date}"), Some(date)))
        }
        Reading::Two(one, other) => Some((format!("{message}: {one} or {other}, as you mean it"), None)),
    }
}

/// The date of a text in the order of TOML, if it can only be one.
pub(crate) fn in_order(text: &str) -> Option<String> {
    match read(text)? {
        Reading::One(date) => Some(date),
        Reading::Two(..) => None,
    }
}

/// The reason why a day in the order of TOML does not exist; none for one that does, and for other texts.
pub(crate) fn missing(text: &str) -> Option<String> {
    let (day, _) = split_clock(text.trim());
    let mut parts = day.split('-').map(|part| Some(part).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())));
    let (Some(Some(year)), Some(Some(month)), Some(Some(of_month)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let (year, month, of_month) = (number(year).filter(|_| year.len() == 4)?, number(month)?, number(of_month)?);
    let month = i8::try_from(month).ok()?;
    match Date::new(year, month, 1) {
        Ok(first) if i8::try_from(of_month).is_ok_and(|of_month| (1..=first.days_in_month()).contains(&of_month)) => {
            None
        }
        Ok(first) => Some(format!("there is no day {day}: that month has {} days", first.days_in_month())),
        Err(_) => Some(format!("there is no day {day}: a year has 12 months, and the month is in the middle")),
    }
}

enum Reading {
    One(String),
    /// Month and day may be meant either way.
    Two(String, String),
}

fn read(text: &str) -> Option<Reading> {
    let (day, clock) = split_clock(text.trim());
    let parts: Vec<&str> = day.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts.try_into().ok()?;
    let write = |year: &str, month: i8, day: &str| {
        let year = number(year).filter(|_| year.len() == 4)?;
        let date = Date::new(year, month, i8::try_from(number(day)?).ok()?).ok()?;
        Some(format!("{date}{clock}"))
    };
    let numeric = |year: &str, month: &str, day: &str| write(year, i8::try_from(number(month)?).ok()?, day);
    if let Some(date) = numeric(a, b, c) {
        return Some(Reading::One(date));
    }
    let named = match (month(a), month(b)) {
        (Some(month), _) => write(c, month, b),
        (_, Some(month)) => write(c, month, a),
        _ => None,
    };
    if let Some(date) = named {
        return Some(Reading::One(date));
    }
    // Points are written in countries that begin with the day.
    let (month_first, day_first) = (numeric(c, a, b).filter(|_| !day.contains('.')), numeric(c, b, a));
    match (month_first, day_first) {
        (Some(one), Some(other)) if one != other => Some(Reading::Two(one, other)),
        (one, other) => one.or(other).map(Reading::One),
    }
}

/// The day, and the time of day in TOML's form, if there is one that is readable.
fn split_clock(text: &str) -> (&str, String) {
    let at = text.find(':').and_then(|colon| text.get(..colon)?.rfind([' ', 'T', 't', ',']));
    let Some((day, clock)) = at.and_then(|at| Some((text.get(..at)?, text.get(at..)?.get(1..)?))) else {
        return (text, String::new());
    };
    let lower = clock.to_lowercase();
    let (digits, afternoon) = match (lower.strip_suffix("pm"), lower.strip_suffix("am")) {
        (Some(digits), _) => (digits, Some(true)),
        (_, Some(digits)) => (digits, Some(false)),
        _ => (lower.as_str(), None),
    };
    let mut parts = digits.trim().split(':').map(number);
    let (hour, minute, second) = (parts.next().flatten(), parts.next().flatten(), parts.next());
    let hour = match (hour, afternoon) {
        (Some(12), Some(false)) => Some(0),
        (Some(hour @ 1..=11), Some(true)) => hour.checked_add(12),
        (hour, _) => hour,
    };
    match (hour, minute, second.unwrap_or(Some(0))) {
        (Some(hour), Some(minute), Some(second)) if hour < 24 && minute < 60 && second < 60 => {
            (day, format!("T{hour:02}:{minute:02}:{second:02}"))
        }
        _ => (text, String::new()),
    }
}

fn number(text: &str) -> Option<i16> {
    let digits = text.trim_end_matches(char::is_alphabetic);
    let ordinal = ["", "st", "nd", "rd", "th"].contains(&text.get(digits.len()..)?);
    digits.parse().ok().filter(|_| ordinal && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The number of a month that is written as a word.
pub(crate) fn month(text: &str) -> Option<i8> {
    let lower = text.to_lowercase();
    let place = MONTHS.iter().position(|month| lower.len() >= 3 && lower.starts_with(month))?;
    i8::try_from(place.checked_add(1)?).ok()
}
