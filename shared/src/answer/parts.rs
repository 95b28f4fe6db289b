//! The parts that answers share: a discount, reasons, hints, and the names in them in a locale.

use std::borrow::Cow;

use discounts_core::decide::{Code, Hint};
use discounts_core::money::{Amount, Currency};
use discounts_core::policy::Locale;
use discounts_core::session::AppliedDiscount;
use discounts_core::{Decision, Policy};
use serde::Serialize;

use crate::quote::Quotes;

/// A discount as pages show it.
#[derive(Serialize)]
pub(super) struct DiscountValue<'a> {
    amount_off: Amount,
    currency: Currency,
    name: Cow<'a, str>,
    offers: Vec<Cow<'a, str>>,
}

/// A reason why an offer does not apply.
#[derive(Serialize)]
pub(super) struct ReasonValue<'a> {
    offer: &'a str,
    code: Code,
}

/// A hint with the name of its offer, by which a page shows it.
#[derive(Serialize)]
pub(super) struct HintValue<'a> {
    #[serde(flatten)]
    hint: &'a Hint,
    name: Cow<'a, str>,
}

impl<'a> DiscountValue<'a> {
    pub(super) fn of(decision: &'a Decision) -> Option<Self> {
        let discount = decision.discount.as_ref()?;
        Some(Self {
            amount_off: discount.amount_off,
            currency: discount.currency,
            name: discount.name.as_str().into(),
            offers: decision.applied.iter().map(|applied| applied.offer.as_str().into()).collect(),
        })
    }

    pub(super) fn held(quotes: &'a Quotes) -> Option<Self> {
        let (name, offers) = quotes.purchase.discount_name_and_offers();
        let name = Cow::Borrowed(name);
        let offers = offers.into_iter().map(Cow::Owned).collect();
        match &quotes.current {
            AppliedDiscount::Nothing => None,
            AppliedDiscount::Ours { amount_off, currency, .. } => {
                Some(Self { amount_off: *amount_off, currency: *currency, name, offers })
            }
            AppliedDiscount::Foreign { .. } => Some(Self {
                amount_off: quotes.purchase.amount_discount(),
                currency: quotes.currency,
                name,
                offers: Vec::new(),
            }),
        }
    }
}

pub(super) fn hints(decision: &Decision) -> Vec<HintValue<'_>> {
    decision.hints.iter().map(|hint| HintValue { hint, name: hint.name.as_str().into() }).collect()
}

/// Of public offers only.
pub(super) fn reasons(decision: &Decision) -> Vec<ReasonValue<'_>> {
    let public = decision.rejected.iter().filter(|rejected| rejected.public);
    let reasons = public.flat_map(|rejected| {
        rejected.reasons.iter().map(|reason| ReasonValue { offer: rejected.offer.as_str(), code: reason.code })
    });
    reasons.collect()
}

/// Translates the names in an answer. The name at Stripe stays the policy's own, so that calls in several languages never undo
/// each other.
pub(super) fn translate(
    discount: &mut Option<DiscountValue<'_>>,
    hints: &mut [HintValue<'_>],
    (policy, locale): (&Policy, &Locale),
) {
    let local = |name: &str, offers: &[&str]| {
        policy.local_name(name, offers, locale).map(|name| Cow::Owned(name.as_str().to_owned()))
    };
    if let Some(discount) = discount {
        let offers: Vec<&str> = discount.offers.iter().map(AsRef::as_ref).collect();
        if let Some(name) = local(&discount.name, &offers) {
            discount.name = name;
        }
    }
    for hint in hints {
        if let Some(name) = local(&hint.name, &[hint.hint.offer.as_str()]) {
            hint.name = name;
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
pub(super) const fn is_false(value: &bool) -> bool {
    !*value
}
