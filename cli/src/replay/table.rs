//! The result for people: amounts in major units, what may be wrong with the numbers before the numbers.

use std::fmt::Write;

use shared::core::money::Currency;

use super::report::{Given, Lines, OfCurrency, Report, Source};
use crate::columns::{Columns, Side};

/// The whole result.
pub(super) fn text(report: &Report<'_>) -> String {
    let sections = [
        heading(report),
        notes(report),
        currencies(report),
        offers(report),
        groups(report),
        largest(report),
        never(report),
        bad_lines(&report.lines),
    ];
    let sections: Vec<String> = sections.into_iter().filter(|section| !section.is_empty()).collect();
    sections.join("\n")
}

/// The error for an input without any session.
pub(super) fn no_session(report: &Report<'_>) -> String {
    let bad = bad_lines(&report.lines);
    format!("{} holds no Checkout Session\n{bad}", report.sessions).trim_end().to_owned()
}

fn heading(report: &Report<'_>) -> String {
    let decided = &report.decided;
    let against = report.against.as_ref().map_or_else(|| "what was taken off each session".to_owned(), Source::shown);
    let set = report.interactions.map_or_else(
        || "what each session was asked for".to_owned(),
        |set| set.iter().map(|interaction| interaction.to_string()).collect::<Vec<_>>().join(", "),
    );
    let now = report.now.map_or_else(|| "at the moment it was created".to_owned(), |now| format!("at {now}"));
    let stay = decided.sessions.saturating_sub(decided.gain).saturating_sub(decided.lose);
    let mut text = String::new();
    say(&mut text, &format!("sessions  {}: {}", report.sessions, lines_read(report)));
    say(&mut text, &format!("policy    {}", report.policy.shown()));
    say(&mut text, &format!("against   {against}"));
    say(&mut text, &format!("asked     {set}, {now}"));
    say(&mut text, &format!("outcome   {} gain, {} lose, {stay} stay as they were", decided.gain, decided.lose));
    text
}

fn lines_read(report: &Report<'_>) -> String {
    let (lines, decided) = (&report.lines, &report.decided);
    let statuses = [(decided.complete, "complete"), (decided.expired, "expired"), (decided.open, "open")];
    let statuses = statuses.iter().filter(|(sessions, _)| *sessions > 0);
    let statuses: Vec<String> = statuses.map(|(sessions, word)| format!("{sessions} {word}")).collect();
    let mut text = format!("{}, {} decided for", count(lines.read, "line"), decided.sessions);
    if !statuses.is_empty() {
        let _ = write!(text, " ({})", statuses.join(", "));
    }
    for skipped in &lines.skipped {
        let _ = write!(text, ", {} skipped ({})", skipped.sessions, skipped.why);
    }
    if lines.bad > 0 {
        let _ = write!(text, ", {} bad", lines.bad);
    }
    text
}

fn notes(report: &Report<'_>) -> String {
    let mut text = String::new();
    for note in &report.notes {
        say(&mut text, &format!("note: in {} {}", count(note.sessions, "session"), note.text));
    }
    text
}

fn currencies(report: &Report<'_>) -> String {
    let mut columns = Columns::of(&[
        ("currency", Side::Left),
        ("sessions", Side::Right),
        ("discounted", Side::Right),
        ("gives", Side::Right),
        ("before", Side::Right),
        ("change", Side::Right),
        ("gain", Side::Right),
        ("by", Side::Right),
        ("lose", Side::Right),
        ("by", Side::Right),
    ]);
    for OfCurrency { currency, sums } in &report.currencies {
        let money = |amount| money(amount, *currency);
        let change = match sums.gives.checked_sub(sums.before) {
            Some(0) => money(0),
            Some(more) => format!("+{}", money(more)),
            None => format!("-{}", money(sums.before.saturating_sub(sums.gives))),
        };
        columns.row([
            currency.to_string(),
            sums.sessions.to_string(),
            sums.discounted.to_string(),
            money(sums.gives),
            money(sums.before),
            change,
            sums.gain.sessions.to_string(),
            money(sums.gain.amount),
            sums.lose.sessions.to_string(),
            money(sums.lose.amount),
        ]);
    }
    lines(&columns)
}

fn offers(report: &Report<'_>) -> String {
    let mut columns = Columns::of(&[
        ("offer", Side::Left),
        ("asked for", Side::Right),
        ("eligible", Side::Right),
        ("applied", Side::Right),
        ("gives", Side::Right),
        ("", Side::Left),
    ]);
    for offer in &report.offers {
        let counts = [offer.asked, offer.eligible, offer.applied].map(|count| count.to_string());
        given(&mut columns, [vec![offer.offer.to_string()], counts.to_vec()].concat(), &offer.gives);
    }
    if report.offers.is_empty() { String::new() } else { lines(&columns) }
}

fn groups(report: &Report<'_>) -> String {
    let mut columns = Columns::of(&[
        ("group", Side::Left),
        ("eligible", Side::Right),
        ("applied", Side::Right),
        ("gives", Side::Right),
        ("", Side::Left),
    ]);
    for group in &report.groups {
        let counts = [group.eligible, group.applied].map(|count| count.to_string());
        given(&mut columns, [vec![group.group.to_string()], counts.to_vec()].concat(), &group.gives);
    }
    if report.groups.is_empty() { String::new() } else { lines(&columns) }
}

/// Adds a row that ends in the amounts that were given: each further currency has a line of its own.
fn given(columns: &mut Columns, cells: Vec<String>, gives: &[Given]) {
    let blank = vec![String::new(); cells.len()];
    let mut amounts = gives.iter().map(|one| [money(one.amount, one.currency), one.currency.to_string()]);
    columns.row(cells.into_iter().chain(amounts.next().unwrap_or_default()));
    for further in amounts {
        columns.row(blank.iter().cloned().chain(further));
    }
}

fn largest(report: &Report<'_>) -> String {
    let mut text = String::new();
    for OfCurrency { currency, sums } in &report.currencies {
        let Some(largest) = &sums.largest else { continue };
        let (amount, subtotal) =
            (money(largest.amount.get().into(), *currency), money(largest.subtotal.get().into(), *currency));
        let place = format!("{}, line {}", largest.session, largest.line);
        say(&mut text, &format!("largest discount: {amount} {currency} of {subtotal} ({place})"));
    }
    text
}

fn never(report: &Report<'_>) -> String {
    let mut text = String::new();
    if !report.never.is_empty() {
        say(&mut text, "nothing ever hit:");
    }
    for never in &report.never {
        say(&mut text, &format!("  {}: {}", never.of.shown(), never.text));
    }
    text
}

fn bad_lines(lines: &Lines) -> String {
    let mut text = String::new();
    for bad in &lines.named {
        say(&mut text, &format!("line {} {}", bad.line, bad.why));
    }
    let named = u64::try_from(lines.named.len()).unwrap_or(u64::MAX);
    let more = lines.bad.saturating_sub(named);
    if more > 0 {
        say(&mut text, &format!("and {} more", count(more, "bad line")));
    }
    text
}

fn lines(columns: &Columns) -> String {
    let mut text = String::new();
    columns.lines().for_each(|line| say(&mut text, &line));
    text
}

// A string takes whatever is written to it.
fn say(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}

fn count(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// In major units, thousands apart: `1,234.50`.
fn money(minor: u128, currency: Currency) -> String {
    let decimals = usize::try_from(currency.decimals()).unwrap_or_default();
    let digits = format!("{minor:0>least$}", least = decimals.saturating_add(1));
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(decimals));
    let mut text = String::new();
    for (digit, left) in whole.chars().zip((0..whole.len()).rev()) {
        text.push(digit);
        if left > 0 && left.is_multiple_of(3) {
            text.push(',');
        }
    }
    if decimals > 0 {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_shown_in_major_units_with_separators() {
        for (minor, code, text) in [
            (0, "usd", "0.00"),
            (5, "usd", "0.05"),
            (99_999, "usd", "999.99"),
            (100_000, "usd", "1,000.00"),
            (123_456_789, "jpy", "123,456,789"),
            (1_005, "kwd", "1.005"),
            (u128::from(u64::MAX) * 10, "usd", "1,844,674,407,370,955,161.50"),
        ] {
            assert_eq!(money(minor, Currency::parse(code).unwrap()), text);
        }
    }
}
