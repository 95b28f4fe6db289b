//! Random offers on units, and carts for them.

use super::oracle::{Bundle, Deal, Gives, Selected};
use super::*;

/// Pseudo-random numbers.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number below another.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    pub(super) fn chance(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    pub(super) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(u64::try_from(of.len()).unwrap())).unwrap()]
    }

    pub(super) fn count(&mut self, from: u64, end: u64) -> usize {
        usize::try_from(from + self.below(end - from)).unwrap()
    }
}

pub(super) fn deal(dice: &mut Dice) -> Deal {
    let on = dice.one(&[None, Some('a'), Some('b')]);
    let gives = match dice.below(3) {
        0 => Gives::Percent(1 + dice.below(100)),
        1 => Gives::AmountOff(1 + dice.below(900)),
        _ => Gives::UnitPrice(dice.below(900)),
    };
    let at_most = dice.chance(3).then(|| dice.count(1, 4));
    let selected = match dice.below(6) {
        0 => Selected::All,
        1 | 2 => Selected::ForEach { tag: dice.one(&['a', 'b', 'c']), units: dice.one(&[1, 1, 2, 3]), at_most },
        _ => {
            let every = dice.count(2, 6);
            let units = if dice.chance(2) { 1 } else { dice.count(1, u64::try_from(every).unwrap()) };
            Selected::Every { every, units, at_most, dearest: dice.chance(2) }
        }
    };
    Deal { on, selected, gives }
}

/// Up to four lines of up to six units: often at one price, sometimes uneven.
pub(super) fn lines(dice: &mut Dice) -> Vec<Line> {
    let lines = 1 + dice.below(4);
    let line = |place| {
        let quantity = 1 + if dice.chance(3) { dice.below(6) } else { dice.below(3) };
        let price = dice.one(&[100, 250, 250, 333, 600, 601, 900]);
        let tags = dice.one(&["a", "a", "b", "a,b", "c"]);
        let (unit_amount, subtotal) = match dice.below(6) {
            0 => (None, price * quantity + dice.below(quantity)),
            _ => (Some(amount(price)), price * quantity),
        };
        let id = |kind| Some(format!("{kind}_{place}"));
        let subtotal = amount(subtotal);
        Line { product: id("prod"), price: id("price"), tags: Some(tags.to_owned()), quantity, unit_amount, subtotal }
    };
    (0..lines).map(line).collect()
}

/// A cart for an offer, small if every set of its units is tried.
pub(super) fn lines_for(dice: &mut Dice, deal: &Deal) -> Vec<Line> {
    loop {
        let lines = lines(dice);
        let units: u64 = lines.iter().map(|line| line.quantity).sum();
        if units <= 9 || !matches!(deal.selected, Selected::ForEach { .. }) {
            return lines;
        }
    }
}

/// Lines whose units divide their subtotals.
pub(super) fn even_lines(dice: &mut Dice) -> Vec<Line> {
    let mut lines = lines(dice);
    for line in &mut lines {
        let price = line.subtotal.get() / line.quantity;
        (line.unit_amount, line.subtotal) = (Some(amount(price)), amount(price * line.quantity));
    }
    lines
}

pub(super) fn text(deal: &Deal) -> String {
    let money = |minor: &u64| format!("{{ usd = \"{}.{:02}\" }}", minor / 100, minor % 100);
    let mut lines = vec![match &deal.gives {
        Gives::Percent(percent) => format!("percent = \"{percent}\""),
        Gives::AmountOff(off) => format!("amount_off = {}\ngive.per_unit = true", money(off)),
        Gives::UnitPrice(price) => format!("unit_price = {}", money(price)),
    }];
    lines.extend(deal.on.map(|tag| format!("on = {{ tags = [\"{tag}\"] }}")));
    match deal.selected {
        Selected::All => {}
        Selected::ForEach { tag, units, at_most } => {
            lines.push(format!("for_each = {{ tags = [\"{tag}\"] }}\ngive.units = {units}"));
            lines.extend(at_most.map(|most| format!("at_most = {most}")));
        }
        Selected::Every { every, units, at_most, dearest } => {
            lines.push(format!("every = {every}\ngive.units = {units}"));
            lines.extend(at_most.map(|most| format!("at_most = {most}")));
            lines.extend(dearest.then(|| "rank = \"dearest\"".to_owned()));
        }
    }
    let lines: Vec<String> = lines.into_iter().map(|line| format!("give.{line}")).collect();
    for_all("it", &lines.join("\n"))
}

/// A cart that may be given away entirely.
pub(super) fn session(lines: Vec<Line>) -> Snapshot {
    with_lines(lines).shipping(1_000)
}

pub(super) fn bundle(dice: &mut Dice) -> Bundle {
    let parts = (0..=dice.below(3)).map(|_| (dice.one(&['a', 'b', 'c', 'd']), dice.count(1, 4))).collect();
    Bundle { parts, price: 1 + dice.below(1_500) }
}

pub(super) fn bundle_text(bundle: &Bundle) -> String {
    let part = |(tag, quantity): &(char, usize)| format!("{{ tags = [\"{tag}\"], quantity = {quantity} }}");
    let parts: Vec<String> = bundle.parts.iter().map(part).collect();
    let price = format!("{}.{:02}", bundle.price / 100, bundle.price % 100);
    for_all("it", &format!("give.bundle = [{}]\ngive.bundle_price.usd = \"{price}\"", parts.join(", ")))
}

/// Lines that often fit several parts of a bundle.
pub(super) fn lines_of_sets(dice: &mut Dice) -> Vec<Line> {
    let lines = even_lines(dice);
    fitting(dice, lines)
}

/// Such lines, some of them with units that do not divide their subtotals.
pub(super) fn uneven_lines_of_sets(dice: &mut Dice) -> Vec<Line> {
    let lines = lines(dice);
    fitting(dice, lines)
}

fn fitting(dice: &mut Dice, mut lines: Vec<Line>) -> Vec<Line> {
    for line in &mut lines {
        line.tags = Some(dice.one(&["a", "b", "c", "a,b", "b,c", "a,c", "a,b,c", "d"]).to_owned());
    }
    lines
}
