//! `bench/run.sh decide`: the pure decision, without anything around it.
//!
//! # Layout
//!
//! - [`policies`]: made policies, and the sample
//! - [`carts`]: a session, with a small cart, a long one, and a hostile one

// A figure that can't be measured must not be printed.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::arithmetic_side_effects,
    reason = "a measuring program prints, and stops when it can't measure"
)]

mod carts;
mod policies;

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

use carts::{hostile, long, small};
use discounts_core::session::Snapshot;
use discounts_core::{Interaction, InteractionSet, Policy, decide};
use jiff::Timestamp;

/// 2026-11-21 12:00:00 UTC, a Saturday: six days before the sample policy's yearly offer.
const NOW: Timestamp = Timestamp::constant(1_795_262_400, 0);
/// 2026-02-20 12:00:00 UTC, 280 days before it.
const LONG_BEFORE: Timestamp = Timestamp::constant(1_771_588_800, 0);
const ROUNDS: usize = 101;
/// The decisions of a round take about this long, so that the clock does not count.
const ROUND: Duration = Duration::from_millis(2);

fn main() {
    let [small, long, hostile] = [small(), long(), hostile()];
    let all = InteractionSet::all();
    println!("## The decision alone: the shortest and the median of {ROUNDS} rounds");
    for (name, policy, session, now) in [
        ("sample policy", policies::SAMPLE, &small, NOW),
        ("280 days before", policies::SAMPLE, &small, LONG_BEFORE),
        ("500 offers", &policies::many_offers(500), &small, NOW),
        ("500 on 100 lines", &policies::many_offers_on_lines(500), &long, NOW),
        ("500 near offers", &policies::many_hints(500, true), &long, NOW),
        ("20 bundles", &policies::many_bundles(20), &hostile, NOW),
    ] {
        let policy = loaded(policy);
        let times = Times::of(|| decided(&policy, session, all, now));
        println!("{name:17}{times}, all interactions asked for");
    }
    let sample = loaded(policies::SAMPLE);
    for interaction in Interaction::ALL {
        let times = Times::of(|| decided(&sample, &small, interaction.into(), NOW));
        println!("sample policy    {times}, {interaction} alone asked for");
    }
    let load = Times::of(|| {
        let _ = black_box(loaded(policies::SAMPLE));
    });
    println!("parsing it       {load}");

    println!(
        "\n## Hints: a decision with them and the same one without; rounds of both in turns, the shortest as a ratio"
    );
    for count in [20, 50, 100, 500] {
        let [with, without] = [true, false].map(|public| loaded(&policies::many_hints(count, public)));
        let (with, without) =
            Times::in_turns(|| decided(&with, &long, all, NOW), || decided(&without, &long, all, NOW));
        let ratio = with.shortest.as_secs_f64() / without.shortest.as_secs_f64();
        println!("{count:3} near offers  {with}\n    without hints{without}: {ratio:.1} times");
    }
}

fn loaded(policy: &str) -> Policy {
    Policy::load("made.toml", policy).expect("the policy loads")
}

fn decided(policy: &Policy, session: &Snapshot, set: InteractionSet, now: Timestamp) {
    let decision = decide(black_box(policy), black_box(session), set, now);
    let _ = black_box(decision.expect("it decides"));
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The times of some work.
struct Times {
    /// That of the shortest round, in which other work on the machine had the least part.
    shortest: Duration,
    median: Duration,
}

impl Times {
    fn of(mut work: impl FnMut()) -> Self {
        let times = repetitions(&mut work);
        Self::of_rounds((0..ROUNDS).map(|_| round(&mut work, times)).collect())
    }

    /// The times of two kinds of work whose rounds take turns.
    fn in_turns(mut one: impl FnMut(), mut other: impl FnMut()) -> (Self, Self) {
        let times = (repetitions(&mut one), repetitions(&mut other));
        let rounds = (0..ROUNDS).map(|_| (round(&mut one, times.0), round(&mut other, times.1)));
        let (ones, others) = rounds.unzip();
        (Self::of_rounds(ones), Self::of_rounds(others))
    }

    fn of_rounds(mut rounds: Vec<Duration>) -> Self {
        rounds.sort_unstable();
        let at = |place: usize| rounds.get(place).copied().unwrap_or_default();
        Self { shortest: at(0), median: at(rounds.len() / 2) }
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:9.2} us, median {:9.2} us", micros(self.shortest), micros(self.median))
    }
}

/// The number of times that some work is done in a round. The first ones find caches cold, and count for nothing else.
fn repetitions(work: &mut impl FnMut()) -> u32 {
    work();
    let once = round(work, 5).as_nanos().max(1);
    u32::try_from(ROUND.as_nanos() / once).unwrap_or(u32::MAX).clamp(1, 10_000)
}

fn round(work: &mut impl FnMut(), times: u32) -> Duration {
    let started = Instant::now();
    (0..times).for_each(|_| work());
    started.elapsed() / times
}
