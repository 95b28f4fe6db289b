//! The key that codes are signed with.

use std::fmt;

/// The key that all series of a shop are signed with. It prints as `[redacted]`.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeKey(String);

impl CodeKey {
    /// The fewest characters of a key: as hexadecimal digits, these are 128 bits.
    pub const SHORTEST: usize = 32;

    /// Parses a key: at least 32 visible ASCII characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        (plain && text.len() >= Self::SHORTEST).then(|| Self(text.to_owned()))
    }

    /// The bytes of the key, for HMAC only.
    pub(super) fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_long_and_print_as_redacted() {
        let text = "canary-0123456789-0123456789-012";
        assert_eq!(text.len(), CodeKey::SHORTEST);
        let key = CodeKey::parse(&format!(" {text}\n")).unwrap();
        assert_eq!(key.expose(), text.as_bytes());
        assert_eq!(format!("{key:?}"), "[redacted]");
        for text in ["", &text[1..], &text.replace('-', " "), &format!("{text}é")] {
            assert_eq!(CodeKey::parse(text), None, "{text}");
        }
    }
}
