//! The answer with a new session: the means to open it, and the discount where it was decided once.

use discounts_core::{Decision, InteractionSet};
use jiff::Timestamp;
use serde::Serialize;

use super::parts::{DiscountValue, ReasonValue, is_false, reasons};
use crate::create::{CreatedSession, CreationResult};
use crate::stripe::{ClientSecret, PageUrl, StripeSession};

/// The answer of checkout-session: the session, and the means to open it.
#[derive(Serialize)]
pub struct CreatedSessionValue<'a> {
    checkout_session_id: &'a str,
    #[serde(flatten)]
    opens: Opens<'a>,
    #[serde(flatten)]
    decided: Option<DecidedOnceValue<'a>>,
    #[serde(skip_serializing_if = "is_false")]
    code_unknown: bool,
}

/// The means to open a session: the address of Stripe's page, or the secret for a page of the shop.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Opens<'a> {
    Url(&'a PageUrl),
    ClientSecret(Option<&'a ClientSecret>),
}

/// The discount of a session that was decided once.
#[derive(Serialize)]
struct DecidedOnceValue<'a> {
    discount: Option<DiscountValue<'a>>,
    amount_subtotal: Option<i64>,
    amount_total: Option<i64>,
    interactions: InteractionSet,
    reasons: Vec<ReasonValue<'a>>,
    expires_at: Option<Timestamp>,
    now: Timestamp,
}

impl<'a> CreatedSessionValue<'a> {
    /// The answer with a created session.
    #[must_use]
    pub fn of(created: &'a CreatedSession) -> Self {
        let session = &created.session;
        let secret = Opens::ClientSecret(session.client_secret.as_ref());
        let opens = session.url.as_ref().map_or(secret, Opens::Url);
        let decided = match &created.result {
            CreationResult::DecidedOnce(decision) => Some(DecidedOnceValue::of(session, decision)),
            CreationResult::Nothing | CreationResult::Reconciled(_) => None,
        };
        Self { checkout_session_id: &session.id, opens, decided, code_unknown: created.code_unknown }
    }
}

impl<'a> DecidedOnceValue<'a> {
    fn of(session: &StripeSession, decision: &'a Decision) -> Self {
        Self {
            discount: DiscountValue::of(decision),
            amount_subtotal: session.amount_subtotal,
            amount_total: session.amount_total,
            interactions: decision.interactions,
            reasons: reasons(decision),
            expires_at: session.expires_at.and_then(|seconds| Timestamp::from_second(seconds).ok()),
            now: decision.now,
        }
    }
}
