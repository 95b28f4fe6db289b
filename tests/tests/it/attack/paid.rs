//! The outcome of a session and the discount that was due: read and decided without the functions' code.

use std::collections::BTreeMap;

use discounts_core::ShopperCode;
use discounts_core::decide;
use discounts_core::money::{Amount, Currency};
use discounts_core::session::{Address, AppliedState, Cart, Customer, Line, ShippingCost, Shopper, Snapshot};
use end_to_end::log;
use end_to_end::shop::writes_coupons;
use jiff::Timestamp;
use serde_json::Value;

use super::attack_setup::{Opened, Stage};
use super::goods::GOODS;

/// The outcome of a completed session.
#[derive(Debug)]
pub(super) struct Paid {
    pub(super) given: u64,
    /// The most that the policy gave for it, as a first order and as a later one.
    pub(super) due: [u64; 2],
    pub(super) alarm: bool,
    pub(super) is_order: bool,
}

impl Stage {
    /// The outcome of a session whose owner had spent this much; `None` if it was not completed.
    pub(super) fn paid(&self, session: &Opened, spent: u64) -> Option<Paid> {
        let shown = self.shop.stripe().session(&session.id).unwrap();
        if shown["status"] != "complete" {
            return None;
        }
        let intent = shown["payment_intent"].as_str().or_else(|| shown["payment_intent"]["id"].as_str());
        let intents = self.shop.stripe().objects("payment_intent");
        let intent = intent.map(|id| intents.iter().find(|intent| intent["id"] == id).unwrap());
        let coupon = shown["discounts"][0]["coupon"]["id"].as_str().and_then(|id| self.shop.stripe().coupon(id));
        let judged =
            intent.map_or_else(|| coupon.unwrap_or_default()["metadata"].clone(), |intent| intent["metadata"].clone());
        // Without a payment and a coupon, only the log has the verdict.
        let nowhere = intent.is_none() && !writes_coupons();
        let in_log = || log::newest(&["discount_drift", &session.id, "excess"]).is_some();
        let amount = |value: &Value| value.as_u64().unwrap();
        let lines = self.shop.list_lines(&session.id);
        let snapshot = snapshot(session, &shown, self.list_lines(&lines));
        let due = ["0", "1"].map(|orders| {
            let mut snapshot = snapshot.clone();
            if let Shopper::Customer(customer) = &mut snapshot.shopper {
                customer.metadata.insert("orders".to_owned(), orders.to_owned());
                customer.metadata.insert("lifetime_spend_usd".to_owned(), spent.to_string());
            }
            let set = snapshot.held.interactions;
            let at = |moment| decide(&self.policy, &snapshot, set, moment).unwrap().discount;
            let most = [self.opened, Timestamp::now()]
                .into_iter()
                .filter_map(at)
                .map(|discount| discount.amount_off.get())
                .max();
            most.unwrap_or_default()
        });
        Some(Paid {
            // What Stripe takes off, and what the lines cost less than the goods.
            given: amount(&shown["total_details"]["amount_discount"]) + snapshot.cart.subtotal.get()
                - amount(&shown["amount_subtotal"]),
            due,
            alarm: judged.get("discount_drift").is_some() || (nowhere && in_log()),
            is_order: intent.is_none_or(|intent| intent["status"] != "requires_payment_method"),
        })
    }
}

impl Stage {
    /// Lines of our prices, as a decision sees them.
    fn list_lines(&self, lines: &[(String, u64)]) -> Vec<Line> {
        let line = |(price, quantity): &(String, u64)| {
            let at = self.prices.iter().position(|known| known == price).unwrap();
            let (product, cents, tags) = GOODS[at];
            let cents = u64::try_from(cents).unwrap();
            Line {
                product: Some(product.to_owned()),
                price: Some(price.clone()),
                tags: Some(tags.to_owned()),
                quantity: *quantity,
                unit_amount: Amount::new(cents),
                subtotal: Amount::new(cents * quantity).unwrap(),
            }
        };
        lines.iter().map(line).collect()
    }
}

/// A completed session's own facts, read without this project's code.
fn snapshot(session: &Opened, shown: &Value, lines: Vec<Line>) -> Snapshot {
    let metadata: BTreeMap<String, String> = serde_json::from_value(shown["metadata"].clone()).unwrap();
    let address = &shown["collected_information"]["shipping_details"]["address"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let cost = &shown["shipping_cost"];
    let shipping = Amount::new(cost["amount_subtotal"].as_u64().unwrap_or_default()).unwrap();
    let rate = text(&cost["shipping_rate"]).or_else(|| text(&cost["shipping_rate"]["id"]));
    Snapshot {
        id: None,
        cart: Cart {
            currency: Currency::parse("usd").unwrap(),
            subtotal: Amount::new(lines.iter().map(|line| line.subtotal.get()).sum()).unwrap(),
            shipping,
            shipping_cost: cost.is_object().then_some(ShippingCost { amount: shipping, rate }),
            must_charge: false,
            quantity: lines.iter().map(|line| Some(line.quantity)).sum(),
            lines: Some(lines),
        },
        shopper: match session.owner() {
            None => Shopper::Guest,
            Some(id) => Shopper::Customer(Customer {
                id: id.to_owned(),
                created: Some(Timestamp::now()),
                uncounted: false,
                metadata: [("segments".to_owned(), "member".to_owned())].into(),
            }),
        },
        address: address.is_object().then(|| Address {
            country: text(&address["country"]),
            state: text(&address["state"]),
            postal_code: text(&address["postal_code"]),
        }),
        code: metadata.get("discount_code").and_then(|code| ShopperCode::parse(code)),
        held: AppliedState::asked_for(&metadata),
        ledger: <_>::default(),
        metadata,
    }
}
