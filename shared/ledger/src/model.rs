//! A model of the world around the protocol: shoppers, Stripe, its events, and crashes.
//!
//! The claims, give-backs, settlements and the store are the shipped code. Each seed is a story of some sessions, with
//! concurrent calls, a crash between any two steps, calls that land after their caller died, and events that are lost, repeated
//! and late. The invariants are checked after every step. `STORIES` sets their number.
#![expect(clippy::arithmetic_side_effects, reason = "the numbers of a test are small, and a panic fails it")]

mod caller;
mod counters;
mod settling;
mod simulation;
mod stripe;
mod variant;
mod world;
mod wrong;

use std::rc::Rc;

use self::caller::Plan;
use self::settling::{end, sweep};
use self::simulation::{HOUR, MINUTE, SECOND};
use self::stripe::Status;
use self::world::{Tally, Violation, World};
use self::wrong::Wrong;

/// Plays a story to its end.
fn play(seed: u64, wrong: Option<Wrong>) -> (Option<Violation>, Tally) {
    let world = World::new(seed, wrong);
    let simulation = Rc::clone(&world.simulation);
    let sessions = simulation.between(2, 12);
    for id in 0..usize::try_from(sessions).unwrap() {
        let life = simulation.between(30 * MINUTE, 3 * HOUR);
        world.create(life);
        simulation.spawn(live(Rc::clone(&world), id, life));
    }
    // Calls come in bursts, several at one session.
    for _ in 0..simulation.between(2, 8) {
        let (burst, focus) = (simulation.below(2 * HOUR), simulation.below(sessions));
        for _ in 0..simulation.between(2, 12) {
            let id = if simulation.happens(50) { focus } else { simulation.below(sessions) };
            let (at, plan) = (burst + simulation.below(2 * SECOND), plan(&world, id));
            let called = Rc::clone(&world);
            let clears = simulation.happens(4);
            simulation.spawn_mortal(async move {
                called.simulation.sleep(at).await;
                if clears {
                    called.clear(usize::try_from(id).unwrap()).answer().await;
                    return;
                }
                caller::call(called, usize::try_from(id).unwrap(), plan).await;
            });
        }
    }
    simulation.spawn(sweep(Rc::clone(&world)));
    simulation.run(|| world.violation.get().is_some());
    if world.violation.get().is_none() {
        world.check_end();
    }
    world.count(|tally| tally.crashes = simulation.crashes.get());
    (world.violation.get(), world.tally.get())
}

/// A session's shopper pays in half of the stories; in some the money arrives later, or not.
async fn live(world: Rc<World>, id: usize, life: u64) {
    let simulation = Rc::clone(&world.simulation);
    let pays_at = simulation.below(2 * life);
    if pays_at >= life {
        simulation.sleep(life).await;
        end(&world, id, Status::Open, Status::Expired);
        return;
    }
    simulation.sleep(pays_at).await;
    if simulation.happens(60) {
        end(&world, id, Status::Open, Status::Paid);
        return;
    }
    end(&world, id, Status::Open, Status::Pending);
    simulation.sleep(simulation.between(SECOND, 72 * HOUR)).await;
    let paid = if simulation.happens(50) { Status::Paid } else { Status::Failed };
    end(&world, id, Status::Pending, paid);
}

fn plan(world: &World, session: u64) -> Plan {
    let simulation = &world.simulation;
    if simulation.happens(15) {
        return Plan { customer: session / 3, uses: false, welcome: false, budget: 0, code: None };
    }
    Plan {
        customer: session / 3,
        uses: simulation.happens(60),
        welcome: simulation.happens(50),
        budget: if simulation.happens(60) { simulation.between(1, 700) } else { 0 },
        code: simulation.happens(50).then(|| u32::try_from(simulation.below(3)).unwrap()),
    }
}

/// The stories that a run plays.
fn stories() -> u64 {
    std::env::var("STORIES").map_or(2_000, |stories| stories.parse().unwrap())
}

#[test]
fn protocol_passes_no_limit_and_loses_no_use() {
    let mut total = Tally::default();
    for seed in 0..stories() {
        let (violation, tally) = play(seed, None);
        assert_eq!(violation, None, "story {seed}");
        total.add(tally);
    }
    // The stories meet everything that the protocol is for.
    let Tally { made, moved, spent, written, conflicts, bumps, crashes, lost_events } = total;
    for (what, count) in [
        ("changes made", made),
        ("changes of a row that has moved", moved),
        ("limits reached", spent),
        ("writes", written),
        ("conflicts", conflicts),
        ("bumps of a version", bumps),
        ("crashes", crashes),
        ("lost events", lost_events),
    ] {
        assert!(count > 0, "no {what} in any story: {total:?}");
    }
}

/// Asserts that one of the first stories shows that a protocol is wrong.
fn assert_found(wrong: Wrong) {
    let found = (0..100).any(|seed| play(seed, Some(wrong)).0.is_some());
    assert!(found, "no story against {wrong:?}");
}

#[test]
fn give_back_without_a_write_is_found() {
    assert_found(Wrong::GiveBackWithoutAWrite);
}

#[test]
fn version_in_the_row_is_found() {
    assert_found(Wrong::VersionInTheRow);
}

#[test]
fn missing_claim_where_covered_is_found() {
    assert_found(Wrong::NoClaimWhereCovered);
}

#[test]
fn give_back_before_the_write_is_found() {
    assert_found(Wrong::GiveBackBeforeWrite);
}

#[test]
fn write_before_the_claim_is_found() {
    assert_found(Wrong::WriteBeforeClaim);
}

#[test]
fn claim_that_drops_others_is_found() {
    assert_found(Wrong::ClaimDropsOthers);
}

#[test]
fn fresh_revision_on_old_contents_is_found() {
    assert_found(Wrong::FreshRevision);
}

#[test]
fn give_back_on_a_fresh_row_is_found() {
    assert_found(Wrong::GiveBackOnAFreshRow);
}

#[test]
fn sweep_by_the_clock_is_found() {
    assert_found(Wrong::SweepByTheClock);
}

#[test]
fn writes_without_versions_are_found() {
    assert_found(Wrong::NoVersions);
}

#[test]
fn give_back_after_a_bump_is_found() {
    assert_found(Wrong::GiveBackAfterABump);
}

#[test]
fn missing_sweep_is_found() {
    assert_found(Wrong::NoSweep);
}

#[test]
fn confirmation_of_a_pending_payment_is_found() {
    assert_found(Wrong::PendingIsConfirmed);
}
