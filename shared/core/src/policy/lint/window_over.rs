//! A window that lies in the past.

use super::file::{File, Lint, Remark};
use crate::policy::Condition;

pub(super) const LINT: Lint = Lint { code: "window-over", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    for offer in &file.policy.offers {
        for condition in &offer.conditions {
            if let Condition::Ends(end) = condition
                && end.0 <= file.now
            {
                let local = file.policy.zone.to_datetime(end.0);
                found.push(Remark::new(
                    file.places.of_condition(offer, condition),
                    format!("\"{}\" is over since {local}", offer.id),
                    "take the offer out, or give it a new window",
                ));
            }
        }
    }
    found
}
