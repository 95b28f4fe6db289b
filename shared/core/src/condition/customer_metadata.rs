//! `customer_metadata`: the customer's metadata has one of these values under the key.

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
use crate::reason::{self, Code};
use crate::words::Words;

/// The customer's metadata has one of these values under the key, case ignored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CustomerMetadata {
    /// The key.
    pub key: Arc<str>,
    /// The values, in the form in which they are compared.
    pub values: Words,
}

impl Kind for CustomerMetadata {
    const ROW: Row = Row {
        keys: &[Key {
            name: "customer_metadata",
            summary: "The customer's metadata has one of these values under the key, case ignored.",
            value: "`{ plan = [\"pro\", \"team\"] }`: the customer's, case ignored",
            form: Form::WordsByKey,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::CustomerMetadata),
        code: Code::CUSTOMER_NOT_ELIGIBLE,
        example: Example {
            when: &["customer_metadata = { plan = [\"pro\", \"team\"] }"],
            holds: "60.00 usd; plan Pro",
            fails: "60.00 usd; plan professional",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Vec<Self> {
        let Some(value) = when.take("customer_metadata") else { return Vec::new() };
        let Some(table) = reader.table(value, "customer_metadata") else { return Vec::new() };
        if table.entries().next().is_none() {
            reader.fault(value.span(), "customer_metadata names no key: write one, such as { plan = [\"pro\"] }");
        }
        let read_one = |(key, _, value): (&str, _, &Value<'_>)| {
            let values = values::words(reader, value, key, values::folded)?;
            Some(Self { key: Arc::from(key), values })
        };
        table.entries().filter_map(read_one).collect()
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Code::CUSTOMER_NOT_ELIGIBLE, |shopper| {
            Some(shopper.metadata.get(&*self.key).is_some_and(|value| lists(&self.values, value)))
        })
    }

    fn compared(&self, context: &Context<'_>) -> (reason::Value, reason::Value) {
        let value = context.shopper().and_then(|shopper| shopper.metadata.get(&*self.key)).map(|value| &**value);
        (reason::Value::words(&self.values), reason::Value::word(value))
    }

    fn key(&self) -> Cow<'static, str> {
        format!("customer_metadata.{}", self.key).into()
    }

    fn words(&self) -> Vec<WordList<'_>> {
        let words = self.values.iter().map(|word| &**word).collect();
        vec![WordList { path: vec!["customer_metadata", &self.key], words, matching: Matching::Only }]
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.key == held.key && has_all(&self.values, &held.values)
    }
}
