//! Units for several requirements, each by different ones.

/// The most requirements of one list: the computation visits each set of them.
pub(crate) const MOST: usize = 6;

/// The units that are missing for requirements.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Shortage {
    /// How many are missing in all.
    pub(crate) units: u64,
    /// The requirements, a bit each, for which this many more units are enough.
    pub(crate) filled_by: usize,
}

impl Shortage {
    /// The only requirement that more units have to be for; none if there are several, or none is enough alone.
    pub(crate) fn only(self) -> Option<usize> {
        let place = usize::try_from(self.filled_by.trailing_zeros()).ok()?;
        self.filled_by.is_power_of_two().then_some(place)
    }
}

/// Computes how many units are missing. `asked` are the units of each requirement; `units` those in the cart by the set of
/// requirements that they are good for, a bit each.
///
/// By Hall's theorem each requirement finds its own units if for each set of requirements all units that are good for any of
/// them are as many as these ask for together. The largest gap is what is missing.
pub(crate) fn shortage(asked: &[u64], units: &[u64]) -> Shortage {
    let sum = |all: &[u64], counts: &dyn Fn(usize) -> bool| {
        let counted = all.iter().enumerate().filter(|(place, _)| counts(*place));
        counted.fold(0_u64, |sum, (_, count)| sum.saturating_add(*count))
    };
    let mut shortage = Shortage { units: 0, filled_by: usize::MAX };
    for set in 1..units.len() {
        let wanted = sum(asked, &|place| set >> place & 1 == 1);
        let missing = wanted.saturating_sub(sum(units, &|good_for| good_for & set != 0));
        if missing > 0 {
            shortage.units = shortage.units.max(missing);
            shortage.filled_by &= set;
        }
    }
    shortage
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "the numbers of a test are small, and a panic fails it")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Tries every unit for every requirement, or for none: the units that stay missing at best.
    fn tried(asked: &[u64], units: &[usize]) -> u64 {
        let Some((unit, rest)) = units.split_first() else { return asked.iter().sum() };
        let taken = (0..asked.len()).filter(|place| unit >> place & 1 == 1 && asked[*place] > 0).map(|place| {
            let mut asked = asked.to_vec();
            asked[place] -= 1;
            tried(&asked, rest)
        });
        taken.chain([tried(asked, rest)]).min().unwrap()
    }

    #[test]
    fn units_are_missing_where_requirements_share_them() {
        for (asked, units, missing, only) in [
            (&[1, 1][..], [0, 1, 1, 0], 0, None),
            (&[1, 1], [5, 0, 0, 1], 1, None),
            (&[1, 1], [0, 1, 0, 1], 0, None),
            (&[1, 1], [0, 2, 0, 0], 1, Some(1)),
            (&[2, 1], [0, 0, 1, 1], 1, Some(0)),
            (&[2, 2], [0, 0, 0, 1], 3, None),
        ] {
            let found = shortage(asked, &units);
            assert_eq!(found.units, missing, "{asked:?} of {units:?}");
            assert_eq!(found.only().filter(|_| found.units > 0), only, "{asked:?} of {units:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn shortage_is_what_trying_every_assignment_finds(
            asked in prop::collection::vec(1..4_u64, 1..4),
            units in prop::collection::vec(0..8_usize, 0..6),
        ) {
            let sets = 1 << asked.len();
            let units: Vec<usize> = units.into_iter().map(|unit| unit % sets).collect();
            let mut by_set = vec![0; sets];
            for unit in &units {
                by_set[*unit] += 1;
            }
            let found = shortage(&asked, &by_set);
            prop_assert_eq!(found.units, tried(&asked, &units));
            // This many more units for one of those requirements are enough, and for no other.
            for place in 0..asked.len() {
                let mut more = by_set.clone();
                more[1 << place] += found.units;
                let fills = shortage(&asked, &more).units == 0;
                prop_assert_eq!(fills, found.filled_by >> place & 1 == 1, "{}", place);
            }
        }
    }
}
