//! One published case, as a policy and a session of ours.

use std::collections::BTreeMap;
use std::fmt::Write;

use discounts_core::money::{Amount, Currency};
use discounts_core::session::{AppliedState, Cart, Customer, Line, ShippingCost, Shopper, Snapshot};
use discounts_core::{InteractionSet, Policy, decide};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) rule: String,
    pub(crate) expected_discount: u64,
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "note", default)]
    _note: String,
    currency: String,
    lines: Vec<CaseLine>,
    rules: Vec<BTreeMap<String, Value>>,
    stack: String,
    rounding: String,
    #[serde(default)]
    context: Context,
}

#[derive(Deserialize)]
struct CaseLine {
    unit_amount: u64,
    quantity: u64,
    tags: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Context {
    tier: Option<String>,
    shipping: Option<u64>,
    completed_orders: Option<u64>,
    channel: Option<String>,
    now: Option<String>,
}

impl Case {
    /// The discount of this project.
    pub(crate) fn decided(&self) -> u64 {
        let text = self.policy();
        let policy = Policy::load("case.toml", &text).unwrap_or_else(|faults| panic!("{}\n{faults}\n{text}", self.id));
        let now = self.context.now.as_deref().unwrap_or("2026-06-15T12:00:00Z").parse().unwrap();
        let decision = decide(&policy, &self.session(), InteractionSet::all(), now).unwrap();
        decision.discount.map_or(0, |discount| discount.amount_off.get())
    }

    /// An amount of the case's currency, for people.
    pub(crate) fn shown(&self, minor: u64) -> String {
        format!("{} {}", amount(minor).display(self.currency()), self.currency.to_uppercase())
    }

    fn currency(&self) -> Currency {
        Currency::parse(&self.currency).unwrap()
    }

    fn session(&self) -> Snapshot {
        let line = |(index, line): (usize, &CaseLine)| Line {
            product: Some(format!("prod_{index}")),
            price: Some(format!("price_{index}")),
            tags: Some(line.tags.join(",")),
            quantity: line.quantity,
            unit_amount: Some(amount(line.unit_amount)),
            subtotal: amount(line.unit_amount * line.quantity),
        };
        let lines: Vec<Line> = self.lines.iter().enumerate().map(line).collect();
        let facts = [
            ("loyalty_tier", self.context.tier.clone()),
            ("orders", self.context.completed_orders.map(|orders| orders.to_string())),
        ];
        let facts: BTreeMap<String, String> =
            facts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
        Snapshot {
            id: None,
            cart: Cart {
                currency: self.currency(),
                subtotal: amount(lines.iter().map(|line| line.subtotal.get()).sum()),
                shipping: amount(self.context.shipping.unwrap_or_default()),
                shipping_cost: self.context.shipping.map(|cost| ShippingCost { amount: amount(cost), rate: None }),
                must_charge: false,
                quantity: Some(lines.iter().map(|line| line.quantity).sum()),
                lines: Some(lines),
            },
            shopper: if facts.is_empty() {
                Shopper::Guest
            } else {
                Shopper::Customer(Customer { id: "cus_1".to_owned(), metadata: facts, ..Customer::default() })
            },
            address: None,
            code: None,
            metadata: self.context.channel.iter().map(|channel| ("channel".to_owned(), channel.clone())).collect(),
            held: AppliedState::default(),
            ledger: <_>::default(),
        }
    }

    /// The case's rules as a policy.
    pub(crate) fn policy(&self) -> String {
        let combine = if self.stack == "exclusive_first" { "best" } else { &self.stack };
        let rounding = if self.rounding == "floor" { "down" } else { "half-up" };
        let mut text = format!("combine = \"{combine}\"\nrounding = \"{rounding}\"\n");
        for (index, rule) in self.rules.iter().enumerate() {
            let head =
                format!("[[offer]]\nid = \"rule-{index}\"\ninteraction = \"cart-threshold\"\nname = \"Rule {index}\"");
            writeln!(text, "{head}\n{}", Rule { rule, currency: self.currency() }.lines().join("\n")).unwrap();
        }
        text
    }
}

/// One rule, as the lines of an offer.
struct Rule<'c> {
    rule: &'c BTreeMap<String, Value>,
    currency: Currency,
}

impl Rule<'_> {
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("when.quantity_at_least = {}", self.number("min_quantity").unwrap_or(1))];
        for (key, value) in self.rule {
            lines.extend(self.line(key, value));
        }
        lines.push(self.ladder());
        lines.retain(|line| !line.is_empty());
        lines
    }

    fn line(&self, key: &str, value: &Value) -> Option<String> {
        Some(match key {
            // Said by the other keys, or not to be said here: see the differences.
            "effect" | "currency" | "base" | "tiers" | "min_quantity" | "budget_left" | "remaining_gt" => return None,
            "amount" | "amounts" | "starts_at" | "ends_at" if value.is_null() => return None,
            "amount" => format!("give.amount_off = {}", self.amounts(value)),
            "amounts" => {
                let amounts = value.as_object().unwrap().iter();
                let amounts = amounts.map(|(code, minor)| in_currency(Currency::parse(code).unwrap(), minor));
                format!("give.amount_off = {{ {} }}", amounts.collect::<Vec<_>>().join(", "))
            }
            "percent" => format!("give.percent = {value}"),
            "price" => format!("give.unit_price = {}", self.amounts(value)),
            "cap" => format!("give.cap = {}", self.amounts(value)),
            "scope" => format!("give.on = {{ tags = {value} }}"),
            "exclude" => format!("give.except = {{ tags = {value} }}"),
            "unit_price" => {
                let (least, most) = (self.amounts(&value[0]), self.amounts(&value[1]));
                format!("give.on = {{ unit_price_at_least = {least}, unit_price_at_most = {most} }}")
            }
            "per_unit" | "cheapest" | "max_units" => format!("give.{key} = {value}"),
            "min_subtotal" => format!("when.subtotal_at_least = {}", self.amounts(value)),
            "subtotal_gt" => format!("when.subtotal_over = {}", self.amounts(value)),
            "max_subtotal" => format!("when.subtotal_at_most = {}", self.amounts(value)),
            "contains_any" => format!("when.contains = {{ tags = {value} }}"),
            "excludes_any" => format!("when.contains_none = {{ tags = {value} }}"),
            "scope_min" => {
                let least = self.amounts(&value["min"]);
                format!("when.contains = {{ tags = {}, subtotal_at_least = {least} }}", value["tags"])
            }
            "tier_in" => format!("when.tier = {value}"),
            "nth_order" => match value.as_u64() {
                Some(1) => "when.first_order = true".to_owned(),
                nth => {
                    let before = nth.unwrap() - 1;
                    format!("when.orders_at_least = {before}\nwhen.orders_at_most = {before}")
                }
            },
            "channel_in" => format!("when.metadata = {{ channel = {value} }}"),
            "starts_at" => format!("when.starts = {value}"),
            "ends_at" => format!("when.ends = {value}"),
            "priority" | "exclusive" => format!("{key} = {value}"),
            // The nearest that there is.
            "max_units_per_line" => format!("give.max_units = {value}"),
            _ => panic!("a case says {key}"),
        })
    }

    /// The steps of a ladder, the first of them what is given below all others.
    fn ladder(&self) -> String {
        let Some(tiers) = self.rule.get("tiers").and_then(Value::as_array) else { return String::new() };
        let percent = self.rule["effect"] == "tiered_percent_off";
        let gift = |value: &Value| {
            if percent { format!("percent = {value}") } else { format!("amount_off = {}", self.amounts(value)) }
        };
        let base = self.rule.get("base").filter(|base| !["0", "\"0\""].contains(&base.to_string().as_str()));
        let first = base.map(|base| format!("{{ at_least = {}, {} }}", self.amounts(&0.into()), gift(base)));
        let steps = tiers.iter().map(|tier| format!("{{ at_least = {}, {} }}", self.amounts(&tier[0]), gift(&tier[1])));
        format!("give.ladder = [{}]", first.into_iter().chain(steps).collect::<Vec<_>>().join(", "))
    }

    /// An amount in the rule's own currency, else in the cart's.
    fn amounts(&self, minor: &Value) -> String {
        let own = self.rule.get("currency").and_then(Value::as_str);
        let currency = own.map_or(self.currency, |code| Currency::parse(code).unwrap());
        format!("{{ {} }}", in_currency(currency, minor))
    }

    fn number(&self, key: &str) -> Option<u64> {
        self.rule.get(key).and_then(Value::as_u64)
    }
}

fn in_currency(currency: Currency, minor: &Value) -> String {
    format!("{currency} = \"{}\"", amount(minor.as_u64().unwrap()).display(currency))
}

fn amount(minor: u64) -> Amount {
    Amount::new(minor).unwrap()
}
