//! The log of the functions: kept for the inspector, and printed from the level of `LOG_LEVEL` on.

use std::collections::VecDeque;
use std::io::{self, Write, stderr};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Instant;

use serde_json::Value;
use shared::settings::log_level;

/// Lines that are kept until their call has ended.
const KEPT: usize = 400;
/// The levels, gravest first.
const LEVELS: [&str; 5] = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"];

/// The process has one log.
static LINES: Mutex<VecDeque<LogLine>> = Mutex::new(VecDeque::new());
static SHOWN: OnceLock<String> = OnceLock::new();

/// A line, and when it was written.
pub(super) struct LogLine {
    pub(super) at: Instant,
    pub(super) fields: Value,
}

impl LogLine {
    fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

/// Starts the log: every step is kept, lines from `level` on are shown.
pub(crate) fn start(level: &str) {
    // The first start in a process holds.
    let _ = SHOWN.set(level.to_owned());
    shared::log::init(log_level(|_| Some("DEBUG".to_owned())), "dev", || Tee);
}

/// The lines of a request, which are then forgotten.
pub(super) fn take(request_id: &str) -> Vec<LogLine> {
    let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    let (of_request, others) = lines.drain(..).partition(|line| line.text("function_request_id") == request_id);
    *lines = others;
    Vec::from(of_request as VecDeque<LogLine>)
}

struct Tee;

impl Write for Tee {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let kept = LogLine { at: Instant::now(), fields: serde_json::from_slice(line).unwrap_or_default() };
        let rank = |level: &str| LEVELS.iter().position(|known| *known == level);
        let shown = SHOWN.get().and_then(|level| rank(level));
        let is_shown = rank(kept.text("level")) <= shown;
        let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push_back(kept);
        if lines.len() > KEPT {
            lines.pop_front();
        }
        if is_shown {
            stderr().write_all(line)?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        stderr().flush()
    }
}
