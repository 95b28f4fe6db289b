//! Everything that the suite logs, at the most talkative level, and what must never be in it.

use std::io::{self, Write};
use std::sync::{Mutex, Once, PoisonError};

use shared::log::init;
use tracing::level_filters::LevelFilter;

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static START: Once = Once::new();

/// Parts of the names, streets and addresses that the suite gives to Stripe, and what goes with a key: none may reach
/// a line.
const CANARIES: [&str; 4] = ["bearer", "canaria", "nightingale road", "canary.inbox"];

/// What follows the id in a session's client secret.
const CLIENT_SECRET: &str = "_secret_";

/// How a key begins. A sentence may name the form; a key goes on with a letter or digit.
const KEYS: [&str; 5] = ["sk_test_", "sk_live_", "rk_test_", "rk_live_", "whsec_"];

struct Buffer;

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Collects from here on.
pub fn start() {
    START.call_once(|| init(LevelFilter::TRACE, "suite", || Buffer));
}

/// Everything so far.
#[must_use]
pub fn lines() -> String {
    String::from_utf8_lossy(&LINES.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
}

/// The line of one request.
#[must_use]
pub fn line_of(request_id: &str) -> serde_json::Value {
    let lines = lines();
    let mut of_request = lines.lines().filter(|line| line.contains(request_id) && line.contains("duration_ms"));
    let line = of_request.next_back().expect("every request has a line");
    serde_json::from_str(line).expect("a line is JSON")
}

/// Fails when something was logged that must not be.
pub fn assert_clean() {
    let leak = lines().lines().find(|line| leaks(line)).map(str::to_owned);
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
