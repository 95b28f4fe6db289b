//! Deliveries of events, and the sweep.

use std::rc::Rc;

use super::counters::{key, session_of};
use super::simulation::{HOUR, MINUTE};
use super::stripe::Status;
use super::variant;
use super::world::{Violation, World, time};
use super::wrong::Wrong;
use crate::{Changed, Held, SessionEnd, settle};

/// The end of a session at Stripe, and its events: a fifth of them is lost, the others come up to three times and up to 66
/// minutes late.
pub(super) fn end(world: &Rc<World>, id: usize, from: Status, to: Status) {
    if !world.end(id, from, to) {
        return;
    }
    if world.simulation.happens(20) {
        world.count(|tally| tally.lost_events += 1);
    } else {
        for _ in 0..world.simulation.between(1, 3) {
            let late = world.simulation.below(66 * MINUTE);
            let delivered = Rc::clone(world);
            world.simulation.spawn_mortal(async move {
                delivered.simulation.sleep(late).await;
                settle_session(delivered, id).await;
            });
        }
    }
}

/// Brings a session's row to its end, if it has ended. An event says no more than that it is worth a read.
pub(super) async fn settle_session(world: Rc<World>, id: usize) {
    let (session, reading) = (world.read_session(id), world.read_row(id, Vec::new()));
    let (session, mut row) = (session.answer().await, reading.answer().await.row);
    let Some(end) = session.status.end() else { return };
    loop {
        let now = time(world.simulation.now());
        let settlement = settle(&key(id), row.as_ref(), &session.applied, variant::settled(&world, end), now);
        if !settlement.over_given.is_empty() {
            world.report(Violation::OverGiven);
        }
        let Some(change) = settlement.change else { return };
        match world.change(id, change).answer().await {
            Changed::Made => return,
            Changed::Moved(other) => row = other,
            Changed::Spent(_) => panic!("a settlement has no limit"),
        }
    }
}

/// Asks for sessions that are due, until everything has come to rest.
pub(super) async fn sweep(world: Rc<World>) {
    let most = 8 * 24 * HOUR;
    while world.simulation.now() < most {
        world.simulation.sleep(world.simulation.between(5 * MINUTE, HOUR)).await;
        if world.is(Wrong::NoSweep) {
            return;
        }
        let sweep = Rc::clone(&world);
        world.simulation.spawn_mortal(async move {
            for session in sweep.stale().answer().await {
                let one = Rc::clone(&sweep);
                if sweep.is(Wrong::SweepByTheClock) {
                    sweep.simulation.spawn(clear_by_the_clock(one, session_of(&session)));
                } else {
                    sweep.simulation.spawn_mortal(settle_session(one, session_of(&session)));
                }
            }
        });
    }
}

async fn clear_by_the_clock(world: Rc<World>, id: usize) {
    let row = world.read_row(id, Vec::new()).answer().await.row;
    let now = time(world.simulation.now());
    if let Some(change) = settle(&key(id), row.as_ref(), &Held::NOTHING, SessionEnd::Expired, now).change {
        world.change(id, change).answer().await;
    }
}
