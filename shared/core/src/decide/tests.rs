#![expect(clippy::arithmetic_side_effects, reason = "the numbers of a test are small, and a panic fails it")]

use crate::test_support::{at, currency, decided, for_all, offer, policy, word};

mod calls;
mod carts;
mod clamps;
mod codes;
mod combine;
mod conditions;
mod contains;
mod coverage;
mod effects;
mod explain;
mod formula;
mod groups;
mod hints;
mod horizon;
mod lasting;
mod limits;
mod lines;
mod lints;
mod place;
mod promises;
mod properties;
pub(crate) mod random;
mod sample;
mod share;
mod shipping;
mod shopper;
mod time;
mod units;
mod unless;

/// A policy of one offer of 5.00 with the conditions of a row.
fn asking(interaction: &str, when: &str) -> crate::Policy {
    let text = "give.amount_off = { usd = \"5.00\" }\n[offer.when]";
    let keys = "[customer]\nhistory_since = \"2026-01-01\"\n";
    policy(&format!("{keys}{}", offer("it", interaction, &format!("{text}\n{when}"))))
}

/// `applies`, or each reason against the only offer: `code required actual`.
fn verdict(decision: &crate::Decision) -> String {
    let [rejected] = decision.rejected.as_slice() else { return "applies".to_owned() };
    let reasons = rejected.reasons.iter().map(|reason| {
        let values = [&reason.required, &reason.actual].map(|value| serde_json::to_string(value).unwrap());
        format!("{} {} {}", word(&reason.code), values[0], values[1]).replace(" null", "")
    });
    reasons.collect::<Vec<_>>().join("; ")
}

/// Every row is an offer's conditions, a session and the verdict at noon.
fn each_verdict_is(interaction: &str, rows: &[(&str, crate::Snapshot, &str)]) {
    for (when, session, expected) in rows {
        let decision = decided(&asking(interaction, when), session);
        assert_eq!(verdict(&decision), *expected, "{when}\n{session:?}");
    }
}
