//! Webhooks: the deliveries and their results, and the switch that makes deliveries come late, twice or in another
//! order.

use sandbox::Sandbox;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::core::policy::CustomerKeys;

use super::call::{Call, Exchange};

/// The seed of the order in which held deliveries are released.
const SEED: u64 = 7;

/// A delivery, as it was answered.
#[derive(Serialize, Debug)]
pub(super) struct Delivery {
    event: String,
    kind: String,
    /// The object that it is about.
    about: Value,
    status: u16,
    duration_ms: f64,
    /// The verdict on the session's discount, if this delivery wrote one.
    verdict: Option<String>,
    /// The number of orders of the customer, if this delivery wrote it.
    orders: Option<String>,
    stripe: Vec<Exchange>,
}

impl Delivery {
    /// Of a call of the webhook.
    pub(super) fn of(call: Call) -> Self {
        let text = |name: &str| call.sent.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let wrote = |key: &str| {
            let key = format!("metadata[{key}]");
            call.stripe.iter().find_map(|exchange| exchange.wrote(&key).map(str::to_owned))
        };
        Self {
            event: text("id"),
            kind: text("type"),
            about: call.sent.pointer("/data/object/id").cloned().unwrap_or_default(),
            status: call.status,
            duration_ms: call.duration_ms,
            verdict: wrote("discount_verdict"),
            orders: wrote(CustomerKeys::CHECKOUT_ORDERS),
            stripe: call.stripe,
        }
    }
}

/// How the sandbox delivers.
#[derive(Deserialize, Serialize, Debug, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Delivers {
    /// At once, each event once.
    #[default]
    Promptly,
    /// Each event twice.
    Twice,
    /// Not before this is set back.
    Late,
    /// Not before this is set back, and then in another order.
    OutOfOrder,
}

impl Delivers {
    pub(super) const ALL: &'static [Self] = &[Self::Promptly, Self::Twice, Self::Late, Self::OutOfOrder];

    /// Sets this mode after `before`, and releases the deliveries that `before` held back.
    pub(super) fn set(self, before: Self, sandbox: &Sandbox) {
        sandbox.duplicate_webhooks(1);
        if before == Self::OutOfOrder {
            sandbox.shuffle_webhooks(SEED);
        }
        sandbox.release_webhooks();
        match self {
            Self::Promptly => {}
            Self::Twice => sandbox.duplicate_webhooks(2),
            Self::Late | Self::OutOfOrder => sandbox.hold_webhooks("*"),
        }
    }
}
