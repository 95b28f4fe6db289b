//! Metrics: one line of CloudWatch's embedded metric format for each request.

mod line;
mod metric;
mod recorder;

use std::fmt;
use std::io;

use self::line::Line;
pub use self::metric::Metric;
pub use self::recorder::MetricsRecorder;
use crate::clock::Clock;

/// The output of the lines: that of the log, whatever its level.
pub struct Metrics {
    function_name: String,
    write: Box<Write>,
}

type Write = dyn Fn(&[u8]) + Send + Sync;

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").field("function_name", &self.function_name).finish_non_exhaustive()
    }
}

impl Metrics {
    /// The metrics of a function.
    pub fn new<W: io::Write>(function_name: &str, writer: impl Fn() -> W + Send + Sync + 'static) -> Self {
        // As for the log: what can't be written can't be reported either.
        let write = move |line: &[u8]| drop(io::Write::write_all(&mut writer(), line));
        Self { function_name: function_name.to_owned(), write: Box::new(write) }
    }

    /// Writes a request's line, unless it has no metrics.
    pub fn emit(&self, report: &MetricsRecorder) {
        if report.is_empty() {
            return;
        }
        let line = Line { report, function_name: &self.function_name, timestamp: Clock::SYSTEM.now() };
        if let Ok(mut line) = serde_json::to_vec(&line) {
            line.push(b'\n');
            (self.write)(&line);
        }
    }
}
