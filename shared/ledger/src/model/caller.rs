//! A call of the page: reads, decides, claims, writes, and gives back.

use std::rc::Rc;

use super::simulation::Millis;
use super::stripe::{Session, Status, Written};
use super::variant;
use super::world::{World, budget, code, day_budget, key, limits, shopper, time, uses};
use super::wrong::Wrong;
use crate::{Changed, Claim, ClaimError, CounterKey, Held, Reading};

/// The uses that a call wants for its session, as far as there is room.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) customer: u64,
    pub(super) uses: bool,
    pub(super) welcome: bool,
    pub(super) budget: u64,
    pub(super) code: Option<u32>,
}

impl Plan {
    fn counters(self, now: Millis) -> Vec<CounterKey> {
        let mut counters = vec![uses(), budget(), day_budget(now), shopper(self.customer)];
        counters.extend(self.code.map(code));
        counters
    }

    /// The decision: a budget gives at most what is left of it.
    fn decide(self, now: Millis, room: impl Fn(&CounterKey) -> u64) -> Held {
        let one = |is_wanted: bool, key: CounterKey| (is_wanted && room(&key) > 0).then_some((key, 1));
        let amount = self.budget.min(room(&budget())).min(room(&day_budget(now)));
        let ones = [one(self.uses, uses()), one(self.welcome, shopper(self.customer))];
        let code = self.code.and_then(|serial| one(true, code(serial)));
        ones.into_iter().flatten().chain(code).chain([(budget(), amount), (day_budget(now), amount)]).collect()
    }
}

enum Next {
    Again,
    End,
}

pub(super) async fn call(world: Rc<World>, session: usize, plan: Plan) {
    for _ in 0..3 {
        if let Next::End = attempt(&world, session, plan).await {
            return;
        }
    }
}

/// One round, from a read to the write.
async fn attempt(world: &Rc<World>, id: usize, plan: Plan) -> Next {
    let now = world.simulation.now();
    let counters = plan.counters(now);
    // Side by side: either may be the older one.
    let (session, reading) = (world.read_session(id), world.read_row(id, counters.clone()));
    let (session, reading) = (session.answer().await, reading.answer().await);
    if session.status != Status::Open {
        return Next::End;
    }
    let Some((claim, wanted)) = claim(world, id, &session, reading, plan, now).await else {
        return Next::End;
    };
    if let Some(claim) = claim.as_ref().filter(|_| world.is(Wrong::GiveBackBeforeWrite))
        && let Some(change) = claim.give_back(&wanted)
    {
        world.change(id, change).answer().await;
    }
    let applied = match world.write(id, session.version, &wanted).answer().await {
        Written::Made(applied) => applied,
        Written::Conflict => return Next::Again,
        Written::NotOpen => return Next::End,
    };
    if world.is(Wrong::WriteBeforeClaim) {
        let row = world.read_row(id, Vec::new()).answer().await.row;
        if let Ok(claim) = Claim::new(&key(id), row.as_ref(), &wanted, &limits(&counters), time(session.expires_at)) {
            world.change(id, claim.change().clone()).answer().await;
        }
        return Next::End;
    }
    if world.is(Wrong::GiveBackOnAFreshRow) {
        let row = world.read_row(id, Vec::new()).answer().await.row;
        if let Some(change) = row.and_then(|row| variant::holding(&key(id), &row, applied)) {
            world.change(id, change).answer().await;
        }
        return Next::End;
    }
    // If the row has moved, another call settles it.
    if let Some(change) = claim.and_then(|claim| claim.give_back(&applied)) {
        world.change(id, change).answer().await;
    }
    Next::End
}

/// A claim that is made, if one is needed, and what it is for; `None` if there is nothing to write.
async fn claim(
    world: &Rc<World>,
    id: usize,
    session: &Session,
    mut reading: Reading,
    plan: Plan,
    now: Millis,
) -> Option<(Option<Claim>, Held)> {
    let limits = limits(&plan.counters(now));
    loop {
        let wanted = plan.decide(now, |key| reading.room(key, &limits).unwrap());
        let row = reading.row.as_ref();
        if wanted == session.applied {
            if let Some(row) = row.filter(|_| world.is(Wrong::GiveBackWithoutAWrite))
                && let Some(change) = variant::holding(&key(id), row, wanted)
            {
                world.change(id, change).answer().await;
            }
            return None;
        }
        if !Claim::is_needed(row, &wanted) || world.is(Wrong::WriteBeforeClaim) {
            return Some((None, wanted));
        }
        let claim = match Claim::new(&key(id), row, &wanted, &limits, time(session.expires_at)) {
            Ok(claim) => claim,
            Err(ClaimError::SessionEnded) => return None,
            Err(ClaimError::AboveLimit(key)) => panic!("room for {key} is above its limit"),
        };
        let claim = variant::claim(world, id, session, row, &wanted, claim);
        if world.is(Wrong::NoClaimWhereCovered)
            && let Some(row) = row.filter(|row| wanted.beyond(&row.held).is_empty())
        {
            return Some((Some(variant::of_another(&key(id), row)), wanted));
        }
        match world.claim(id, claim.change().clone(), session.version).answer().await {
            Changed::Made => return Some((Some(claim), wanted)),
            changed => reading.learn(variant::learned(world, row, changed)),
        }
    }
}
