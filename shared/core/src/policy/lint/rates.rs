//! Amounts of an offer over a range of bases, compared with those of another.
//!
//! Exact where it says yes, by the loader's and the decision's own arithmetic; where it is not certain it says no.

use crate::money::{Amount, Amounts, Currency, Rounding};
use crate::policy::{Condition, Effect, Part, Rate};

/// Bases from the first to just before the second, in minor units.
pub(super) type Bases = (u64, u64);

/// Every base that there is.
pub(super) const ALL: Bases = (0, Amount::MAX.get().saturating_add(1));

/// The currency in which amounts are compared, or one that no amount lists.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) currency: Option<Currency>,
    pub(super) rounding: Rounding,
}

/// A rate, and the bases on which it counts.
pub(super) struct Piece<'a> {
    pub(super) rate: Rate<'a>,
    pub(super) bases: Bases,
    /// The index of the ladder's step.
    pub(super) step: usize,
}

impl At {
    fn listed(self, amounts: &Amounts) -> Option<Amount> {
        self.currency.and_then(|currency| amounts.get(currency))
    }

    /// The subtotals that conditions leave.
    pub(super) fn subtotals<'a>(self, conditions: impl IntoIterator<Item = &'a Condition>) -> Bases {
        conditions.into_iter().fold(ALL, |(from, to), condition| {
            let (least, below) = self.currency.map_or((None, None), |currency| condition.subtotals(currency));
            (least.map_or(from, |least| from.max(least.get())), below.map_or(to, |below| to.min(below.get())))
        })
    }

    /// The parts of an effect, lowest first, that count on some of these bases.
    pub(super) fn pieces(self, effect: &Effect, bases: Bases) -> Vec<Piece<'_>> {
        let parts = effect.parts();
        let starts = |part: &Part<'_>| match part.reach {
            Some(reach) => Some(reach.smallest(self.currency?)?.get()),
            None => Some(ALL.0),
        };
        let from: Vec<_> =
            parts.iter().enumerate().filter_map(|(place, part)| Some((place, part.rate, starts(part)?))).collect();
        let ends = from.iter().skip(1).map(|(.., start)| *start).chain([ALL.1]);
        let pieces = from.iter().zip(ends).map(|((step, rate, start), end)| Piece {
            rate: *rate,
            bases: both(bases, (*start, end)),
            step: *step,
        });
        pieces.filter(|piece| !is_empty(piece.bases)).collect()
    }

    /// The amount of a rate on a base; none in a currency that it lacks, and none if it depends on the lines.
    pub(super) fn amount(self, rate: Rate<'_>, base: u64) -> Option<Amount> {
        match rate {
            Rate::AmountOff(amounts) => self.listed(amounts),
            Rate::AmountOffEachUnit(_) => None,
            Rate::Percent { percent, cap } => {
                let share = self.rounding.percent_of(percent, Amount::new(base)?).ok()?;
                match cap {
                    Some(cap) => Some(share.min(self.listed(cap)?)),
                    None => Some(share),
                }
            }
        }
    }

    /// Returns true if `one` gives at least as much as `other` on each of these bases.
    pub(super) fn at_least(self, one: Rate<'_>, other: Rate<'_>, bases: Bases) -> bool {
        if let (Rate::AmountOffEachUnit(one), Rate::AmountOffEachUnit(other)) = (one, other) {
            return matches!((self.listed(one), self.listed(other)), (Some(one), Some(other)) if one >= other);
        }
        // No rate gives less on a larger base.
        let (least, most) = (self.amount(one, bases.0), self.amount(other, bases.1.saturating_sub(1)));
        let (Some(least), Some(most)) = (least, most) else { return false };
        let as_steep = match (one, other) {
            (Rate::Percent { percent, cap }, Rate::Percent { percent: other, .. }) => {
                percent >= other && cap.is_none_or(|cap| self.listed(cap) >= Some(most))
            }
            _ => false,
        };
        least >= most || as_steep
    }
}

/// The bases that are in both.
pub(super) fn both(one: Bases, other: Bases) -> Bases {
    (one.0.max(other.0), one.1.min(other.1))
}

/// Returns true if the range holds no base.
pub(super) const fn is_empty(bases: Bases) -> bool {
    bases.0 >= bases.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use crate::test_support::{currency, offer, policy};

    fn written(give: &str) -> Policy {
        policy(&offer("a", "cart-threshold", &format!("when.quantity_at_least = 1\n{give}")))
    }

    fn rate(policy: &Policy) -> Rate<'_> {
        policy.offers[0].gives.parts()[0].rate
    }

    fn at_least(one: &str, other: &str, bases: Bases) -> bool {
        let (one, other) = (written(one), written(other));
        At { currency: Some(currency("usd")), rounding: Rounding::Down }.at_least(rate(&one), rate(&other), bases)
    }

    #[test]
    fn rate_gives_as_much_only_if_it_does_on_every_base() {
        let percent = |percent: u64| format!("give.percent = \"{percent}\"");
        let capped = |percent: u64, cap: u64| format!("give.percent = \"{percent}\"\ngive.cap.usd = \"{cap}\"");
        let off = |amount: u64| format!("give.amount_off.usd = \"{amount}\"");
        let all = ALL;
        for (one, other, bases, expected) in [
            (off(5), off(5), all, true),
            (off(5), off(6), all, false),
            (percent(10), percent(10), all, true),
            (percent(10), percent(9), all, true),
            (percent(9), percent(10), all, false),
            (capped(10, 5), percent(9), all, false),
            (capped(10, 5), capped(9, 5), all, true),
            (capped(10, 5), capped(9, 6), all, false),
            (capped(10, 5), percent(9), (0, 5_556), true), // 9% of 55.55 is 4.99
            (capped(10, 5), percent(9), (0, 5_570), false), // 9% of 55.69 is 5.01
            (off(5), percent(10), all, false),
            (off(5), capped(10, 5), all, true),
            (off(5), percent(10), (0, 5_001), true), // 10% of 50.00
            (percent(10), off(5), all, false),
            (percent(10), off(5), (5_000, all.1), true),
            (percent(10), off(5), (4_999, all.1), false),
            (percent(5), percent(10), (5_000, 5_001), false),
            ("give.amount_off.eur = \"9\"".to_owned(), off(1), all, false),
            (capped(10, 5), "give.percent = \"1\"\ngive.cap.eur = \"1\"".to_owned(), all, false),
        ] {
            assert_eq!(at_least(&one, &other, bases), expected, "{one} and {other} on {bases:?}");
        }
    }

    #[test]
    fn where_it_says_yes_no_base_shows_otherwise() {
        let rates = ["1", "9", "10", "33.3333"].into_iter().flat_map(|percent| {
            ["", "\ngive.cap.usd = \"0.03\"", "\ngive.cap.usd = \"0.20\""]
                .map(|cap| format!("give.percent = \"{percent}\"{cap}"))
        });
        let rates: Vec<_> =
            rates.chain(["0.01", "0.03", "0.20"].map(|off| format!("give.amount_off.usd = \"{off}\""))).collect();
        let rates: Vec<_> = rates.iter().map(|give| written(give)).collect();
        for rounding in [Rounding::Down, Rounding::HalfUp] {
            let at = At { currency: Some(currency("usd")), rounding };
            for (one, other) in rates.iter().flat_map(|one| rates.iter().map(move |other| (rate(one), rate(other)))) {
                for bases in [(0, 1), (0, 40), (0, 300), (25, 300), (200, 300)] {
                    let truly = (bases.0..bases.1).all(|base| at.amount(one, base) >= at.amount(other, base));
                    assert!(truly || !at.at_least(one, other, bases), "{one:?} and {other:?} on {bases:?}");
                }
            }
        }
    }
}
