//! `postal_prefix`: the postal code begins with one of these, in the form of the country's codes.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::Matching;
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use super::relations::says_all;
use crate::document::values;
use crate::document::{Reader, Table, Value};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::{self, Code};
use crate::spelling::PostalFormat;
use crate::words::Words;

/// The postal code begins with one of these, in the form of the country's codes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PostalPrefix {
    /// The form of the country's codes.
    pub format: PostalFormat,
    /// The prefixes.
    pub prefixes: Words,
}

impl Kind for PostalPrefix {
    const ROW: Row = Row {
        keys: &[Key {
            name: "postal_prefix",
            summary: "The postal code begins with one of these. Only letters and digits count, and in Great Britain N1 is not N19. Beside it is country with one country.",
            value: "list; only letters and digits count, and `N1` is not `N19`; with exactly one `country`",
            form: Form::Words,
        }],
        subject: Subject::Place,
        fact: Some(Fact::PostalCode),
        code: Code::PLACE_NOT_ELIGIBLE,
        example: Example {
            when: &["country = [\"GB\"]", "postal_prefix = [\"SW1\", \"EC\"]"],
            holds: "60.00 usd; to GB sw1a 1aa",
            fails: "60.00 usd; to GB N1 9GU",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        let value = when.take("postal_prefix")?;
        // Counted as they are written: a faulty country is reported once, and not for its postal codes too.
        let countries: Vec<&Value<'_>> = match when.get("country") {
            Some(value) => value.get_ref().as_array().map_or(vec![value], |list| list.iter().collect()),
            None => Vec::new(),
        };
        let country = countries.first().and_then(|country| country.get_ref().as_str()).unwrap_or_default();
        let format = PostalFormat::of(&country.trim().to_ascii_uppercase());
        let prefixes = values::words(reader, value, "postal_prefix", |text| {
            let prefix = format.prefix(text);
            (!prefix.is_empty()).then_some(prefix).ok_or_else(|| NotAPrefix(text.to_owned()))
        })?;
        let wrong = "postal_prefix needs country with exactly one country beside it: the same digits mean another \
                     place elsewhere";
        reader.read(value.span(), (countries.len() == 1).then_some(Self { format, prefixes }).ok_or(wrong))
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_place(|place| match place.postal_prefix.as_deref() {
            Some(code) => Some(self.prefixes.iter().any(|prefix| self.format.begins(code, prefix))),
            None if context.excluding && !place.has_postal_code => None,
            None => Some(false),
        })
    }

    fn compared(&self, _: &Context<'_>) -> (reason::Value, reason::Value) {
        (reason::Value::words(&self.prefixes), reason::Value::None)
    }

    fn words(&self) -> Vec<WordList<'_>> {
        WordList::of_words(self.word(), &self.prefixes, Matching::Prefix(self.format))
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.format == held.format && says_all(&held.prefixes, &self.prefixes, Matching::Prefix(self.format))
    }
}

/// A text without anything that a postal code could begin with.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" has no letter or digit: write the beginning of a postal code")]
struct NotAPrefix(String);
