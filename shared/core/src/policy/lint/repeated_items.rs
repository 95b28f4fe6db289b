//! Tables of one `contains` that name equal items.

use super::file::{File, Lint, Remark};
use crate::policy::{Condition, ConditionTable, Contains, Offer};

pub(super) const LINT: Lint = Lint { code: "repeated-items", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().flat_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let lists = offer.written().filter_map(|(table, condition)| match condition {
        Condition::Contains(contains) => Some((table, contains)),
        _ => None,
    });
    lists.filter_map(|(table, contains)| of_list(file, offer, table, contains)).collect()
}

fn of_list(file: &File<'_>, offer: &Offer, table: ConditionTable, contains: &Contains) -> Option<Remark> {
    let all = || contains.requirements.iter().enumerate();
    let again = |place: usize| {
        all()
            .take(place)
            .find(|(_, earlier)| Some(&earlier.items) == contains.requirements.get(place).map(|one| &one.items))
    };
    let (place, first) = all().find_map(|(place, _)| Some((place, again(place)?.0)))?;
    let number = |place: usize| place.saturating_add(1);
    Some(Remark::new(
        file.places.in_offer(offer, &[table.key(), "contains", &place.to_string()]),
        format!(
            "table {} of contains names the items of table {}, which asks for different units",
            number(place),
            number(first)
        ),
        "write one table with the sum under quantity_at_least, or name other items",
    ))
}
