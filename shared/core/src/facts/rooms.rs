//! Rooms: the rest of the limits of counted offers, for one session.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::money::Amount;

/// The room of each counted offer, for one session.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rooms<'a> {
    /// Nobody has asked the ledger: no offer counts, or the purchase is one that is not counted. Counted offers earn nothing.
    #[default]
    NotAsked,
    /// The ledger did not answer. Counted offers earn nothing.
    Unavailable,
    /// The rooms, by the offer's id. An offer that is not in it earns nothing if it counts.
    #[serde(untagged)]
    Known(BTreeMap<Cow<'a, str>, Room>),
}

/// The rest of the limits of an offer, for one session: the limit less what others have taken. The session's own share is
/// part of it.
///
/// A part is `None` if there is no counter: the offer has no such limit, or it can't be counted for this session. A limit without
/// a counter earns nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Room {
    /// Uses of the offer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub uses: Option<u64>,
    /// The budget in the session's currency; none in a currency that it does not list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub budget: Option<Amount>,
    /// Uses by this shopper; none for a guest who is not known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shopper: Option<u64>,
    /// Uses of the code of a series; none without such a code.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<u64>,
}

impl Rooms<'_> {
    /// Returns true if nobody has asked the ledger.
    #[must_use]
    pub const fn are_not_asked(&self) -> bool {
        matches!(self, Self::NotAsked)
    }

    /// The room of an offer; none if it is not known.
    #[must_use]
    pub fn of(&self, offer: &str) -> Option<&Room> {
        match self {
            Self::NotAsked | Self::Unavailable => None,
            Self::Known(rooms) => rooms.get(offer),
        }
    }

    /// These rooms, borrowed, of the offers that count.
    pub(crate) fn borrowed(&self, counts: impl Fn(&str) -> bool) -> Rooms<'_> {
        match self {
            Self::NotAsked => Rooms::NotAsked,
            Self::Unavailable => Rooms::Unavailable,
            Self::Known(rooms) => {
                let counted = rooms.iter().filter(|(offer, _)| counts(offer));
                Rooms::Known(counted.map(|(offer, room)| (Cow::Borrowed(&**offer), *room)).collect())
            }
        }
    }
}

/// A code of a series that the edge has verified: the series and the code's number in it. The code can't be computed from it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SignedCode<'a> {
    /// The name of the series.
    pub series: Cow<'a, str>,
    /// The number of the code in its series, from 0 on.
    pub serial: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_are_read_from_a_log_as_they_were_written() {
        let room = Room { uses: Some(3), budget: Amount::new(1_200), ..Room::default() };
        let known = Rooms::Known([(Cow::Borrowed("spring"), room)].into());
        for (rooms, text) in [
            (Rooms::NotAsked, r#""not_asked""#),
            (Rooms::Unavailable, r#""unavailable""#),
            (known, r#"{"spring":{"uses":3,"budget":1200}}"#),
        ] {
            assert_eq!(serde_json::to_string(&rooms).unwrap(), text);
            assert_eq!(serde_json::from_str::<Rooms<'_>>(text).unwrap(), rooms);
        }
    }
}
