//! The most that any cart can get, in one currency, and the offers that reach it.

use super::together::together;
use crate::effect::{Effect, Rate};
use crate::money::{Amount, Currency, Percent, Rounding};
use crate::policy::{Base, Offer, OfferId, Policy, Selection};

/// The most that one offer gives: this percent of its whole, and no more than the amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bound {
    /// Of the cart, or of the cost of shipping.
    pub percent: Percent,
    /// None without a limit.
    pub amount: Option<Amount>,
}

/// Offers that can apply together, each with its bound.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pile {
    /// The offers, in the policy's order.
    pub offers: Vec<(OfferId, Bound)>,
}

/// The most that any cart can get.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Most {
    /// The currency.
    pub currency: Currency,
    /// Sets of offers on goods; a discount is of one of them. The one that gives the most comes first.
    pub goods: Vec<Pile>,
    /// Sets of offers on shipping; what one of them gives is added.
    pub shipping: Vec<Pile>,
    /// `limits.max_percent`
    pub max_percent: Option<Percent>,
    /// `limits.max_amount`; zero in a currency that it does not list.
    pub max_amount: Option<Amount>,
}

/// Computes the most that any cart can get in a currency.
#[must_use]
pub fn most(policy: &Policy, currency: Currency) -> Most {
    let piles = |on_shipping: bool| {
        let gives = |offer: &Offer| offer.is_on_shipping() == on_shipping && bound(offer, currency).is_some();
        let mut piles: Vec<Pile> = together(policy, gives).iter().map(|set| Pile::of(policy, set, currency)).collect();
        // What has no limit gives the most.
        piles.sort_by_key(|pile| std::cmp::Reverse((pile.amount().is_none(), pile.amount(), pile.percent())));
        piles
    };
    let max_amount = policy.limits.max_amount.as_ref().map(|amounts| amounts.get(currency).unwrap_or_default());
    Most { currency, goods: piles(false), shipping: piles(true), max_percent: policy.limits.max_percent, max_amount }
}

impl Most {
    /// The most that a cart can get of this subtotal with this cost of shipping.
    #[must_use]
    pub fn at(&self, subtotal: Amount, shipping: Amount) -> Amount {
        let best = |piles: &[Pile], whole| piles.iter().map(|pile| pile.at(whole)).max().unwrap_or_default();
        let sum = best(&self.goods, subtotal).checked_add(best(&self.shipping, shipping)).unwrap_or(Amount::MAX);
        let percent = self.max_percent.and_then(|percent| Rounding::Down.percent_of(percent, subtotal).ok());
        [Some(subtotal), percent, self.max_amount].into_iter().flatten().fold(sum, Amount::min)
    }

    /// The largest amount, whatever the cart costs; none without a limit.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        let of = |piles: &[Pile]| match piles.first() {
            Some(pile) => pile.amount(),
            None => Some(Amount::ZERO),
        };
        let sum = of(&self.goods).zip(of(&self.shipping)).and_then(|(goods, shipping)| goods.checked_add(shipping));
        match (sum, self.max_amount) {
            (Some(sum), Some(most)) => Some(sum.min(most)),
            (sum, most) => sum.or(most),
        }
    }
}

impl Pile {
    fn of(policy: &Policy, set: &[usize], currency: Currency) -> Self {
        let mut set = set.to_vec();
        set.sort_unstable();
        let offers = set.iter().filter_map(|place| policy.offers.get(*place));
        Self { offers: offers.filter_map(|offer| Some((offer.id.clone(), bound(offer, currency)?))).collect() }
    }

    /// The sum of the offers' amounts; none without a limit.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        self.offers.iter().try_fold(Amount::ZERO, |sum, (_, bound)| sum.checked_add(bound.amount?))
    }

    /// The sum of the percents of the offers without a limit, at most 100, in ten-thousandths of a percent.
    fn percent(&self) -> u32 {
        let unlimited = self.offers.iter().filter(|(_, bound)| bound.amount.is_none());
        unlimited.fold(0_u32, |sum, (_, bound)| sum.saturating_add(bound.percent.parts())).min(Percent::WHOLE.parts())
    }

    fn at(&self, whole: Amount) -> Amount {
        let each = self.offers.iter().map(|(_, bound)| bound.at(whole));
        each.fold(Amount::ZERO, |sum, each| sum.checked_add(each).unwrap_or(Amount::MAX)).min(whole)
    }
}

impl Bound {
    /// Rounded up, since offers may be rounded half up.
    fn at(self, whole: Amount) -> Amount {
        let down = Rounding::Down.percent_of(self.percent, whole).unwrap_or(whole);
        let up = Amount::new(down.get().saturating_add(1)).unwrap_or(down).min(whole);
        self.amount.map_or(up, |amount| amount.min(up))
    }
}

/// The bound of an offer; none if it gives nothing in the currency. One use of a budget is at most the whole of it.
fn bound(offer: &Offer, currency: Currency) -> Option<Bound> {
    let bound = of_effect(offer, currency)?;
    match offer.limit.as_ref().and_then(|limit| limit.budget.as_ref()) {
        Some(budget) => {
            let budget = budget.get(currency)?;
            Some(Bound { amount: Some(bound.amount.map_or(budget, |amount| amount.min(budget))), ..bound })
        }
        None => Some(bound),
    }
}

fn of_effect(offer: &Offer, currency: Currency) -> Option<Bound> {
    let rates: Vec<Rate<'_>> = match &offer.gives {
        Effect::UnitPrice(price) => return price.0.get(currency).map(|_| Bound::UNLIMITED),
        Effect::Bundle(bundle) => return bundle.price.get(currency).map(|_| Bound::UNLIMITED),
        Effect::Shipping(shipping) => vec![shipping.rate()],
        Effect::AmountOff(_) | Effect::Percent(_) | Effect::Ladder(_) => {
            offer.gives.parts().into_iter().map(|part| part.rate).collect()
        }
    };
    let bounds = rates.into_iter().filter_map(|rate| of_rate(rate, offer, currency));
    bounds.reduce(|one, other| Bound {
        percent: one.percent.max(other.percent),
        amount: one.amount.zip(other.amount).map(|(one, other)| one.max(other)),
    })
}

fn of_rate(rate: Rate<'_>, offer: &Offer, currency: Currency) -> Option<Bound> {
    match rate {
        Rate::Percent { percent, cap: None } => Some(Bound { percent, amount: None }),
        Rate::Percent { percent, cap: Some(cap) } => Some(Bound { percent, amount: Some(cap.get(currency)?) }),
        Rate::AmountOff(amounts) => Some(Bound { percent: Percent::WHOLE, amount: Some(amounts.get(currency)?) }),
        Rate::AmountOffEachUnit(amounts) => {
            let each = amounts.get(currency)?;
            let all = units(offer).and_then(|units| each.get().checked_mul(units)).and_then(Amount::new);
            Some(Bound { percent: Percent::WHOLE, amount: all })
        }
    }
}

/// The most units that an offer is given on; none without a limit.
fn units(offer: &Offer) -> Option<u64> {
    let Base::Lines(lines) = &offer.base else { return None };
    match lines.selection.as_ref()? {
        Selection::MaxUnits(most) => Some(most.0.get()),
        Selection::Cheapest(_) => Some(1),
        Selection::Every(every) => every.repeats.most(),
        Selection::ForEach(each) => each.repeats.most(),
    }
}

impl Bound {
    const UNLIMITED: Self = Self { percent: Percent::WHOLE, amount: None };
}
