//! `region`: the shipping address is in one of these regions: ISO 3166-2, upper case.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::context::lists;
use super::kind::Matching;
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use super::relations::country_of;
use super::relations::has_all;
use super::relations::lies_in;
use crate::document::values;
use crate::document::{Reader, Table};
use crate::facts::{Fact, PlaceFacts};
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::spelling::region_named;
use crate::words::Words;

/// The shipping address is in one of these regions: ISO 3166-2, upper case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Region(pub Words);

impl Kind for Region {
    const ROW: Row = Row {
        keys: &[Key {
            name: "region",
            summary: "The shipping address lies in one of these regions: ISO 3166-2, such as US-CA.",
            value: "list of ISO 3166-2, such as `US-CA`",
            form: Form::Regions,
        }],
        subject: Subject::Place,
        fact: Some(Fact::Region),
        code: Code::PLACE_NOT_ELIGIBLE,
        example: Example {
            when: &["region = [\"US-CA\"]"],
            holds: "60.00 usd; to US-CA 94105",
            fails: "60.00 usd; to US-NY 10001",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        values::words(reader, when.take("region")?, "region", region).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_place(|place| match place.region.as_deref() {
            Some(region) => Some(lists(&self.0, region)),
            // Text that is no region may mean any.
            None if context.excluding && self.asks_in(place) => place.unclear_region.is_some().then_some(true),
            None => Some(false),
        })
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::words(&self.0), context.place().map_or(Value::None, |place| self.actual(place)))
    }

    fn words(&self) -> Vec<WordList<'_>> {
        WordList::of_words(self.word(), &self.0, Matching::Only)
    }

    fn countries(&self) -> Vec<(&str, &str)> {
        self.0.iter().filter_map(|word| country_of(word).map(|country| (&**word, country))).collect()
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        has_all(&self.0, &held.0)
    }
}

impl Region {
    /// The region of an address, or what it says instead. If no region of its country is asked for, the country
    /// says enough.
    fn actual(&self, place: &PlaceFacts<'_>) -> Value {
        match (&place.region, &place.unclear_region) {
            (Some(region), _) => Value::Word((**region).into()),
            (None, _) if !self.asks_in(place) => Value::word(place.country.as_deref()),
            (None, Some(typed)) => Value::typed(typed),
            (None, None) => Value::None,
        }
    }

    /// Returns whether it asks for a region of the address's country.
    fn asks_in(&self, place: &PlaceFacts<'_>) -> bool {
        let country = place.country.as_deref();
        country.is_some_and(|country| self.0.iter().any(|region| lies_in(region, country)))
    }
}

/// A text that is not the code of a region.
#[derive(Debug, thiserror::Error)]
#[error("\"{text}\" is not a region: write its ISO 3166-2 code, {example}")]
struct NotARegion {
    text: String,
    example: String,
}

impl NotARegion {
    /// Of a text that may be a region's name.
    fn of(text: &str) -> Self {
        let example = region_named(text).unwrap_or_else(|| "such as US-CA".to_owned());
        Self { text: text.to_owned(), example }
    }
}

fn region(text: &str) -> Result<String, NotARegion> {
    let upper = text.trim().to_ascii_uppercase();
    let form = upper.split_once('-').is_some_and(|(country, region)| {
        let letters = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        let rest = (1..=3).contains(&region.len()) && region.bytes().all(|byte| byte.is_ascii_alphanumeric());
        letters && rest
    });
    form.then_some(upper).ok_or_else(|| NotARegion::of(text))
}
