//! The notation of arguments that several commands take.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use shared::core::policy::parse_instant;
use shared::core::{InteractionSet, ShopperCode, Trigger};

/// An argument that can't be read. The text says what to write instead.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArgumentError {
    #[error(
        "there is no interaction \"{word}\": write all, or some of {}, with commas between them",
        Trigger::all().map(Trigger::word).collect::<Vec<_>>().join(", ")
    )]
    Interaction { word: String },
    #[error("write 1 to {} characters besides blanks", ShopperCode::LONGEST)]
    Code,
    #[error("write a date, a time and an offset, such as 2026-11-27T09:30:00-05:00")]
    Moment(#[source] jiff::Error),
    #[error(
        "write 2026-11-27T09:30:00 or 2026-11-27 for the shop's clock, or with an offset, 2026-11-27T09:30:00-05:00"
    )]
    ShopTime,
    #[error("write the origin of a page, without a path, such as http://192.168.1.20:5173 or https://shop.example")]
    Origin,
    #[error("write 127.0.0.1, or 0.0.0.0 to be reached from other devices")]
    Host,
}

/// Reads words of interactions with commas between them, or `all`. `automatic` adds nothing: alone it is the empty set.
pub(crate) fn interactions(text: &str) -> Result<InteractionSet, ArgumentError> {
    if text.trim() == "all" {
        return Ok(InteractionSet::all());
    }
    text.split(',').map(str::trim).try_fold(InteractionSet::EMPTY, |set, word| match Trigger::from_word(word) {
        Some(Trigger::Automatic) => Ok(set),
        Some(Trigger::On(interaction)) => Ok(set.with(interaction)),
        None => Err(ArgumentError::Interaction { word: word.to_owned() }),
    })
}

/// Reads a code as a shopper types it.
pub(crate) fn code(text: &str) -> Result<ShopperCode, ArgumentError> {
    ShopperCode::parse(text).ok_or(ArgumentError::Code)
}

/// Reads an instant.
pub(crate) fn moment(text: &str) -> Result<Timestamp, ArgumentError> {
    text.parse().map_err(ArgumentError::Moment)
}

/// A moment as a policy writes one: with an offset, or on the shop's clock.
#[derive(Clone, Debug)]
pub(crate) struct ShopTime(String);

impl ShopTime {
    /// The instant, for a shop in a time zone.
    pub(crate) fn instant(&self, zone: &TimeZone) -> Option<Timestamp> {
        parse_instant(&self.0, zone)
    }
}

/// Reads a moment as a policy writes one.
pub(crate) fn shop_time(text: &str) -> Result<ShopTime, ArgumentError> {
    let time = ShopTime(text.trim().to_owned());
    if time.instant(&TimeZone::UTC).is_some() { Ok(time) } else { Err(ArgumentError::ShopTime) }
}

#[cfg(test)]
mod tests {
    use shared::core::Interaction;

    use super::*;

    #[test]
    fn times_are_of_the_shops_clock_unless_they_have_an_offset() {
        let zone = TimeZone::get("America/New_York").unwrap();
        for (text, instant) in [
            ("2026-11-27T09:30:00-05:00", "2026-11-27T14:30:00Z"),
            ("2026-11-27T14:30:00Z", "2026-11-27T14:30:00Z"),
            ("2026-11-27T09:30:00", "2026-11-27T14:30:00Z"),
            (" 2026-11-27 09:30", "2026-11-27T14:30:00Z"),
            ("2026-11-27", "2026-11-27T05:00:00Z"),
        ] {
            assert_eq!(shop_time(text).unwrap().instant(&zone), Some(instant.parse().unwrap()), "{text}");
        }
        for text in ["", "yesterday", "27.11.2026", "2026-11-27T09:30:00[Asia/Tokyo]"] {
            assert!(shop_time(text).unwrap_err().to_string().contains("2026-11-27T09:30:00-05:00"), "{text}");
        }
    }

    #[test]
    fn interactions_are_words_between_commas_or_all() {
        let both = InteractionSet::from(Interaction::Loyalty).with(Interaction::Location);
        assert_eq!(interactions("location, loyalty").unwrap(), both);
        assert_eq!(interactions("all").unwrap(), InteractionSet::all());
        assert_eq!(interactions("automatic").unwrap(), InteractionSet::EMPTY);
        assert_eq!(interactions("automatic,location,loyalty").unwrap(), both);
        for text in ["", "loyalti", "loyalty,", "all,loyalty"] {
            assert!(interactions(text).unwrap_err().to_string().contains("cart-threshold"), "{text}");
        }
    }
}
