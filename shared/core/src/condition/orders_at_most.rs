//! `orders_at_most`: at most this number of orders is completed.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;

/// At most this number of orders is completed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrdersAtMost(pub u64);

impl Kind for OrdersAtMost {
    const ROW: Row = Row {
        keys: &[Key {
            name: "orders_at_most",
            summary: "At most this many orders are completed.",
            value: "integer; completed orders, returned ones too",
            form: Form::Count,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::Orders),
        code: code!("too_many_orders", "{actual} orders are completed; it asks for {required} at most"),
        example: Example { when: &["orders_at_most = 3"], holds: "60.00 usd; orders 3", fails: "60.00 usd; orders 4" },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        when.count(reader, "orders_at_most", 0).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |shopper| Some(context.orders_against(shopper)? <= self.0))
    }

    fn is_open_to_newcomers(&self) -> bool {
        true
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::Count(self.0), Value::count(context.shopper().and_then(|shopper| shopper.orders)))
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.0 >= held.0
    }
}
