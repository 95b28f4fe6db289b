//! A shop on a sandbox, where attackers and honest shoppers meet.

use std::sync::Arc;
use std::time::Duration;

use discounts_core::Policy;
use end_to_end::shop::writes_coupons;
use end_to_end::{Event, Shop};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Config, Delivery, Recorded};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::endpoint::MEMBERS_PATH;

use super::act::Act;
use super::goods::{CARTS, GOODS, PLACES, RATES, TYPED};
use crate::policies::attacked;

/// A shop, and what it sells.
pub(super) struct Stage {
    pub(super) shop: Shop,
    pub(super) policy: Policy,
    pub(super) prices: Vec<String>,
    /// The shipping rates of each session.
    pub(super) rates: Vec<&'static str>,
    pub(super) opened: Timestamp,
}

/// The way in which a session knows its shopper.
#[derive(Clone, Debug)]
pub(super) enum Buyer {
    Guest,
    /// A guest who becomes a customer by paying.
    SignsUp,
    /// The session's customer.
    Member(String),
    /// The customer that the shop's server names in `client_reference_id`.
    Referenced(String),
}

/// A session of the attacker or of an honest shopper.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub(super) id: String,
    pub(super) buyer: Buyer,
    /// True if only the server changes cart and address.
    pub(super) closed: bool,
}

impl Opened {
    /// The customer whose history counts.
    pub(super) fn owner(&self) -> Option<&str> {
        match &self.buyer {
            Buyer::Guest | Buyer::SignsUp => None,
            Buyer::Member(id) | Buyer::Referenced(id) => Some(id),
        }
    }

    /// The cart changes as it may.
    pub(super) fn cart(&self, cart: usize) -> Act {
        if self.closed { Act::Cart(cart) } else { Act::PageCart(cart) }
    }

    /// The address changes as it may.
    pub(super) fn address(&self, place: usize) -> Act {
        if self.closed { Act::Address(place) } else { Act::PageAddress(place) }
    }
}

impl Stage {
    pub(super) async fn open(combine: &str) -> Self {
        Self::on(Config::default(), combine).await
    }

    pub(super) async fn on(config: Config, combine: &str) -> Self {
        Self::shipping_at(&[], config, combine).await
    }

    /// A shop with shipping rates.
    pub(super) async fn shipping_at(rates: &[(&'static str, i64)], config: Config, combine: &str) -> Self {
        let opened = Timestamp::now();
        let ends = opened.checked_add(SignedDuration::from_millis(1_500)).unwrap();
        let ids: Vec<&'static str> = rates.iter().map(|(id, _)| *id).collect();
        let policy = attacked(combine, &ends.to_string(), &ids);
        let shop = Shop::on(config, &[("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET)], &policy).await;
        let price = |(product, cents, tags): (&str, i64, &str)| {
            shop.stripe().add_price_of("usd", cents, json!({ "id": product, "metadata": { "tags": tags } }))
        };
        let prices = GOODS.map(price).to_vec();
        let coupon = shop.stripe().add_coupon(json!({ "percent_off": "90" })).unwrap();
        drop(shop.stripe().add_promotion_code(&coupon, "INSIDER"));
        for (id, cents) in rates {
            shop.stripe().add_shipping_rate(id, *cents);
        }
        shop.stripe().set_delay(Duration::ZERO, Duration::from_micros(600));
        Self { policy: Policy::load("test.toml", &policy).unwrap(), shop, prices, rates: ids, opened }
    }

    pub(super) fn cart(&self, cart: usize) -> Vec<(String, u64)> {
        let lines = self.prices.iter().cloned().zip(CARTS[cart]);
        lines.filter(|(_, quantity)| *quantity > 0).collect()
    }

    pub(super) fn lines(&self, cart: usize) -> Value {
        self.cart(cart).iter().map(|(price, quantity)| json!({ "price": price, "quantity": quantity })).collect()
    }

    /// A session by our own route, where only the server changes anything; or by the shop's own server, where the page
    /// changes its cart and its address. Our route knows guests and members only.
    pub(super) async fn session(&self, buyer: Buyer, closed: bool, cart: usize) -> Opened {
        let closed = closed && matches!(buyer, Buyer::Guest | Buyer::Member(_));
        let id = if closed {
            let event = Event::post(Endpoint::CheckoutSession, &json!({ "line_items": self.lines(cart) }));
            let event = match &buyer {
                Buyer::Member(customer) => {
                    let token = json!({ "jwt": { "claims": { "stripe_customer_id": customer }, "scopes": null } });
                    event.at(MEMBERS_PATH).with_context("authorizer", token)
                }
                _ => event,
            };
            let answer = self.shop.send(Endpoint::CheckoutSession, event).await;
            answer.body["value"]["checkout_session_id"].as_str().unwrap().to_owned()
        } else {
            let mut params = vec![
                ("mode".to_owned(), "payment".to_owned()),
                ("ui_mode".to_owned(), "custom".to_owned()),
                ("return_url".to_owned(), "https://shop.example.com/return".to_owned()),
                ("permissions[update_discounts]".to_owned(), "server_only".to_owned()),
            ];
            for (at, (price, quantity)) in self.cart(cart).into_iter().enumerate() {
                params.push((format!("line_items[{at}][price]"), price));
                params.push((format!("line_items[{at}][quantity]"), quantity.to_string()));
            }
            for (at, rate) in self.rates.iter().enumerate() {
                params.push((format!("shipping_options[{at}][shipping_rate]"), (*rate).to_owned()));
            }
            let known = match &buyer {
                Buyer::Guest => None,
                Buyer::SignsUp => Some(("customer_creation", "always")),
                Buyer::Member(customer) => Some(("customer", customer.as_str())),
                Buyer::Referenced(customer) => Some(("client_reference_id", customer.as_str())),
            };
            params.extend(known.map(|(name, value)| (name.to_owned(), value.to_owned())));
            let params: Vec<_> = params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            self.shop.create(&params)
        };
        Opened { id, buyer, closed }
    }

    /// Does it; says the status of a call.
    pub(super) async fn act(&self, session: &Opened, act: Act) -> u16 {
        let (id, stripe) = (session.id.as_str(), self.shop.stripe());
        let (country, state) = match act {
            Act::Address(place) | Act::PageAddress(place) => PLACES[place],
            _ => PLACES[0],
        };
        let address = json!({ "line1": "7 Nightingale Road", "city": "Town", "country": country, "state": state });
        let (endpoint, body) = match act {
            Act::Add(interaction, code) => (Endpoint::Add(interaction), json!({ "code": code })),
            Act::Remove(word) => (Endpoint::Remove, json!({ "interaction": word })),
            Act::Refresh => (Endpoint::Refresh, json!({})),
            Act::Quote => (Endpoint::Quote, json!({})),
            Act::Cart(cart) => (Endpoint::Cart, json!({ "line_items": self.lines(cart) })),
            Act::Address(_) => (Endpoint::ShippingAddress, json!({ "name": "Canaria Serinus", "address": address })),
            // Without the preview, a page only has the tool for quantities, and these lines don't.
            Act::PageCart(_) if !writes_coupons() => return 200,
            Act::PageCart(cart) => {
                assert!(!stripe.set_cart(id, &self.cart(cart)) || !session.closed, "the page may not");
                return 200;
            }
            Act::PageAddress(_) => {
                assert!(!stripe.enter_address(id, "Canaria Serinus", address) || !session.closed, "the page may not");
                return 200;
            }
            Act::PageCode => {
                assert!(!stripe.enter_promotion_code(id, "INSIDER"), "the page may not");
                assert!(!stripe.enter_promotion_code(id, ""), "the page may not");
                return 200;
            }
            Act::PageShipping(rate) => {
                stripe.choose_shipping(id, RATES[rate].0);
                return 200;
            }
            Act::Pay => {
                stripe.complete(id);
                return 200;
            }
            Act::PayLater => {
                stripe.complete_delayed(id);
                return 200;
            }
            Act::Settle(succeeds) => {
                stripe.settle(id, succeeds);
                return 200;
            }
            Act::Email => {
                stripe.enter_email(id, TYPED);
                return 200;
            }
            Act::Refund(_) | Act::Dispute(_) | Act::Decide(_) => {
                self.take_back(id, act);
                return 200;
            }
        };
        let mut body = body;
        body["checkout_session_id"] = json!(id);
        self.shop.send(endpoint, Event::post(endpoint, &body)).await.status
    }

    /// Hands a delivery over to a function that is ended after this many of its calls, unless it is done sooner.
    pub(super) async fn deliver_dying(&self, delivery: &Delivery, calls: usize) {
        let answered = |requests: &[Recorded]| requests.iter().filter(|request| request.status.is_some()).count();
        let stripe = self.shop.stripe();
        let end = answered(&stripe.requests()) + calls;
        tokio::select! {
            _ = self.shop.send(Endpoint::Webhook, Event::delivery(&delivery.signature, &delivery.body)) => {}
            () = stripe.requests_are(|requests| answered(requests) >= end) => {}
        }
    }

    /// Hands deliveries over, all at the same moment.
    pub(super) async fn deliver(self: &Arc<Self>, deliveries: &[Delivery]) {
        let sent: Vec<_> = deliveries
            .iter()
            .map(|delivery| {
                let (stage, event) = (Arc::clone(self), Event::delivery(&delivery.signature, &delivery.body));
                tokio::spawn(async move { stage.shop.send(Endpoint::Webhook, event).await })
            })
            .collect();
        for sent in sent {
            let answer = sent.await.unwrap();
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
    }

    /// Deliveries since the last call, of the types that a webhook is registered for.
    pub(super) fn news(&self) -> impl Iterator<Item = Delivery> {
        let kinds = ["checkout.session.", "charge.refunded", "charge.refund.updated", "charge.dispute."];
        let wanted = move |delivery: &Delivery| kinds.iter().any(|kind| delivery.kind.starts_with(kind));
        self.shop.stripe().deliveries().into_iter().filter(wanted)
    }

    /// The number of alarms since the last call.
    pub(super) fn alarms(&self) -> usize {
        let lines = self.shop.metrics_output().lines();
        let of = |name: &str| lines.iter().filter(|line| line.contains(&format!("\"{name}\":1"))).count();
        assert_eq!(of("DriftUnknown"), 0);
        of("DiscountDrift")
    }
}
