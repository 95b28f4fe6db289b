//! `every_nth_order`: this order's number is a multiple of it, counting this one.

use std::num::NonZeroU64;

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

/// This order's number is a multiple of it, counting this one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EveryNthOrder(pub NonZeroU64);

impl Kind for EveryNthOrder {
    const ROW: Row = Row {
        keys: &[Key {
            name: "every_nth_order",
            summary: "This order's number is a multiple of it, counting this one.",
            value: "integer; counts this order, and earlier ones that were not returned",
            form: Form::PositiveCount,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::Orders),
        code: code!("not_nth_order", "this is order {actual}; it asks for every {required}th"),
        example: Example { when: &["every_nth_order = 5"], holds: "60.00 usd; orders 4", fails: "60.00 usd; orders 5" },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        when.count(reader, "every_nth_order", 1).and_then(NonZeroU64::new).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |shopper| {
            // Of more orders than were counted the number is unknown.
            let this = shopper.kept_orders().filter(|_| !shopper.more_orders)?.checked_add(1)?;
            let times = this / self.0;
            // A returned order lowers the number, so the same number can come again. It earns once, and is excluded each time.
            let again = context.uses().unwrap_or_default() >= times && !context.excluding;
            Some(this.is_multiple_of(self.0.get()) && !again)
        })
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::Count(self.0.get()), Value::count(context.this_kept_order()))
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        held.0.get().is_multiple_of(self.0.get())
    }
}
