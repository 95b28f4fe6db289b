//! `share`: the customer, or the session, is drawn for an experiment.

use std::sync::Arc;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::values;
use crate::document::{Reader, Table};
use crate::facts::{Fact, Reads};
use crate::interaction::Subject;
use crate::money::{Currency, Percent};
use crate::reason::Code;
use crate::reason::code;

/// The customer, or the session, is among this percent of all, always the same for one experiment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Share {
    /// The percent of all that is drawn.
    pub percent: Percent,
    /// The id that is drawn by.
    pub of: ShareOf,
    /// The name of the experiment: another one draws others.
    pub experiment: Arc<str>,
}

/// The id that a share is drawn by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ShareOf {
    /// The customer's. A guest is not drawn.
    Customer,
    /// The session's, or the payment intent's.
    Session,
}

impl ShareOf {
    const WORDS: [(&'static str, Self); 2] = [("customer", Self::Customer), ("session", Self::Session)];
}

impl Kind for Share {
    const ROW: Row = Row {
        keys: &[Key {
            name: "share",
            summary: "A stable share of all customers, or of all sessions, for an experiment.",
            value: "`{ percent = \"10\", of = \"customer\", experiment = \"spring-10\" }`; `of` is `customer` or `session`",
            form: Form::Share,
        }],
        subject: Subject::Session,
        fact: Some(Fact::Draws),
        code: code!(bare "not_in_share", "the experiment does not draw this customer or session"),
        example: Example {
            when: &["share = { percent = \"10\", of = \"customer\", experiment = \"spring-10\" }"],
            holds: "60.00 usd; customer cus_3",
            fails: "60.00 usd; customer cus_2",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        let mut table = reader.table(when.take("share")?, "share")?;
        let percent = table.require("percent", reader).and_then(|value| values::percent(reader, value, "percent"));
        let of = table.require("of", reader).and_then(|value| values::one_of(reader, value, "of", &ShareOf::WORDS));
        let experiment = table.require("experiment", reader).and_then(|value| {
            let text = reader.string(value, "experiment")?;
            reader.parsed(value.span(), values::word(text))
        });
        table.finish(reader);
        Some(Self { percent: percent?, of: of?, experiment: experiment?.into() })
    }

    fn reads(&self) -> Reads {
        let customer = if self.of == ShareOf::Customer { Fact::Customer.into() } else { Reads::NOTHING };
        [Fact::Draws.into(), customer].into_iter().collect()
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        let is_drawn = match context.facts().draws.get(&*self.key_of_draw()) {
            Some(draw) => draw.is_within(self.percent),
            // Without an id it is unknown, but a guest is known to have none.
            None => context.excluding && (self.of == ShareOf::Session || context.shopper().is_some()),
        };
        (!is_drawn).then_some(Self::ROW.code)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.of == held.of && self.experiment == held.experiment && self.percent >= held.percent
    }
}

impl Share {
    /// The key of its draw among a session's facts.
    pub(crate) fn key_of_draw(&self) -> String {
        let of = ShareOf::WORDS.iter().find(|(_, of)| *of == self.of).map_or("", |(word, _)| *word);
        format!("{of}:{}", self.experiment)
    }
}
