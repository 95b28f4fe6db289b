//! A clash that was found.

use std::fmt;

use crate::policy::{Condition, ConditionTable};

/// Two conditions, by their keys, that can't hold together.
#[derive(Debug)]
pub(crate) struct Clash {
    pub(crate) first: Key,
    pub(crate) second: Key,
    /// Why.
    pub(crate) why: String,
}

/// A key of a condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Key {
    pub(crate) table: ConditionTable,
    pub(crate) word: &'static str,
}

impl Key {
    pub(super) fn of(condition: &Condition) -> Self {
        Self { table: condition.table(), word: condition.word() }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.table {
            ConditionTable::When => f.write_str(self.word),
            ConditionTable::Unless => write!(f, "unless.{}", self.word),
        }
    }
}

impl Clash {
    pub(super) fn of(first: &'static str, second: &'static str, why: impl Into<String>) -> Self {
        let [first, second] = [first, second].map(|word| Key { table: ConditionTable::When, word });
        Self { first, second, why: why.into() }
    }
}
