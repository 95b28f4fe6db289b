//! The HTTP edge, outwards: answers to pages.

use std::borrow::Cow;

use discounts_core::decide::{Code, Hint};
use discounts_core::money::{Amount, Currency};
use discounts_core::policy::Locale;
use discounts_core::reconcile::Reconciled;
use discounts_core::session::AppliedDiscount;
use discounts_core::{Decision, InteractionSet, Policy, Trigger};
use jiff::Timestamp;
use lambda_http::Response;
use lambda_http::http::HeaderValue;
use lambda_http::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use serde::Serialize;

use crate::api_error::ApiError;
use crate::create::{CreatedSession, CreationResult};
use crate::quote::Quotes;
use crate::stripe::{ClientSecret, PageUrl, StripeSession};

/// An answer of status 200: Stripe's guide wants `{"type": "object"}`, and so can a page tell it from anything else.
#[derive(Serialize)]
#[serde(tag = "type", rename = "object")]
pub struct Object<T: Serialize> {
    /// The content of the answer.
    pub value: T,
}

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

/// The answer of webhook.
#[derive(Serialize)]
pub struct ReceivedValue {
    received: bool,
}

#[derive(Serialize)]
struct OneQuote<'a> {
    interaction: Trigger,
    discount: Option<DiscountValue<'a>>,
    reasons: Vec<ReasonValue<'a>>,
    hints: Vec<HintValue<'a>>,
    ends_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct DiscountValue<'a> {
    amount_off: Amount,
    currency: Currency,
    name: Cow<'a, str>,
    offers: Vec<Cow<'a, str>>,
}

#[derive(Serialize)]
struct ReasonValue<'a> {
    offer: &'a str,
    code: Code,
}

/// A hint with the name of its offer, by which a page shows it.
#[derive(Serialize)]
struct HintValue<'a> {
    #[serde(flatten)]
    hint: &'a Hint,
    name: Cow<'a, str>,
}

#[derive(Serialize)]
struct ErrorValue<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    code: &'a str,
    message: &'a str,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
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

/// Translates the names in an answer. The name at Stripe stays the policy's own, so that calls in several languages never undo
/// each other.
fn translate(
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

impl ReceivedValue {
    /// The answer to a delivery that need not be repeated.
    #[must_use]
    pub const fn new() -> Self {
        Self { received: true }
    }
}

impl Default for ReceivedValue {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> DiscountValue<'a> {
    fn of(decision: &'a Decision) -> Option<Self> {
        let discount = decision.discount.as_ref()?;
        Some(Self {
            amount_off: discount.amount_off,
            currency: discount.currency,
            name: discount.name.as_str().into(),
            offers: decision.applied.iter().map(|applied| applied.offer.as_str().into()).collect(),
        })
    }

    fn held(quotes: &'a Quotes) -> Option<Self> {
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

fn hints(decision: &Decision) -> Vec<HintValue<'_>> {
    decision.hints.iter().map(|hint| HintValue { hint, name: hint.name.as_str().into() }).collect()
}

/// Of public offers only.
fn reasons(decision: &Decision) -> Vec<ReasonValue<'_>> {
    let public = decision.rejected.iter().filter(|rejected| rejected.public);
    let reasons = public.flat_map(|rejected| {
        rejected.reasons.iter().map(|reason| ReasonValue { offer: rejected.offer.as_str(), code: reason.code })
    });
    reasons.collect()
}

/// A success, as HTTP.
#[must_use]
pub fn success<T: Serialize>(value: T, request_id: &str) -> Response<String> {
    // Our own types, whose keys are strings: they always serialise.
    let body = serde_json::to_string(&Object { value }).unwrap_or_default();
    response(200, body, request_id)
}

/// A refusal, as HTTP.
#[must_use]
pub fn failure(refusal: &ApiError, request_id: &str) -> Response<String> {
    let error = ErrorValue { kind: "error", code: refusal.code(), message: &refusal.message() };
    let body = serde_json::to_string(&error).unwrap_or_default();
    let mut response = response(refusal.status(), body, request_id);
    if let Some(seconds) = refusal.retry_after() {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

fn response(status: u16, body: String, request_id: &str) -> Response<String> {
    let mut response = Response::new(body);
    *response.status_mut() = status.try_into().unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-request-id", id);
    }
    response
}
