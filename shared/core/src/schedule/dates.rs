//! Spans of the year that come every year.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Spans of the year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dates(pub Vec<DateSpan>);

/// A span of days that comes every year, both ends included; one that ends before it begins goes over the end of the year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DateSpan {
    /// The first day.
    pub from: MonthDay,
    /// The last day.
    pub to: MonthDay,
}

/// A day of the year. 29 February is 28 February in years without one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl Dates {
    /// Returns whether the day is in one of them.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.0.iter().any(|span| span.contains(day))
    }

    /// The first day from this one on that begins a span or follows one.
    pub(super) fn next_edge(&self, day: Date) -> Option<Date> {
        let edges = |span: &DateSpan| {
            let last = day.yesterday().ok().and_then(|yesterday| span.to.on_or_after(yesterday));
            [span.from.on_or_after(day), last.and_then(|last| last.tomorrow().ok())]
        };
        self.0.iter().flat_map(edges).flatten().min()
    }
}

impl DateSpan {
    fn contains(self, day: Date) -> bool {
        let (from, to) = (self.from.in_year_of(day), self.to.in_year_of(day));
        let day = MonthDay::of(day);
        if from <= to { from <= day && day <= to } else { from <= day || day <= to }
    }
}

impl MonthDay {
    /// 29 February.
    const LEAP_DAY: Self = Self { month: 2, day: 29 };
    /// 28 February.
    const DAY_BEFORE: Self = Self { month: 2, day: 28 };

    /// Of a date.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self { month: date.month(), day: date.day() }
    }

    /// Reads `MM-DD`; none for a day that no year has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        let number = |part: &str| {
            let two_digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            two_digits.then(|| part.parse::<i8>().ok()).flatten()
        };
        // A leap year has every day.
        Date::new(2000, number(month)?, number(day)?).ok().map(Self::of)
    }

    /// The date in a year.
    #[must_use]
    pub fn in_year(self, year: i16) -> Option<Date> {
        let date = Date::new(year, self.month, self.day);
        date.or_else(|_| Date::new(year, Self::DAY_BEFORE.month, Self::DAY_BEFORE.day)).ok()
    }

    /// The first date from a day on.
    fn on_or_after(self, day: Date) -> Option<Date> {
        let this_year = self.in_year(day.year()).filter(|date| *date >= day);
        this_year.or_else(|| self.in_year(day.year().checked_add(1)?))
    }

    fn in_year_of(self, day: Date) -> Self {
        if self == Self::LEAP_DAY && !day.in_leap_year() { Self::DAY_BEFORE } else { self }
    }
}

impl std::fmt::Display for MonthDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month_day(text: &str) -> MonthDay {
        MonthDay::parse(text).unwrap()
    }

    #[test]
    fn a_day_of_the_year_has_one_form() {
        for text in ["01-01", "02-29", "12-31"] {
            assert_eq!(MonthDay::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "", "2-14", "02-30", "04-31", "13-01", "00-10", "01-00", "01-32", "0a-01", "-1-01", "+1-01", "01-+1",
            "02-14-01",
        ] {
            assert_eq!(MonthDay::parse(text), None, "{text}");
        }
    }

    #[test]
    fn spans_include_both_ends_and_cross_the_end_of_the_year() {
        for (from, to, day, contained) in [
            ("12-24", "12-26", "2026-12-23", false),
            ("12-24", "12-26", "2026-12-24", true),
            ("12-24", "12-26", "2026-12-26", true),
            ("12-24", "12-26", "2026-12-27", false),
            ("02-14", "02-14", "2030-02-14", true),
            ("02-14", "02-14", "2030-02-15", false),
            ("12-30", "01-02", "2026-12-29", false),
            ("12-30", "01-02", "2026-12-30", true),
            ("12-30", "01-02", "2027-01-02", true),
            ("12-30", "01-02", "2027-01-03", false),
            ("02-29", "02-29", "2028-02-28", false),
            ("02-29", "02-29", "2028-02-29", true),
            ("02-29", "02-29", "2027-02-28", true),
            ("02-29", "03-01", "2027-02-27", false),
            ("02-20", "02-29", "2027-03-01", false),
            ("03-01", "02-28", "2028-02-29", false),
        ] {
            let span = DateSpan { from: month_day(from), to: month_day(to) };
            let day = day.parse().unwrap();
            assert_eq!(Dates(vec![span]).contains(day), contained, "{from}..{to} on {day}");
        }
    }

    #[test]
    fn one_of_several_spans_is_enough() {
        let span = |day| DateSpan { from: month_day(day), to: month_day(day) };
        let dates = Dates(vec![span("12-24"), span("02-14")]);
        for (day, contained) in [("2026-12-24", true), ("2026-02-14", true), ("2026-02-15", false)] {
            assert_eq!(dates.contains(day.parse().unwrap()), contained, "{day}");
        }
    }

    #[test]
    fn a_leap_day_is_the_day_before_in_other_years() {
        for (year, date) in [(2028, "2028-02-29"), (2027, "2027-02-28"), (2100, "2100-02-28")] {
            assert_eq!(month_day("02-29").in_year(year), date.parse().ok(), "{year}");
        }
    }
}
