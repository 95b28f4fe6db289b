//! Periods of the shop's calendar.

use std::fmt;

use jiff::civil::{Date, ISOWeekDate, Weekday};

/// A day, week or month of the shop's calendar, after which a counter begins at 0 again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Period {
    length: PeriodLength,
    first: Date,
}

/// The length of a period.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PeriodLength {
    /// A day.
    Day,
    /// A week from Monday on.
    Week,
    /// A month.
    Month,
}

impl Period {
    /// The period of this length that a day is in.
    #[must_use]
    pub fn of(length: PeriodLength, day: Date) -> Self {
        let first = match length {
            PeriodLength::Day => day,
            PeriodLength::Week => {
                let passed = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(jiff::Span::new().days(passed)).unwrap_or(Date::MIN)
            }
            PeriodLength::Month => day.first_of_month(),
        };
        Self { length, first }
    }

    /// The first day after the period.
    #[must_use]
    pub fn end(&self) -> Date {
        let span = match self.length {
            PeriodLength::Day => jiff::Span::new().days(1),
            PeriodLength::Week => jiff::Span::new().weeks(1),
            PeriodLength::Month => jiff::Span::new().months(1),
        };
        self.first.checked_add(span).unwrap_or(Date::MAX)
    }

    /// Parses its form in a key.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some((year, week)) = text.split_once("-W") {
            let monday = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()?;
            return Some(Self::of(PeriodLength::Week, monday.date()));
        }
        match text.matches('-').count() {
            1 => Some(Self::of(PeriodLength::Month, format!("{text}-01").parse().ok()?)),
            _ => Some(Self::of(PeriodLength::Day, text.parse().ok()?)),
        }
    }
}

/// `2026-11-27`, `2026-W48` (ISO 8601), or `2026-11`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            PeriodLength::Day => write!(f, "{}", self.first),
            PeriodLength::Week => {
                let week = self.first.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            PeriodLength::Month => write!(f, "{:04}-{:02}", self.first.year(), self.first.month()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn period_is_one_from_its_first_to_its_last_day() {
        let date = jiff::civil::date;
        for (length, before, first, last, after) in [
            (PeriodLength::Day, date(2026, 2, 27), date(2026, 2, 28), date(2026, 2, 28), date(2026, 3, 1)),
            (PeriodLength::Week, date(2026, 12, 27), date(2026, 12, 28), date(2027, 1, 3), date(2027, 1, 4)),
            (PeriodLength::Month, date(2028, 1, 31), date(2028, 2, 1), date(2028, 2, 29), date(2028, 3, 1)),
        ] {
            let of = |day| Period::of(length, day);
            assert_eq!(of(first), of(last), "{length:?}");
            assert_ne!(of(before), of(first), "{length:?}");
            assert_ne!(of(last), of(after), "{length:?}");
            assert_eq!(of(first).end(), after, "{length:?}");
            assert_eq!(Period::parse(&of(last).to_string()), Some(of(last)), "{length:?}");
        }
        assert_eq!(Period::of(PeriodLength::Week, date(2027, 1, 1)).to_string(), "2026-W53");
        assert_eq!(Period::of(PeriodLength::Week, Date::MIN).to_string(), "-9999-W01");
    }
}
