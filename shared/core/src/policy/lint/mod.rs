//! Mistakes that are legal in a policy but surely not meant.
//!
//! A lint is a module here: its code, and a function that reads a file and says what it finds. Each of them is
//! described with an example in `docs/check.md`, and tests load and lint these examples. A lint speaks only of what is
//! wrong for every shop: there is no way to silence one.
//!
//! Pure as everything in this crate: the moment is an argument.

mod above_guard_rail;
mod always_beaten;
mod budget_below_one_use;
mod candidates;
mod clash;
mod code_told;
mod currencies;
mod currency_gap;
mod currency_lost;
mod empty_group;
mod empty_window;
mod equal_priorities;
mod falling_step;
mod file;
mod fixed_timezone;
mod group_never_wins;
mod group_of_one;
mod guard_rail_currency;
mod guessable_code;
mod implied;
mod invisible_character;
mod last_day;
mod limit_on_automatic;
mod looks_like_cents;
mod minimum_charge;
mod name_says_otherwise;
mod never_excludes;
mod never_fits;
mod never_holds;
mod no_countries;
mod no_guard_rails;
mod no_history;
mod no_minimum;
mod no_offers;
mod no_return_url;
mod no_timezone;
mod not_an_id;
mod not_chargeable;
mod not_delivered;
mod not_every_month;
mod on_missing;
mod percent_below_one;
mod places;
mod postal_form;
mod public_domain;
mod rate_not_offered;
mod rates;
mod repeated;
mod repeated_items;
mod same_bundle;
mod shared_key;
mod tiers_add_up;
mod unconverted_amount;
mod unknown_at_creation;
mod unknown_country;
mod unknown_region;
mod unreachable_step;
mod wallets_off;
mod whole_cart;
mod whole_share;
mod window_over;

pub(crate) use clash::can_meet;

use std::ops::Range;

use jiff::Timestamp;

use self::file::{File, Lint, Remark};
use self::places::Places;
use super::{Note, Policy, Severity};

/// Something that is surely not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The code of the lint that found it.
    pub code: &'static str,
    /// The place in the text, in bytes.
    pub span: Range<usize>,
    /// A sentence that says what is wrong.
    pub message: String,
    /// A sentence that says what to do.
    pub help: String,
}

impl<'a> From<&'a Finding> for Note<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            severity: Severity::Warning,
            code: finding.code,
            span: finding.span.clone(),
            message: &finding.message,
            instead: None,
            help: Some(&finding.help),
        }
    }
}

/// Every lint, in the order of `docs/check.md`.
const LINTS: &[Lint] = &[
    no_offers::LINT,
    no_guard_rails::LINT,
    guard_rail_currency::LINT,
    above_guard_rail::LINT,
    whole_cart::LINT,
    no_minimum::LINT,
    minimum_charge::LINT,
    not_chargeable::LINT,
    looks_like_cents::LINT,
    unconverted_amount::LINT,
    percent_below_one::LINT,
    name_says_otherwise::LINT,
    currency_gap::LINT,
    currency_lost::LINT,
    empty_window::LINT,
    window_over::LINT,
    last_day::LINT,
    not_every_month::LINT,
    no_timezone::LINT,
    fixed_timezone::LINT,
    never_holds::LINT,
    never_excludes::LINT,
    whole_share::LINT,
    never_fits::LINT,
    not_an_id::LINT,
    invisible_character::LINT,
    repeated::LINT,
    repeated_items::LINT,
    unknown_country::LINT,
    unknown_region::LINT,
    postal_form::LINT,
    not_delivered::LINT,
    rate_not_offered::LINT,
    wallets_off::LINT,
    no_countries::LINT,
    no_return_url::LINT,
    unknown_at_creation::LINT,
    shared_key::LINT,
    no_history::LINT,
    public_domain::LINT,
    code_told::LINT,
    guessable_code::LINT,
    budget_below_one_use::LINT,
    limit_on_automatic::LINT,
    on_missing::LINT,
    unreachable_step::LINT,
    falling_step::LINT,
    tiers_add_up::LINT,
    same_bundle::LINT,
    always_beaten::LINT,
    equal_priorities::LINT,
    empty_group::LINT,
    group_of_one::LINT,
    group_never_wins::LINT,
];

/// Everything in a policy that is surely not meant, in the order of its text: `text` is what it was loaded from.
#[must_use]
pub fn lint(policy: &Policy, text: &str, now: Timestamp) -> Vec<Finding> {
    let file = File { policy, places: Places::of(text), now };
    let found = LINTS.iter().flat_map(|lint| (lint.find)(&file).into_iter().map(|remark| (lint.code, remark)));
    let mut findings: Vec<Finding> =
        found.map(|(code, Remark { span, message, help })| Finding { code, span, message, help }).collect();
    findings.sort_by_key(|finding| finding.span.start);
    findings
}

/// The codes of all lints, in the order of `docs/check.md`.
pub fn codes() -> impl Iterator<Item = &'static str> {
    LINTS.iter().map(|lint| lint.code)
}

#[cfg(test)]
mod tests;
