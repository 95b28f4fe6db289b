//! `code_series`: the shopper's code is one of a series of signed codes, and not used up.

use discounts_ledger::{Name, codes::CodeCount};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;

/// The shopper's code is one of a series of signed codes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CodeSeries {
    /// The name that the codes are minted under.
    pub name: Box<str>,
    /// The number of its codes.
    pub count: u32,
}

impl CodeSeries {
    /// The longest name of a series, in characters.
    const LONGEST: usize = 40;
}

impl Kind for CodeSeries {
    const ROW: Row = Row {
        keys: &[Key {
            name: "code_series",
            summary: "The shopper's code is one of a series of signed codes, each good for one use. A code that was used is unknown.",
            value: "`{ name, count }`; the series and its number of codes, as `discounts codes mint` made them",
            form: Form::CodeSeries,
        }],
        subject: Subject::Code,
        fact: Some(Fact::SignedCode),
        code: Code::CODE_UNKNOWN,
        example: Example {
            when: &["code_series = { name = \"MAY\", count = 100 }"],
            holds: "60.00 usd; signed-code MAY:99",
            fails: "60.00 usd; signed-code MAY:100",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        let value = when.take("code_series")?;
        let mut table = reader.table(value, "code_series")?;
        let name = table.require("name", reader).and_then(|value| {
            let text = reader.string(value, "name")?;
            reader.parsed(value.span(), read_name(text))
        });
        let count = table.require("count", reader).and_then(|value| {
            let count = reader.count(value, "count", 1)?;
            let wrong = || format!("count must be at most {}, the most codes of a series", CodeCount::MAX.get());
            let found = u32::try_from(count).ok().and_then(CodeCount::new).map(CodeCount::get);
            reader.read(value.span(), found.ok_or_else(wrong))
        });
        table.finish(reader);
        Some(Self { name: name?, count: count? })
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        let facts = context.facts();
        let is_one = |code: &&crate::facts::SignedCode<'_>| *code.series == *self.name && code.serial < self.count;
        let signed = facts.signed_code.as_ref().filter(is_one);
        // A code that was used is as unknown as any other. Where the ledger is silent, the offer's limits say so.
        let used = facts.rooms.of(context.offer).is_some_and(|room| room.code == Some(0));
        (signed.is_none() || used).then_some(Self::ROW.code)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.name == held.name && self.count >= held.count
    }
}

/// A text that is no name of a series.
#[derive(Debug, thiserror::Error)]
#[error(
    "\"{0}\" is not the name of a series: write 1 to {longest} letters, digits, hyphens, points and underscores",
    longest = CodeSeries::LONGEST
)]
struct NotASeries(String);

/// A name that counters, and lists of them in Stripe's metadata, can hold.
fn read_name(text: &str) -> Result<Box<str>, NotASeries> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    let fits = plain && text.len() <= CodeSeries::LONGEST && Name::parse(text).is_some();
    fits.then(|| text.into()).ok_or_else(|| NotASeries(text.to_owned()))
}
