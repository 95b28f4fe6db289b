//! Payment intents, refunds and disputes without HTTP.

use serde_json::Value;

use crate::capture;
use crate::dispute::{self, Claim, DisputeStatus};
use crate::expand::Shape;
use crate::intent;
use crate::intent_status::{self, IntentStatus};
use crate::presentation;
use crate::refund;
use crate::sandbox::Sandbox;

impl Sandbox {
    /// Makes a payment intent as the HTTP endpoint does in test mode.
    ///
    /// # Errors
    ///
    /// Stripe's error object.
    pub fn create_payment_intent(&self, params: &[(&str, &str)]) -> Result<Value, Value> {
        self.post("create_payment_intent", params, Shape::PaymentIntent, |account, call, data, expand| {
            let id = intent::create(account, call, data)?;
            Ok(presentation::object(account, account.path("payment_intent", &id, call.live)?, expand))
        })
    }

    /// Moves a payment intent to a status, with the charge that goes with it. `false` if there is no such intent.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn move_payment_intent(&self, id: &str, status: IntentStatus) -> bool {
        self.with(|account, call| {
            let known = account.find("payment_intent", id, call.live).is_some();
            if known {
                intent_status::move_to(account, call, id, status);
            }
            known
        })
    }

    /// Gives back a charge, or so much of it. Returns the refund.
    ///
    /// # Errors
    ///
    /// Stripe's error object.
    pub fn refund(&self, charge: &str, amount: Option<i64>) -> Result<Value, Value> {
        let amount = amount.map(|amount| amount.to_string());
        let mut params = vec![("charge", charge)];
        params.extend(amount.as_deref().map(|amount| ("amount", amount)));
        self.post("create_refund", &params, Shape::Refund, |account, call, data, expand| {
            let id = refund::create(account, call, data)?;
            Ok(presentation::object(account, account.path("refund", &id, call.live)?, expand))
        })
    }
    /// A refund fails later: the charge can be refunded again. `false` if there is no such refund, or it has failed.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn fail_refund(&self, id: &str) -> bool {
        self.with(|account, call| refund::fail(account, call, id))
    }

    /// Takes an authorized amount, or so much of it. Returns the payment intent.
    ///
    /// # Errors
    ///
    /// Stripe's error object.
    pub fn capture_payment_intent(&self, id: &str, amount: Option<i64>) -> Result<Value, Value> {
        let amount = amount.map(|amount| amount.to_string());
        let params: Vec<_> = amount.as_deref().map(|amount| ("amount_to_capture", amount)).into_iter().collect();
        self.post("capture_payment_intent", &params, Shape::PaymentIntent, |account, call, data, expand| {
            capture::capture(account, call, id, data)?;
            Ok(presentation::object(account, account.path("payment_intent", id, call.live)?, expand))
        })
    }

    /// The charge of a session's payment. None if nothing was paid.
    #[must_use]
    pub fn charge_of(&self, session: &str) -> Option<String> {
        let account = &self.inner.lock().account;
        let intent = account.sessions.get(session)?.payment_intent.as_deref()?;
        account.object(intent)?.get("latest_charge")?.as_str().map(str::to_owned)
    }

    /// Opens a dispute of a charge, or of so much of it. Returns the dispute.
    ///
    /// # Errors
    ///
    /// Stripe's error object: the charge has not taken that amount.
    pub fn dispute(&self, charge: &str, claim: Claim, amount: Option<i64>) -> Result<Value, Value> {
        let opened = self.with(|account, call| {
            account.attempt(|account| {
                let id = dispute::open(account, call, charge, claim, amount)?;
                Ok(Value::Object(account.path("dispute", &id, call.live)?.clone()))
            })
        });
        opened.map_err(|error| error.body("req_direct", false))
    }

    /// Moves a dispute on, with the money and the events that go with it. `false`, and nothing is changed, if its
    /// status can't follow.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn move_dispute(&self, id: &str, status: DisputeStatus) -> bool {
        self.with(|account, call| dispute::move_to(account, call, id, status))
    }
}
