//! An offer that never makes a difference, because another of its interaction, or an automatic one, is there whenever it
//! is, and takes its place: it gives at least as much and only the best counts, or it is exclusive and goes first.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::Candidates;
use super::currencies::given;
use super::file::{File, Lint, Remark};
use super::implied::implied;
use super::rates::{ALL, At, Bases, both, is_empty};
use crate::effect::ShippingOff;
use crate::policy::{Base, Combine, Effect, Exclusive, Offer, Policy, Rate};
use crate::trigger::Trigger;

pub(super) const LINT: Lint = Lint { code: "always-beaten", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let offers = &file.policy.offers;
    let mut candidates: BTreeMap<Trigger, Candidates<'_>> = BTreeMap::new();
    for (place, offer) in offers.iter().enumerate() {
        candidates.entry(offer.trigger).or_default().add(place, offer);
    }
    let mut found = Vec::new();
    for (place, offer) in offers.iter().enumerate() {
        let at = currencies(file.policy, offer);
        // What is never given at all is not beaten.
        if at.is_empty() {
            continue;
        }
        // Automatic offers are there as well, whatever a session was asked for.
        let triggers = BTreeSet::from([Trigger::Automatic, offer.trigger]);
        let others = triggers.iter().filter_map(|trigger| candidates.get(trigger));
        let others = others.flat_map(|others| others.wider(offer));
        let winner = others.filter(|other| *other != place).find_map(|other| {
            let winner = offers.get(other)?;
            let how = beats(file.policy, winner, offer, &at, other < place)?;
            // Of two that are alike the first stays.
            let at_winner = || currencies(file.policy, winner);
            let alike = other > place && beats(file.policy, offer, winner, &at_winner(), true).is_some();
            (!alike).then_some((winner, how))
        });
        if let Some((winner, how)) = winner {
            found.push(Remark::new(
                file.places.in_offer(offer, &["id"]),
                format!("\"{}\" is always beaten by \"{}\", which {how}", offer.id, winner.id),
                "take one of them out, or ask more of the other; without this one, no discount would be smaller",
            ));
        }
    }
    found
}

/// How one offer always takes another's place in these currencies of the other; none where it does not, or where that
/// is not certain.
fn beats(policy: &Policy, one: &Offer, other: &Offer, at: &[At], stands_first: bool) -> Option<&'static str> {
    // An offer with a limit is not there any more once the limit is reached.
    let is_there = || !one.counts() && implied(one, other, at);
    let gives_as_much = || at.iter().all(|at| gives_as_much(*at, one, other));
    let excludes = || one.exclusive == Exclusive::Always || gives_as_much() || surely_gives(at, one, other);
    match (one.is_exclusive(), other.is_exclusive()) {
        (false, false) if competes(policy, one, other) => {
            (is_there() && gives_as_much()).then_some("is there whenever it is and gives at least as much")
        }
        (true, false) if is_there() && excludes() => Some("is there whenever it is and stands alone"),
        (true, true) if stands_first && is_there() && excludes() => {
            Some("is there whenever it is, stands alone and goes first")
        }
        _ => None,
    }
}

/// Returns whether one offer, or its group, takes another's place where it gives at least as much.
fn competes(policy: &Policy, one: &Offer, other: &Offer) -> bool {
    let (winners, losers) = (policy.group_of(one), policy.group_of(other));
    if one.group == other.group {
        return winners.map_or(policy.combine, |group| group.combine) == Combine::Best;
    }
    // In its turn, an offer of a group may give less than alone. The loser's group must lose nothing without it.
    policy.combine == Combine::Best
        && winners.is_none_or(|group| group.combine != Combine::Sequential)
        && losers.is_none_or(|group| group.combine == Combine::Best)
}

/// The currencies in which an offer's amounts are compared: each of its own, or any that no amount lists.
fn currencies(policy: &Policy, offer: &Offer) -> Vec<At> {
    let rounding = policy.rounding;
    match given(offer) {
        Some(given) => given.into_iter().map(|currency| At { currency: Some(currency), rounding }).collect(),
        None => vec![At { currency: None, rounding }],
    }
}

/// Returns true if one offer gives at least as much as another on every cart of the other.
fn gives_as_much(at: At, one: &Offer, other: &Offer) -> bool {
    if let (Effect::Shipping(one), Effect::Shipping(other)) = (&one.gives, &other.gives) {
        // The cap of an amount is not part of its rate.
        let capped = |shipping: &ShippingOff| matches!(shipping.rate(), Rate::AmountOff(_)) && shipping.cap.is_some();
        return one.is_on_rates_of(other) && !capped(one) && at.at_least(one.rate(), other.rate(), ALL);
    }
    let bases = match (&one.base, &other.base) {
        (Base::Cart, Base::Cart) => at.subtotals(&other.conditions),
        (Base::Lines(lines), Base::Lines(others)) if lines == others => ALL,
        // Some lines never get more than the whole cart does. That says nothing about how a ladder climbs on them.
        (Base::Cart, Base::Lines(_)) if other.gives.steps().is_empty() => at.subtotals(&other.conditions),
        _ => return false,
    };
    if let Some(as_cheap) = at_a_price(at, &one.gives, &other.gives) {
        return as_cheap;
    }
    // An effect that depends on more than the base can't be compared.
    if other.gives.parts().is_empty() {
        return false;
    }
    let as_much = |rate: Rate<'_>, bases: Bases| covered(at, one, bases, |own, bases| at.at_least(own, rate, bases));
    // Where a step lacks the currency, the other gives nothing.
    let pieces = at.pieces(&other.gives, bases).into_iter().filter(|piece| lists(at, piece.rate));
    pieces.into_iter().all(|piece| as_much(piece.rate, piece.bases))
}

/// Returns whether one effect sets no higher a price for what the other prices; none if they set no prices.
fn at_a_price(at: At, one: &Effect, other: &Effect) -> Option<bool> {
    let (one, other, same) = match (one, other) {
        (Effect::UnitPrice(one), Effect::UnitPrice(other)) => (&one.0, &other.0, true),
        (Effect::Bundle(one), Effect::Bundle(other)) => {
            let has_all = |parts: &[_], others: &[_]| others.iter().all(|part| parts.contains(part));
            let same = one.parts.len() == other.parts.len()
                && has_all(&one.parts, &other.parts)
                && has_all(&other.parts, &one.parts);
            (&one.price, &other.price, same)
        }
        _ => return None,
    };
    let currency = at.currency?;
    Some(same && one.get(currency).zip(other.get(currency)).is_some_and(|(one, other)| one <= other))
}

fn lists(at: At, rate: Rate<'_>) -> bool {
    match rate.amounts() {
        Some((_, amounts)) => at.currency.is_some_and(|currency| amounts.get(currency).is_some()),
        None => true,
    }
}

/// Returns true if an offer gives something on every cart of another.
fn surely_gives(at: &[At], one: &Offer, other: &Offer) -> bool {
    matches!(one.base, Base::Cart)
        && at.iter().all(|at| {
            let something =
                |rate: Rate<'_>, bases: Bases| at.amount(rate, bases.0).is_some_and(|least| least.get() > 0);
            covered(*at, one, at.subtotals(&other.conditions), something)
        })
}

/// Returns true if an offer's rates leave no gap in some bases, and each of them is as wanted.
fn covered(at: At, offer: &Offer, bases: Bases, wanted: impl Fn(Rate<'_>, Bases) -> bool) -> bool {
    let mut next = bases.0;
    for piece in at.pieces(&offer.gives, bases) {
        let part = both(piece.bases, bases);
        if part.0 > next || !wanted(piece.rate, part) {
            return false;
        }
        next = part.1;
    }
    is_empty((next, bases.1))
}
