//! Selections of units: the part of a base's units that an effect counts. One module and one row of the table for each.
//!
//! The module defines the keys, the loader and the units ([`Kind`]). From the row follow the loader, the schema and the
//! check of the table in `docs/policy.md`.

mod kind;

mod cheapest;
mod max_units;

use serde::{Deserialize, Serialize};

pub(crate) use kind::Kind;
pub use kind::Row;

use crate::document::{Reader, Table, Value};
use crate::facts::{LineFacts, Units};

/// Makes the enum, its rows and its loader of one table.
macro_rules! selections {
    ($($(#[$doc:meta])+ $name:ident($kind:ty);)+) => {
        /// A selection of units.
        #[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
        pub enum Selection {
            $($(#[$doc])+ $name($kind),)+
        }

        impl Selection {
            /// The row of every selection, in the order of the documentation.
            pub const ROWS: &[Row] = &[$(<$kind as Kind>::ROW,)+];

            /// Reads it from the table `give`: at most one.
            pub(crate) fn load(reader: &mut Reader, give: &mut Table<'_, '_>) -> Option<Self> {
                only_one(reader, give);
                let mut found = None;
                $(found = <$kind as Kind>::load(reader, give).map(Self::$name).or(found);)+
                found
            }

            /// The selected units of lines that have at least one unit each.
            pub(crate) fn units<'a>(&self, lines: impl Iterator<Item = &'a LineFacts<'a>>) -> Vec<Units<'a>> {
                match self {
                    $(Self::$name(kind) => kind.units(lines),)+
                }
            }
        }
    };
}

selections! {
    /// This number of units, the most expensive first.
    MaxUnits(max_units::MaxUnits);
    /// The one cheapest unit.
    Cheapest(cheapest::Cheapest);
}

impl Selection {
    /// The value of the last key that chooses a selection, if one is given.
    pub(crate) fn given<'v, 't>(give: &Table<'v, 't>) -> Option<&'v Value<'t>> {
        Self::ROWS.iter().filter_map(|row| row.given(give)).next_back()
    }
}

fn only_one(reader: &mut Reader, give: &Table<'_, '_>) {
    let mut given = Selection::ROWS.iter().filter_map(|row| Some((row, row.given(give)?)));
    let Some((first, _)) = given.next() else { return };
    for (row, value) in given {
        reader.fault(value.span(), format!("{} {}: it can't be combined with {}", row.key(), row.alone, first.key()));
    }
}
