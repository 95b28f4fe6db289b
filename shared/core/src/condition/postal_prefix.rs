//! `postal_prefix`: the postal code begins with one of these, upper case, without blanks.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::Matching;
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::code::without_blanks;
use crate::document::values;
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::words::Words;

/// The postal code begins with one of these, upper case, without blanks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PostalPrefix(pub Words);

impl Kind for PostalPrefix {
    const ROW: Row = Row {
        keys: &[Key {
            name: "postal_prefix",
            summary: "The postal code begins with one of these, case and blanks ignored. Beside it stands country with one country.",
            value: "list; case and blanks ignored; with exactly one `country`",
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
        let words =
            values::words(reader, value, "postal_prefix", |text| values::word(text).map(|word| without_blanks(&word)))?;
        // Counted as they are written: a faulty country is reported once, and not for its postal codes too.
        let countries = when.get("country").map_or(0, |value| value.get_ref().as_array().map_or(1, |list| list.len()));
        let wrong = "postal_prefix needs country with exactly one country beside it: the same digits mean another \
                     place elsewhere";
        reader.read(value.span(), (countries == 1).then_some(Self(words)).ok_or(wrong))
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_place(|place| {
            let code = place.postal_prefix.as_deref();
            code.is_some_and(|code| self.0.iter().any(|prefix| code.starts_with(&**prefix)))
        })
    }

    fn compared(&self, _: &Context<'_>) -> (Value, Value) {
        (Value::words(&self.0), Value::None)
    }

    fn words(&self) -> Vec<WordList<'_>> {
        vec![WordList {
            path: vec![self.word()],
            words: self.0.iter().map(|word| &**word).collect(),
            matching: Matching::Prefix,
        }]
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        held.0.iter().all(|held| self.0.iter().any(|wanted| held.starts_with(&**wanted)))
    }
}
