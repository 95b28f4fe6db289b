//! A group of one offer, which counts as it would without the group.

use super::file::{File, Lint, Remark};

pub(super) const LINT: Lint = Lint { code: "group-of-one", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let of_one = file.groups().filter_map(|(place, group, offers)| match offers.as_slice() {
        [only] => Some(Remark::new(
            place,
            format!("\"{}\" is the only offer in the group \"{}\", which changes nothing", only.id, group.id),
            "put the offers that belong together into the group, or take the group out",
        )),
        _ => None,
    });
    of_one.collect()
}
