//! `unless`: an offer is not for sessions in which these conditions hold.
//!
//! It has every key of `when`, read by the modules beside this one. A condition under `unless` passes if it is known not to
//! hold: the evaluation takes what is not known for what holds ([`Context::excluding`]), and this module says which facts stay
//! open if they are missing.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::WordList;
use super::{Anniversary, Condition};
use crate::facts::{Fact, Reads};
use crate::interaction::Subject;
use crate::items::Items;
use crate::money::{Amount, Amounts, Currency};
use crate::reason::{Code, Definition, Shows, Value};
use crate::step::MissingStep;

/// A table of conditions in an offer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ConditionTable {
    /// `when`: all must hold.
    When,
    /// `unless`: none may hold.
    Unless,
}

impl ConditionTable {
    /// The key of the table.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::Unless => "unless",
        }
    }
}

impl fmt::Display for ConditionTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Conditions that exclude a session if all of them hold: those of one key, the keys of a schedule, both ends of a window, a
/// country and its postal codes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unless(Vec<Condition>);

impl Unless {
    /// The exclusions of what the rows have read. What belongs together is one.
    pub(super) fn of<const N: usize>(rows: [Vec<Condition>; N]) -> Vec<Self> {
        let mut exclusions: Vec<Self> = Vec::new();
        for row in rows.into_iter().filter(|row| !row.is_empty()) {
            match exclusions.iter_mut().find(|earlier| belong_together(&earlier.0, &row)) {
                Some(earlier) => earlier.0.extend(row),
                None => exclusions.push(Self(row)),
            }
        }
        exclusions
    }

    /// The conditions, at least one.
    pub(super) fn conditions(&self) -> &[Condition] {
        &self.0
    }

    /// The only condition, if there is one.
    fn only(&self) -> Option<&Condition> {
        if let [only] = self.conditions() { Some(only) } else { None }
    }

    pub(super) fn subject(&self) -> Subject {
        self.0.first().map_or(Subject::Session, Condition::subject)
    }

    pub(super) fn reads(&self) -> Reads {
        let reads: Reads = self.0.iter().map(Condition::reads).collect();
        // Without a last order it counts whether there is any.
        let orders = if reads.contains(Fact::LastOrderAt) { Fact::Orders.into() } else { Reads::NOTHING };
        // Without a prefix that fits it counts whether there is any code.
        let postal_code = if reads.contains(Fact::PostalCode) { Fact::HasPostalCode.into() } else { Reads::NOTHING };
        [reads, orders, postal_code].into_iter().collect()
    }

    pub(super) fn failure(&self, context: &Context<'_>) -> Option<Code> {
        let context = context.excluding();
        let mut open = None;
        for condition in &self.0 {
            match condition.failure(&context) {
                None => {}
                Some(code) if leaves_open(condition, code) => open = open.or(Some(code)),
                Some(_) => return None,
            }
        }
        Some(open.unwrap_or_else(|| excluded_by(self.word())))
    }

    pub(super) fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        let compared = self.0.last().map(|condition| condition.compared(&context.excluding()));
        compared.unwrap_or((Value::None, Value::None))
    }

    pub(super) fn withstands_more_items(&self, holds: bool) -> bool {
        self.0.iter().all(|condition| condition.withstands_more_items(!holds))
    }

    pub(super) fn changes_with_time(&self) -> bool {
        self.0.iter().any(Condition::changes_with_time)
    }

    pub(super) fn holds_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        match self.failure(context) {
            Some(code) if self.changes_with_time() => {
                let closings = self.0.iter().filter_map(|condition| condition.closes_at(&context.excluding()));
                closings.min().filter(|_| code == excluded_by(self.word()))
            }
            _ => Some(context.now()),
        }
    }

    pub(super) fn closes_at(&self, context: &Context<'_>) -> Option<Timestamp> {
        if !self.changes_with_time() {
            return None;
        }
        let context = context.excluding();
        self.0.iter().try_fold(context.now(), |from, condition| Some(from.max(condition.holds_from(&context)?)))
    }

    pub(super) fn ends_at(&self, context: &Context<'_>) -> Option<Timestamp> {
        let context = context.excluding();
        self.0.iter().try_fold(Timestamp::MIN, |from, condition| Some(from.max(condition.lasts_from(&context)?)))
    }

    /// The key of the reason: of several, the last.
    pub(super) fn word(&self) -> &'static str {
        self.0.last().map_or("", Condition::word)
    }

    pub(super) fn key(&self) -> Cow<'static, str> {
        match self.only() {
            Some(only) => only.key(),
            None => self.0.iter().map(Condition::key).collect::<Vec<_>>().join(", ").into(),
        }
    }

    pub(super) fn subtotals(&self, currency: Currency) -> (Option<Amount>, Option<Amount>) {
        let (least, below) = self.only().map_or((None, None), |condition| condition.subtotals(currency));
        (below, least)
    }

    /// A larger cart leads out of an exclusion of small ones. Out of others leads nothing that a shopper could add.
    pub(super) fn step(&self, context: &Context<'_>) -> Option<MissingStep> {
        let (least, end) = self.subtotals(context.facts().currency);
        let least = least.filter(|least| end.is_none() && context.subtotal() < *least)?;
        Some(MissingStep::SpendMore(least.saturating_sub(context.subtotal())))
    }
}

/// Answers of every condition: who is only not excluded may be anybody, and the lints read the conditions themselves.
#[expect(clippy::unused_self, reason = "each condition answers by a method")]
impl Unless {
    pub(super) fn fact(&self) -> Option<Fact> {
        None
    }

    pub(super) fn is_open_to_newcomers(&self) -> bool {
        true
    }

    pub(super) fn lasts_from(&self, _: &Context<'_>) -> Option<Timestamp> {
        None
    }

    pub(super) fn asks(&self, _: Subject) -> bool {
        false
    }

    pub(super) fn step_items(&self, _: &Context<'_>) -> Option<&Items> {
        None
    }

    pub(super) fn items(&self) -> Vec<(Vec<&'static str>, &Items)> {
        Vec::new()
    }

    pub(super) fn amounts(&self) -> Vec<(Vec<&'static str>, &Amounts)> {
        Vec::new()
    }

    pub(super) fn words(&self) -> Vec<WordList<'_>> {
        Vec::new()
    }

    pub(super) fn countries(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }
}

/// Returns whether the conditions of a row complete those of an earlier one.
fn belong_together(earlier: &[Condition], row: &[Condition]) -> bool {
    matches!(
        (earlier, row),
        ([Condition::Starts(_)], [Condition::Ends(_)]) | ([Condition::Country(_)], [Condition::PostalPrefix(_)])
    )
}

/// Returns whether a reason against a condition leaves open that it holds. What the shop counts may only not be counted yet. A
/// customer without a tier, or a guest, has none, and in a currency without an amount nothing is given.
fn leaves_open(condition: &Condition, code: Code) -> bool {
    let is_counted = || match condition {
        Condition::Anniversary(anniversary) => &*anniversary.of == Anniversary::CREATED,
        condition => condition.fact().is_some_and(Fact::is_counted),
    };
    code == Code::ADDRESS_MISSING
        || code == Code::CUSTOMER_FACTS_MISSING && is_counted()
        || code == Code::CURRENCY_NOT_OFFERED && !condition.amounts().is_empty()
}

/// The reasons of all keys, made of their names.
static EXCLUDED_BY: LazyLock<BTreeMap<&'static str, Code>> = LazyLock::new(|| {
    let keys = Condition::KEYS.iter().flat_map(|(keys, timely)| keys.iter().map(move |key| (key.name, *timely)));
    let code = |key: &'static str, timely| {
        let slug: &'static str = format!("excluded_by_{key}").leak();
        let sentence: &'static str = format!("unless.{key} excludes it{{compared}}").leak();
        // Made once for the life of the process.
        Code::new(Box::leak(Box::new(Definition { slug, sentence, shows: Shows::Compared, passes: timely })))
    };
    keys.map(|(key, timely)| (key, code(key, timely))).collect()
});

/// The reason of a key.
fn excluded_by(key: &str) -> Code {
    EXCLUDED_BY.get(key).copied().unwrap_or(Code::EXCLUDED)
}

/// The reasons of all keys under `unless`.
pub fn exclusions() -> impl Iterator<Item = Code> {
    Condition::KEYS.iter().flat_map(|(keys, _)| keys.iter()).map(|key| excluded_by(key.name))
}
