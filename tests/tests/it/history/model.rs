//! Random histories against a plain model: after any delivery, the metadata is as the model says.

use std::collections::BTreeMap;

use end_to_end::Shop;
use sandbox::{Claim, Delivery, DisputeStatus, IntentStatus};
use serde_json::json;

use super::{CODE, COUNTING, SPENDER, gives};
use crate::webhook::{LOYALTY, customer, heard, open, send};

/// Histories of a run, and steps of each.
const HISTORIES: u64 = 6;
const STEPS: usize = 30;

/// A payment, as the model knows it.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Payment {
    UnderWay,
    Authorized,
    Made,
    /// Never made: it failed, or was canceled.
    Void,
}

#[derive(Debug)]
struct Order {
    session: String,
    total: i64,
    payment: Payment,
    captured: i64,
    refunds: Vec<(String, i64)>,
    disputes: Vec<(String, DisputeStatus)>,
    used_code: bool,
}

impl Order {
    fn left(&self) -> i64 {
        self.captured - self.refunds.iter().map(|(_, amount)| amount).sum::<i64>()
    }

    fn is_disputed(&self) -> bool {
        self.disputes.iter().any(|(_, status)| !matches!(status, DisputeStatus::Won | DisputeStatus::WarningClosed))
    }

    fn is_refundable(&self) -> bool {
        self.payment == Payment::Made && self.left() > 0 && !self.is_disputed()
    }

    fn spent(&self) -> i64 {
        if self.payment == Payment::Made && !self.is_disputed() { self.left() } else { 0 }
    }

    fn is_returned(&self) -> bool {
        self.is_disputed() || (self.payment == Payment::Made && self.left() == 0)
    }
}

/// Knuth's generator: the same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

struct History {
    shop: Shop,
    random: Random,
    member: String,
    imported: BTreeMap<&'static str, u64>,
    orders: Vec<Order>,
    /// Events that were not delivered yet.
    waiting: Vec<Delivery>,
    /// True while lists show everything as it was.
    lists_lag: bool,
}

impl History {
    async fn open(seed: u64) -> Self {
        let shop = open(COUNTING).await;
        let mut random = Random(seed);
        let imported = if random.below(2) == 0 {
            BTreeMap::new()
        } else {
            BTreeMap::from([("orders", 3), ("lifetime_spend_usd", 90_000)])
        };
        let facts: BTreeMap<&str, String> = imported.iter().map(|(key, count)| (*key, count.to_string())).collect();
        let member = shop.customer(&json!(facts));
        Self { shop, random, member, imported, orders: Vec::new(), waiting: Vec::new(), lists_lag: false }
    }

    fn some(&mut self, fits: impl Fn(&Order) -> bool) -> Option<usize> {
        let fitting: Vec<usize> = (0..self.orders.len()).filter(|at| fits(&self.orders[*at])).collect();
        (!fitting.is_empty()).then(|| fitting[self.random.below(fitting.len())])
    }

    fn charge(&self, at: usize) -> String {
        self.shop.stripe().charge_of(&self.orders[at].session).unwrap()
    }

    fn intent(&self, at: usize) -> String {
        let session = self.shop.stripe().session(&self.orders[at].session).unwrap();
        session["payment_intent"].as_str().unwrap().to_owned()
    }

    async fn buy(&mut self) {
        let cents = 2_000 + i64::try_from(self.random.below(40)).unwrap() * 1_000;
        let payment = [Payment::Made, Payment::Made, Payment::UnderWay, Payment::Authorized][self.random.below(4)];
        let manual = [("payment_intent_data[capture_method]", "manual")];
        let further = if payment == Payment::Authorized { &manual[..] } else { &[] };
        let params = [&[("customer", self.member.as_str())], further].concat();
        let session = self.shop.session_in("usd", cents, &params);
        let off = if self.random.below(2) == 0 { self.shop.call(CODE, &session).await.amount() } else { 0 };
        if payment == Payment::UnderWay {
            self.shop.stripe().complete_delayed(&session);
        } else {
            self.shop.stripe().complete(&session);
        }
        let total = cents - off;
        let captured = if payment == Payment::Made { total } else { 0 };
        let (refunds, disputes) = (Vec::new(), Vec::new());
        self.orders.push(Order { session, total, payment, captured, refunds, disputes, used_code: off > 0 });
    }

    fn settle(&mut self) {
        let Some(at) = self.some(|order| order.payment == Payment::UnderWay) else { return };
        let succeeds = self.random.below(2) == 0;
        assert!(self.shop.stripe().settle(&self.orders[at].session, succeeds));
        let order = &mut self.orders[at];
        (order.payment, order.captured) = if succeeds { (Payment::Made, order.total) } else { (Payment::Void, 0) };
    }

    fn capture(&mut self) {
        let Some(at) = self.some(|order| order.payment == Payment::Authorized) else { return };
        let intent = self.intent(at);
        if self.random.below(2) == 0 {
            assert!(self.shop.stripe().move_payment_intent(&intent, IntentStatus::Canceled));
            self.orders[at].payment = Payment::Void;
        } else {
            let amount = self.orders[at].total / i64::try_from(1 + self.random.below(2)).unwrap();
            self.shop.stripe().capture_payment_intent(&intent, Some(amount)).unwrap();
            (self.orders[at].payment, self.orders[at].captured) = (Payment::Made, amount);
        }
    }

    fn refund(&mut self) {
        let Some(at) = self.some(Order::is_refundable) else { return };
        let left = self.orders[at].left();
        let amount = if self.random.below(2) == 0 { left } else { (left / 2).max(1) };
        let refund = self.shop.stripe().refund(&self.charge(at), Some(amount)).unwrap();
        self.orders[at].refunds.push((refund["id"].as_str().unwrap().to_owned(), amount));
    }

    fn fail_refund(&mut self) {
        let Some(at) = self.some(|order| !order.refunds.is_empty() && !order.is_disputed()) else { return };
        let (refund, _) = self.orders[at].refunds.pop().unwrap();
        assert!(self.shop.stripe().fail_refund(&refund));
    }

    fn dispute(&mut self) {
        let Some(at) = self.some(|order| order.payment == Payment::Made && order.disputes.is_empty()) else { return };
        let (claim, status) = [
            (Claim::Inquiry, DisputeStatus::WarningNeedsResponse),
            (Claim::Chargeback, DisputeStatus::NeedsResponse),
            (Claim::ReturnedDebit, DisputeStatus::Lost),
        ][self.random.below(3)];
        let Ok(dispute) = self.shop.stripe().dispute(&self.charge(at), claim, None) else { return };
        self.orders[at].disputes.push((dispute["id"].as_str().unwrap().to_owned(), status));
    }

    fn move_dispute(&mut self) {
        let Some(at) = self.some(Order::is_disputed) else { return };
        let statuses = [
            DisputeStatus::UnderReview,
            DisputeStatus::NeedsResponse,
            DisputeStatus::WarningClosed,
            DisputeStatus::Won,
            DisputeStatus::Lost,
        ];
        let status = statuses[self.random.below(statuses.len())];
        let (dispute, before) = &mut self.orders[at].disputes[0];
        if self.shop.stripe().move_dispute(dispute, status) {
            *before = status;
        }
    }

    fn import(&mut self) {
        let count = u64::try_from(self.random.below(30)).unwrap();
        self.imported.insert("orders", count);
        let mut facts = customer(&self.shop, &self.member);
        facts["orders"] = json!(count.to_string());
        assert!(self.shop.stripe().patch_customer(&self.member, json!({ "metadata": facts })));
    }

    /// Lists fall behind, or catch up.
    fn move_lists(&mut self) {
        self.lists_lag = !self.lists_lag;
        self.shop.stripe().set_list_lag(if self.lists_lag { u64::MAX } else { 0 });
    }

    /// Delivers the events of what no list shows: it is known by its own event only.
    async fn deliver_unlisted(&mut self) {
        if !self.lists_lag {
            return;
        }
        for own in self.news() {
            self.deliver(&own).await;
            self.waiting.push(own);
        }
    }

    fn news(&self) -> Vec<Delivery> {
        heard(&self.shop)
    }

    /// Loses some events, keeps some for later, and delivers others once or twice, in any order.
    async fn deliver_some(&mut self) {
        let news = self.news();
        self.waiting.extend(news);
        for _ in 0..self.random.below(4).min(self.waiting.len()) {
            let at = self.random.below(self.waiting.len());
            let delivery = self.waiting.swap_remove(at);
            for _ in 0..self.random.below(3) {
                self.deliver(&delivery).await;
            }
        }
    }

    async fn deliver(&self, delivery: &Delivery) {
        let answer = send(&self.shop, delivery).await;
        assert_eq!(answer.status, 200, "{}: {}", delivery.kind, answer.body);
        assert_eq!(self.counted(), self.expected(), "after {}: {:#?}", delivery.kind, self.orders);
    }

    /// The customer's metadata, without the time of the last order and the marks.
    fn counted(&self) -> BTreeMap<String, String> {
        let mut facts: BTreeMap<String, String> =
            serde_json::from_value(customer(&self.shop, &self.member)).unwrap_or_default();
        facts.retain(|key, _| key != "checkout_last_order_at" && !key.starts_with("checkout_unlisted_"));
        facts
    }

    fn placed(&self) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(|order| order.payment != Payment::Void)
    }

    fn expected(&self) -> BTreeMap<String, String> {
        let mut facts: BTreeMap<String, String> =
            self.imported.iter().map(|(key, count)| ((*key).to_owned(), count.to_string())).collect();
        let orders = self.placed().count();
        if orders == 0 {
            return facts;
        }
        let mut say = |key: &str, value: String| facts.insert(key.to_owned(), value);
        say("checkout_orders", orders.to_string());
        say("checkout_spend_usd", self.placed().map(Order::spent).sum::<i64>().to_string());
        let used = self.placed().filter(|order| order.used_code).count();
        say("checkout_uses", if used == 0 { "none".to_owned() } else { format!("friends:{used}") });
        let returned = self.placed().filter(|order| order.is_returned()).count();
        if returned > 0 {
            say("checkout_orders_returned", returned.to_string());
        }
        facts
    }

    /// The offers that the model says are earned.
    fn earned(&self) -> [bool; 4] {
        let imported = |key| self.imported.get(key).copied().unwrap_or_default();
        let placed = imported("orders") + u64::try_from(self.placed().count()).unwrap();
        let returned = u64::try_from(self.placed().filter(|order| order.is_returned()).count()).unwrap();
        let spent =
            imported("lifetime_spend_usd") + u64::try_from(self.placed().map(Order::spent).sum::<i64>()).unwrap();
        let used = self.placed().any(|order| order.used_code);
        [placed == 0, (placed - returned + 1) % 5 == 0, spent >= 100_000, !used]
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn facts_are_those_of_the_model_whatever_arrives_when() {
    for seed in 0..HISTORIES {
        let mut history = History::open(seed).await;
        for _ in 0..STEPS {
            match history.random.below(12) {
                0..4 => history.buy().await,
                4 => history.settle(),
                // No event tells of a capture, and the state of a dispute is known from lists only.
                5 if !history.lists_lag => history.capture(),
                6 => history.refund(),
                7 => history.fail_refund(),
                8 => history.dispute(),
                9 if !history.lists_lag => history.move_dispute(),
                10 => history.import(),
                _ => history.move_lists(),
            }
            history.deliver_unlisted().await;
            history.deliver_some().await;
        }
        // Whatever was lost, the next event of the customer makes up for it.
        if history.lists_lag {
            history.move_lists();
        }
        history.buy().await;
        let news = history.news();
        history.waiting.extend(news);
        let Some(last) = history.waiting.pop() else { continue };
        history.deliver(&last).await;
        let [first, fifth, spender, unused] = history.earned();
        let (shop, member) = (&history.shop, history.member.as_str());
        let loyalty = gives(shop, member, LOYALTY).await;
        assert_eq!(
            loyalty,
            if fifth {
                5_000
            } else if first {
                2_000
            } else {
                0
            },
            "seed {seed}"
        );
        assert_eq!(gives(shop, member, SPENDER).await > 0, spender, "seed {seed}");
        assert_eq!(gives(shop, member, CODE).await > 0, unused, "seed {seed}");
    }
}
