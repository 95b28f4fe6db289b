//! An exclusion of sessions for which the offer is not given anyway, or of none.

use super::clash::clashes;
use super::currencies::given;
use super::file::{File, Lint, Remark};
use crate::policy::{Condition, ConditionTable, Offer};

pub(super) const LINT: Lint = Lint { code: "never-excludes", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().flat_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let given = given(offer);
    let (asked, exclusions): (Vec<&Condition>, Vec<&Condition>) =
        offer.conditions.iter().partition(|condition| condition.table() == ConditionTable::When);
    // What never holds has a lint of its own.
    if exclusions.is_empty() || !clashes(file.policy, &asked, &given).is_empty() {
        return Vec::new();
    }
    let remark = |unless: &&Condition| {
        let both: Vec<&Condition> = asked.iter().copied().chain(unless.written()).collect();
        let clash = clashes(file.policy, &both, &given).into_iter().next()?;
        Some(Remark::new(
            file.places.of_condition(offer, unless),
            format!("{} never excludes anything: {}", unless.path(), clash.why),
            "correct it, or take it out",
        ))
    };
    exclusions.iter().filter_map(remark).collect()
}
