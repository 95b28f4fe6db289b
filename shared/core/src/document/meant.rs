//! Days and hours as people write them, in the form that the policy takes: the repair that a message offers.
//!
//! A text that can be read in two ways has no repair. The caller checks that the repair itself can be read.

use super::syntax::month;
use crate::schedule::MonthDay;

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const ORDINALS: [(&str, &str); 5] =
    [("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"), ("fifth", "5th")];

/// `mon` of `Monday`, `Mon.` or `mondays`.
pub(super) fn weekday(text: &str) -> Option<&'static str> {
    let word = text.trim().trim_end_matches('.').to_lowercase();
    let word = word.strip_suffix("days").map_or(word.clone(), |day| format!("{day}day"));
    DAYS.iter().find(|day| word.len() >= 3 && day.starts_with(&word))?.get(..3)
}

/// `last fri` of `last Friday`, `1st mon` of `first Monday`.
pub(super) fn weekday_of_month(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let (nth, day) = lower.split_once([' ', '-'])?;
    let nth = ORDINALS.iter().find(|(ordinal, _)| *ordinal == nth).map_or(nth, |(_, number)| number);
    Some(format!("{nth} {}", weekday(day)?))
}

/// `12-24..12-26` of `24.12. - 26.12.` or `Dec 24 to Dec 26`.
pub(super) fn dates(text: &str) -> Option<String> {
    let ends: Vec<&str> = match split_span(text) {
        Some((from, to)) => vec![from, to],
        None => vec![text],
    };
    let days: Vec<String> = ends.into_iter().map(day_of_year).collect::<Option<_>>()?;
    Some(days.join(".."))
}

/// `17:00-19:00` of `5pm-7pm`, `17-19` or `17.00 to 19.00`.
pub(super) fn hours(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let (from, to) = split_span(&lower).or_else(|| lower.split_once('-'))?;
    let (from, to) = (clock(from)?, clock(to)?);
    // "9-5" may end in the afternoon, or the next morning.
    let is_clear = from < to || lower.contains('m');
    is_clear.then(|| format!("{from}-{to}"))
}

/// Both ends of a span that is not written with a plain hyphen alone.
fn split_span(text: &str) -> Option<(&str, &str)> {
    ["..", " to ", " - ", "–", "—", " until "].into_iter().find_map(|between| text.split_once(between))
}

/// `MM-DD` of a day with its month, in whatever order it can only be.
fn day_of_year(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let (one, other) = match parts.as_slice() {
        [one, other] => (*one, *other),
        [year, month, day] if year.len() == 4 => (*month, *day),
        _ => return None,
    };
    let number = |part: &str| part.trim_end_matches(char::is_alphabetic).parse::<u8>().ok();
    let write = |month: u8, day: u8| {
        let day = format!("{month:02}-{day:02}");
        MonthDay::parse(&day).map(|_| day)
    };
    if let Some((month, day)) = month(one).zip(number(other)).or_else(|| month(other).zip(number(one))) {
        return write(u8::try_from(month).ok()?, day);
    }
    let (one, other) = (number(one)?, number(other)?);
    match (write(one, other), write(other, one)) {
        // With hyphens, and with the year before it, the month comes first.
        (Some(day), _) if parts.len() == 3 || text.contains('-') => Some(day),
        (Some(day), Some(swapped)) if day != swapped => None,
        (day, swapped) => day.or(swapped),
    }
}

/// `17:00` of `5pm`, `5:00 pm`, `17h`, `17.00` or `17`.
fn clock(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches("o'clock").trim_end().trim_end_matches('h');
    let (digits, afternoon) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(digits), _) => (digits.trim_end(), Some(true)),
        (_, Some(digits)) => (digits.trim_end(), Some(false)),
        _ => (text, None),
    };
    let (hour, minute) = digits.split_once([':', '.', 'h']).unwrap_or((digits, "00"));
    let hour = hour.trim().parse::<u8>().ok()?;
    let hour = match (hour, afternoon) {
        (12, Some(false)) => 0,
        (1..=11, Some(true)) => hour.checked_add(12)?,
        (1..=12, Some(_)) | (0..=24, None) => hour,
        _ => return None,
    };
    Some(format!("{hour:02}:{minute}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_understood_by_their_names() {
        for (text, meant) in [
            ("Monday", Some("mon")),
            ("tues", Some("tue")),
            ("Thurs.", Some("thu")),
            ("Saturdays", Some("sat")),
            ("SUN", Some("sun")),
            ("mo", None),
            ("someday", None),
            ("", None),
        ] {
            assert_eq!(weekday(text), meant, "{text}");
        }
        for (text, meant) in [
            ("last Friday", Some("last fri")),
            ("First Monday", Some("1st mon")),
            ("2nd tuesday", Some("2nd tue")),
            ("last-fri", Some("last fri")),
            ("last day", None),
            ("monday", None),
        ] {
            assert_eq!(weekday_of_month(text).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn dates_are_understood_if_they_can_only_be_one() {
        for (text, meant) in [
            ("24-12..26-12", Some("12-24..12-26")),
            ("24.12. - 26.12.", Some("12-24..12-26")),
            ("12/24", Some("12-24")),
            ("Dec 24 to Dec 26", Some("12-24..12-26")),
            ("24th December", Some("12-24")),
            ("2026-12-24", Some("12-24")),
            ("2-14", Some("02-14")),
            ("5/5", Some("05-05")),
            ("3/4", None),
            ("02-30", None),
            ("Easter", None),
            ("", None),
        ] {
            assert_eq!(dates(text).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn hours_are_understood_if_they_can_only_be_one_span() {
        for (text, meant) in [
            ("5pm-7pm", Some("17:00-19:00")),
            ("9 am - 5:30 PM", Some("09:00-17:30")),
            ("10pm-2am", Some("22:00-02:00")),
            ("12am-12pm", Some("00:00-12:00")),
            ("17-19", Some("17:00-19:00")),
            ("7:00-9:00", Some("07:00-09:00")),
            ("17.00–19.00", Some("17:00-19:00")),
            ("17h to 19h30", Some("17:00-19:30")),
            ("9-5", None),
            ("13pm-14pm", None),
            ("17:00", None),
            ("noon-2", None),
            ("", None),
        ] {
            assert_eq!(hours(text).as_deref(), meant, "{text}");
        }
    }
}
