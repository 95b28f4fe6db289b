//! A second computation of whole policies: offers on goods and on shipping, in groups or not, in every combination.

use super::random::{Dice, lines};
use super::*;
use crate::money::Amount;
use crate::policy::Combine;
use crate::session::ShippingCost;

/// The random policies; and the random carts that each is decided on.
const POLICIES: u64 = 400;
const CARTS: u64 = 25;

const COMBINES: [(&str, Combine); 3] =
    [("best", Combine::Best), ("sum", Combine::Sum), ("sequential", Combine::Sequential)];

#[derive(Clone, Copy, Debug)]
struct OneOffer {
    group: Option<usize>,
    priority: u64,
    gives: Given,
}

#[derive(Clone, Copy, Debug)]
enum Given {
    /// A percent of the lines with a tag, or of the cart.
    Percent {
        tag: Option<char>,
        percent: u64,
    },
    AmountOff(u64),
    /// A percent of what shipping costs or an amount, a cap, and the shipping rate.
    Shipping {
        percent: Option<u64>,
        amount: u64,
        cap: Option<u64>,
        rate: Option<char>,
    },
}

#[derive(Debug)]
struct Whole {
    combine: usize,
    groups: Vec<usize>,
    offers: Vec<OneOffer>,
}

/// A cart, what its shipping costs, and the shipping rate.
struct Order {
    lines: Vec<Line>,
    shipping: u64,
    rate: char,
}

fn whole(dice: &mut Dice) -> Whole {
    let groups: Vec<usize> = (0..dice.below(3)).map(|_| dice.count(0, 3)).collect();
    let count = 1 + dice.below(5);
    let offers = (0..count).map(|_| one_offer(dice, groups.len())).collect();
    Whole { combine: dice.count(0, 3), groups, offers }
}

fn one_offer(dice: &mut Dice, groups: usize) -> OneOffer {
    let group = (groups > 0 && !dice.chance(3)).then(|| dice.count(0, u64::try_from(groups).unwrap()));
    let gives = match dice.below(5) {
        0 | 1 => Given::Percent { tag: dice.one(&[None, Some('a'), Some('b')]), percent: 1 + dice.below(60) },
        2 => Given::AmountOff(1 + dice.below(1_500)),
        _ => Given::Shipping {
            percent: dice.chance(2).then(|| 1 + dice.below(100)),
            amount: 1 + dice.below(900),
            cap: dice.chance(3).then(|| 1 + dice.below(500)),
            rate: dice.one(&[None, None, Some('a'), Some('b')]),
        },
    };
    OneOffer { group, priority: dice.below(3), gives }
}

fn money(minor: u64) -> String {
    format!("{{ usd = \"{}.{:02}\" }}", minor / 100, minor % 100)
}

impl Given {
    fn text(self) -> String {
        match self {
            Self::Percent { tag, percent } => {
                let on = tag.map(|tag| format!("\ngive.on = {{ tags = [\"{tag}\"] }}")).unwrap_or_default();
                format!("give.percent = \"{percent}\"{on}")
            }
            Self::AmountOff(off) => format!("give.amount_off = {}", money(off)),
            Self::Shipping { percent, amount, cap, rate } => {
                let off = percent.map_or_else(
                    || format!("amount_off = {}", money(amount)),
                    |percent| format!("percent = \"{percent}\""),
                );
                let cap = cap.map(|cap| format!("\ngive.cap = {}", money(cap))).unwrap_or_default();
                let rate = rate.map(|rate| format!("\ngive.rates = [\"shr_{rate}\"]")).unwrap_or_default();
                format!("give.shipping = {{ {off} }}{cap}{rate}")
            }
        }
    }

    fn is_on_shipping(self) -> bool {
        matches!(self, Self::Shipping { .. })
    }

    /// The amount when a part of its pot is left.
    fn of(self, order: &Order, left: u64, whole: u64) -> u64 {
        if left == 0 {
            return 0;
        }
        match self {
            Self::Percent { tag, percent } => {
                let has = |line: &&Line| tag.is_none_or(|tag| line.tags.as_ref().unwrap().contains(tag));
                let base: u64 = order.lines.iter().filter(has).map(|line| line.subtotal.get()).sum();
                base * percent * left / (100 * whole)
            }
            Self::AmountOff(off) => off,
            Self::Shipping { percent, amount, cap, rate } => {
                let off = percent.map_or(amount, |percent| left * percent / 100);
                if rate.is_some_and(|rate| rate != order.rate) { 0 } else { off.min(left).min(cap.unwrap_or(left)) }
            }
        }
    }
}

/// The sum of some offers, in their order.
fn together(combine: Combine, offers: &[OneOffer], order: &Order, mut left: u64, whole: u64) -> u64 {
    let mut result = 0;
    for offer in offers {
        let off = offer.gives.of(order, left, whole);
        match combine {
            Combine::Best => result = off.max(result),
            Combine::Sum => result += off,
            Combine::Sequential => {
                result += off;
                left = left.saturating_sub(off);
            }
        }
    }
    result
}

impl Whole {
    fn text(&self) -> String {
        let group = |(id, combine): (usize, &usize)| {
            format!("[[group]]\nid = \"g{id}\"\ncombine = \"{}\"\n", COMBINES[*combine].0)
        };
        let offer = |(place, offer): (usize, &OneOffer)| {
            let group = offer.group.map(|group| format!("\ngroup = \"g{group}\"")).unwrap_or_default();
            let lines = format!("{}\npriority = {}{group}", offer.gives.text(), offer.priority);
            for_all(&format!("o{place}"), &lines)
        };
        let groups: String = self.groups.iter().enumerate().map(group).collect();
        let offers: String = self.offers.iter().enumerate().map(offer).collect();
        format!("combine = \"{}\"\n{groups}{offers}", COMBINES[self.combine].0)
    }

    /// The offers of each group, and each other offer, in the order of their turns.
    fn entries(&self) -> Vec<(Combine, Vec<OneOffer>)> {
        let mut offers: Vec<(usize, OneOffer)> = self.offers.iter().copied().enumerate().collect();
        offers.sort_by_key(|(place, offer)| (std::cmp::Reverse(offer.priority), *place));
        let mut entries: Vec<(Option<usize>, Vec<OneOffer>)> = Vec::new();
        for (_, offer) in offers {
            match entries.iter_mut().find(|(group, _)| group.is_some() && *group == offer.group) {
                Some((_, others)) => others.push(offer),
                None => entries.push((offer.group, vec![offer])),
            }
        }
        let combine = |group: Option<usize>| COMBINES[group.map_or(self.combine, |group| self.groups[group])].1;
        entries.into_iter().map(|(group, offers)| (combine(group), offers)).collect()
    }

    fn of_pot(&self, order: &Order, whole: u64, on_shipping: bool) -> u64 {
        let (mut left, mut result) = (whole, 0);
        for (combine, mut offers) in self.entries() {
            offers.retain(|offer| offer.gives.is_on_shipping() == on_shipping);
            let one = together(combine, &offers, order, left, whole);
            match COMBINES[self.combine].1 {
                Combine::Best => result = one.min(whole).max(result),
                Combine::Sum => result += one,
                Combine::Sequential => {
                    result += one;
                    left = left.saturating_sub(one);
                }
            }
        }
        result
    }

    fn discount(&self, order: &Order) -> u64 {
        let subtotal = order.lines.iter().map(|line| line.subtotal.get()).sum();
        let on_shipping = self.of_pot(order, order.shipping, true).min(order.shipping);
        (self.of_pot(order, subtotal, false) + on_shipping).min(subtotal)
    }
}

#[test]
fn both_computations_agree_on_groups_and_shipping() {
    let most = std::env::var("UNITS_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(POLICIES * CARTS);
    let mut dice = Dice(20_261_131);
    let mut some = 0;
    for _ in 0..most.div_ceil(CARTS) {
        let whole = whole(&mut dice);
        let mut policy = policy(&whole.text());
        policy.limits.minimum_charge = [(currency("usd"), Amount::ZERO)].into_iter().collect();
        for _ in 0..CARTS {
            let shipping = if dice.chance(5) { 0 } else { dice.below(1_500) };
            let order = Order { lines: lines(&mut dice), shipping, rate: dice.one(&['a', 'b']) };
            let mut session = with_lines(order.lines.clone());
            let rate = Some(format!("shr_{}", order.rate));
            session.cart.shipping = amount(shipping);
            session.cart.shipping_cost = Some(ShippingCost { amount: amount(shipping), rate });
            let (decided, expected) = (decided(&policy, &session).off(), whole.discount(&order));
            assert_eq!(decided, expected, "{}\n{shipping} {} {:#?}", whole.text(), order.rate, order.lines);
            some += u64::from(expected > 0);
        }
    }
    assert!(some * 2 > most, "{some} of {most} give something");
}
