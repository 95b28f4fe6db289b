//! `bench/replay.sh`: what a replay costs: the time of one core, and memory.
//!
//! # Layout
//!
//! - [`sessions`]: a file of sessions as large as Stripe's
//! - [`usage`]: what a process has used, from `/proc`

// A figure that can't be measured must not be printed.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::arithmetic_side_effects,
    reason = "a measuring program prints, and stops when it can't measure"
)]

mod sessions;
mod usage;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::de::IgnoredAny;
use usage::Usage;

const ROUNDS: usize = 3;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: bench-replay DISCOUNTS SESSIONS";
    let discounts = arguments.next().expect(usage);
    let count: usize = arguments.next().and_then(|count| count.parse().ok()).expect(usage);
    let path = std::env::temp_dir().join(format!("bench-replay-{}.jsonl", std::process::id()));
    let file = TemporaryFile(path);
    sessions::write(&file.0, count).expect("the sessions are written");
    let bytes = file.0.metadata().expect("the file is there").len();
    println!(
        "## {count} sessions, {:.2} GB, {} bytes each; the least of {ROUNDS} rounds, interleaved",
        bytes as f64 / 1e9,
        bytes / count as u64
    );

    let ways: [(&str, &[&str]); 3] = [
        ("replay, one thread", &["--threads", "1"]),
        ("the same, against another policy", &["--threads", "1", "--against", "discounts.toml"]),
        ("replay, every core", &[]),
    ];
    let mut floors = Vec::new();
    let mut measured = vec![Vec::new(); ways.len()];
    for _ in 0..ROUNDS {
        floors.push(parse_alone(&file.0));
        for ((_, arguments), measured) in ways.iter().zip(&mut measured) {
            measured.push(replay(&discounts, &file.0, arguments));
        }
    }
    let floor = least(&floors);
    show("parsing alone", floor, floor, count);
    for ((name, _), measured) in ways.iter().zip(&measured) {
        show(name, least(measured), floor, count);
    }
}

fn show(name: &str, used: Usage, floor: Usage, count: usize) {
    let processor = used.processor.as_secs_f64();
    println!(
        "{name:34} {:6.2} s of one core, {:6.2} s on the clock, {:4.1} us a session, {:.2} million a minute on one core, \
         {:.2} times parsing alone, peak memory {:.1} MB",
        processor,
        used.clock.as_secs_f64(),
        processor / count as f64 * 1e6,
        count as f64 / processor * 60.0 / 1e6,
        processor / floor.processor.as_secs_f64(),
        used.peak_megabytes,
    );
}

/// The least of each: what others did on the machine at the same time is no cost of ours. Of memory the most.
fn least(of: &[Usage]) -> Usage {
    let least = of.iter().copied().reduce(|one, other| Usage {
        processor: one.processor.min(other.processor),
        clock: one.clock.min(other.clock),
        peak_megabytes: one.peak_megabytes.max(other.peak_megabytes),
    });
    least.expect("it was measured")
}

/// Every line is read as JSON, and nothing is kept.
fn parse_alone(path: &Path) -> Usage {
    let (before, started) = (usage::own_processor(), Instant::now());
    let mut input = BufReader::with_capacity(256 * 1024, File::open(path).expect("the file is there"));
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line).expect("it can be read") > 0 {
        let _: IgnoredAny = serde_json::from_slice(&line).expect("it is JSON");
        line.clear();
    }
    Usage {
        processor: usage::own_processor().saturating_sub(before),
        clock: started.elapsed(),
        peak_megabytes: usage::own_peak(),
    }
}

fn replay(discounts: &str, sessions: &Path, arguments: &[&str]) -> Usage {
    let (before, started) = (usage::childrens_processor(), Instant::now());
    let mut child = Command::new(discounts)
        .args(["replay", "--policy", "discounts.toml", "--json", "--sessions"])
        .arg(sessions)
        .args(arguments)
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut peak_megabytes = 0.0;
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            break status;
        }
        peak_megabytes = usage::peak_of(child.id()).unwrap_or(peak_megabytes);
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "the replay fails");
    Usage { processor: usage::childrens_processor().saturating_sub(before), clock: started.elapsed(), peak_megabytes }
}

/// Removed at the end, also where something could not be measured.
struct TemporaryFile(std::path::PathBuf);

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
