//! The answer of quote: what each interaction would give.

use discounts_core::policy::Locale;
use discounts_core::session::AppliedDiscount;
use discounts_core::{InteractionSet, Policy, Trigger};
use jiff::Timestamp;
use serde::Serialize;

use super::parts::{DiscountValue, HintValue, ReasonValue, hints, is_false, reasons, translate};
use crate::quote::Quotes;

/// The answer of quote.
#[derive(Serialize)]
pub struct QuoteValue<'a> {
    succeeded: bool,
    quotes: Vec<OneQuote<'a>>,
    best: Option<DiscountValue<'a>>,
    current: Option<DiscountValue<'a>>,
    #[serde(skip_serializing_if = "is_false")]
    foreign: bool,
    amount_subtotal: Option<i64>,
    amount_total: Option<i64>,
    interactions: InteractionSet,
    valid_until: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    now: Timestamp,
}

#[derive(Serialize)]
struct OneQuote<'a> {
    interaction: Trigger,
    discount: Option<DiscountValue<'a>>,
    reasons: Vec<ReasonValue<'a>>,
    hints: Vec<HintValue<'a>>,
    ends_at: Option<Timestamp>,
}

impl<'a> QuoteValue<'a> {
    /// The answer with quotes.
    #[must_use]
    pub fn of(quotes: &'a Quotes) -> Self {
        let each = quotes.each.iter().map(|(trigger, decision)| OneQuote {
            interaction: *trigger,
            discount: DiscountValue::of(decision),
            reasons: reasons(decision),
            hints: hints(decision),
            ends_at: decision.ends_at,
        });
        Self {
            succeeded: true,
            quotes: each.collect(),
            best: DiscountValue::of(&quotes.best),
            current: DiscountValue::held(quotes),
            foreign: matches!(quotes.current, AppliedDiscount::Foreign { .. }),
            amount_subtotal: quotes.purchase.amount_subtotal(),
            amount_total: quotes.purchase.amount_total(),
            interactions: quotes.interactions,
            valid_until: quotes.best.valid_until,
            ends_at: quotes.best.ends_at,
            now: quotes.best.now,
        }
    }
}

impl QuoteValue<'_> {
    /// The answer with the names of its offers in a locale.
    #[must_use]
    pub fn in_locale(mut self, policy: &Policy, locale: Option<&Locale>) -> Self {
        if let Some(locale) = locale {
            for quote in &mut self.quotes {
                translate(&mut quote.discount, &mut quote.hints, (policy, locale));
            }
            for discount in [&mut self.best, &mut self.current] {
                translate(discount, &mut [], (policy, locale));
            }
        }
        self
    }
}
