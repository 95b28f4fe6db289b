//! The names of sessions and counters.

use std::fmt;
use std::sync::Arc;

use crate::period::Period;

/// The key of a session's row: its id at Stripe, or an id that was chosen before the session was created.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SessionKey(Name);

impl SessionKey {
    /// The key of a session.
    #[must_use]
    pub const fn new(id: Name) -> Self {
        Self(id)
    }

    /// Parses the key as a store names it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Name::parse(text.strip_prefix("s#")?).map(Self)
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> &Name {
        &self.0
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

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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

impl CounterKey {
    /// Parses the key as a store names it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('#');
        let kind = parts.next()?;
        let mut name = || parts.next().and_then(Name::parse);
        let (first, second) = match kind {
            "u" => (name()?, None),
            "b" | "p" | "k" => (name()?, Some(name()?)),
            _ => return None,
        };
        let period = parts.next().map(|text| Period::parse(text).ok_or(())).transpose().ok()?;
        let key = match (kind, second, period) {
            ("b", Some(currency), period) => Self::Budget { offer: first, currency, period },
            ("p", Some(shopper), period) => Self::Shopper { offer: first, shopper, period },
            ("k", Some(serial), None) => Self::Code { series: first, serial: serial.0.parse().ok()? },
            ("u", None, period) => Self::Uses { offer: first, period },
            _ => return None,
        };
        // One form each, so that no two texts are the same key.
        (key.to_string() == text).then_some(key)
    }

    /// The offer that it counts; `None` for a code, which may be good for several.
    #[must_use]
    pub const fn offer(&self) -> Option<&Name> {
        match self {
            Self::Uses { offer, .. } | Self::Budget { offer, .. } | Self::Shopper { offer, .. } => Some(offer),
            Self::Code { .. } => None,
        }
    }

    /// The period that is counted by itself; `None` for all time.
    #[must_use]
    pub const fn period(&self) -> Option<Period> {
        match self {
            Self::Uses { period, .. } | Self::Budget { period, .. } | Self::Shopper { period, .. } => *period,
            Self::Code { .. } => None,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::PeriodLength;

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
            assert_eq!(CounterKey::parse(text), Some(key));
        }
        let session = SessionKey::new(name("cs_test_1"));
        assert_eq!(session.to_string(), "s#cs_test_1");
        assert_eq!(SessionKey::parse("s#cs_test_1"), Some(session));
    }

    #[test]
    fn text_of_another_form_is_no_key() {
        for text in [
            "",
            "u",
            "u#",
            "x#spring",
            "u#spring#",
            "u#spring#2026",
            "u#spring#2026-13",
            "u#spring#2026-11-31",
            "u#spring#2026-W54",
            "u#spring#2026-11-27#",
            "b#spring",
            "p#spring#cus_1#soon",
            "k#MAY",
            "k#MAY#-1",
            "k#MAY#07",
            "k#MAY#7#2026-11",
            "s#cs_test_1",
            "spring",
        ] {
            assert_eq!(CounterKey::parse(text), None, "{text}");
        }
        for text in ["", "cs_test_1", "s#", "u#spring", "s#a#b"] {
            assert_eq!(SessionKey::parse(text), None, "{text}");
        }
    }
}
