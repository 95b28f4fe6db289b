//! `email_domain`: the domain of the customer's verified e-mail address is one of these, in ASCII, or lies below one of them.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::Matching;
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use super::relations::says_all;
use crate::document::values;
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;
use crate::spelling::{domain_pattern, is_of_domain};
use crate::words::Words;

/// The domain of the customer's verified e-mail address is one of these, in ASCII, or lies below one written with `*.`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EmailDomain(pub Words);

impl Kind for EmailDomain {
    const ROW: Row = Row {
        keys: &[Key {
            name: "email_domain",
            summary: "The whole domain of the customer's verified e-mail address is one of these; *.ac.uk is any domain below ac.uk.",
            value: "list; the whole domain of the customer's verified e-mail address, or `*.ac.uk` for any domain below `ac.uk`",
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
        values::words(reader, when.take("email_domain")?, "email_domain", pattern).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |shopper| {
            let domain = shopper.email_domain.as_deref()?;
            Some(self.0.iter().any(|pattern| is_of_domain(pattern, domain)))
        })
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::words(&self.0), Value::word(context.shopper().and_then(|shopper| shopper.email_domain.as_deref())))
    }

    fn words(&self) -> Vec<WordList<'_>> {
        WordList::of_words(self.word(), &self.0, Matching::Domain)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        says_all(&held.0, &self.0, Matching::Domain)
    }
}

/// A text that is neither a domain nor a pattern of domains.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a domain: write what follows the @, such as example.edu, or *.edu for any domain below edu")]
struct NotADomain(String);

fn pattern(text: &str) -> Result<String, NotADomain> {
    domain_pattern(text).ok_or_else(|| NotADomain(text.to_owned()))
}
