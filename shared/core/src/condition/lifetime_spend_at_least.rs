//! `lifetime_spend_at_least`: the customer has spent at least this much.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use super::relations::no_more;
use crate::document::values;
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Amounts;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;

/// The customer has spent at least this much.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LifetimeSpendAtLeast(pub Amounts);

impl Kind for LifetimeSpendAtLeast {
    const ROW: Row = Row {
        keys: &[Key {
            name: "lifetime_spend_at_least",
            summary: "The customer has spent so much, or more.",
            value: "amounts",
            form: Form::PositiveAmounts,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::LifetimeSpend),
        code: code!("spend_too_low", "{actual} have been spent; it asks for {required}{lacking}"),
        example: Example {
            when: &["lifetime_spend_at_least = { usd = \"500.00\" }"],
            holds: "60.00 usd; spent 500.00",
            fails: "60.00 usd; spent 499.99",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        values::amounts(reader, when.take("lifetime_spend_at_least")?, "lifetime_spend_at_least", 1).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_amounts(&self.0, |least| {
            context.of_shopper(Self::ROW.code, |shopper| Some(shopper.lifetime_spend? >= least))
        })
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        let spent = context.shopper().and_then(|shopper| shopper.lifetime_spend);
        (Value::amount(context.listed(&self.0)), Value::amount(spent))
    }

    fn amounts(&self) -> Vec<(Vec<&'static str>, &Amounts)> {
        vec![(vec![self.word()], &self.0)]
    }

    fn follows_from(&self, held: &Self, currencies: &[Option<Currency>]) -> bool {
        no_more(&self.0, &held.0, currencies)
    }
}
