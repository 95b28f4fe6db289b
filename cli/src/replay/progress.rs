//! The progress of a long replay: on standard error, if that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The size in bytes from which a bar is shown: a shorter replay is over at once.
const LONG: u64 = 16 * 1024 * 1024;
const OF_A_FILE: &str = "{bytes} of {total_bytes} [{bar:40}] {percent}%, {eta} left";
const OF_A_PIPE: &str = "{bytes} in {elapsed}";

/// A bar of the bytes that have been read.
pub(super) struct Progress {
    bar: ProgressBar,
    shown: bool,
}

impl Progress {
    /// A bar for an input of `size` bytes, if that is known.
    pub(super) fn of(size: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::hidden());
        let template = if size.is_some() { OF_A_FILE } else { OF_A_PIPE };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar, shown: false }
    }

    /// Adds to the bytes that have been read.
    pub(super) fn read(&mut self, bytes: usize) {
        self.bar.inc(u64::try_from(bytes).unwrap_or(u64::MAX));
        if !self.shown && self.bar.position() > LONG {
            self.shown = true;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    /// Whatever ends a replay, its output begins on an empty line.
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
