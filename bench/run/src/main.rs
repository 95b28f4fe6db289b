//! `bench/run.sh`: what the functions cost, each figure as a ratio to a floor measured in the same run.
//!
//! # Layout
//!
//! - [`lambda`]: the Runtime API that a function polls, and a function under it
//! - [`stripe`]: the least Stripe: two answers from memory
//! - [`secrets`], [`cold`]: the least Secrets Manager, and starts that read their key from it

// A figure that can't be measured must not be printed.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::arithmetic_side_effects,
    reason = "a measuring program prints, and stops when it can't measure"
)]

mod cold;
mod lambda;
mod secrets;
mod stripe;

use std::path::{Path, PathBuf};
use std::time::Duration;

use lambda::Function;

const STARTS: usize = 120;
const WARM_CALLS: usize = 3_000;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let directory = std::env::args().nth(1).expect("usage: bench DIRECTORY_OF_RELEASE_BINARIES");
    let copies = copies(Path::new(&directory));
    let binary = |name: &str| copies.join(name);
    let stripe = stripe::start().await;

    println!("## Starts: from exec to the first poll of the Runtime API, {STARTS} each, interleaved");
    let names = ["bench-floor", "cart-threshold", "loyalty", "quote"];
    let mut starts = vec![Vec::new(); names.len()];
    for round in 0..STARTS {
        // Each in each place as often: what ran before leaves its traces.
        for place in 0..names.len() {
            let turn = (round + place) % names.len();
            let (Some(name), Some(times)) = (names.get(turn), starts.get_mut(turn)) else { continue };
            let function = Function::start(&binary(name), &stripe).await;
            times.push(function.started_in);
            function.stop().await;
        }
    }
    let floor = median(starts.first().expect("the floor is measured"));
    for (name, times) in names.iter().zip(&starts) {
        let (middle, least) = (median(times), times.iter().min().copied().unwrap_or_default());
        println!("{name:16} median {} least {} ratio {:.2}", ms(middle), ms(least), ratio(middle, floor));
    }

    cold::measure(&binary("bench-secret-floor"), &binary("cart-threshold"), &stripe).await;

    println!("\n## Warm calls: a discount that changes (two calls to Stripe), {WARM_CALLS} each, interleaved");
    let mut bare = Function::start(&binary("bench-two-calls"), &stripe).await;
    let mut ours = Function::start(&binary("cart-threshold"), &stripe).await;
    let (mut bare_times, mut our_times) = (Vec::new(), Vec::new());
    for call in 0..WARM_CALLS + 100 {
        let (bare_time, our_time) = (bare.call().await, ours.call().await);
        // The first calls open connections and fill caches.
        if call >= 100 {
            bare_times.push(bare_time);
            our_times.push(our_time);
        }
    }
    let (bare_middle, our_middle) = (median(&bare_times), median(&our_times));
    println!("two bare calls   median {}", ms(bare_middle));
    println!("cart-threshold   median {} ratio {:.2}", ms(our_middle), ratio(our_middle, bare_middle));
    println!("on top           median {}", ms(our_middle.saturating_sub(bare_middle)));

    println!("\n## Memory: peak resident size after {} calls", WARM_CALLS + 100);
    println!("cart-threshold   {:.1} MB", ours.peak_megabytes());
    println!("two bare calls   {:.1} MB", bare.peak_megabytes());

    println!("\n## Binaries, stripped");
    for endpoint in shared::Endpoint::all() {
        let Ok(file) = std::fs::metadata(binary(endpoint.name())) else { continue };
        println!("{:16} {:.2} MB", endpoint.name(), file.len() as f64 / 1e6);
    }
}

/// The binaries, each written from its first byte to its last, as unpacking writes them where they are deployed. A linker
/// writes here and there, which leaves its file in small pieces in the system's memory: that made starts a tenth slower, of
/// some binaries and not of others.
fn copies(directory: &Path) -> PathBuf {
    let copies = directory.join("bench-copies");
    std::fs::create_dir_all(&copies).expect("the copies have a place");
    let floors = ["bench-floor", "bench-two-calls", "bench-secret-floor"];
    for name in floors.into_iter().chain(shared::Endpoint::all().map(shared::Endpoint::name)) {
        let (from, to) = (directory.join(name), copies.join(name));
        // `bench/run.sh` builds some of them; `.ci/run size` has all.
        let Ok(bytes) = std::fs::read(&from) else { continue };
        let written = std::fs::remove_file(&to).or(Ok(())).and_then(|()| std::fs::write(&to, bytes));
        let rights = std::fs::metadata(&from).map(|file| file.permissions());
        written.and_then(|()| std::fs::set_permissions(&to, rights?)).expect("a binary can be copied");
    }
    copies
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn ms(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1e3)
}

fn ratio(time: Duration, floor: Duration) -> f64 {
    time.as_secs_f64() / floor.as_secs_f64()
}
