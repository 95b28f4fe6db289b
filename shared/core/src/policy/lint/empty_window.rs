//! A window that ends before it starts, or as it starts.

use super::file::{File, Lint, Remark};
use crate::policy::Condition;

pub(super) const LINT: Lint = Lint { code: "empty-window", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    for offer in &file.policy.offers {
        let mut window = (None, None);
        for condition in &offer.conditions {
            match condition {
                Condition::Starts(start) => window.0 = Some(start.0),
                Condition::Ends(end) => window.1 = Some(end.0),
                _ => {}
            }
        }
        if let (Some(start), Some(end)) = window
            && start >= end
        {
            let how = if start == end { "as" } else { "before" };
            found.push(Remark::new(
                file.places.in_offer(offer, &["when", "ends"]),
                format!("\"{}\" ends {how} it starts, so it is never open", offer.id),
                "write starts and ends in their order; the window is [starts, ends)",
            ));
        }
    }
    found
}
