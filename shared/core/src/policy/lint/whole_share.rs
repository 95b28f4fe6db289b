//! A share that draws everybody.

use super::file::{File, Lint, Remark};
use crate::money::Percent;
use crate::policy::{Condition, ConditionTable, Offer};

pub(super) const LINT: Lint = Lint { code: "whole-share", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().flat_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let shares = offer.written().filter_map(|(table, condition)| match condition {
        Condition::Share(share) if share.percent == Percent::WHOLE => Some((table, share)),
        _ => None,
    });
    let remark = |(table, share): (ConditionTable, &crate::condition::Share)| {
        let key = table.key();
        Remark::new(
            file.places.in_offer(offer, &[key, "share", "percent"]),
            format!(
                "{key}.share of 100 percent draws all for \"{}\", so it is no experiment any more",
                share.experiment
            ),
            format!("take {key}.share out, or write the percent that is meant"),
        )
    };
    shares.map(remark).collect()
}
