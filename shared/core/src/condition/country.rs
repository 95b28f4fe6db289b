//! `country`: the shipping address is in one of these countries: ISO 3166-1 alpha-2, upper case.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::Matching;
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::values;
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::spelling::country_lies_in;
use crate::words::Words;

/// The shipping address is in one of these countries: ISO 3166-1 alpha-2, upper case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Country(pub Words);

impl Kind for Country {
    const ROW: Row = Row {
        keys: &[Key {
            name: "country",
            summary: "The shipping address lies in one of these countries: ISO 3166-1 alpha-2.",
            value: "list of ISO 3166-1 alpha-2",
            form: Form::Countries,
        }],
        subject: Subject::Place,
        fact: Some(Fact::Country),
        code: Code::PLACE_NOT_ELIGIBLE,
        example: Example {
            when: &["country = [\"US\", \"CA\"]"],
            holds: "60.00 usd; to US",
            fails: "60.00 usd; to DE",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        values::words(reader, when.take("country")?, "country", values::country).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_place(|place| {
            let country = place.country.as_deref();
            Some(country.is_some_and(|country| self.0.iter().any(|listed| country_lies_in(country, listed))))
        })
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::words(&self.0), Value::word(context.place().and_then(|place| place.country.as_deref())))
    }

    fn words(&self) -> Vec<WordList<'_>> {
        WordList::of_words(self.word(), &self.0, Matching::OneOf)
    }

    fn countries(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|word| (&**word, &**word)).collect()
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        held.0.iter().all(|held| self.0.iter().any(|wanted| country_lies_in(held, wanted)))
    }
}
