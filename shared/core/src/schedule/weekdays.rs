//! Sets of weekdays.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// A set of weekdays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);
    /// No day.
    pub const NONE: Self = Self(0);

    /// Returns whether the day is one of them.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }

    /// The first date from one on that is on one of them.
    pub(super) fn first_from(self, date: Date) -> Option<Date> {
        let weekday = date.weekday();
        let days = (0..7).find(|days| self.contains(weekday.wrapping_add(*days)))?;
        date.checked_add(days.days()).ok()
    }

    /// The set with one more day.
    #[must_use]
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | (1 << day.to_monday_zero_offset()))
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        days.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_that_is_named_twice_is_one_of_them() {
        let days: Weekdays = [Weekday::Friday, Weekday::Monday, Weekday::Friday].into_iter().collect();
        for (day, named) in [(Weekday::Friday, true), (Weekday::Monday, true), (Weekday::Saturday, false)] {
            assert_eq!(days.contains(day), named, "{day:?}");
        }
    }
}
