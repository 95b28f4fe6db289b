//! The values that a reason compares.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::facts::Typed;
use crate::money::Amount;
use crate::words::Words;

/// A value that a reason compares.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Nothing to compare.
    None,
    /// Minor units.
    Amount(Amount),
    /// A number of things, or of days.
    Count(u64),
    /// An instant.
    Time(Timestamp),
    /// A word.
    Word(Box<str>),
    /// A text that a shopper typed, which is not understood.
    Typed(Typed<'static>),
    /// A list of words of the policy.
    Words(Words),
}

impl Value {
    pub(crate) fn amount(amount: Option<Amount>) -> Self {
        amount.map_or(Self::None, Self::Amount)
    }

    pub(crate) fn count(count: Option<u64>) -> Self {
        count.map_or(Self::None, Self::Count)
    }

    pub(crate) fn word(word: Option<&str>) -> Self {
        word.map_or(Self::None, |word| Self::Word(word.into()))
    }

    pub(crate) fn typed(text: &Typed<'_>) -> Self {
        Self::Typed(text.to_owned())
    }

    pub(crate) fn words(words: &Words) -> Self {
        Self::Words(Arc::clone(words))
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_none(),
            Self::Amount(amount) => amount.serialize(serializer),
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Time(time) => time.serialize(serializer),
            Self::Word(word) => serializer.serialize_str(word),
            Self::Typed(text) => text.serialize(serializer),
            Self::Words(words) => serializer.collect_seq(words.iter()),
        }
    }
}
