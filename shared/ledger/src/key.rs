//! The names of sessions and counters.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

/// The key of a session's row: its id at Stripe.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SessionKey(Name);

impl SessionKey {
    /// The key of a session.
    #[must_use]
    pub const fn new(id: Name) -> Self {
        Self(id)
    }
}

impl fmt::Display for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s#{}", self.0)
    }
}

/// A part of a key: 1 to 255 visible ASCII characters without `#`, the separator.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Name(Arc<str>);

impl Name {
    const LONGEST: usize = 255;

    /// Parses a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        (plain && (1..=Self::LONGEST).contains(&text.len())).then(|| Self(text.into()))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A counter: a number that uses of an offer add to, and that a limit may bound. The limit is the policy's at the time of a
/// claim and is not part of the ledger.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CounterKey {
    /// The uses of an offer.
    Uses {
        /// The offer's id.
        offer: Name,
        /// The period that is counted by itself; `None` for all time.
        period: Option<Period>,
    },
    /// The discount that an offer has given away, in minor units.
    Budget {
        /// The offer's id.
        offer: Name,
        /// The currency.
        currency: Name,
        /// The period that is counted by itself; `None` for all time.
        period: Option<Period>,
    },
    /// The uses of an offer by one shopper.
    Shopper {
        /// The offer's id.
        offer: Name,
        /// The customer's id.
        shopper: Name,
        /// The period that is counted by itself; `None` for all time.
        period: Option<Period>,
    },
    /// The uses of one code of a series.
    Code {
        /// The name of the series.
        series: Name,
        /// The number of the code in its series.
        serial: u32,
    },
}

/// The key as a store names it.
impl fmt::Display for CounterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let period = match self {
            Self::Uses { offer, period } => write!(f, "u#{offer}").map(|()| period)?,
            Self::Budget { offer, currency, period } => write!(f, "b#{offer}#{currency}").map(|()| period)?,
            Self::Shopper { offer, shopper, period } => write!(f, "p#{offer}#{shopper}").map(|()| period)?,
            Self::Code { series, serial } => return write!(f, "k#{series}#{serial}"),
        };
        period.as_ref().map_or(Ok(()), |period| write!(f, "#{period}"))
    }
}

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

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap()
    }

    #[test]
    fn names_are_visible_ascii_without_the_separator() {
        for text in ["a", "cs_test_a1B2", "MAY-2026", &"x".repeat(255)] {
            assert_eq!(name(text).to_string(), text);
        }
        for text in ["", "a#b", "a b", "é", "a\n", &"x".repeat(256)] {
            assert_eq!(Name::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn keys_have_one_form_each() {
        let day = jiff::civil::date(2026, 11, 27);
        let (offer, period) = (name("spring"), |length| Some(Period::of(length, day)));
        for (key, text) in [
            (CounterKey::Uses { offer: offer.clone(), period: None }, "u#spring"),
            (CounterKey::Uses { offer: offer.clone(), period: period(PeriodLength::Week) }, "u#spring#2026-W48"),
            (CounterKey::Budget { offer: offer.clone(), currency: name("usd"), period: None }, "b#spring#usd"),
            (
                CounterKey::Budget { offer: offer.clone(), currency: name("usd"), period: period(PeriodLength::Day) },
                "b#spring#usd#2026-11-27",
            ),
            (
                CounterKey::Shopper { offer, shopper: name("cus_1"), period: period(PeriodLength::Month) },
                "p#spring#cus_1#2026-11",
            ),
            (CounterKey::Code { series: name("MAY"), serial: 7 }, "k#MAY#7"),
        ] {
            assert_eq!(key.to_string(), text);
        }
        assert_eq!(SessionKey::new(name("cs_test_1")).to_string(), "s#cs_test_1");
    }

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
        }
        assert_eq!(Period::of(PeriodLength::Week, date(2027, 1, 1)).to_string(), "2026-W53");
        assert_eq!(Period::of(PeriodLength::Week, Date::MIN).to_string(), "-9999-W01");
    }
}
