//! `max_amount` lacks a currency in use: sessions in it get nothing.

use super::currencies::{in_use, listed};
use super::file::{File, Lint, Remark};

pub(super) const LINT: Lint = Lint { code: "guard-rail-currency", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let Some(most) = &file.policy.limits.max_amount else { return Vec::new() };
    let lacking: Vec<_> = in_use(file.policy).into_iter().filter(|currency| most.get(*currency).is_none()).collect();
    if lacking.is_empty() {
        return Vec::new();
    }
    let currencies = listed(&lacking);
    vec![Remark::new(
        file.places.at(&["limits", "max_amount"]),
        format!("max_amount lacks {currencies}, which offers use: there no discount is given at all"),
        format!("add {currencies} to max_amount, or take it out of the offers"),
    )]
}
