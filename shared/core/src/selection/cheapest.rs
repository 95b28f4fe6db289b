//! `cheapest`: the one cheapest unit.

use serde::{Deserialize, Serialize};

use super::kind::{Chosen, Kind, Offered, Row};
use crate::document::{Reader, Table};
use crate::effect::Example;
use crate::facts::Units;
use crate::key::{Form, Key};

/// The one cheapest unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cheapest;

impl Kind for Cheapest {
    const ROW: Row = Row {
        keys: &[Key {
            name: "cheapest",
            summary: "Only the one cheapest unit. Default: false.",
            value: "`true`: only the one cheapest unit",
            form: Form::Flag,
        }],
        shares: &[],
        alone: "is one unit",
        subject: None,
        of_each: false,
        example: Example {
            give: &["percent = \"100\"", "cheapest = true"],
            outcomes: &[
                ("1 x boots at 90.00 + 3 x socks at 5.00, usd", "5.00"),
                ("1 x boots at 90.00 + 3 x socks at 5.00 + 1 x gift at 0.00, usd", "nothing: gives_nothing"),
            ],
        },
    };

    fn load(reader: &mut Reader, give: &mut Table<'_, '_>) -> Option<Self> {
        reader.boolean(give.take("cheapest")?, "cheapest")?.then_some(Self)
    }

    fn choose<'a>(&self, offered: &Offered<'_, 'a>) -> Chosen<'a> {
        Units::first(offered.base.iter().copied(), 1).into()
    }

    fn phrase(&self) -> String {
        "the cheapest unit".to_owned()
    }
}
