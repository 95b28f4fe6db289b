//! `every`: of each group of units the cheapest.

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

use super::kind::{Chosen, Kind, Lack, Offered, Row};
use super::repeats::Repeats;
use crate::document::{Reader, Table, Value, unknown};
use crate::effect::Example;
use crate::facts::{LineFacts, Units};
use crate::interaction::Subject;
use crate::key::{Form, Key};

/// Of every group of units the cheapest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Every {
    /// The units of a group.
    pub size: NonZeroU64,
    /// The units of a group that are selected, fewer than all, and the number of groups.
    pub repeats: Repeats,
    /// The way in which groups form.
    pub rank: Rank,
}

/// The way in which groups form.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Rank {
    /// All units are ranked together: of all groups the cheapest units are selected.
    #[default]
    Cheapest,
    /// Groups form from the dearest unit down: of each the cheapest units are selected.
    Dearest,
}

impl Kind for Every {
    const ROW: Row = Row {
        keys: &[
            Key {
                name: "every",
                summary: "The size of a group: of each group of units the cheapest are discounted, the amount for each of them.",
                value: "integer from 2; of each group of this many units of the base the cheapest `units` are discounted, `amount_off` for each of them",
                form: Form::GroupSize,
            },
            Key {
                name: "units",
                summary: "The units that each repetition discounts. Default: 1.",
                value: "integer; the units that each repetition discounts, fewer than `every`; default 1",
                form: Form::PositiveCount,
            },
            Key {
                name: "at_most",
                summary: "The most repetitions. Default: without end.",
                value: "integer; the most repetitions",
                form: Form::PositiveCount,
            },
            Key {
                name: "rank",
                summary: "How groups form: all units ranked together (cheapest, the default), or from the dearest unit down.",
                value: "`\"cheapest\"` (default): all units are ranked together; `\"dearest\"`: groups form from the dearest unit down",
                form: Form::Rank,
            },
        ],
        shares: &[],
        alone: "is a number of units",
        subject: Some(Subject::Quantity),
        of_each: true,
        example: Example {
            give: &["percent = \"100\"", "every = 3"],
            outcomes: &[
                ("2 x mug at 12.00, usd", "nothing: gives_nothing"),
                ("3 x mug at 12.00, usd", "12.00"),
                ("3 x long at 10.00 + 3 x short at 6.00, usd", "12.00"),
            ],
        },
    };

    fn load(reader: &mut Reader, give: &mut Table<'_, '_>) -> Option<Self> {
        let every = give.take("every");
        let (units, at_most, rank) = (give.take("units"), give.take("at_most"), give.take("rank"));
        let ranked = rank.and_then(|value| read_rank(reader, value));
        let Some(every) = every else {
            let shared = "is of what repeats: use it with every or for_each";
            let shared = [("units", units), ("at_most", at_most)].map(|(key, value)| (key, value, shared));
            let shared = shared.into_iter().filter(|_| !give.has("for_each"));
            for (key, value, wrong) in shared.chain([("rank", rank, "is of a group of units: use it with every")]) {
                if let Some(value) = value {
                    reader.fault(value.span(), format!("{key} {wrong}"));
                }
            }
            return None;
        };
        let every = reader.count(every, "every", 2).and_then(NonZeroU64::new);
        let repeats = Repeats::load(reader, give);
        let every = every?;
        if let Some(units) = units.filter(|_| repeats.units >= every) {
            reader
                .fault(units.span(), format!("units must be less than every: of {every} units some keep their price"));
        }
        Some(Self { size: every, repeats, rank: ranked.unwrap_or_default() })
    }

    fn choose<'a>(&self, offered: &Offered<'_, 'a>) -> Chosen<'a> {
        let there = offered.units();
        let groups = there.checked_div(self.size.get()).unwrap_or_default();
        let counted = self.repeats.counted(groups);
        let units = match self.rank {
            Rank::Cheapest => Units::first(offered.base.iter().copied(), self.repeats.units_of(counted)),
            Rank::Dearest => self.last_of_each(offered.base, counted),
        };
        let rest = there.checked_rem(self.size.get()).unwrap_or_default();
        let more = self.repeats.counted(groups.saturating_add(1)) > groups;
        Chosen { units, lack: more.then_some(Lack::Base(self.size.get().saturating_sub(rest))) }
    }

    fn withstands_any_unit(&self) -> bool {
        self.rank == Rank::Dearest
    }

    fn phrase(&self) -> String {
        let which = match self.repeats.units.get() {
            1 => "cheapest".to_owned(),
            units => format!("{units} cheapest"),
        };
        let down = if self.rank == Rank::Dearest { ", grouped from the dearest down" } else { "" };
        format!("the {which} of every {} units{}{down}", self.size, self.repeats.bound())
    }
}

impl Every {
    /// The last units of each group, where the dearest unit begins the first group.
    fn last_of_each<'a>(&self, lines: &[&'a LineFacts<'a>], groups: u64) -> Vec<Units<'a>> {
        let (every, units) = (self.size.get(), self.repeats.units.get());
        let end = groups.saturating_mul(every);
        // The selected units before a place in the ranking.
        let selected = |place: u64| {
            let place = place.min(end);
            let whole = place.checked_div(every).unwrap_or_default().saturating_mul(units);
            let rest = place.checked_rem(every).unwrap_or_default();
            whole.saturating_add(rest.saturating_sub(every.saturating_sub(units)))
        };
        let mut place: u64 = 0;
        let mut found = Vec::new();
        for line in lines.iter().rev() {
            let next = place.saturating_add(line.quantity);
            let count = selected(next).saturating_sub(selected(place));
            if count > 0 {
                found.push(Units { line, count });
            }
            place = next;
        }
        found
    }
}

fn read_rank(reader: &mut Reader, value: &Value<'_>) -> Option<Rank> {
    let word = reader.string(value, "rank")?;
    let found = match word {
        "cheapest" => Ok(Rank::Cheapest),
        "dearest" => Ok(Rank::Dearest),
        _ => Err(unknown("a rank", word, &["cheapest", "dearest"])),
    };
    reader.read(value.span(), found)
}
