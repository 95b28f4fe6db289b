//! `for_each`: units of the base for units of other lines.

use serde::{Deserialize, Serialize};

use super::kind::{Chosen, Kind, Lack, Offered, Row};
use super::repeats::Repeats;
use crate::document::{Reader, Table};
use crate::effect::Example;
use crate::facts::Units;
use crate::interaction::Subject;
use crate::key::{Form, Key};
use crate::line_filter::LineFilter;

/// For each unit that a filter names some units of the base, the cheapest first. A unit counts for one side only.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ForEach {
    /// The units that are counted.
    pub filter: LineFilter,
    /// The units of the base for each of them, and the most of them that count.
    pub repeats: Repeats,
}

impl Kind for ForEach {
    const ROW: Row = Row {
        keys: &[Key {
            name: "for_each",
            summary: "For each unit that is named here, `units` of the base are discounted, the amount for each of them.",
            value: "lines as in `on`; for each of their units `units` of the base are discounted, the cheapest first, `amount_off` for each of them; a unit counts for one side only",
            form: Form::LineFilter,
        }],
        shares: &["units", "at_most"],
        alone: "is a number of units",
        subject: Some(Subject::Quantity),
        of_each: true,
        example: Example {
            give: &["percent = \"50\"", "on = { tags = [\"paper\"] }", "for_each = { tags = [\"kettle\"] }"],
            outcomes: &[
                ("1 x kettle at 89.00 [kettle] + 3 x papers at 11.00 [paper], usd", "5.50"),
                ("2 x kettle at 89.00 [kettle] + 2 x papers at 11.00 [paper], usd", "11.00"),
                ("3 x papers at 11.00 [paper], usd", "nothing: gives_nothing"),
                ("1 x kettle at 89.00 [kettle], usd", "nothing: gives_nothing"),
            ],
        },
    };

    fn load(reader: &mut Reader, give: &mut Table<'_, '_>) -> Option<Self> {
        let filter = LineFilter::load(reader, give.take("for_each")?, "for_each");
        let repeats = Repeats::load(reader, give);
        filter.map(|filter| Self { filter, repeats })
    }

    fn choose<'a>(&self, offered: &Offered<'_, 'a>) -> Chosen<'a> {
        let sides = Sides::of(offered);
        let (selected, lack) = self.selected(&sides);
        // The units on both sides that have to be counted can't be discounted.
        let counted = selected.div_ceil(self.repeats.units.get()).saturating_sub(sides.counted_only);
        let (mut left, mut both_left) = (selected, sides.both.saturating_sub(counted));
        let mut ranking: Vec<_> = offered.base.iter().zip(offered.named).collect();
        // Of equal units, those that can't be counted are discounted first.
        ranking.sort_by_key(|(line, named)| (line.unit_price, line.subtotal, line.quantity, **named));
        let mut units = Vec::new();
        for (line, named) in ranking {
            let count = line.quantity.min(left).min(if *named { both_left } else { u64::MAX });
            if count > 0 {
                units.push(Units { line, count });
            }
            left = left.saturating_sub(count);
            both_left = both_left.saturating_sub(if *named { count } else { 0 });
        }
        Chosen { units, lack }
    }

    fn filter(&self) -> Option<&LineFilter> {
        Some(&self.filter)
    }

    fn phrase(&self) -> String {
        let units = self.repeats.units;
        format!("the cheapest units, {units} for each unit of for_each{}", self.repeats.bound())
    }
}

/// The numbers of units on the two sides.
struct Sides {
    /// Units that can only be counted.
    counted_only: u64,
    /// Units of the base that can be counted as well.
    both: u64,
    /// All units of the base.
    base: u64,
}

impl Sides {
    fn of(offered: &Offered<'_, '_>) -> Self {
        let both = offered.base.iter().zip(offered.named).filter(|(_, named)| **named);
        let both = both.fold(0_u64, |sum, (line, _)| sum.saturating_add(line.quantity));
        Self { counted_only: offered.beside, both, base: offered.units() }
    }
}

impl ForEach {
    /// The largest number of units of the base that can be discounted, and what a larger one lacks.
    fn selected(&self, sides: &Sides) -> (u64, Option<Lack>) {
        let each = self.repeats.units.get();
        let allowed = |both: u64| self.repeats.units_of(self.repeats.counted(sides.counted_only.saturating_add(both)));
        let selected = |both: u64| allowed(both).min(sides.base.saturating_sub(both));
        // Each unit of both sides that is counted allows more and leaves one less, until the two meet or no more count.
        let meet = sides.base.saturating_sub(each.saturating_mul(sides.counted_only)).div_ceil(each.saturating_add(1));
        let useful = self.repeats.counted(u64::MAX).saturating_sub(sides.counted_only);
        let meet = meet.min(sides.both).min(useful);
        let before = meet.saturating_sub(1);
        let (most, at) = if selected(meet) > selected(before) { (meet, meet) } else { (before, meet) };
        let found = selected(most);
        let lack = if found >= sides.base.saturating_sub(at) {
            // With no unit of either side in the cart, there is nothing to add to.
            (allowed(at) > found || sides.both > 0).then_some(Lack::Base(1))
        } else {
            (self.repeats.counted(u64::MAX) > sides.counted_only.saturating_add(at)).then_some(Lack::Named(1))
        };
        (found, lack)
    }
}
