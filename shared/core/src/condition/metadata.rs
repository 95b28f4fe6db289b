//! `metadata`: the session's metadata has one of these values under the key.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::context::lists;
use super::kind::Matching;
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use super::relations::has_all;
use crate::document::values;
use crate::document::{Reader, Table, Value};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::{self, code};
use crate::words::Words;

/// The session's metadata has one of these values under the key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Metadata {
    /// The key.
    pub key: Arc<str>,
    /// The values.
    pub values: Words,
}

impl Kind for Metadata {
    const ROW: Row = Row {
        keys: &[Key {
            name: "metadata",
            summary: "The session's metadata has one of these values under the key.",
            value: "`{ channel = [\"app\"] }`: the session's",
            form: Form::WordsByKey,
        }],
        subject: Subject::Session,
        fact: Some(Fact::Metadata),
        code: code!("metadata_not_eligible", "the session's metadata does not say {required}"),
        example: Example {
            when: &["metadata = { channel = [\"app\"] }"],
            holds: "60.00 usd; channel app",
            fails: "60.00 usd; channel web",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Vec<Self> {
        let Some(value) = when.take("metadata") else { return Vec::new() };
        let Some(table) = reader.table(value, "metadata") else { return Vec::new() };
        if table.entries().next().is_none() {
            reader.fault(value.span(), "metadata names no key: write one, such as { channel = [\"app\"] }");
        }
        let read_one = |(key, _, value): (&str, _, &Value<'_>)| {
            let values = values::words(reader, value, key, values::folded)?;
            Some(Self { key: Arc::from(key), values })
        };
        table.entries().filter_map(read_one).collect()
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        let value = context.facts().metadata.get(&*self.key);
        (!value.is_some_and(|value| lists(&self.values, value))).then_some(Self::ROW.code)
    }

    fn compared(&self, context: &Context<'_>) -> (reason::Value, reason::Value) {
        let value = context.facts().metadata.get(&*self.key).map(|value| &**value);
        (reason::Value::words(&self.values), reason::Value::word(value))
    }

    fn key(&self) -> Cow<'static, str> {
        format!("metadata.{}", self.key).into()
    }

    fn words(&self) -> Vec<WordList<'_>> {
        let words = self.values.iter().map(|word| &**word).collect();
        vec![WordList { path: vec!["metadata", &self.key], words, matching: Matching::Only }]
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.key == held.key && has_all(&self.values, &held.values)
    }
}
