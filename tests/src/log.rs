//! Everything that the suite logs, at the most talkative level, and what must never be in it.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use serde_json::Value;
use shared::log::init;
use tracing::level_filters::LevelFilter;

static LOG: Mutex<Log> = Mutex::new(Log { lines: Vec::new(), searched: 0, leak: None });
static START: Once = Once::new();

/// Parts of the names, streets, addresses and secrets that the suite gives to Stripe and to Secrets Manager, and what goes
/// with a key: none may reach a line.
const CANARIES: [&str; 5] = ["bearer", "canaria", "nightingale road", "canary.inbox", "canary123"];

/// The part of a session's client secret after the id.
const CLIENT_SECRET: &str = "_secret_";

/// How a key begins. A sentence may name the form; a key goes on with a letter or digit.
const KEYS: [&str; 5] = ["sk_test_", "sk_live_", "rk_test_", "rk_live_", "whsec_"];

/// The lines of all tests, which run side by side.
struct Log {
    lines: Vec<String>,
    /// The number of lines searched so far. There are millions, and hundreds of tests search them.
    searched: usize,
    leak: Option<String>,
}

struct Writer;

impl Write for Writer {
    /// One line.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        log().lines.push(String::from_utf8_lossy(bytes).into_owned());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn log() -> MutexGuard<'static, Log> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
}

fn parse(line: &str) -> Value {
    serde_json::from_str(line).expect("a line is JSON")
}

/// Collects from here on.
pub fn start() {
    START.call_once(|| init(LevelFilter::TRACE, "suite", || Writer));
}

/// The newest line of any test that has all these parts. Sandboxes of one seed give the same ids, so a test that looks
/// for an id needs a sandbox with a seed of its own.
#[must_use]
pub fn newest(parts: &[&str]) -> Option<Value> {
    let log = log();
    log.lines.iter().rev().find(|line| parts.iter().all(|part| line.contains(part))).map(|line| parse(line))
}

/// The line that a request ends with.
#[must_use]
pub fn line_of(request_id: &str) -> Value {
    newest(&[request_id, "duration_ms"]).expect("every request has a line")
}

/// All lines of a request, in the order in which they were written.
#[must_use]
pub fn lines_of(request_id: &str) -> Vec<Value> {
    log().lines.iter().filter(|line| line.contains(request_id)).map(|line| parse(line)).collect()
}

/// Fails when something was logged that must not be: in this test, or in one that runs beside it or has run before.
pub fn assert_clean() {
    let mut log = log();
    let leak = log.lines.get(log.searched..).and_then(|unseen| unseen.iter().find(|line| leaks(line)).cloned());
    log.searched = log.lines.len();
    log.leak = log.leak.take().or(leak);
    let leak = log.leak.clone();
    drop(log);
    assert_eq!(leak, None, "the log holds what it must not");
}

fn leaks(line: &str) -> bool {
    let begins_key = |rest: &str| rest.starts_with(|next: char| next.is_ascii_alphanumeric());
    let key = KEYS.iter().any(|prefix| line.split(prefix).skip(1).any(begins_key));
    let lower = line.to_lowercase();
    key || line.contains(CLIENT_SECRET) || CANARIES.iter().any(|canary| lower.contains(canary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_leaks_and_a_sentence_about_keys_does_not() {
        assert!(leaks(r#"{"message":"used sk_test_sandbox"}"#));
        assert!(leaks("Canaria Serinus"));
        assert!(!leaks("it begins with sk_test_, sk_live_, rk_test_ or rk_live_"));
    }
}
