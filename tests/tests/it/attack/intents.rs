//! Payment intents under attack: the shop's server changes the cart as docs/page.md says, while anybody calls and pays.

use std::sync::Arc;
use std::time::Duration;

use discounts_core::money::{Amount, Currency};
use discounts_core::session::{AppliedState, Cart, Shopper, Snapshot};
use discounts_core::{Interaction, ShopperCode, decide};
use end_to_end::Event;
use jiff::Timestamp;
use sandbox::IntentStatus;
use serde_json::{Value, json};
use shared::Endpoint;

use super::attack_setup::Stage;
use super::goods::CODES;
use crate::intents::{cart_change, intent, server_sends, shown};

/// Carts, in cents, on either side of what earns something.
const CARTS: [i64; 5] = [4_000, 10_000, 10_001, 16_000, 40_000];

/// An act on an intent.
#[derive(Clone, Copy, Debug)]
enum Act {
    Add(Interaction, &'static str),
    Remove,
    Refresh,
    /// The shop's server, which then refreshes.
    Cart(i64),
    Pay,
}

impl Act {
    fn random(random: &mut fastrand::Rng) -> Self {
        match random.u8(..12) {
            0..5 => {
                let interaction = *random.choice(&[Interaction::CartThreshold, Interaction::Code]).unwrap();
                Self::Add(interaction, random.choice(CODES).unwrap())
            }
            5 => Self::Remove,
            6 => Self::Refresh,
            7..11 => Self::Cart(*random.choice(&CARTS).unwrap()),
            _ => Self::Pay,
        }
    }
}

impl Stage {
    /// Does it; says the status of a call.
    async fn act_on_intent(&self, intent: &str, act: Act) -> u16 {
        let (endpoint, mut body) = match act {
            Act::Add(interaction, code) => (Endpoint::Add(interaction), json!({ "code": code })),
            Act::Remove => (Endpoint::Remove, json!({ "interaction": "all" })),
            Act::Refresh => (Endpoint::Refresh, json!({})),
            Act::Cart(cents) => {
                // Rejected once it is paid.
                server_sends(&self.shop, intent, &cart_change(cents)).await;
                (Endpoint::Refresh, json!({}))
            }
            Act::Pay => {
                if self.is_open(intent) {
                    self.shop.stripe().move_payment_intent(intent, IntentStatus::Succeeded);
                }
                return 200;
            }
        };
        body["payment_intent_id"] = json!(intent);
        self.shop.send(endpoint, Event::post(endpoint, &body)).await.status
    }

    fn is_open(&self, intent: &str) -> bool {
        shown(&self.shop, intent)["status"] == "requires_payment_method"
    }

    /// The discount that a paid intent has, and the most that the policy gives for its cart; none if the amount is not what
    /// the metadata explains, which the shop sees before it ships.
    fn explained(&self, intent: &str) -> Option<(u64, u64)> {
        let shown = shown(&self.shop, intent);
        let number = |value: &Value| value.as_str().map_or(Some(0), |text| text.parse::<u64>().ok());
        let (amount, metadata) = (shown["amount"].as_u64().unwrap(), &shown["metadata"]);
        let (subtotal, off) =
            (number(&metadata["discount_subtotal"]).unwrap(), number(&metadata["discount_amount"]).unwrap());
        if subtotal.checked_sub(off) != Some(amount) {
            return None;
        }
        let snapshot = snapshot(metadata, subtotal);
        let at = |moment| decide(&self.policy, &snapshot, snapshot.held.interactions, moment).unwrap().discount;
        let due = [self.opened, Timestamp::now()].into_iter().filter_map(at).map(|discount| discount.amount_off.get());
        Some((off, due.max().unwrap_or_default()))
    }
}

/// A guest's cart, as the shop's server says it.
fn snapshot(metadata: &Value, subtotal: u64) -> Snapshot {
    let metadata: std::collections::BTreeMap<String, String> = serde_json::from_value(metadata.clone()).unwrap();
    Snapshot {
        id: None,
        cart: Cart {
            currency: Currency::parse("usd").unwrap(),
            subtotal: Amount::new(subtotal).unwrap(),
            shipping: Amount::ZERO,
            shipping_cost: None,
            must_charge: true,
            quantity: None,
            lines: None,
        },
        shopper: Shopper::Guest,
        address: None,
        code: metadata.get("discount_code").and_then(|code| ShopperCode::parse(code)),
        held: AppliedState::asked_for(&metadata),
        ledger: <_>::default(),
        metadata,
    }
}

/// One attacker on an intent: several things at the same moment, the payment among them.
pub(super) async fn attack(stage: Arc<Stage>, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let intent = intent(&stage.shop, *random.choice(&CARTS).unwrap(), &[]);
    let mut history = Vec::new();
    let steps = random.usize(1..5);
    for step in 0..=steps {
        let mut acts: Vec<Act> = (0..random.usize(1..4)).map(|_| Act::random(&mut random)).collect();
        if step == steps {
            acts.push(Act::Pay);
        }
        history.push(acts.clone());
        let made: Vec<_> = acts
            .into_iter()
            .map(|act| {
                let (stage, intent, pause) = (Arc::clone(&stage), intent.clone(), random.u64(..4_000));
                tokio::spawn(async move {
                    // Starts are spread at random; every order of them has to end well.
                    tokio::time::sleep(Duration::from_micros(pause)).await;
                    stage.act_on_intent(&intent, act).await
                })
            })
            .collect();
        for made in made {
            let status = made.await.unwrap();
            assert!(!matches!(status, 500 | 503 | 504), "{status}: seed {seed}, {history:?}");
        }
    }
    if let Some((given, due)) = stage.explained(&intent) {
        assert!(given <= due, "{given} of {due}, and the metadata explains it: seed {seed}, {history:#?}");
    }
    assert!(!stage.is_open(&intent), "it is paid in the end");
}

/// An honest shopper: one call after the other, and the payment once a refresh has succeeded.
pub(super) async fn honest(stage: Arc<Stage>, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let intent = intent(&stage.shop, *random.choice(&CARTS).unwrap(), &[]);
    for _ in 0..random.usize(1..6) {
        let act = Act::random(&mut random);
        if !matches!(act, Act::Pay) {
            let status = stage.act_on_intent(&intent, act).await;
            assert_eq!(status, 200, "{act:?}: seed {seed}");
        }
    }
    for act in [Act::Refresh, Act::Pay] {
        assert_eq!(stage.act_on_intent(&intent, act).await, 200, "{act:?}: seed {seed}");
    }
    let explained = stage.explained(&intent);
    assert!(explained.is_some_and(|(given, due)| given == due), "seed {seed}: {explained:?}");
}
