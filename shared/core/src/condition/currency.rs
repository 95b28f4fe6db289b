//! `currency`: the session is in one of these currencies.

use std::sync::Arc;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::Matching;
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::values;
use crate::document::{Reader, Table};
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;

/// The session is in one of these currencies.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Currencies(pub Arc<[Currency]>);

impl Kind for Currencies {
    const ROW: Row = Row {
        keys: &[Key {
            name: "currency",
            summary: "The session is in one of these currencies.",
            value: "list",
            form: Form::Currencies,
        }],
        subject: Subject::Session,
        fact: None,
        code: Code::CURRENCY_NOT_OFFERED,
        example: Example { when: &["currency = [\"eur\"]"], holds: "60.00 eur", fails: "60.00 usd" },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        let words = values::words(reader, when.take("currency")?, "currency", |text| {
            Currency::parse(text).map(|currency| currency.to_string())
        })?;
        words.iter().map(|word| Currency::parse(word).ok()).collect::<Option<_>>().map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        (!self.0.contains(&context.facts().currency)).then_some(Self::ROW.code)
    }

    fn words(&self) -> Vec<WordList<'_>> {
        vec![WordList {
            path: vec![self.word()],
            words: self.0.iter().map(Currency::as_str).collect(),
            matching: Matching::OneOf,
        }]
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        held.0.iter().all(|currency| self.0.contains(currency))
    }
}
