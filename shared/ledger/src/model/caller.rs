//! A call of the page: reads, decides, claims, writes, and gives back.

use std::rc::Rc;

use super::counters::{budget, code, day_budget, key, limits, shopper, uses};
use super::simulation::{Millis, SECOND};
use super::stripe::{Session, Status, Written};
use super::variant;
use super::world::{World, time};
use super::wrong::Wrong;
use crate::{Changed, Claim, ClaimError, CounterKey, Held, Limits, Reading};

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

/// A conflict that a call met: the version, and when.
type Conflict = Option<(u64, Millis)>;

pub(super) async fn call(world: Rc<World>, id: usize, plan: Plan) {
    let mut conflict = None;
    for _ in 0..6 {
        if let Next::End = attempt(&world, id, plan, &mut conflict).await {
            return;
        }
        world.simulation.sleep(world.simulation.below(12 * SECOND)).await;
    }
    world.clear(id).answer().await;
}

/// One round, from a read to the write.
async fn attempt(world: &Rc<World>, id: usize, plan: Plan, conflict: &mut Conflict) -> Next {
    let now = world.simulation.now();
    let counters = plan.counters(now);
    // Side by side: either may be the older one.
    let (session, reading) = (world.read_session(id), world.read_row(id, counters.clone()));
    let (session, reading) = (session.answer().await, reading.answer().await);
    if session.status != Status::Open {
        return Next::End;
    }
    let met = conflict.filter(|(version, _)| *version == session.version);
    let bumps = met.is_some_and(|(_, at)| now >= at + 10 * SECOND);
    let Some((claim, wanted)) = claim(world, id, &session, reading, plan, (now, bumps)).await else {
        return Next::End;
    };
    if let Some(claim) = claim.as_ref().filter(|_| world.is(Wrong::GiveBackBeforeWrite))
        && let Some(change) = claim.give_back(&wanted)
    {
        world.change(id, change).answer().await;
    }
    let version = if bumps { world.bump(id, session.version).answer().await } else { session.version };
    let applied = match world.write(id, version, &wanted).answer().await {
        Written::Made(applied) => applied,
        Written::Conflict => {
            let known = conflict.filter(|(met, _)| *met == version);
            *conflict = known.or(Some((version, world.simulation.now())));
            return Next::Again;
        }
        Written::NotOpen => return Next::End,
    };
    give_back(world, id, &session, claim, applied).await;
    Next::End
}

/// Gives back what the write did not use.
async fn give_back(world: &Rc<World>, id: usize, session: &Session, claim: Option<Claim>, applied: Held) {
    if world.is(Wrong::WriteBeforeClaim) {
        let row = world.read_row(id, Vec::new()).answer().await.row;
        let claim = Claim::new(&key(id), row.as_ref(), &applied, &Limits::default(), time(session.expires_at));
        if let Ok(claim) = claim {
            world.change(id, claim.change().clone()).answer().await;
        }
        return;
    }
    let change = if world.is(Wrong::GiveBackOnAFreshRow) {
        let row = world.read_row(id, Vec::new()).answer().await.row;
        row.and_then(|row| variant::holding(&key(id), &row, applied))
    } else {
        claim.and_then(|claim| claim.give_back(&applied))
    };
    // If the row has moved, another call gives back.
    if let Some(change) = change {
        world.change(id, change).answer().await;
    }
}

/// A claim that is made, if one is needed, and what it is for; `None` if there is nothing to write.
async fn claim(
    world: &Rc<World>,
    id: usize,
    session: &Session,
    mut reading: Reading,
    plan: Plan,
    (now, bumps): (Millis, bool),
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
        let is_needed = bumps || Claim::is_needed(row, &wanted);
        if !is_needed || world.is(Wrong::WriteBeforeClaim) {
            return Some((None, wanted));
        }
        let claim = match Claim::new(&key(id), row, &wanted, &limits, time(session.expires_at)) {
            Ok(claim) => claim,
            Err(ClaimError::SessionEnded) => return None,
            Err(ClaimError::AboveLimit(key)) => panic!("room for {key} is above its limit"),
        };
        let keeps = bumps && !world.is(Wrong::GiveBackAfterABump);
        let claim = if keeps { claim.before_a_bump() } else { claim };
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
