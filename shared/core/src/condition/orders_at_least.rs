//! `orders_at_least`: at least this number of orders is completed.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::{Reader, Table};
use crate::facts::{Fact, ShopperFacts};
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;

/// At least this number of orders is completed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrdersAtLeast(pub u64);

impl Kind for OrdersAtLeast {
    const ROW: Row = Row {
        keys: &[Key {
            name: "orders_at_least",
            summary: "At least this many orders are completed.",
            value: "integer; completed orders that were not returned",
            form: Form::PositiveCount,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::Orders),
        code: code!("too_few_orders", "{actual} orders are completed; it asks for {required}{lacking}"),
        example: Example { when: &["orders_at_least = 2"], holds: "60.00 usd; orders 2", fails: "60.00 usd; orders 1" },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        when.count(reader, "orders_at_least", 1).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |shopper| {
            let more = context.excluding && shopper.more_orders;
            Some(context.orders_for(shopper)? >= self.0 || more)
        })
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::Count(self.0), Value::count(context.shopper().and_then(ShopperFacts::kept_orders)))
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.0 <= held.0
    }
}
