//! A policy's view as lines of text.

use std::fmt::Write;

use jiff::Span;
use shared::core::overview::{DAYS, Open};

use super::view::View;

/// The whole view. Each fact is on a line of its own, so that two views can be compared line by line.
pub(super) fn text(view: &View) -> String {
    let mut text = format!("{}: {}\n", view.name, view.heading.join("; "));
    offers(view, &mut text);
    most(view, &mut text);
    calendar(view, &mut text);
    curves(view, &mut text);
    text
}

fn offers(view: &View, text: &mut String) {
    say(text, "\noffers");
    for sentence in &view.sentences {
        say(text, &format!("  {} ({}) \"{}\"\n      {sentence}", sentence.offer, sentence.trigger, sentence.name));
    }
}

fn most(view: &View, text: &mut String) {
    say(text, "\nthe most that any cart can get");
    for (currency, line) in &view.most {
        say(text, &format!("  {currency}  {line}"));
    }
}

fn calendar(view: &View, text: &mut String) {
    if view.calendar.is_empty() {
        return say(text, "\nno offer begins, ends, or comes again");
    }
    say(text, &format!("\n{DAYS} days from {} (# all day, + a part of it, . not)", view.first));
    let width = view.calendar.iter().map(|row| row.offer.as_str().len()).max().unwrap_or_default();
    let day = |index: usize| {
        let days = i64::try_from(index).unwrap_or_default();
        view.first.checked_add(Span::new().days(days)).unwrap_or(view.first)
    };
    // The first day of each month has its number, each Monday a bar.
    let months: String = (0..DAYS).map(|index| if day(index).day() == 1 { '1' } else { ' ' }).collect();
    let weeks: String =
        (0..DAYS).map(|index| if day(index).weekday() == jiff::civil::Weekday::Monday { '|' } else { ' ' }).collect();
    say(text, format!("  {:width$}  {months}", "1st").trim_end());
    say(text, format!("  {:width$}  {weeks}", "mon").trim_end());
    for row in &view.calendar {
        let marks: String = row.days.iter().map(|open| mark(*open)).collect();
        say(text, &format!("  {:width$}  {marks}", row.offer.as_str()));
    }
}

const fn mark(open: Open) -> char {
    match open {
        Open::Closed => '.',
        Open::Part => '+',
        Open::Whole => '#',
    }
}

fn curves(view: &View, text: &mut String) {
    say(
        text,
        &format!("\ndiscount in {} over the value of the cart, at {} of the shop's clock", view.currency, view.moment),
    );
    let cells = |amounts: &mut dyn Iterator<Item = String>| {
        amounts.map(|cell| format!("{cell:>9}")).collect::<Vec<_>>().concat()
    };
    say(text, &format!("  {}", cells(&mut view.values.iter().map(|value| value.display(view.currency)))));
    for curve in &view.curves {
        let at = curve.kind.at.map(|at| format!(", from {at}")).unwrap_or_default();
        let row = cells(&mut curve.points.iter().map(|point| point.off.display(view.currency)));
        say(text, &format!("  {}{at}\n  {row}", curve.kind.name()));
    }
}

// A string takes whatever is written to it.
fn say(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}
