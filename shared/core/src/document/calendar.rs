//! Days and hours that come again, as the merchant writes them.

use jiff::civil::{Time, Weekday};

use super::fault::Wrong;
use super::meant;
use super::reader::{Reader, Value, unknown};
use crate::schedule::{DateSpan, Dates, DaysOfMonth, Hours, MonthDay, Nth, Weekdays, WeekdaysOfMonth};

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const NUMBERS: [&str; WeekdaysOfMonth::MOST] = ["1st", "2nd", "3rd", "4th", "5th"];

/// `["fri", "sat"]`.
pub(crate) fn weekdays(reader: &mut Reader, value: &Value<'_>) -> Option<Weekdays> {
    let list = reader.list(value, "weekdays")?;
    let read_one = |value: &&Value<'_>| {
        let text = reader.string(value, "weekdays")?;
        let wrong = || match meant::weekday(text) {
            Some(day) => did_you_mean("a weekday", text, day),
            None => unknown("a weekday", text, &WEEKDAYS),
        };
        reader.read(value.span(), weekday(text).ok_or_else(wrong))
    };
    let days: Vec<Option<Weekday>> = list.iter().map(read_one).collect();
    days.into_iter().collect()
}

fn weekday(word: &str) -> Option<Weekday> {
    let place = WEEKDAYS.iter().position(|weekday| *weekday == word)?;
    Weekday::from_monday_zero_offset(i8::try_from(place).ok()?).ok()
}

/// `[1, 15, -1]`.
pub(crate) fn days_of_month(reader: &mut Reader, value: &Value<'_>) -> Option<DaysOfMonth> {
    const KEY: &str = "days_of_month";
    let list = reader.list(value, KEY)?;
    let read_one = |value: &&Value<'_>| {
        let number = reader.integer(value, KEY, i64::MIN)?;
        let day =
            i8::try_from(number).ok().filter(|day| *day != 0 && (-DaysOfMonth::MOST..=DaysOfMonth::MOST).contains(day));
        let wrong = || format!("{number} is not a day of a month: write 1 to 31, or -1 for the last one");
        reader.read(value.span(), day.ok_or_else(wrong))
    };
    let days: Vec<Option<i8>> = list.iter().map(read_one).collect();
    days.into_iter().collect()
}

/// `["last fri", "1st mon"]`.
pub(crate) fn weekdays_of_month(reader: &mut Reader, value: &Value<'_>) -> Option<WeekdaysOfMonth> {
    const KEY: &str = "weekdays_of_month";
    let list = reader.list(value, KEY)?;
    let read_one = |value: &&Value<'_>| {
        let text = reader.string(value, KEY)?;
        let wrong = || {
            Wrong::from(format!(
                "\"{text}\" is not a weekday of a month: write \"1st mon\" to \"5th mon\", or \"last fri\""
            ))
            .instead(meant::weekday_of_month(text).filter(|meant| parse_weekday_of_month(meant).is_some()).map(quoted))
        };
        reader.read(value.span(), parse_weekday_of_month(text).ok_or_else(wrong))
    };
    let days: Vec<Option<(Nth, Weekday)>> = list.iter().map(read_one).collect();
    days.into_iter().collect()
}

pub(crate) fn parse_weekday_of_month(text: &str) -> Option<(Nth, Weekday)> {
    let (nth, day) = text.split_once(' ')?;
    let number = || NUMBERS.iter().position(|number| *number == nth)?.checked_add(1).map(Nth::Number);
    let nth = if nth == "last" { Nth::Last } else { number()? };
    Some((nth, weekday(day.trim())?))
}

/// `["12-24..12-26", "02-14"]`.
pub(crate) fn dates(reader: &mut Reader, value: &Value<'_>) -> Option<Dates> {
    let list = reader.list(value, "dates")?;
    let read_one = |value: &&Value<'_>| {
        let text = reader.string(value, "dates")?;
        let wrong = || {
            Wrong::from(format!(
                "\"{text}\" is not a day that comes every year: write month and day, such as \"02-14\", or both ends, \
                 such as \"12-24..12-26\""
            ))
            .instead(meant::dates(text).filter(|meant| parse_dates(meant).is_some()).map(quoted))
        };
        reader.read(value.span(), parse_dates(text).ok_or_else(wrong))
    };
    let spans: Vec<Option<DateSpan>> = list.iter().map(read_one).collect();
    spans.into_iter().collect::<Option<_>>().map(Dates)
}

fn parse_dates(text: &str) -> Option<DateSpan> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    Some(DateSpan { from: MonthDay::parse(from.trim())?, to: MonthDay::parse(to.trim())? })
}

/// `["17:00-19:00"]`.
pub(crate) fn hours(reader: &mut Reader, value: &Value<'_>) -> Option<Vec<Hours>> {
    let list = reader.list(value, "hours")?;
    let read_one = |value: &&Value<'_>| {
        let text = reader.string(value, "hours")?;
        let wrong = || {
            Wrong::from(format!(
                "\"{text}\" is not a span of hours: write \"17:00-19:00\", or \"22:00-02:00\" over midnight"
            ))
            .instead(meant::hours(text).filter(|meant| parse_hours(meant).is_some()).map(quoted))
        };
        reader.read(value.span(), parse_hours(text).ok_or_else(wrong))
    };
    let hours: Vec<Option<Hours>> = list.iter().map(read_one).collect();
    hours.into_iter().collect()
}

fn parse_hours(text: &str) -> Option<Hours> {
    let (from, to) = text.split_once('-')?;
    let (from, to) = (from.trim(), to.trim());
    let hours = Hours { from: clock(from)?, to: if to == "24:00" { Time::midnight() } else { clock(to)? } };
    (from != to).then_some(hours)
}

fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let number = |part: &str| {
        let two_digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        two_digits.then(|| part.parse::<i8>().ok()).flatten()
    };
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

fn did_you_mean(what: &str, word: &str, meant: &str) -> Wrong {
    Wrong::from(format!("\"{word}\" is not {what}: did you mean \"{meant}\"?")).instead(Some(quoted(meant)))
}

fn quoted(text: impl AsRef<str>) -> String {
    format!("\"{}\"", text.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_have_one_form() {
        for text in ["17:00-19:00", "22:00-02:00", "00:00-24:00", "09:30 - 10:00"] {
            assert!(parse_hours(text).is_some(), "{text}");
        }
        for text in ["", "17-19", "17:00", "17:00-17:00", "25:00-26:00", "7:00-9:00", "17:00-19:60", "24:00-02:00"] {
            assert!(parse_hours(text).is_none(), "{text}");
        }
    }

    #[test]
    fn weekdays_of_a_month_have_one_form() {
        for (text, weekday) in [
            ("1st mon", Some((Nth::Number(1), Weekday::Monday))),
            ("5th sun", Some((Nth::Number(5), Weekday::Sunday))),
            ("last  fri", Some((Nth::Last, Weekday::Friday))),
            ("6th mon", None),
            ("0th mon", None),
            ("1th mon", None),
            ("first mon", None),
            ("last", None),
            ("mon", None),
            ("last friday", None),
        ] {
            assert_eq!(parse_weekday_of_month(text), weekday, "{text}");
        }
    }

    #[test]
    fn dates_are_days_of_the_year_or_spans_of_them() {
        for text in ["02-14", "12-24..12-26", "12-30 .. 01-02", "02-29"] {
            assert!(parse_dates(text).is_some(), "{text}");
        }
        for text in ["", "02-30", "12-24-12-26", "12-24..", "..12-26", "2026-12-24", "12-24..12-26..12-28"] {
            assert!(parse_dates(text).is_none(), "{text}");
        }
    }
}
