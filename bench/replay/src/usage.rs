//! The resources that a process has used, as Linux counts them (proc(5)).

use std::fs::read_to_string;
use std::time::Duration;

/// The cost of a run.
#[derive(Clone, Copy)]
pub(crate) struct Usage {
    /// The time of all its threads together: what one core would have taken.
    pub(crate) processor: Duration,
    pub(crate) clock: Duration,
    pub(crate) peak_megabytes: f64,
}

/// `/proc` counts in hundredths of a second, on every Linux that has been seen.
const TICK: Duration = Duration::from_millis(10);

/// The CPU time of this process so far, in user mode and in the kernel.
pub(crate) fn own_processor() -> Duration {
    ticks(13) + ticks(14)
}

/// The CPU time of the children that it has waited for.
pub(crate) fn childrens_processor() -> Duration {
    ticks(15) + ticks(16)
}

pub(crate) fn own_peak() -> f64 {
    peak_of(std::process::id()).expect("Linux shows a process's status")
}

/// The peak resident size; none once the process has ended.
pub(crate) fn peak_of(process: u32) -> Option<f64> {
    let status = read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// A field of `/proc/self/stat`, counted from 0.
fn ticks(field: usize) -> Duration {
    let stat = read_to_string("/proc/self/stat").expect("Linux shows what a process has used");
    let field = stat.split_whitespace().nth(field).and_then(|text| text.parse().ok());
    TICK * field.expect("it is a number")
}
