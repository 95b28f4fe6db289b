//! `units` and `at_most`: the units of one repetition, and the number of repetitions.

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

use crate::document::{Reader, Table};

/// The units that each repetition of a selection discounts, and the most repetitions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Repeats {
    /// The units of one repetition.
    pub units: NonZeroU64,
    /// The most repetitions; none for any number.
    pub at_most: Option<NonZeroU64>,
}

impl Repeats {
    /// Reads both keys of the table `give`.
    pub(super) fn load(reader: &mut Reader, give: &Table<'_, '_>) -> Self {
        let mut count = |key| give.get(key).and_then(|value| reader.count(value, key, 1)).and_then(NonZeroU64::new);
        Self { units: count("units").unwrap_or(NonZeroU64::MIN), at_most: count("at_most") }
    }

    /// The repetitions that count of those that a cart has.
    pub(super) fn counted(&self, repetitions: u64) -> u64 {
        self.at_most.map_or(repetitions, |most| repetitions.min(most.get()))
    }

    /// The units of this number of repetitions.
    pub(super) fn units_of(&self, repetitions: u64) -> u64 {
        self.units.get().saturating_mul(repetitions)
    }

    /// The most units that it counts; none without a limit.
    pub(crate) fn most(&self) -> Option<u64> {
        self.units.get().checked_mul(self.at_most?.get())
    }

    /// `, at most 2 times`
    pub(super) fn bound(&self) -> String {
        match self.at_most.map(NonZeroU64::get) {
            Some(1) => ", once".to_owned(),
            Some(most) => format!(", at most {most} times"),
            None => String::new(),
        }
    }
}
