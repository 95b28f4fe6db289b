//! The answer about a purchase that is as decided.

use discounts_core::policy::Locale;
use discounts_core::reconcile::Reconciled;
use discounts_core::{InteractionSet, Policy};
use jiff::Timestamp;
use serde::Serialize;

use super::parts::{DiscountValue, HintValue, ReasonValue, hints, is_false, reasons, translate};

/// The answer of every endpoint but quote.
#[expect(clippy::struct_excessive_bools, reason = "the fields of an answer are what pages read")]
#[derive(Serialize)]
pub struct Value<'a> {
    succeeded: bool,
    changed: bool,
    discount: Option<DiscountValue<'a>>,
    amount_subtotal: Option<i64>,
    amount_total: Option<i64>,
    interactions: InteractionSet,
    reasons: Vec<ReasonValue<'a>>,
    hints: Vec<HintValue<'a>>,
    valid_until: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    now: Timestamp,
    #[serde(skip_serializing_if = "is_false")]
    foreign: bool,
    #[serde(skip_serializing_if = "is_false")]
    code_unknown: bool,
}

impl<'a> Value<'a> {
    /// The answer about a purchase that is as decided.
    #[must_use]
    pub fn of(reconciled: &'a Reconciled) -> Self {
        let Reconciled { view, decision, changed, foreign, code_unknown } = reconciled;
        Self {
            succeeded: true,
            changed: *changed,
            // A foreign discount was left instead.
            discount: DiscountValue::of(decision).filter(|_| !foreign),
            amount_subtotal: view.totals.subtotal,
            amount_total: view.amount_total,
            interactions: decision.interactions,
            reasons: reasons(decision),
            hints: hints(decision),
            valid_until: decision.valid_until,
            // What a foreign discount keeps out has no end to tell of.
            ends_at: decision.ends_at.filter(|_| !foreign),
            now: decision.now,
            foreign: *foreign,
            code_unknown: *code_unknown,
        }
    }
}

impl Value<'_> {
    /// The answer with the names of its offers in a locale.
    #[must_use]
    pub fn in_locale(mut self, policy: &Policy, locale: Option<&Locale>) -> Self {
        if let Some(locale) = locale {
            translate(&mut self.discount, &mut self.hints, (policy, locale));
        }
        self
    }
}
