//! The most that a customer can have spent before an order: what the other orders cost that are complete by then, less
//! what has gone back before.

use std::collections::BTreeMap;

use super::attack_setup::{Opened, Stage};

/// The spending of the owners of sessions, step by step.
#[derive(Default)]
pub(super) struct Purse {
    /// By completed session: what was kept when the running step began.
    kept: BTreeMap<String, u64>,
    /// By completed session: the most that its owner had spent elsewhere when it was paid.
    spent: BTreeMap<String, u64>,
}

impl Purse {
    /// A step begins.
    pub(super) fn opens(&mut self, stage: &Stage, sessions: &[Opened]) {
        self.kept = completed(stage, sessions).map(|session| (session.id.clone(), stage.kept(&session.id))).collect();
    }

    /// A step is over: whatever it completed may have been paid after the rest of it.
    pub(super) fn closes(&mut self, stage: &Stage, sessions: &[Opened]) {
        let costs = |session: &Opened| match self.kept.get(&session.id) {
            Some(kept) => *kept,
            None => stage.shop.stripe().session(&session.id).unwrap()["amount_total"].as_u64().unwrap(),
        };
        for session in completed(stage, sessions).filter(|session| !self.kept.contains_key(&session.id)) {
            let others = completed(stage, sessions)
                .filter(|other| other.id != session.id && other.owner() == session.owner())
                .map(costs);
            self.spent.insert(session.id.clone(), others.sum());
        }
    }

    /// The most that a session's owner had spent elsewhere when it was paid.
    pub(super) fn spent(&self, session: &Opened) -> u64 {
        self.spent.get(&session.id).copied().unwrap_or_default()
    }
}

fn completed<'s>(stage: &Stage, sessions: &'s [Opened]) -> impl Iterator<Item = &'s Opened> {
    let is_complete = |session: &&Opened| stage.shop.stripe().session(&session.id).unwrap()["status"] == "complete";
    sessions.iter().filter(is_complete)
}
