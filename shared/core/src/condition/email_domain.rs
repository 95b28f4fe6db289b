//! `email_domain`: the whole domain of the customer's e-mail address is one of these, in lower case.

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
use crate::reason::code;
use crate::words::Words;

/// The whole domain of the customer's e-mail address is one of these, in lower case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EmailDomain(pub Words);

impl Kind for EmailDomain {
    const ROW: Row = Row {
        keys: &[Key {
            name: "email_domain",
            summary: "The whole domain of the customer's e-mail address is one of these, case ignored.",
            value: "list; the whole domain of the customer's e-mail address, case ignored",
            form: Form::EmailDomains,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::EmailDomain),
        code: code!("email_not_eligible", "the e-mail address is of {actual}; it asks for {required}"),
        example: Example {
            when: &["email_domain = [\"example.edu\"]"],
            holds: "60.00 usd; email jane@Example.EDU",
            fails: "60.00 usd; email jane@mail.example.edu",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        values::words(reader, when.take("email_domain")?, "email_domain", domain).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |shopper| Some(lists(&self.0, shopper.email_domain.as_deref()?)))
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::words(&self.0), Value::word(context.shopper().and_then(|shopper| shopper.email_domain.as_deref())))
    }

    fn words(&self) -> Vec<WordList<'_>> {
        vec![WordList {
            path: vec![self.word()],
            words: self.0.iter().map(|word| &**word).collect(),
            matching: Matching::Only,
        }]
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        has_all(&self.0, &held.0)
    }
}

fn domain(text: &str) -> Result<String, String> {
    let lower = text.trim().to_ascii_lowercase();
    let plain = lower.contains('.') && !lower.contains(['@', ' ', '*']) && !lower.starts_with('.');
    if plain {
        Ok(lower)
    } else {
        Err(format!("\"{text}\" is not a whole domain: write what follows the @, such as example.edu"))
    }
}
