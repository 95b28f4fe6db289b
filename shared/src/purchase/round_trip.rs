//! Round trips: what is written of a discount in line prices is read back as the same cart and discount.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows has failed")]

use std::collections::BTreeMap;

use discounts_core::command::SessionCommand;
use discounts_core::money::Currency;
use discounts_core::reconcile::{Action, Observation, PlannedWrite, Reconciler, SessionView, Step};
use discounts_core::session::AppliedDiscount;
use discounts_core::{Interaction, Policy};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::update::session_update;
use super::{DiscountWriter, PurchaseObject, view};

const WRITER: DiscountWriter = DiscountWriter::LineItems;
const ROUNDS: usize = 4_000;

/// A session as Stripe keeps it, as far as line prices concern it.
struct Session {
    currency: Currency,
    /// Lines as Stripe shows them.
    lines: Vec<Value>,
    metadata: Map<String, Value>,
    /// The amounts of prices.
    prices: BTreeMap<String, u64>,
    ids: usize,
}

impl Session {
    fn random(random: &mut fastrand::Rng, currency: Currency) -> Self {
        let mut session = Self { currency, lines: Vec::new(), metadata: Map::new(), prices: BTreeMap::new(), ids: 0 };
        session.metadata.insert("discount_cart_threshold".to_owned(), json!("on"));
        let lines = if random.u8(..20) == 0 { random.usize(40..=60) } else { random.usize(1..=6) };
        for _ in 0..lines {
            let quantity = [1, random.u64(1..=9), random.u64(1..=999_999)][random.usize(..3)];
            let unit = [random.u64(..=99), random.u64(..=50_000), random.u64(..=99_999)][random.usize(..3)];
            let inline = random.u8(..5) == 0;
            let price = session.price(unit * currency.step(), inline, "exclusive");
            let id = session.id("li");
            session.lines.push(json!({ "id": id, "quantity": quantity, "price": price, "metadata": {} }));
        }
        session
    }

    fn id(&mut self, kind: &str) -> String {
        self.ids += 1;
        format!("{kind}_{}", self.ids)
    }

    fn price(&mut self, unit: u64, inline: bool, tax: &str) -> Value {
        let id = self.id("price");
        self.prices.insert(id.clone(), unit);
        self.shown(&id, inline, tax)
    }

    fn shown(&self, id: &str, inline: bool, tax: &str) -> Value {
        json!({
            "id": id, "currency": self.currency.as_str(), "unit_amount": self.prices[id], "active": !inline,
            "tax_behavior": tax, "product": "prod_1",
        })
    }

    fn view(&self) -> SessionView {
        let unit = |line: &Value| line["price"]["unit_amount"].as_u64().unwrap();
        let sum = |line: &Value| unit(line) * line["quantity"].as_u64().unwrap();
        let mut lines = self.lines.clone();
        for line in &mut lines {
            line["amount_subtotal"] = json!(sum(line));
        }
        let subtotal: u64 = lines.iter().map(sum).sum();
        let session = json!({
            "id": "cs_test_1", "status": "open", "mode": "payment", "ui_mode": "elements",
            "currency": self.currency.as_str(), "amount_subtotal": subtotal, "amount_total": subtotal,
            "metadata": self.metadata, "total_details": { "amount_discount": 0, "amount_shipping": 0 },
            "discounts": [], "line_items": { "data": lines, "has_more": false },
        });
        view(&PurchaseObject::Session(serde_json::from_value(session).unwrap()), WRITER, false).unwrap()
    }

    /// Makes a write as Stripe does: by its form alone.
    fn apply(&mut self, write: &PlannedWrite) {
        let form = session_update(write, &[], WRITER).to_form();
        let pairs: Vec<(String, String)> = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        let mut items: Vec<BTreeMap<String, String>> = Vec::new();
        for (key, value) in pairs {
            if let Some(key) = key.strip_prefix("metadata[").and_then(|key| key.strip_suffix(']')) {
                put(&mut self.metadata, key, &value);
            } else if let Some((at, field)) = key.strip_prefix("line_items[").and_then(|key| key.split_once(']')) {
                let at: usize = at.parse().unwrap();
                items.resize(items.len().max(at + 1), BTreeMap::new());
                items[at].insert(field.to_owned(), value);
            } else {
                panic!("{key}");
            }
        }
        if items.is_empty() {
            return;
        }
        let lines = items.iter().map(|item| self.line(item)).collect();
        self.lines = lines;
    }

    fn line(&mut self, item: &BTreeMap<String, String>) -> Value {
        let kept = item.get("[id]").map(|id| self.lines.iter().find(|line| line["id"] == **id).unwrap().clone());
        let mut line = kept.unwrap_or_else(|| json!({ "id": self.id("li"), "metadata": {} }));
        line["quantity"] = json!(item["[quantity]"].parse::<u64>().unwrap());
        if let Some(price) = item.get("[price]") {
            assert!(!item.contains_key("[price_data][unit_amount]"));
            line["price"] = self.shown(price, false, "exclusive");
        }
        if let Some(unit) = item.get("[price_data][unit_amount]") {
            assert_eq!(item["[price_data][product]"], "prod_1");
            assert_eq!(item["[price_data][currency]"], self.currency.as_str());
            line["price"] = self.price(unit.parse().unwrap(), true, &item["[price_data][tax_behavior]"]);
        }
        for (field, value) in item {
            if let Some(key) = field.strip_prefix("[metadata][").and_then(|key| key.strip_suffix(']')) {
                put(line["metadata"].as_object_mut().unwrap(), key, value);
            }
        }
        line
    }
}

fn put(metadata: &mut Map<String, Value>, key: &str, value: &str) {
    if value.is_empty() {
        metadata.remove(key);
    } else {
        metadata.insert(key.to_owned(), json!(value));
    }
}

/// The write of a run; `None` if it ends without one. An error ends it, too.
fn write(policy: &Policy, session: &Session, command: SessionCommand) -> Result<Option<Box<PlannedWrite>>, String> {
    let now = Timestamp::UNIX_EPOCH;
    let run: Reconciler<String> = Reconciler::new(command, now, u128::from(fastrand::u64(..)), false);
    match run.next(policy, Observation::Session(Box::new(session.view())), now) {
        Step::Act(_, Action::Write(write)) => Ok(Some(write)),
        Step::Act(_, action) => panic!("{action:?}"),
        Step::Done(outcome) => outcome.result.map(|_| None).map_err(|error| format!("{error:?}")),
    }
}

#[test]
fn what_is_written_is_read_back_and_cleared() {
    let offer = |percent: usize| {
        format!(
            "[[offer]]\nid = \"all\"\ninteraction = \"cart-threshold\"\nname = \"All\"\nwhen.quantity_at_least = 1\n\
             give.percent = \"{percent}\"\n"
        )
    };
    let policies: Vec<Policy> = (1..=100).map(|percent| Policy::load("p.toml", &offer(percent)).unwrap()).collect();
    let currencies = Currency::all();
    let mut random = fastrand::Rng::with_seed(16);
    let (mut discounts, mut without_room) = (0, 0);
    for round in 0..ROUNDS {
        let mut session = Session::random(&mut random, currencies[round % currencies.len()]);
        let policy = random.choice(&policies).unwrap();
        let (before, list) = (session.view(), session.lines.clone());
        let lowered = match write(policy, &session, SessionCommand::Refresh) {
            Ok(Some(write)) => write,
            Ok(None) => continue,
            Err(error) => {
                assert_eq!(error, "LinesFull");
                assert!(list.len() > 50);
                without_room += 1;
                continue;
            }
        };
        session.apply(&lowered);
        discounts += 1;
        let after = session.view();
        assert_eq!(after.snapshot.cart, before.snapshot.cart, "{list:?}");
        assert_eq!(after.totals, before.totals);
        let AppliedDiscount::Ours { amount_off, .. } = &after.snapshot.held.discount else { panic!("{list:?}") };
        assert_eq!(after.amount_discount, *amount_off);
        let charged = i64::try_from(before.snapshot.cart.subtotal.get() - amount_off.get()).unwrap();
        assert_eq!(after.amount_total, Some(charged), "{list:?}");
        assert_eq!(write(policy, &session, SessionCommand::Refresh), Ok(None), "it is as decided: {list:?}");

        let remove = SessionCommand::Remove(Interaction::CartThreshold.into());
        session.apply(&write(policy, &session, remove).unwrap().unwrap());
        let cleared = session.view();
        assert_eq!((cleared.snapshot.cart, cleared.totals), (before.snapshot.cart, before.totals), "{list:?}");
        assert_eq!(cleared.snapshot.held.discount, AppliedDiscount::Nothing);
        let units = |lines: &[Value]| -> Vec<Value> {
            lines.iter().map(|line| json!([line["id"], line["quantity"], line["price"]["unit_amount"]])).collect()
        };
        assert_eq!(units(&session.lines), units(&list), "the lines are as they were");
    }
    assert!(discounts > ROUNDS / 2 && without_room < discounts / 10, "{discounts} and {without_room}");
}
