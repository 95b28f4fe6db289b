//! Views of a cart's lines, one for each offer: computed once for a decision and all of its hints.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use crate::condition::{ConditionTable, Matched, MatchedItems, shortage};
use crate::facts::{Facts, LineFacts, Member, Units};
use crate::interaction::InteractionSet;
use crate::money::{Amount, Amounts, Currency, Overflow};
use crate::policy::{Base, Condition, Contains, Fact, Items, LineFilter, Lines, Offer, Policy};
use crate::selection::{Lack, Offered};

/// The views by an offer's place in the policy; none for an offer that does not read the lines.
#[derive(Debug, Default)]
pub(super) struct LineViews<'a>(Vec<Option<LineView<'a>>>);

/// The view of a cart's lines for one offer.
#[derive(Debug, Default, Clone)]
pub(super) struct LineView<'a> {
    /// The base of the offer's amount.
    pub(super) base: Amount,
    /// The units of that.
    pub(super) units: Vec<Units<'a>>,
    /// The lines that the effect names itself, the dearest first.
    pub(super) members: Vec<Member<'a>>,
    /// The units that their selection lacks for one more repetition.
    pub(super) lack: Option<Lack>,
    /// True if a bound on unit prices lacks the currency.
    pub(super) bound_missing: bool,
    /// The items that conditions name.
    pub(super) items: MatchedItems,
    /// The items that conditions under `unless` name.
    pub(super) excluding_items: MatchedItems,
}

impl<'a> LineViews<'a> {
    /// Computes the views of every offer of a set.
    pub(super) fn of(policy: &Policy, facts: &'a Facts<'a>, set: InteractionSet) -> Result<Self, Overflow> {
        if !policy.reads(set).contains(Fact::Lines) {
            return Ok(Self::default());
        }
        let lines = facts.lines.as_deref();
        let shelf = LineIndex::of(lines.unwrap_or_default());
        let mut views = vec![None; policy.offers.len()];
        for (index, offer) in policy.offers_of(set).filter(|(_, offer)| offer.reads().contains(Fact::Lines)) {
            let view = shelf.view(offer, facts.currency)?;
            if let Some(place) = views.get_mut(index) {
                *place = Some(view);
            }
        }
        Ok(Self(views))
    }

    pub(super) fn get(&self, offer: usize) -> Option<&LineView<'a>> {
        self.0.get(offer).and_then(Option::as_ref)
    }
}

/// Returns which of some lines items name; an unknown line is not named.
pub(super) fn lines_named(lines: &[LineFacts<'_>], items: &Items) -> Vec<bool> {
    LineIndex::of(lines).named(items, false)
}

/// Lines to which units can be added.
#[derive(Clone, Copy)]
pub(super) enum Among<'a> {
    /// The base of an offer.
    Base(&'a Lines),
    /// The lines that a filter names.
    Named(&'a LineFilter),
}

/// Returns which lines these are; none where a bound lacks the currency.
pub(super) fn lines_among(lines: &[LineFacts<'_>], among: Among<'_>, currency: Currency) -> Option<Vec<bool>> {
    let index = LineIndex::of(lines);
    match among {
        Among::Base(base) => index.base(base, currency),
        Among::Named(filter) => index.meant(filter, currency, false),
    }
}

/// An index of a cart's lines by product, price and tag.
struct LineIndex<'a> {
    lines: &'a [LineFacts<'a>],
    places: HashMap<(Kind, &'a str), Vec<usize>, BuildHasherDefault<DefaultHasher>>,
    /// The lines from the cheapest unit price up, computed for the first offer that selects units.
    ranking: OnceCell<Vec<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Product,
    Price,
    Tag,
}

impl<'a> LineIndex<'a> {
    fn of(lines: &'a [LineFacts<'a>]) -> Self {
        let mut places: HashMap<_, Vec<usize>, _> = HashMap::default();
        for (place, line) in lines.iter().enumerate() {
            let product = line.product.iter().map(|word| (Kind::Product, &**word));
            let price = line.price.iter().map(|word| (Kind::Price, &**word));
            let tags = line.tags.iter().flatten().map(|word| (Kind::Tag, &**word));
            for word in product.chain(price).chain(tags) {
                places.entry(word).or_default().push(place);
            }
        }
        Self { lines, places, ranking: OnceCell::new() }
    }

    fn view(&self, offer: &Offer, currency: Currency) -> Result<LineView<'a>, Overflow> {
        let mut view = LineView::default();
        for (table, condition) in offer.written() {
            let excluding = table == ConditionTable::Unless;
            let matched = if excluding { &mut view.excluding_items } else { &mut view.items };
            match condition {
                Condition::Contains(contains) => self.count(contains, excluding, matched)?,
                // Under `unless`, only what surely is there.
                Condition::ContainsNone(none) => {
                    let named = self.named(&none.0, !excluding);
                    matched.excluded = self.chosen(&named).any(|line| line.quantity > 0 || !excluding);
                }
                _ => {}
            }
        }
        if let Base::Lines(lines) = &offer.base {
            match self.base(lines, currency) {
                Some(mut meant) => {
                    self.find_members(&mut view, &mut meant, offer, currency);
                    self.measure(&mut view, &meant, lines, currency)?;
                }
                None => view.bound_missing = true,
            }
        }
        Ok(view)
    }

    /// Counts the units of each requirement. A line that is not known counts for none, and against each; under `unless` it is
    /// the reverse.
    fn count(&self, contains: &Contains, excluding: bool, matched: &mut MatchedItems) -> Result<(), Overflow> {
        let asked = contains.units();
        let mut by_set = vec![0_u64; 1_usize.checked_shl(u32::try_from(asked.len()).unwrap_or_default()).unwrap_or(1)];
        matched.requirements = vec![Matched::default(); asked.len()];
        let counted = self.sets(contains, excluding);
        let doubted = if contains.is_plain() { counted.clone() } else { self.sets(contains, !excluding) };
        for ((line, counted), doubted) in self.lines.iter().zip(counted).zip(doubted) {
            for (place, matched) in matched.requirements.iter_mut().enumerate() {
                let (is_counted, is_doubted) = (counted >> place & 1 == 1, doubted >> place & 1 == 1);
                // Units that several requirements name could be needed for the sum of each.
                let is_shared = !excluding && doubted.count_ones() > 1;
                if is_counted {
                    matched.quantity = matched.quantity.checked_add(line.quantity).ok_or(Overflow)?;
                }
                if is_doubted {
                    matched.at_most = matched.at_most.checked_add(line.quantity).ok_or(Overflow)?;
                }
                if is_counted && !is_shared {
                    matched.subtotal = matched.subtotal.checked_add(line.subtotal).ok_or(Overflow)?;
                }
            }
            if let Some(units) = by_set.get_mut(counted) {
                *units = units.checked_add(line.quantity).ok_or(Overflow)?;
            }
        }
        matched.shortage = shortage(&asked, &by_set);
        Ok(())
    }

    /// The requirements that name each line, a bit each; `doubt` is the result for a line that is not known.
    fn sets(&self, contains: &Contains, doubt: bool) -> Vec<usize> {
        let mut sets = vec![0_usize; self.lines.len()];
        for (place, requirement) in contains.requirements.iter().enumerate() {
            for (set, named) in sets.iter_mut().zip(self.named(&requirement.items, doubt)) {
                *set |= usize::from(named) << place;
            }
        }
        sets
    }

    /// The lines that are an offer's base; none where a bound lacks the currency.
    fn base(&self, lines: &Lines, currency: Currency) -> Option<Vec<bool>> {
        let mut meant = match &lines.on {
            Some(filter) => self.meant(filter, currency, false)?,
            None => vec![true; self.lines.len()],
        };
        if let Some(filter) = &lines.except {
            let excepted = self.meant(filter, currency, true)?;
            meant.iter_mut().zip(excepted).for_each(|(meant, excepted)| *meant &= !excepted);
        }
        Some(meant)
    }

    /// The lines that a filter means; `doubt` is the result for a line that is not known.
    fn meant(&self, filter: &LineFilter, currency: Currency, doubt: bool) -> Option<Vec<bool>> {
        let mut meant = match &filter.items {
            Some(items) => self.named(items, doubt),
            None => vec![true; self.lines.len()],
        };
        let bound = |amounts: &Option<Amounts>, open| match amounts {
            Some(amounts) => amounts.get(currency),
            None => Some(open),
        };
        let least = bound(&filter.unit_price_at_least, Amount::ZERO)?;
        let most = bound(&filter.unit_price_at_most, Amount::MAX)?;
        for (meant, line) in meant.iter_mut().zip(self.lines) {
            *meant &= (least..=most).contains(&line.unit_price);
        }
        Some(meant)
    }

    /// The lines that items name.
    fn named(&self, items: &Items, doubt: bool) -> Vec<bool> {
        let mut named = vec![false; self.lines.len()];
        for (kind, words) in [(Kind::Product, &items.products), (Kind::Price, &items.prices), (Kind::Tag, &items.tags)]
        {
            for place in words.iter().filter_map(|word| self.places.get(&(kind, &**word))).flatten() {
                if let Some(named) = named.get_mut(*place) {
                    *named = true;
                }
            }
            if doubt && !words.is_empty() {
                for (named, line) in named.iter_mut().zip(self.lines) {
                    *named |= !kind.is_known(line);
                }
            }
        }
        named
    }

    fn chosen(&self, chosen: &[bool]) -> impl Iterator<Item = &'a LineFacts<'a>> {
        self.lines.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(line, _)| line)
    }

    /// Finds the lines that an effect names itself; only these are its base.
    fn find_members(&self, view: &mut LineView<'a>, meant: &mut [bool], offer: &Offer, currency: Currency) {
        let filters = offer.gives.filters();
        if filters.is_empty() {
            return;
        }
        let Some(named) =
            filters.into_iter().map(|filter| self.meant(filter, currency, false)).collect::<Option<Vec<_>>>()
        else {
            view.bound_missing = true;
            return;
        };
        for (place, (line, meant)) in self.lines.iter().zip(meant).enumerate() {
            let fits = named.iter().map(|named| named.get(place).copied().unwrap_or_default());
            let member = Member::of(line, fits).filter(|_| *meant);
            *meant = member.is_some();
            view.members.extend(member);
        }
        view.members.sort_by_cached_key(Member::rank);
    }

    /// Measures the base, and keeps its units.
    fn measure(
        &self,
        view: &mut LineView<'a>,
        meant: &[bool],
        lines: &Lines,
        currency: Currency,
    ) -> Result<(), Overflow> {
        view.units = match &lines.selection {
            Some(selection) => {
                let own = match selection.filter() {
                    Some(filter) => self.meant(filter, currency, false),
                    None => Some(Vec::new()),
                };
                let Some(own) = own else {
                    view.bound_missing = true;
                    return Ok(());
                };
                let named = |place: &usize| own.get(*place).copied().unwrap_or_default();
                let places = self.ranked(meant);
                let base: Vec<_> = places.iter().filter_map(|place| self.lines.get(*place)).collect();
                let of_base: Vec<bool> = places.iter().map(named).collect();
                let beside = self.chosen(&own).fold(0_u64, |units, line| units.saturating_add(line.quantity));
                let both = base.iter().zip(&of_base).filter(|(_, named)| **named);
                let both = both.fold(0_u64, |units, (line, _)| units.saturating_add(line.quantity));
                let beside = beside.saturating_sub(both);
                let chosen = selection.choose(&Offered { base: &base, named: &of_base, beside });
                view.lack = chosen.lack;
                chosen.units
            }
            None => self.chosen(meant).filter(|line| line.quantity > 0).map(Units::all).collect(),
        };
        for units in &view.units {
            view.base = view.base.checked_add(units.worth()?).ok_or(Overflow)?;
        }
        Ok(())
    }

    /// The places of those of these lines that have a unit, from the cheapest unit price up. The order of equal lines
    /// makes no difference to an amount.
    fn ranked(&self, chosen: &[bool]) -> Vec<usize> {
        let ranking = self.ranking.get_or_init(|| {
            let mut places: Vec<usize> = (0..self.lines.len()).collect();
            places.sort_unstable_by_key(|place| {
                self.lines.get(*place).map(|line| (line.unit_price, line.subtotal, line.quantity))
            });
            places
        });
        let has_units = |place: &usize| self.lines.get(*place).is_some_and(|line| line.quantity > 0);
        let chosen = ranking.iter().copied().filter(|place| chosen.get(*place).copied().unwrap_or_default());
        chosen.filter(has_units).collect()
    }
}

impl Kind {
    fn is_known(self, line: &LineFacts<'_>) -> bool {
        match self {
            Self::Product => line.product.is_some(),
            Self::Price => line.price.is_some(),
            Self::Tag => line.tags.is_some(),
        }
    }
}
