//! The counts. They add up in any order, so that the result does not depend on the threads.

use std::collections::BTreeMap;

use serde::Serialize;
use shared::core::Policy;
use shared::core::decide::Coverage;
use shared::core::money::{Amount, Currency};

use super::judge::{PastSession, Question, Replayed, amount};
use super::unusable::Unusable;
use crate::missing_expansion::MissingExpansion;

/// The number of bad lines that are named.
const NAMED: usize = 10;

/// The counts of some lines.
#[derive(Debug)]
pub(super) struct Tally {
    /// Lines that are not blank.
    pub(super) read: u64,
    /// Lines that hold nothing that can be decided.
    pub(super) bad: u64,
    /// The first of them, by their numbers.
    pub(super) named: BTreeMap<u64, String>,
    /// Sessions that no discount was possible for, by the reason.
    pub(super) skipped: BTreeMap<&'static str, u64>,
    /// The sessions decided for, by what had become of them.
    pub(super) statuses: BTreeMap<Status, u64>,
    /// Those with no interaction to decide for.
    pub(super) asked_for_nothing: u64,
    /// Those that do not say what was taken off, and are compared with nothing.
    pub(super) not_compared: u64,
    /// Those in which something is not there that a policy reads.
    pub(super) left_out: BTreeMap<MissingExpansion, u64>,
    /// The money.
    pub(super) sums: BTreeMap<Currency, CurrencyTotals>,
    /// The amounts that each offer gave, in the order of the policy's offers.
    pub(super) given: Vec<BTreeMap<Currency, u128>>,
    /// The coverage of each offer.
    pub(super) coverage: Coverage,
}

/// The status of a session.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Status {
    Complete,
    Expired,
    Open,
    Unknown,
}

/// The money of one currency, in minor units. A sum of 64-bit amounts does not reach the end of 128 bits.
#[derive(Serialize, Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct CurrencyTotals {
    pub(super) sessions: u64,
    /// Sessions with a discount.
    pub(super) discounted: u64,
    pub(super) gives: u128,
    /// The amount to compare with.
    pub(super) before: u128,
    /// Sessions whose discount is larger than before.
    pub(super) gain: Difference,
    /// Sessions whose discount is smaller than before.
    pub(super) lose: Difference,
    pub(super) largest: Option<Largest>,
}

/// Sessions that differ in one direction, and by how much in all.
#[derive(Serialize, Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Difference {
    pub(super) sessions: u64,
    pub(super) amount: u128,
}

/// The largest single discount; of several the first in the file.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub(super) struct Largest {
    pub(super) amount: Amount,
    pub(super) subtotal: Amount,
    pub(super) session: String,
    pub(super) line: u64,
}

impl Tally {
    /// Of no lines yet.
    pub(super) fn none(policy: &Policy) -> Self {
        Self {
            read: 0,
            bad: 0,
            named: BTreeMap::new(),
            skipped: BTreeMap::new(),
            statuses: BTreeMap::new(),
            asked_for_nothing: 0,
            not_compared: 0,
            left_out: BTreeMap::new(),
            sums: BTreeMap::new(),
            given: vec![BTreeMap::new(); policy.offers.len()],
            coverage: Coverage::none(policy),
        }
    }

    /// Counts a line.
    pub(super) fn add(&mut self, question: &Question, number: u64, line: &[u8]) {
        increase(&mut self.read);
        let counted = question.read(line).and_then(|past| {
            let replayed = question.decide(&past)?;
            self.count(question, number, &past, &replayed)
        });
        match counted {
            Ok(()) => {}
            Err(Unusable::Skipped(why)) => increase(self.skipped.entry(why).or_default()),
            Err(Unusable::Bad(why)) => {
                increase(&mut self.bad);
                self.named.insert(number, why.to_string());
                self.keep_first_named();
            }
        }
    }

    fn count(
        &mut self,
        question: &Question,
        line: u64,
        past: &PastSession,
        replayed: &Replayed<'_>,
    ) -> Result<(), Unusable> {
        let Replayed { facts, decision, before } = replayed;
        let coverage = self.coverage.add(&question.policy, facts, decision);
        coverage?;
        increase(self.statuses.entry(Status::of(past.session().status.as_deref())).or_default());
        if past.asks_for_nothing() {
            increase(&mut self.asked_for_nothing);
        }
        if before.is_none() {
            increase(&mut self.not_compared);
        }
        for left_out in question.left_out(past) {
            increase(self.left_out.entry(left_out).or_default());
        }
        for applied in &decision.applied {
            let offers = question.policy.offers.iter().zip(&mut self.given);
            for (_, given) in offers.filter(|(offer, _)| offer.id == applied.offer) {
                add(given.entry(past.currency()).or_default(), applied.amount);
            }
        }
        let amount = amount(decision);
        let sums = self.sums.entry(past.currency()).or_default();
        sums.add(amount, *before);
        if sums.largest.as_ref().is_none_or(|largest| largest.amount < amount) && amount > Amount::ZERO {
            let (subtotal, session) = (past.subtotal(), past.session().id.as_str().to_owned());
            sums.largest = Some(Largest { amount, subtotal, session, line });
        }
        Ok(())
    }

    /// Adds the counts of other lines.
    pub(super) fn merge(&mut self, other: Self) {
        self.read = self.read.saturating_add(other.read);
        self.bad = self.bad.saturating_add(other.bad);
        self.named.extend(other.named);
        self.keep_first_named();
        merge_counts(&mut self.skipped, other.skipped);
        merge_counts(&mut self.statuses, other.statuses);
        self.asked_for_nothing = self.asked_for_nothing.saturating_add(other.asked_for_nothing);
        self.not_compared = self.not_compared.saturating_add(other.not_compared);
        merge_counts(&mut self.left_out, other.left_out);
        for (currency, sums) in other.sums {
            self.sums.entry(currency).or_default().merge(sums);
        }
        for (ours, theirs) in self.given.iter_mut().zip(other.given) {
            for (currency, amount) in theirs {
                let given = ours.entry(currency).or_default();
                *given = given.saturating_add(amount);
            }
        }
        self.coverage.merge(&other.coverage);
    }

    fn keep_first_named(&mut self) {
        while self.named.len() > NAMED {
            self.named.pop_last();
        }
    }
}

impl Status {
    fn of(word: Option<&str>) -> Self {
        match word {
            Some("complete") => Self::Complete,
            Some("expired") => Self::Expired,
            Some("open") => Self::Open,
            _ => Self::Unknown,
        }
    }
}

impl CurrencyTotals {
    fn add(&mut self, amount: Amount, before: Option<Amount>) {
        increase(&mut self.sessions);
        add(&mut self.gives, amount);
        if amount > Amount::ZERO {
            increase(&mut self.discounted);
        }
        let Some(before) = before else { return };
        add(&mut self.before, before);
        if amount > before {
            self.gain.add(amount.saturating_sub(before));
        } else if amount < before {
            self.lose.add(before.saturating_sub(amount));
        }
    }

    fn merge(&mut self, other: Self) {
        self.sessions = self.sessions.saturating_add(other.sessions);
        self.discounted = self.discounted.saturating_add(other.discounted);
        self.gives = self.gives.saturating_add(other.gives);
        self.before = self.before.saturating_add(other.before);
        self.gain.merge(&other.gain);
        self.lose.merge(&other.lose);
        let largest = [self.largest.take(), other.largest].into_iter().flatten();
        self.largest = largest.max_by_key(|largest| (largest.amount, std::cmp::Reverse(largest.line)));
    }
}

impl Difference {
    fn add(&mut self, amount: Amount) {
        increase(&mut self.sessions);
        add(&mut self.amount, amount);
    }

    fn merge(&mut self, other: &Self) {
        self.sessions = self.sessions.saturating_add(other.sessions);
        self.amount = self.amount.saturating_add(other.amount);
    }
}

fn increase(count: &mut u64) {
    *count = count.saturating_add(1);
}

fn add(sum: &mut u128, amount: Amount) {
    *sum = sum.saturating_add(amount.get().into());
}

fn merge_counts<K: Ord>(ours: &mut BTreeMap<K, u64>, theirs: BTreeMap<K, u64>) {
    for (key, more) in theirs {
        let count = ours.entry(key).or_default();
        *count = count.saturating_add(more);
    }
}
