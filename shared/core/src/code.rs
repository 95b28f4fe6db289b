//! The code that a shopper types.

use std::fmt;

use crate::spelling;

/// A code as it is compared: in upper case, without blanks and characters that can't be seen, in ASCII where that looks alike.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ShopperCode(Box<str>);

impl ShopperCode {
    /// The longest code, in characters: five times shorter than a value of Stripe's metadata.
    pub const LONGEST: usize = 100;

    /// Of what was typed; none where that is no code: nothing that can be seen, too long, or with control characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let code = spelling::code(text);
        let fits = (1..=Self::LONGEST).contains(&code.chars().count()) && !code.chars().any(char::is_control);
        fits.then(|| Self(code.into()))
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The mark with which a session remembers it.
    #[must_use]
    pub fn mark(&self) -> CodeMark {
        use sha2::{Digest, Sha256};
        let [a, b, c, d, ..]: [u8; 32] = Sha256::digest(self.0.as_bytes()).into();
        CodeMark(u32::from_be_bytes([a, b, c, d]))
    }
}

/// The mark of a code that a session was asked for: the first 8 hex digits of the code's SHA-256, under a key
/// of its own, so that calls at the same moment never overwrite each other's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CodeMark(u32);

impl CodeMark {
    const KEY: &'static str = "discount_try_";

    /// The key in the session's metadata.
    #[must_use]
    pub fn key(self) -> String {
        format!("{}{self}", Self::KEY)
    }

    /// The mark whose key this is.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let digits = key.strip_prefix(Self::KEY)?;
        let hex = digits.len() == 8 && digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        u32::from_str_radix(digits, 16).ok().filter(|_| hex).map(Self)
    }
}

impl fmt::Display for CodeMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_compared_without_case_and_blanks() {
        for typed in ["SPRING", "spring", " Spring ", "spr ing", "SPR\u{a0}ING", "s\tp\nring"] {
            assert_eq!(ShopperCode::parse(typed).unwrap().as_str(), "SPRING", "{typed:?}");
        }
        assert_eq!(ShopperCode::parse("straße-10%").unwrap().as_str(), "STRASSE-10%");
        assert_ne!(ShopperCode::parse("SPRING-10"), ShopperCode::parse("SPRING10"), "a hyphen is no blank");
    }

    #[test]
    fn a_code_has_1_to_100_characters_and_none_that_controls() {
        let of = |count: usize| format!(" {} ", "é".repeat(count));
        for (typed, is_one) in [
            (of(0), false),
            (of(1), true),
            (of(100), true),
            (of(101), false),
            ("ß".repeat(50), true),
            ("ß".repeat(51), false),
            ("a\0b".to_owned(), false),
            ("a\u{7f}b".to_owned(), false),
            ("  \t".to_owned(), false),
        ] {
            assert_eq!(ShopperCode::parse(&typed).is_some(), is_one, "{typed:?}");
        }
    }

    #[test]
    fn mark_is_the_start_of_the_codes_hash_and_is_read_from_its_key() {
        let mark = ShopperCode::parse("spring").unwrap().mark();
        assert_eq!(mark.to_string(), "24724993");
        assert_eq!(CodeMark::of_key(&mark.key()), Some(mark));
        for key in ["discount_try_", "discount_try_1234567", "discount_try_123456789", "discount_try_+1234567"] {
            assert_eq!(CodeMark::of_key(key), None, "{key}");
        }
        assert_eq!(CodeMark::of_key("discount_try_ABCDEF01"), None, "never written so");
        assert_eq!(CodeMark::of_key("discount_try_00000001"), Some(CodeMark(1)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_down_is_read_back_as_the_same_code(typed in "\\PC{0,120}") {
            if let Some(code) = ShopperCode::parse(&typed) {
                prop_assert_eq!(ShopperCode::parse(code.as_str()), Some(code.clone()));
                prop_assert_eq!(CodeMark::of_key(&code.mark().key()), Some(code.mark()));
            }
        }
    }
}
