//! `code`: the shopper's code is one of these, in the form of [`ShopperCode`].

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::context::lists;
use super::kind::Matching;
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use super::relations::has_all;
use crate::code::ShopperCode;
use crate::document::values;
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::words::Words;

/// The shopper's code is one of these, in the form of [`ShopperCode`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Codes(pub Words);

impl Kind for Codes {
    const ROW: Row = Row {
        keys: &[Key {
            name: "code",
            summary: "The shopper's code is one of these, case and blanks ignored. That of an offer which is over, or not open yet, is unknown.",
            value: "list; what the shopper types, case and blanks ignored",
            form: Form::Codes,
        }],
        subject: Subject::Code,
        fact: Some(Fact::Code),
        code: Code::CODE_UNKNOWN,
        example: Example {
            when: &["code = [\"SPRING\"]"],
            holds: "60.00 usd; code spring",
            fails: "60.00 usd; code summer",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        values::words(reader, when.take("code")?, "code", read_code).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        let code = context.facts().code.as_deref();
        (!code.is_some_and(|code| lists(&self.0, code))).then_some(Self::ROW.code)
    }

    fn words(&self) -> Vec<WordList<'_>> {
        WordList::of_words(self.word(), &self.0, Matching::Only)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        has_all(&self.0, &held.0)
    }
}

/// A text that no shopper can type as a code.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a code: write 1 to {longest} characters besides blanks", longest = ShopperCode::LONGEST)]
struct NotACode(String);

fn read_code(text: &str) -> Result<String, NotACode> {
    let code = ShopperCode::parse(text).map(|code| code.as_str().to_owned());
    code.ok_or_else(|| NotACode(text.to_owned()))
}
