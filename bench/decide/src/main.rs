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

use std::hint::black_box;
use std::time::{Duration, Instant};

use carts::{hostile, long, small};
use discounts_core::session::Snapshot;
use discounts_core::{Interaction, InteractionSet, Policy, decide};
use jiff::Timestamp;

/// 2026-11-21 12:00:00 UTC, a Saturday.
const NOW: Timestamp = Timestamp::constant(1_795_262_400, 0);
const ROUNDS: usize = 101;
/// The decisions of a round take about this long, so that the clock does not count.
const ROUND: Duration = Duration::from_millis(2);

fn main() {
    let [small, long, hostile] = [small(), long(), hostile()];
    let all = InteractionSet::all();
    println!("## The decision alone: the median of {ROUNDS} rounds");
    for (name, policy, session) in [
        ("sample policy", policies::SAMPLE, &small),
        ("500 offers", &policies::many_offers(500), &small),
        ("500 on 100 lines", &policies::many_offers_on_lines(500), &long),
        ("500 near offers", &policies::many_hints(500, true), &long),
        ("20 bundles", &policies::many_bundles(20), &hostile),
    ] {
        let policy = loaded(policy);
        let time = median_of(|| decided(&policy, session, all));
        println!("{name:17}{:9.2} us, all interactions asked for", micros(time));
    }
    let sample = loaded(policies::SAMPLE);
    for interaction in Interaction::ALL {
        let time = median_of(|| decided(&sample, &small, interaction.into()));
        println!("sample policy    {:9.2} us, {interaction} alone asked for", micros(time));
    }
    let load = median_of(|| {
        let _ = black_box(loaded(policies::SAMPLE));
    });
    println!("parsing it       {:9.2} us", micros(load));

    println!("\n## Hints: a decision with them, as a ratio to the same one without; rounds of both in turns");
    for count in [20, 50, 100, 500] {
        let [with, without] = [true, false].map(|public| loaded(&policies::many_hints(count, public)));
        let (with, without) = medians_of(|| decided(&with, &long, all), || decided(&without, &long, all));
        let ratio = with.as_secs_f64() / without.as_secs_f64();
        println!(
            "{count:3} near offers  {:9.2} us, {:.2} us without hints: {ratio:.1} times",
            micros(with),
            micros(without)
        );
    }
}

fn loaded(policy: &str) -> Policy {
    Policy::load("made.toml", policy).expect("the policy loads")
}

fn decided(policy: &Policy, session: &Snapshot, set: InteractionSet) {
    let decision = decide(black_box(policy), black_box(session), set, NOW);
    let _ = black_box(decision.expect("it decides"));
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The median time of some work.
fn median_of(mut work: impl FnMut()) -> Duration {
    let times = repetitions(&mut work);
    median((0..ROUNDS).map(|_| round(&mut work, times)).collect())
}

/// The median times of two kinds of work whose rounds take turns.
fn medians_of(mut one: impl FnMut(), mut other: impl FnMut()) -> (Duration, Duration) {
    let times = (repetitions(&mut one), repetitions(&mut other));
    let rounds = (0..ROUNDS).map(|_| (round(&mut one, times.0), round(&mut other, times.1)));
    let (ones, others) = rounds.unzip();
    (median(ones), median(others))
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

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
