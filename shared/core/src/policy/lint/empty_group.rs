//! A group without offers.

use super::file::{File, Lint, Remark};

pub(super) const LINT: Lint = Lint { code: "empty-group", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let without = file.groups().filter(|(_, _, offers)| offers.is_empty());
    let remarks = without.map(|(place, group, _)| {
        Remark::new(
            place,
            format!("no offer is in the group \"{}\"", group.id),
            format!("name it in an offer with group = \"{}\", or take it out", group.id),
        )
    });
    remarks.collect()
}
