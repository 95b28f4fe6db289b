//! Selections of units: the part of a base's units that an effect counts. One module and one row of the table for each.
//!
//! The module defines the keys, the loader and the units ([`Kind`]). From the row follow the loader, the schema and the
//! check of the table in `docs/policy.md`.

mod kind;

mod repeats;

mod cheapest;
mod every;
mod for_each;
mod max_units;

use serde::{Deserialize, Serialize};

pub use kind::Row;
pub(crate) use kind::{Chosen, Kind, Lack, Offered};

use crate::document::{Reader, Table, Value};
use crate::interaction::Subject;
use crate::line_filter::LineFilter;

/// Makes the enum, its rows and its loader of one table.
macro_rules! selections {
    ($d:tt $($(#[$doc:meta])+ $name:ident($kind:ty);)+) => {
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

        }

        macro_rules! dispatch {
            ($d kind:ident in $d selection:expr => $d call:expr) => {
                match $d selection {
                    $(Selection::$name($d kind) => $d call,)+
                }
            };
        }
    };
}

selections! {
    $
    /// This number of units, the most expensive first.
    MaxUnits(max_units::MaxUnits);
    /// The one cheapest unit.
    Cheapest(cheapest::Cheapest);
    /// Of every group of units the cheapest.
    Every(every::Every);
    /// Units of the base for each unit of other lines.
    ForEach(for_each::ForEach);
}

impl Selection {
    /// The row.
    #[must_use]
    pub fn row(&self) -> &'static Row {
        dispatch!(kind in self => row(kind))
    }

    /// The units of a base that it selects.
    pub(crate) fn choose<'a>(&self, offered: &Offered<'_, 'a>) -> Chosen<'a> {
        dispatch!(kind in self => kind.choose(offered))
    }

    /// The lines besides the base that it reads.
    pub(crate) fn filter(&self) -> Option<&LineFilter> {
        dispatch!(kind in self => kind.filter())
    }

    /// Returns whether a unit more, at any price, never lowers the price of what is selected.
    pub(crate) fn withstands_any_unit(&self) -> bool {
        dispatch!(kind in self => kind.withstands_any_unit())
    }

    /// The selected units in words: `the cheapest of every 3 units`.
    pub(crate) fn phrase(&self) -> String {
        dispatch!(kind in self => kind.phrase())
    }

    /// The subjects that the selections of a table ask about.
    pub(crate) fn asked(give: &Table<'_, '_>) -> Vec<Subject> {
        let named = Self::ROWS.iter().filter(|row| row.given(give).is_some());
        named.filter_map(|row| row.subject).collect()
    }

    /// The value of the last key that chooses a selection, if one is given.
    pub(crate) fn given<'v, 't>(give: &Table<'v, 't>) -> Option<&'v Value<'t>> {
        Self::ROWS.iter().filter_map(|row| row.given(give)).next_back()
    }
}

fn row<K: Kind>(_: &K) -> &'static Row {
    const { &K::ROW }
}

fn only_one(reader: &mut Reader, give: &Table<'_, '_>) {
    let mut given = Selection::ROWS.iter().filter_map(|row| Some((row, row.given(give)?)));
    let Some((first, _)) = given.next() else { return };
    for (row, value) in given {
        reader.fault(value.span(), format!("{} {}: it can't be combined with {}", row.key(), row.alone, first.key()));
    }
}
