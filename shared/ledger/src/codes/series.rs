//! Series of codes.

use ring::hmac;

use super::code::SeriesCode;
use super::count::{CodeCount, SERIAL_BITS};
use super::key::CodeKey;
use crate::key::Name;

/// The bits of a code besides its serial number.
const TAG_BITS: u32 = 35;
const _: () = assert!(SERIAL_BITS + TAG_BITS == SeriesCode::BITS);

/// The codes that are minted under one name. The key and the name are enough to mint all of them, and no store has a list.
///
/// A tag is an HMAC of the serial number, so a guess is a code with the probability count / 2⁵⁵. The serial number is shown
/// under a mask made of the tag, so codes do not show how many there are.
#[derive(Clone, Debug)]
pub struct CodeSeries {
    key: hmac::Key,
    count: CodeCount,
}

impl CodeSeries {
    /// The series of a name.
    #[must_use]
    pub fn new(key: &CodeKey, name: &Name, count: CodeCount) -> Self {
        let master = hmac::Key::new(hmac::HMAC_SHA256, key.expose());
        let own = hmac::sign(&master, format!("discount-codes/1/{name}").as_bytes());
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, own.as_ref()), count }
    }

    /// The codes, by serial number from 0 on.
    pub fn codes(&self) -> impl Iterator<Item = SeriesCode> {
        (0..self.count.get()).map(|serial| self.code(serial))
    }

    fn code(&self, serial: u32) -> SeriesCode {
        let tag = self.tag(serial);
        let shown = u64::from(serial) ^ self.mask(tag);
        SeriesCode::of_bits(shown << TAG_BITS | tag)
    }

    /// The serial number of a code.
    ///
    /// # Errors
    ///
    /// [`UnknownCode`]
    pub fn serial(&self, code: &SeriesCode) -> Result<u32, UnknownCode> {
        let bits = code.bits();
        let tag = bits & ((1 << TAG_BITS) - 1);
        let serial = (bits >> TAG_BITS) ^ self.mask(tag);
        let serial = u32::try_from(serial).map_err(|_| UnknownCode::NotOfTheSeries)?;
        // One comparison of two numbers: its time does not depend on how much of them agrees.
        if self.tag(serial) != tag {
            return Err(UnknownCode::NotOfTheSeries);
        }
        if serial < self.count.get() { Ok(serial) } else { Err(UnknownCode::BeyondCount { serial }) }
    }

    fn tag(&self, serial: u32) -> u64 {
        self.number(b"t", &serial.to_be_bytes(), TAG_BITS)
    }

    fn mask(&self, tag: u64) -> u64 {
        self.number(b"m", &tag.to_be_bytes(), SERIAL_BITS)
    }

    /// The first bits of an HMAC, as a number.
    fn number(&self, purpose: &[u8], of: &[u8], bits: u32) -> u64 {
        let mut context = hmac::Context::with_key(&self.key);
        context.update(purpose);
        context.update(of);
        let first = context.sign().as_ref().first_chunk().copied().map_or(0, u64::from_be_bytes);
        first.checked_shr(u64::BITS.saturating_sub(bits)).unwrap_or(0)
    }
}

/// The reasons why a code of the right form is not one of a series.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UnknownCode {
    /// Not minted under this name with this key.
    #[error("it is not a code of this series")]
    NotOfTheSeries,
    /// Signed for the series, which has fewer codes.
    #[error("it is number {serial} of the series, counted from 0, and the series has fewer")]
    BeyondCount {
        /// The serial number.
        serial: u32,
    },
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const KEY: &str = "an-example-key-with-32-characters";

    fn series(key: &str, name: &str, count: u32) -> CodeSeries {
        CodeSeries::new(&CodeKey::parse(key).unwrap(), &Name::parse(name).unwrap(), CodeCount::new(count).unwrap())
    }

    #[test]
    fn codes_are_those_of_another_implementation() {
        for (key, name, serial, text) in [
            (KEY, "MAY", 0, "CN48-AF9M-1884"),
            (KEY, "MAY", 1, "4146-VP32-ZP7K"),
            (KEY, "MAY", 2, "VDH2-SHSD-5BGG"),
            (KEY, "JUNE", 0, "60G4-2RVY-SD5T"),
            ("another-example-key-of-32-letters", "MAY", 1_048_575, "8PWD-7VC3-9TW5"),
        ] {
            let series = series(key, name, CodeCount::MAX.get());
            assert_eq!(series.code(serial).to_string(), text);
        }
    }

    #[test]
    fn ten_thousand_codes_differ_and_are_verified() {
        let series = series(KEY, "MAY", 10_000);
        let codes: Vec<SeriesCode> = series.codes().collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 10_000);
        for (serial, code) in (0..).zip(&codes) {
            assert_eq!(series.serial(code), Ok(serial));
        }
    }

    #[test]
    fn code_is_of_one_series_key_and_count() {
        let code = series(KEY, "MAY", 10).code(9);
        let other_key = KEY.replace("an", "no");
        for (series, serial) in [
            (series(KEY, "MAY", 10), Ok(9)),
            (series(KEY, "MAY", 11), Ok(9)),
            (series(KEY, "MAY", 9), Err(UnknownCode::BeyondCount { serial: 9 })),
            (series(KEY, "may", 10), Err(UnknownCode::NotOfTheSeries)),
            (series(&other_key, "MAY", 10), Err(UnknownCode::NotOfTheSeries)),
        ] {
            assert_eq!(series.serial(&code), serial);
        }
    }

    #[test]
    fn series_prints_no_key() {
        assert!(!format!("{:?}", series("canary-0123456789-0123456789-0123", "MAY", 1)).contains("canary"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn good_codes_are_the_minted_ones_alone(flips in 1..1_u64 << SeriesCode::BITS, serial in 0..1_000_u32) {
            let series = series(KEY, "MAY", CodeCount::MAX.get());
            let other = SeriesCode::of_bits(series.code(serial).bits() ^ flips);
            if let Ok(serial) = series.serial(&other) {
                prop_assert_eq!(series.code(serial), other);
            }
        }
    }
}
