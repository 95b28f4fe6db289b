//! Days of a shop's calendar that come again: of a week, of a month, and of a year.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::dates::Dates;
use super::weekdays::Weekdays;

/// The days that each of these names; one that names none leaves every day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Days {
    /// Days of the week.
    pub weekdays: Weekdays,
    /// Days of the month by their number.
    pub of_month: Option<DaysOfMonth>,
    /// Weekdays of the month by their number.
    pub weekdays_of_month: Option<WeekdaysOfMonth>,
    /// Spans of the year.
    pub dates: Option<Dates>,
}

/// Days of a month by their number, from its first day or from its last.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DaysOfMonth {
    /// A bit for each number from the first day.
    from_first: u32,
    /// A bit for each number from the last day.
    from_last: u32,
}

/// Weekdays of a month by their number: its first Monday, its last Friday.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WeekdaysOfMonth {
    /// The weekdays that are named with each number.
    numbered: [Weekdays; Self::MOST],
    /// The weekdays that are named as the last of the month.
    last: Weekdays,
}

/// The number of a weekday in its month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nth {
    /// From the first one on, which is 1.
    Number(usize),
    /// The last one.
    Last,
}

impl Days {
    /// Every day.
    pub const ALL: Self = Self { weekdays: Weekdays::ALL, of_month: None, weekdays_of_month: None, dates: None };

    /// Returns whether a day is one of them.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        (self.weekdays == Weekdays::ALL || self.weekdays.contains(day.weekday()))
            && self.of_month.is_none_or(|days| days.contains(day))
            && self.weekdays_of_month.is_none_or(|days| days.contains(day))
            && self.dates.as_ref().is_none_or(|dates| dates.contains(day))
    }

    /// Returns whether every week has the same of them.
    pub(crate) const fn are_weekly(&self) -> bool {
        self.of_month.is_none() && self.weekdays_of_month.is_none() && self.dates.is_none()
    }

    /// Returns whether they are spans of the year and nothing else.
    pub(super) fn are_spans_of_the_year(&self) -> bool {
        self.weekdays == Weekdays::ALL
            && self.of_month.is_none()
            && self.weekdays_of_month.is_none()
            && self.dates.is_some()
    }
}

impl DaysOfMonth {
    /// The largest number of a day.
    pub const MOST: i8 = 31;

    /// Returns whether the day is one of them.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        let from_last = day.days_in_month().saturating_sub(day.day());
        has(self.from_first, day.day().saturating_sub(1)) || has(self.from_last, from_last)
    }

    /// The numbers as written: from the first day up, then from the last day, which is -1, back.
    pub(crate) fn numbers(self) -> impl Iterator<Item = i8> {
        let numbers = |bits, sign: i8| {
            let counted = (1..=Self::MOST).filter(move |number| has(bits, number.saturating_sub(1)));
            counted.map(move |number| number.saturating_mul(sign))
        };
        numbers(self.from_first, 1).chain(numbers(self.from_last, -1))
    }
}

impl FromIterator<i8> for DaysOfMonth {
    /// Of numbers from the first day, which is 1, or from the last, which is -1.
    fn from_iter<I: IntoIterator<Item = i8>>(numbers: I) -> Self {
        let mut days = Self::default();
        for number in numbers {
            let bit = 1_u32.checked_shl(u32::from(number.unsigned_abs().saturating_sub(1))).unwrap_or_default();
            if number > 0 { days.from_first |= bit } else { days.from_last |= bit }
        }
        days
    }
}

fn has(bits: u32, place: i8) -> bool {
    u32::try_from(place).ok().and_then(|place| 1_u32.checked_shl(place)).is_some_and(|bit| bits & bit != 0)
}

impl WeekdaysOfMonth {
    /// The largest number of a weekday in its month.
    pub const MOST: usize = 5;

    /// Returns whether the day is one of them.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        let weeks_before = usize::try_from(day.day().saturating_sub(1) / 7).unwrap_or_default();
        let is_last = day.day().saturating_add(7) > day.days_in_month();
        let numbered = self.numbered.get(weeks_before).is_some_and(|days| days.contains(day.weekday()));
        numbered || (is_last && self.last.contains(day.weekday()))
    }

    /// The weekdays that are named with each number, then those that are named as the last; some may be none.
    pub(crate) fn named(self) -> impl Iterator<Item = (Nth, Weekdays)> {
        let numbered = (1..).zip(self.numbered).map(|(number, days)| (Nth::Number(number), days));
        numbered.chain([(Nth::Last, self.last)])
    }
}

impl FromIterator<(Nth, Weekday)> for WeekdaysOfMonth {
    fn from_iter<I: IntoIterator<Item = (Nth, Weekday)>>(named: I) -> Self {
        let mut days = Self { numbered: [Weekdays::NONE; Self::MOST], last: Weekdays::NONE };
        for (nth, weekday) in named {
            let set = match nth {
                Nth::Last => Some(&mut days.last),
                Nth::Number(number) => number.checked_sub(1).and_then(|place| days.numbered.get_mut(place)),
            };
            if let Some(set) = set {
                *set = set.with(weekday);
            }
        }
        days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_of_month_count_from_both_ends() {
        let days: DaysOfMonth = [1, 15, 31, -1, -3].into_iter().collect();
        for (date, contained) in [
            ("2026-01-01", true),
            ("2026-01-02", false),
            ("2026-01-15", true),
            ("2026-01-29", true),
            ("2026-01-30", false),
            ("2026-01-31", true),
            ("2026-02-26", true),
            ("2026-02-27", false),
            ("2026-02-28", true),
            ("2028-02-27", true),
            ("2028-02-28", false),
            ("2028-02-29", true),
            ("2026-04-30", true),
        ] {
            assert_eq!(days.contains(day(date)), contained, "{date}");
        }
    }

    #[test]
    fn weekdays_of_month_count_from_the_first_and_the_last() {
        let days: WeekdaysOfMonth =
            [(Nth::Last, Weekday::Friday), (Nth::Number(1), Weekday::Monday), (Nth::Number(5), Weekday::Sunday)]
                .into_iter()
                .collect();
        for (date, contained) in [
            ("2026-11-27", true), // the last of four
            ("2026-11-20", false),
            ("2026-10-30", true), // the last of five
            ("2026-10-23", false),
            ("2026-06-01", true), // the first of the month is a Monday
            ("2026-07-06", true),
            ("2026-07-13", false),
            ("2026-05-31", true),  // the fifth
            ("2026-06-28", false), // the last of four
            ("2028-02-25", true),
            ("2028-02-18", false),
            ("2027-07-23", false), // a week before the last day but one
            ("2026-07-24", false), // a week before the last day
            ("2026-07-31", true),
        ] {
            assert_eq!(days.contains(day(date)), contained, "{date}");
        }
    }
}
