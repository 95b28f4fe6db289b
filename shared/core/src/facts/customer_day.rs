//! A day of a customer's life that comes again each year.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::schedule::MonthDay;

/// A day, such as a birthday, with its year or without: `YYYY-MM-DD` or `--MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CustomerDay {
    /// The year in which it was; later years have its anniversaries. Without one every year has.
    pub year: Option<i16>,
    /// The day of the year.
    pub day: MonthDay,
}

impl CustomerDay {
    /// Reads it; none for what is no day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(day) = text.strip_prefix("--") {
            return MonthDay::parse(day).map(|day| Self { year: None, day });
        }
        let is_written_plainly = text.len() == "2026-06-30".len() && text.starts_with(|c: char| c.is_ascii_digit());
        let date: Date = text.parse().ok().filter(|_| is_written_plainly)?;
        Some(date.into())
    }

    /// The anniversary in a year; none in the year of the day itself, or before it.
    #[must_use]
    pub fn anniversary(self, year: i16) -> Option<Date> {
        let is_later = self.year.is_none_or(|first| first < year);
        self.day.in_year(year).filter(|_| is_later)
    }

    /// The day without its year, which would tell an age, if all anniversaries since another day are later.
    #[must_use]
    pub fn reduced(self, since: Option<Date>) -> Self {
        let is_past = |year: i16| since.is_some_and(|since| year.saturating_add(1) < since.year());
        Self { year: self.year.filter(|year| !is_past(*year)), ..self }
    }
}

impl From<Date> for CustomerDay {
    /// A year before Christ has no written form, and makes no difference.
    fn from(date: Date) -> Self {
        Self { year: Some(date.year()).filter(|year| *year >= 0), day: MonthDay::of(date) }
    }
}

impl fmt::Display for CustomerDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{}", self.day),
            None => write!(f, "--{}", self.day),
        }
    }
}

impl Serialize for CustomerDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CustomerDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("it is no day"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_two_forms_and_are_written_back() {
        for text in ["1990-06-05", "2000-02-29", "--06-05", "--02-29"] {
            assert_eq!(CustomerDay::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "06-05", "1990-6-5", "1990-02-29", "--02-30", "05.06.1990", "19900605", "1990-06-05T00:00:00"]
        {
            assert_eq!(CustomerDay::parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_date_is_read_back_as_it_is_written() {
        for date in
            [Date::MIN, Date::constant(-1, 12, 31), Date::constant(0, 1, 1), Date::constant(999, 2, 28), Date::MAX]
        {
            let day = CustomerDay::from(date);
            assert_eq!(CustomerDay::parse(&day.to_string()), Some(day), "{date}");
        }
    }

    #[test]
    fn anniversaries_come_in_the_years_after_the_day() {
        let day = CustomerDay::parse("2024-02-29").unwrap();
        for (year, date) in [(2024, None), (2025, Some("2025-02-28")), (2028, Some("2028-02-29"))] {
            assert_eq!(day.anniversary(year), date.map(|date| date.parse().unwrap()), "{year}");
        }
    }

    #[test]
    fn a_year_is_left_out_where_it_changes_no_anniversary() {
        let since = "2026-01-01".parse().ok();
        for (text, since, reduced) in [
            ("1990-06-05", since, "--06-05"),
            ("2024-06-05", since, "--06-05"),
            ("2025-12-31", since, "2025-12-31"),
            ("1990-06-05", None, "1990-06-05"),
        ] {
            assert_eq!(CustomerDay::parse(text).unwrap().reduced(since).to_string(), reduced, "{text}");
        }
    }
}
