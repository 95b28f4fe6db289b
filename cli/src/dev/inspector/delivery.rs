//! Webhooks: what was delivered, and what came of it; and the switch that makes deliveries come late, twice or in another
//! order.

use sandbox::Sandbox;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::call::{Call, Exchange};

/// The order in which what waited is let go.
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
    /// What the session's discount was found to be, where this delivery found it.
    verdict: Option<String>,
    /// How many orders the customer was found to have, where that was written.
    orders: Option<String>,
    stripe: Vec<Exchange>,
}

impl Delivery {
    /// Of a call of the webhook. The customer's orders are under `orders_key`.
    pub(super) fn of(call: Call, orders_key: &str) -> Self {
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
            orders: wrote(orders_key),
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

    /// Sets it in place of what was set `before`; what that has held back is let go.
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
