//! A text that a shopper typed.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// A text that a shopper typed where a region belongs. It may be anything, even a street, so it is written and printed as
/// `[redacted]`. No decision depends on it, so it does not count in comparisons: one that is read back from a log is equal.
#[derive(Clone, Deserialize)]
pub struct Typed<'a>(Cow<'a, str>);

impl<'a> Typed<'a> {
    /// The text, where something of it can be seen.
    pub(crate) fn of(text: Cow<'a, str>) -> Option<Self> {
        (!text.is_empty()).then_some(Self(text))
    }

    /// The text, for a person who has the session.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn to_owned(&self) -> Typed<'static> {
        Typed(self.0.clone().into_owned().into())
    }
}

impl PartialEq for Typed<'_> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("[redacted]")
    }
}

impl fmt::Debug for Typed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_is_written_and_printed_as_redacted() {
        let typed = Typed::of("7 Nightingale Road".into()).unwrap();
        assert_eq!(serde_json::to_string(&typed).unwrap(), "\"[redacted]\"");
        assert_eq!(format!("{typed:?}"), "[redacted]");
        assert_eq!(typed.reveal(), "7 Nightingale Road");
        assert_eq!(serde_json::from_str::<Typed<'_>>("\"[redacted]\"").unwrap(), typed);
        assert_eq!(Typed::of("".into()), None);
    }
}
