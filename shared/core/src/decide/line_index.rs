//! An index of a cart's lines: which of them items and filters name.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::line_set::LineSet;
use crate::facts::LineFacts;
use crate::items::Items;
use crate::line_filter::LineFilter;
use crate::money::{Amount, Amounts, Currency};
use crate::policy::Lines;
use crate::words::Words;

/// An index of a cart's lines by product, price and tag.
#[derive(Debug, Default)]
pub(super) struct LineIndex<'a> {
    lines: &'a [LineFacts<'a>],
    all: LineSet,
    products: Named<'a>,
    prices: Named<'a>,
    tags: Named<'a>,
    /// Computed for the first offer that selects units or bounds their price.
    ranking: OnceCell<Ranking>,
}

/// The lines from the cheapest unit price up.
#[derive(Debug)]
struct Ranking {
    places: Vec<usize>,
    /// The first lines of the ranking, for each number of them.
    first: Vec<LineSet>,
}

/// The lines by one kind of word.
#[derive(Debug, Default)]
struct Named<'a> {
    by_word: HashMap<&'a str, LineSet, BuildHasherDefault<DefaultHasher>>,
    /// The lines whose words are not known.
    unknown: LineSet,
}

impl<'a> Named<'a> {
    fn insert(&mut self, place: usize, words: Option<impl Iterator<Item = &'a str>>) {
        match words {
            Some(words) => words.for_each(|word| self.by_word.entry(word).or_default().insert(place)),
            None => self.unknown.insert(place),
        }
    }

    /// Adds the lines that have one of some words. With `doubt` those that may have it, too.
    fn find(&self, words: &Words, doubt: bool, found: &mut LineSet) {
        words.iter().filter_map(|word| self.by_word.get(&**word)).for_each(|lines| found.add(lines));
        if doubt && !words.is_empty() {
            found.add(&self.unknown);
        }
    }
}

impl<'a> LineIndex<'a> {
    pub(super) fn of(lines: &'a [LineFacts<'a>]) -> Self {
        let mut index = Self { lines, all: (0..lines.len()).collect(), ..Self::default() };
        index.products.by_word.reserve(lines.len());
        index.prices.by_word.reserve(lines.len());
        for (place, line) in lines.iter().enumerate() {
            index.products.insert(place, line.product.as_deref().map(|word| [word].into_iter()));
            index.prices.insert(place, line.price.as_deref().map(|word| [word].into_iter()));
            index.tags.insert(place, line.tags.as_ref().map(|tags| tags.iter().map(|tag| &**tag)));
        }
        index
    }

    /// The lines that items name; `doubt` is the result for a line that is not known.
    pub(super) fn named(&self, items: &Items, doubt: bool) -> LineSet {
        let mut found = LineSet::default();
        self.products.find(&items.products, doubt, &mut found);
        self.prices.find(&items.prices, doubt, &mut found);
        self.tags.find(&items.tags, doubt, &mut found);
        found
    }

    /// The lines that a filter means; none where a bound lacks the currency.
    pub(super) fn meant(&self, filter: &LineFilter, currency: Currency, doubt: bool) -> Option<LineSet> {
        let mut meant = match &filter.items {
            Some(items) => self.named(items, doubt),
            None => self.all.clone(),
        };
        let bound = |amounts: &Option<Amounts>, open| match amounts {
            Some(amounts) => amounts.get(currency),
            None => Some(open),
        };
        let least = bound(&filter.unit_price_at_least, Amount::ZERO)?;
        let most = bound(&filter.unit_price_at_most, Amount::MAX)?;
        if (least, most) != (Amount::ZERO, Amount::MAX) {
            let below = |is_below: &dyn Fn(Amount) -> bool| self.ranking().below(self.lines, is_below);
            meant.keep(below(&|price| price <= most)?);
            meant.remove(below(&|price| price < least)?);
        }
        Some(meant)
    }

    /// The lines that are an offer's base; none where a bound lacks the currency.
    pub(super) fn base(&self, lines: &Lines, currency: Currency) -> Option<LineSet> {
        let mut meant = match &lines.on {
            Some(filter) => self.meant(filter, currency, false)?,
            None => self.all.clone(),
        };
        if let Some(filter) = &lines.except {
            meant.remove(&self.meant(filter, currency, true)?);
        }
        Some(meant)
    }

    /// The line at a place.
    pub(super) fn line(&self, place: usize) -> Option<&'a LineFacts<'a>> {
        self.lines.get(place)
    }

    /// The lines of a set, in their order.
    pub(super) fn chosen(&self, chosen: &LineSet) -> impl Iterator<Item = &'a LineFacts<'a>> + Clone {
        chosen.places().filter_map(|place| self.line(place))
    }

    /// The places of those of these lines that have a unit, from the cheapest unit price up. The order of equal lines
    /// makes no difference to an amount.
    pub(super) fn ranked(&self, chosen: &LineSet) -> impl Iterator<Item = (usize, &'a LineFacts<'a>)> {
        let chosen = self.ranking().places.iter().filter(|place| chosen.contains(**place));
        let lines = chosen.filter_map(|place| Some((*place, self.line(*place)?)));
        lines.filter(|(_, line)| line.quantity > 0)
    }

    fn ranking(&self) -> &Ranking {
        self.ranking.get_or_init(|| Ranking::of(self.lines))
    }
}

impl Ranking {
    fn of(lines: &[LineFacts<'_>]) -> Self {
        let mut places: Vec<usize> = (0..lines.len()).collect();
        places.sort_unstable_by_key(|place| {
            lines.get(*place).map(|line| (line.unit_price, line.subtotal, line.quantity))
        });
        let mut first = vec![LineSet::default()];
        let mut set = LineSet::default();
        for place in &places {
            set.insert(*place);
            first.push(set.clone());
        }
        Self { places, first }
    }

    /// The lines whose unit price is below a bound.
    fn below(&self, lines: &[LineFacts<'_>], is_below: &dyn Fn(Amount) -> bool) -> Option<&LineSet> {
        let is_below = |place: &usize| lines.get(*place).is_some_and(|line| is_below(line.unit_price));
        self.first.get(self.places.partition_point(is_below))
    }
}
