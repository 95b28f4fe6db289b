//! The result as data: what `--json` prints, and what the table is made of.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use shared::core::money::Currency;
use shared::core::policy::{OfferId, PolicyHash};
use shared::core::{InteractionSet, Policy, Trigger};

use super::args::{Args, name_of};
use super::judge::Question;
use super::never::{Never, never};
use super::notes::{Note, notes};
use super::tally::{CurrencyTotals, Status, Tally};
use crate::policy_file;

/// The result of a replay. Amounts are in minor units.
#[derive(Serialize, Debug)]
pub(super) struct Report<'t> {
    pub(super) sessions: String,
    pub(super) policy: Source,
    /// None: what was taken off each session.
    pub(super) against: Option<Source>,
    /// None: those that each session was asked for.
    pub(super) interactions: Option<InteractionSet>,
    /// None: when each session was created.
    pub(super) now: Option<Timestamp>,
    pub(super) lines: Lines,
    pub(super) decided: Decided,
    pub(super) notes: Vec<Note>,
    pub(super) currencies: Vec<OfCurrency<'t>>,
    pub(super) offers: Vec<OfOffer>,
    pub(super) groups: Vec<OfGroup>,
    pub(super) never: Vec<Never>,
}

/// A policy and where it is from.
#[derive(Serialize, Debug)]
pub(super) struct Source {
    pub(super) file: String,
    pub(super) hash: PolicyHash,
}

impl Source {
    /// For people.
    pub(super) fn shown(&self) -> String {
        format!("{} ({})", self.file, self.hash)
    }
}

/// The counts of lines; blank ones are not counted.
#[derive(Serialize, Debug)]
pub(super) struct Lines {
    pub(super) read: u64,
    pub(super) bad: u64,
    /// The first of the bad ones.
    pub(super) named: Vec<BadLine>,
    pub(super) skipped: Vec<Skipped>,
}

#[derive(Serialize, Debug)]
pub(super) struct BadLine {
    pub(super) line: u64,
    pub(super) why: String,
}

/// Sessions that no discount was possible for.
#[derive(Serialize, Debug)]
pub(super) struct Skipped {
    pub(super) why: &'static str,
    pub(super) sessions: u64,
}

/// The sessions that were decided for.
#[derive(Serialize, Debug)]
pub(super) struct Decided {
    pub(super) sessions: u64,
    pub(super) complete: u64,
    pub(super) expired: u64,
    pub(super) open: u64,
    pub(super) discounted: u64,
    pub(super) gain: u64,
    pub(super) lose: u64,
}

/// The money of one currency.
#[derive(Serialize, Debug)]
pub(super) struct OfCurrency<'t> {
    pub(super) currency: Currency,
    #[serde(flatten)]
    pub(super) sums: &'t CurrencyTotals,
}

/// The counts of one offer, in sessions.
#[derive(Serialize, Debug)]
pub(super) struct OfOffer {
    pub(super) offer: OfferId,
    pub(super) interaction: Trigger,
    pub(super) asked: u64,
    pub(super) eligible: u64,
    pub(super) applied: u64,
    pub(super) gives: Vec<Given>,
    pub(super) conditions: Vec<ConditionHeld>,
    pub(super) steps: Vec<StepCounted>,
}

/// The counts of one group, in sessions.
#[derive(Serialize, Debug)]
pub(super) struct OfGroup {
    pub(super) group: OfferId,
    pub(super) eligible: u64,
    pub(super) applied: u64,
    pub(super) gives: Vec<Given>,
}

#[derive(Serialize, Debug)]
pub(super) struct Given {
    pub(super) currency: Currency,
    pub(super) amount: u128,
}

impl Given {
    fn all(given: &BTreeMap<Currency, u128>) -> Vec<Self> {
        given.iter().map(|(currency, amount)| Self { currency: *currency, amount: *amount }).collect()
    }
}

#[derive(Serialize, Debug)]
pub(super) struct ConditionHeld {
    pub(super) key: String,
    pub(super) held: u64,
}

#[derive(Serialize, Debug)]
pub(super) struct StepCounted {
    pub(super) step: usize,
    pub(super) counted: u64,
}

impl<'t> Report<'t> {
    pub(super) fn of(args: &Args, question: &Question, tally: &'t Tally) -> Self {
        let policy = &question.policy;
        let chosen = args.policy.clone().or_else(policy_file::of_current_directory);
        let file = chosen.map_or_else(|| "the policy compiled in".to_owned(), |path| name_of(&path));
        let against = args.against.as_deref().zip(question.against.as_ref());
        Self {
            sessions: name_of(&args.sessions),
            policy: Source { file, hash: policy.hash },
            against: against.map(|(path, policy)| Source { file: name_of(path), hash: policy.hash }),
            interactions: question.interactions,
            now: question.now,
            lines: Lines::of(tally),
            decided: Decided::of(tally),
            notes: notes(tally),
            currencies: tally.sums.iter().map(|(currency, sums)| OfCurrency { currency: *currency, sums }).collect(),
            offers: offers(policy, tally),
            groups: groups(policy, tally),
            never: never(policy, &tally.coverage),
        }
    }
}

impl Lines {
    fn of(tally: &Tally) -> Self {
        Self {
            read: tally.read,
            bad: tally.bad,
            named: tally.named.iter().map(|(line, why)| BadLine { line: *line, why: why.clone() }).collect(),
            skipped: tally.skipped.iter().map(|(why, sessions)| Skipped { why, sessions: *sessions }).collect(),
        }
    }
}

impl Decided {
    fn of(tally: &Tally) -> Self {
        let sum = |count: fn(&CurrencyTotals) -> u64| tally.sums.values().map(count).sum();
        let status = |status| tally.statuses.get(&status).copied().unwrap_or_default();
        Self {
            sessions: sum(|sums| sums.sessions),
            complete: status(Status::Complete),
            expired: status(Status::Expired),
            open: status(Status::Open),
            discounted: sum(|sums| sums.discounted),
            gain: sum(|sums| sums.gain.sessions),
            lose: sum(|sums| sums.lose.sessions),
        }
    }
}

fn offers(policy: &Policy, tally: &Tally) -> Vec<OfOffer> {
    let counted = tally.coverage.of(policy).zip(&tally.given);
    let offers = counted.map(|((offer, count), given)| OfOffer {
        offer: offer.id.clone(),
        interaction: offer.trigger,
        asked: count.asked,
        eligible: count.eligible,
        applied: count.applied,
        gives: Given::all(given),
        conditions: offer
            .conditions
            .iter()
            .zip(&count.conditions)
            .map(|(condition, held)| ConditionHeld { key: condition.path(), held: *held })
            .collect(),
        steps: (1_usize..).zip(&count.steps).map(|(step, counted)| StepCounted { step, counted: *counted }).collect(),
    });
    offers.collect()
}

fn groups(policy: &Policy, tally: &Tally) -> Vec<OfGroup> {
    let counted = tally.coverage.of_groups(policy).enumerate();
    let groups = counted.map(|(place, (group, count))| {
        let mut gives: BTreeMap<Currency, u128> = BTreeMap::new();
        let offers = policy.offers.iter().zip(&tally.given).filter(|(offer, _)| offer.group == Some(place));
        for (currency, amount) in offers.flat_map(|(_, given)| given) {
            let sum = gives.entry(*currency).or_default();
            *sum = sum.saturating_add(*amount);
        }
        let (eligible, applied) = (count.eligible, count.applied);
        OfGroup { group: group.id.clone(), eligible, applied, gives: Given::all(&gives) }
    });
    groups.collect()
}
