//! An offer for what a session that is decided once can't know yet, in a shop that has no other sessions.

use super::file::{File, Lint, Remark};
use crate::condition::{Condition, ConditionTable, ShareOf};
use crate::facts::Fact;
use crate::policy::{Offer, UiMode};

pub(super) const LINT: Lint = Lint { code: "unknown-at-creation", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    if file.policy.checkout.ui_modes.contains(&UiMode::Elements) {
        return Vec::new();
    }
    file.policy.offers.iter().filter_map(|offer| remark(file, offer)).collect()
}

/// One for each offer, at the first thing that is not known.
fn remark(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let asked = offer.written().find_map(|(table, condition)| Some((table, condition, unknown(table, condition)?)));
    let (span, what) = match asked {
        Some((table, condition, what)) => (file.places.in_offer(offer, &[table.key(), condition.word()]), what),
        None if offer.is_on_shipping() => (file.places.in_offer(offer, &["give", "shipping"]), "the shipping rate"),
        None => return None,
    };
    Some(Remark::new(
        span,
        format!("ui_modes lists only pages that are decided before {what} is known, so this is never given"),
        "add \"elements\" to ui_modes under [checkout], or take the offer out",
    ))
}

fn unknown(table: ConditionTable, condition: &Condition) -> Option<&'static str> {
    match condition {
        Condition::Share(share) if share.of == ShareOf::Session => Some("the session's ID"),
        condition if condition.reads().place() => Some("the address"),
        // What is not in the metadata is otherwise.
        condition if condition.reads().contains(Fact::Metadata) && table == ConditionTable::When => {
            Some("the session's metadata")
        }
        _ => None,
    }
}
