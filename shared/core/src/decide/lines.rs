//! Views of a cart's lines, one for each offer: computed once for a decision and all of its hints.

use super::line_index::LineIndex;
use super::line_set::LineSet;
use crate::condition::{ConditionTable, Matched, MatchedItems, shortage};
use crate::effect::Members;
use crate::facts::{Facts, Member, Units};
use crate::interaction::InteractionSet;
use crate::items::Items;
use crate::money::{Amount, Currency, Overflow};
use crate::policy::{Base, Condition, Contains, Fact, LineFilter, Lines, Offer, Policy};
use crate::selection::{Lack, Offered};

/// The views by an offer's place in the policy; none for an offer that does not read the lines.
#[derive(Debug, Default)]
pub(super) struct LineViews<'a> {
    index: LineIndex<'a>,
    views: Vec<Option<LineView<'a>>>,
}

/// The view of a cart's lines for one offer.
#[derive(Debug, Default)]
pub(super) struct LineView<'a> {
    /// The base of the offer's amount.
    pub(super) base: Amount,
    /// The units of that, if the effect counts or selects them.
    pub(super) units: Vec<Units<'a>>,
    /// The lines that the effect names itself.
    pub(super) members: Members<'a>,
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
        let index = LineIndex::of(facts.lines.as_deref().unwrap_or_default());
        let mut views = Vec::with_capacity(policy.offers.len());
        for offer in &policy.offers {
            let is_read = offer.trigger.is_in(set) && offer.reads().contains(Fact::Lines);
            views.push(if is_read { Some(LineView::of(&index, offer, facts.currency)?) } else { None });
        }
        Ok(Self { index, views })
    }

    pub(super) fn get(&self, offer: usize) -> Option<&LineView<'a>> {
        self.views.get(offer).and_then(Option::as_ref)
    }

    /// The lines that items name; an unknown line is not named.
    pub(super) fn named(&self, items: &Items) -> LineSet {
        self.index.named(items, false)
    }

    /// The lines to which units can be added; none where a bound lacks the currency.
    pub(super) fn among(&self, among: Among<'_>, currency: Currency) -> Option<LineSet> {
        match among {
            Among::Base(base) => self.index.base(base, currency),
            Among::Named(filter) => self.index.meant(filter, currency, false),
        }
    }
}

/// Lines to which units can be added.
#[derive(Clone, Copy)]
pub(super) enum Among<'a> {
    /// The base of an offer.
    Base(&'a Lines),
    /// The lines that a filter names.
    Named(&'a LineFilter),
}

impl<'a> LineView<'a> {
    fn of(index: &LineIndex<'a>, offer: &Offer, currency: Currency) -> Result<Self, Overflow> {
        let mut view = Self::default();
        for (table, condition) in offer.written() {
            let excluding = table == ConditionTable::Unless;
            let matched = if excluding { &mut view.excluding_items } else { &mut view.items };
            match condition {
                Condition::Contains(contains) => count(index, contains, excluding, matched)?,
                // Under `unless`, only what surely is there.
                Condition::ContainsNone(none) => {
                    let named = index.named(&none.0, !excluding);
                    matched.excluded = index.chosen(&named).any(|line| line.quantity > 0 || !excluding);
                }
                _ => {}
            }
        }
        if let Base::Lines(lines) = &offer.base {
            match index.base(lines, currency) {
                Some(mut meant) => {
                    view.find_members(index, &mut meant, offer, currency);
                    view.measure(index, &meant, lines, offer.gives.counts_units(), currency)?;
                }
                None => view.bound_missing = true,
            }
        }
        Ok(view)
    }

    /// Finds the lines that an effect names itself; only these are its base.
    fn find_members(&mut self, index: &LineIndex<'a>, meant: &mut LineSet, offer: &Offer, currency: Currency) {
        let filters = offer.gives.filters();
        if filters.is_empty() {
            return;
        }
        let Some(named) =
            filters.into_iter().map(|filter| index.meant(filter, currency, false)).collect::<Option<Vec<_>>>()
        else {
            self.bound_missing = true;
            return;
        };
        let member = |place| Member::of(index.line(place)?, named.iter().map(|named| named.contains(place)));
        self.members = Members::of(meant.places().filter_map(member).collect());
        let mut members = LineSet::default();
        for named in &named {
            members.add(named);
        }
        meant.keep(&members);
    }

    /// Measures the base, and keeps its units if they count.
    fn measure(
        &mut self,
        index: &LineIndex<'a>,
        meant: &LineSet,
        lines: &Lines,
        units_count: bool,
        currency: Currency,
    ) -> Result<(), Overflow> {
        let Some(selection) = &lines.selection else {
            let units = index.chosen(meant).filter(|line| line.quantity > 0).map(Units::all);
            self.base = worth(units.clone())?;
            if units_count {
                self.units.reserve_exact(meant.len());
                self.units.extend(units);
            }
            return Ok(());
        };
        let own = match selection.filter() {
            Some(filter) => index.meant(filter, currency, false),
            None => Some(LineSet::default()),
        };
        let Some(mut own) = own else {
            self.bound_missing = true;
            return Ok(());
        };
        let (mut base, mut named) = (Vec::with_capacity(meant.len()), Vec::with_capacity(meant.len()));
        for (place, line) in index.ranked(meant) {
            base.push(line);
            named.push(own.contains(place));
        }
        own.remove(meant);
        let beside = index.chosen(&own).fold(0_u64, |units, line| units.saturating_add(line.quantity));
        let chosen = selection.choose(&Offered { base: &base, named: &named, beside });
        self.lack = chosen.lack;
        self.units = chosen.units;
        self.base = worth(self.units.iter().copied())?;
        Ok(())
    }
}

/// The sum of what units cost.
fn worth<'a>(mut units: impl Iterator<Item = Units<'a>>) -> Result<Amount, Overflow> {
    units.try_fold(Amount::ZERO, |sum, units| sum.checked_add(units.worth()?).ok_or(Overflow))
}

/// Counts the units of each requirement. A line that is not known counts for none, and against each; under `unless` it is
/// the reverse.
fn count(
    index: &LineIndex<'_>,
    contains: &Contains,
    excluding: bool,
    matched: &mut MatchedItems,
) -> Result<(), Overflow> {
    let asked = contains.units();
    let named = |doubt: bool| -> Vec<LineSet> {
        contains.requirements.iter().map(|requirement| index.named(&requirement.items, doubt)).collect()
    };
    let counted = named(excluding);
    let doubted = if contains.is_plain() { None } else { Some(named(!excluding)) };
    let doubted = doubted.as_ref().unwrap_or(&counted);
    let mut by_set = vec![0_u64; 1_usize.checked_shl(u32::try_from(asked.len()).unwrap_or_default()).unwrap_or(1)];
    matched.requirements = vec![Matched::default(); asked.len()];
    let mut some = LineSet::default();
    counted.iter().chain(doubted).for_each(|lines| some.add(lines));
    for place in some.places() {
        let Some(line) = index.line(place) else { continue };
        // Units that several requirements name could be needed for the sum of each.
        let is_shared = !excluding && doubted.iter().filter(|lines| lines.contains(place)).nth(1).is_some();
        let mut set = 0_usize;
        let requirements = matched.requirements.iter_mut().zip(counted.iter().zip(doubted)).enumerate();
        for (bit, (matched, (counted, doubted))) in requirements {
            if counted.contains(place) {
                set |= 1 << bit;
                matched.quantity = matched.quantity.checked_add(line.quantity).ok_or(Overflow)?;
                if !is_shared {
                    matched.subtotal = matched.subtotal.checked_add(line.subtotal).ok_or(Overflow)?;
                }
            }
            if doubted.contains(place) {
                matched.at_most = matched.at_most.checked_add(line.quantity).ok_or(Overflow)?;
            }
        }
        if let Some(units) = by_set.get_mut(set) {
            *units = units.checked_add(line.quantity).ok_or(Overflow)?;
        }
    }
    matched.shortage = shortage(&asked, &by_set);
    Ok(())
}
