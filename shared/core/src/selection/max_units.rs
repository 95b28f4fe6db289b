//! `max_units`: at most this many units, the most expensive first.

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

use super::kind::{Chosen, Kind, Offered, Row};
use crate::document::{Reader, Table};
use crate::effect::Example;
use crate::facts::Units;
use crate::key::{Form, Key};

/// At most this many units, the most expensive first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MaxUnits(pub NonZeroU64);

impl Kind for MaxUnits {
    const ROW: Row = Row {
        keys: &[Key {
            name: "max_units",
            summary: "At most this many units, the most expensive first. Default: all.",
            value: "integer; at most this many units, the most expensive first",
            form: Form::PositiveCount,
        }],
        shares: &[],
        alone: "is a number of units",
        subject: None,
        of_each: false,
        example: Example {
            give: &["percent = \"50\"", "max_units = 2"],
            outcomes: &[
                ("1 x boots at 90.00 + 3 x flats at 30.00, usd", "60.00"),
                ("2 x flats at 30.00 + 3 x socks at 5.00, usd", "30.00"),
            ],
        },
    };

    fn load(reader: &mut Reader, give: &mut Table<'_, '_>) -> Option<Self> {
        reader.count(give.take("max_units")?, "max_units", 1).and_then(NonZeroU64::new).map(Self)
    }

    fn choose<'a>(&self, offered: &Offered<'_, 'a>) -> Chosen<'a> {
        Units::first(offered.base.iter().rev().copied(), self.0.get()).into()
    }

    fn phrase(&self) -> String {
        match self.0.get() {
            1 => "the dearest unit".to_owned(),
            units => format!("the {units} dearest units"),
        }
    }
}
