//! A time zone whose clocks never change, written by a name that people use for one whose clocks do.

use super::file::{File, Lint, Remark};

pub(super) const LINT: Lint = Lint { code: "fixed-timezone", find };

/// Names that IANA keeps for old systems, and what is usually meant by them.
const MEANT: &[(&str, &str)] = &[("EST", "America/New_York"), ("MST", "America/Denver"), ("GMT", "Europe/London")];

const REVERSED: &str = ", and its sign is the reverse of the usual";

fn find(file: &File<'_>) -> Vec<Remark> {
    let Some(name) = file.places.value(&["timezone"]).and_then(|value| value.as_str()) else { return Vec::new() };
    let written = name.to_ascii_uppercase();
    let zone = written.strip_prefix("ETC/").unwrap_or(&written);
    let Some((_, meant)) = MEANT.iter().find(|(short, _)| zone.starts_with(short) && !zone.contains("DT")) else {
        return Vec::new();
    };
    // Their signs are turned round, too: `Etc/GMT+5` is five hours behind.
    let (offset, meant) = match zone.strip_prefix("GMT").unwrap_or_default().chars().next() {
        Some('+') => (REVERSED, "America/New_York"),
        Some(_) => (REVERSED, "Europe/Berlin"),
        None => ("", *meant),
    };
    vec![Remark::new(
        file.places.at(&["timezone"]),
        format!("{name} has no summer time{offset}, so the shop's clock is an hour off for half of the year"),
        format!("write the zone's city, such as {meant}, or UTC if no clock is meant to change"),
    )]
}
