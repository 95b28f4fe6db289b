//! `customer`: the customer is one of these.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::context::lists;
use super::kind::Matching;
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use super::relations::has_all;
use crate::document::values;
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::words::Words;

/// The customer is one of these.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CustomerIds(pub Words);

impl Kind for CustomerIds {
    const ROW: Row = Row {
        keys: &[Key {
            name: "customer",
            summary: "The customer is one of these.",
            value: "list of `cus_...`",
            form: Form::Customers,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::Customer),
        code: Code::CUSTOMER_NOT_ELIGIBLE,
        example: Example {
            when: &["customer = [\"cus_42\"]"],
            holds: "60.00 usd; customer cus_42",
            fails: "60.00 usd; customer cus_43",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        values::words(reader, when.take("customer")?, "customer", id).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Code::CUSTOMER_NOT_ELIGIBLE, |shopper| Some(lists(&self.0, shopper.customer.as_deref()?)))
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::None, Value::word(context.shopper().and_then(|shopper| shopper.customer.as_deref())))
    }

    fn words(&self) -> Vec<WordList<'_>> {
        WordList::of_words(self.word(), &self.0, Matching::Only)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        has_all(&self.0, &held.0)
    }
}

/// A text that is not the id of a customer.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a customer's id: it begins with cus_")]
struct NotACustomer(String);

fn id(text: &str) -> Result<String, NotACustomer> {
    match text.strip_prefix("cus_") {
        Some(rest) if !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Ok(text.to_owned()),
        _ => Err(NotACustomer(text.to_owned())),
    }
}
