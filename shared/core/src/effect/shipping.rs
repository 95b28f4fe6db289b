//! `shipping`: all of what shipping costs, a percent of it, or an amount.

use serde::{Deserialize, Serialize};

use super::amount_off;
use super::context::{Context, Given, Limit, NoAmount};
use super::kind::{Example, Kind, Row};
use super::rate::Rate;
use crate::document::{Reader, Table, Value, unknown, values};
use crate::key::{Form, Key};
use crate::money::{Amounts, Exact, Percent};
use crate::policy::Words;
use crate::reason::{Code, Value as Shown};

/// A part of what shipping costs, never more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShippingOff {
    /// The part of the cost.
    pub off: Off,
    /// The most that it gives.
    pub cap: Option<Amounts>,
    /// The shipping rates on which it is given, `shr_...`; none for any.
    pub rates: Option<Words>,
}

/// A part of what shipping costs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Off {
    /// A percent; free shipping is all of it.
    Percent(Percent),
    /// A fixed amount.
    AmountOff(Amounts),
}

impl ShippingOff {
    /// The rate on what shipping costs.
    pub(crate) fn rate(&self) -> Rate<'_> {
        match &self.off {
            Off::Percent(percent) => Rate::Percent { percent: *percent, cap: self.cap.as_ref() },
            Off::AmountOff(amounts) => Rate::AmountOff(amounts),
        }
    }

    /// Returns whether it is given on every shipping rate of another.
    pub(crate) fn is_on_rates_of(&self, other: &Self) -> bool {
        let Some(rates) = &self.rates else { return true };
        other.rates.as_ref().is_some_and(|others| others.iter().all(|rate| rates.contains(rate)))
    }
}

impl Kind for ShippingOff {
    const ROW: Row = Row {
        keys: &[
            Key {
                name: "shipping",
                summary: "A part of what shipping costs: \"free\", a percent of it, or an amount.",
                value: "`\"free\"`, `{ percent = \"50\" }`, or `{ amount_off = amounts }` of what shipping costs, with `cap` or without",
                form: Form::Shipping,
            },
            Key {
                name: "rates",
                summary: "The offer on shipping is given on these shipping rates only.",
                value: "list of `shr_...`; with `shipping`, only these shipping rates",
                form: Form::ShippingRates,
            },
        ],
        shares: &["cap"],
        subject: None,
        of_goods: false,
        of_selection: false,
        example: Example {
            give: &["shipping = \"free\"", "cap = { usd = \"5.90\" }", "rates = [\"shr_standard\", \"shr_express\"]"],
            outcomes: &[
                ("60.00 usd; shipping 5.90 shr_standard", "5.90"),
                ("60.00 usd; shipping 5.89 shr_standard", "5.89"),
                ("60.00 usd; shipping 14.90 shr_express", "5.90"),
                ("60.00 usd; shipping 5.90 shr_courier", "nothing: shipping_not_eligible"),
                ("60.00 usd", "nothing: shipping_missing"),
                ("60.00 eur; shipping 5.90 shr_standard", "nothing: currency_not_offered"),
            ],
        },
    };

    fn load(reader: &mut Reader, give: &mut Table<'_, '_>, alone: bool) -> Option<Self> {
        let before = reader.faults.len();
        let value = give.take("shipping");
        let beside = Beside { rates: give.take("rates"), cap: give.get("cap").filter(|_| value.is_some()) };
        if let (Some(rates), None) = (beside.rates.filter(|_| alone), value) {
            reader.fault(rates.span(), "rates are the shipping rates of an offer on shipping: use it with shipping");
        }
        let (off, within) = value.map(|value| off(reader, value)).unwrap_or_default();
        let cap = once(reader, "cap", beside.cap, within.cap);
        let cap = cap.and_then(|value| values::amounts(reader, value, "cap", 1));
        let rates = once(reader, "rates", beside.rates, within.rates);
        let rates = rates.and_then(|value| values::words(reader, value, "rates", |text| values::id(text, "shr_")));
        off.filter(|_| reader.faults.len() == before).map(|off| Self { off, cap, rates })
    }

    fn given(&self, context: &Context<'_>) -> Result<Given, NoAmount> {
        let cost = context.facts.shipping_cost.as_ref().ok_or(Code::SHIPPING_MISSING)?;
        if let Some(rates) = &self.rates {
            let rate = cost.rate.as_deref().ok_or(Code::SHIPPING_MISSING)?;
            if !rates.iter().any(|named| **named == *rate) {
                return Err(Code::SHIPPING_NOT_ELIGIBLE.into());
            }
        }
        let cap = self.cap.as_ref().map(|cap| context.listed(cap)).transpose()?;
        let left = context.left()?;
        let exact = match &self.off {
            Off::Percent(percent) => Exact::percent(*percent, context.base, context.remains, context.subtotal)?,
            Off::AmountOff(amounts) => context.listed(amounts)?.into(),
        };
        let limit = cap.filter(|cap| *cap < left).map_or(Limit::Base(left), Limit::Cap);
        Ok(Given { exact, limit: Some(limit) })
    }

    fn compared(&self, context: &Context<'_>) -> (Shown, Shown) {
        let rate = context.facts.shipping_cost.as_ref().and_then(|cost| cost.rate.as_deref());
        (self.rates.as_ref().map_or(Shown::None, Shown::words), Shown::word(rate))
    }

    fn phrase(&self, _: &Context<'_>) -> Option<String> {
        match self.off {
            Off::Percent(Percent::WHOLE) => Some("{base}".to_owned()),
            Off::Percent(percent) => Some(format!("{percent}% of {{base}}")),
            Off::AmountOff(_) => None,
        }
    }

    fn grows(&self) -> bool {
        false
    }

    fn amounts(&self) -> Vec<(Vec<String>, &Amounts)> {
        let path = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let off = match &self.off {
            Off::Percent(_) => None,
            Off::AmountOff(amounts) => Some((path(&["give", "shipping", "amount_off"]), amounts)),
        };
        off.into_iter().chain(self.cap.iter().map(|cap| (path(&["give", "cap"]), cap))).collect()
    }
}

/// The keys that may be written beside `shipping`, or in its table.
#[derive(Default)]
struct Beside<'v, 't> {
    cap: Option<&'v Value<'t>>,
    rates: Option<&'v Value<'t>>,
}

/// Reads the value of `shipping`.
fn off<'v, 't>(reader: &mut Reader, value: &'v Value<'t>) -> (Option<Off>, Beside<'v, 't>) {
    const FREE: &str = "free";
    if let Some(word) = value.get_ref().as_str() {
        let free = (word == FREE).then_some(Off::Percent(Percent::WHOLE));
        let free = reader.read(value.span(), free.ok_or_else(|| unknown("a value of shipping", word, &[FREE])));
        return (free, Beside::default());
    }
    let Some(mut table) = reader.table(value, "shipping") else { return Default::default() };
    if table.has("amount_off") == table.has("percent") {
        reader.fault(table.span(), "give exactly one of amount_off and percent, or write shipping = \"free\"");
    }
    let percent = table.take("percent").and_then(|value| values::percent(reader, value, "percent"));
    let amounts = amount_off::amounts(reader, &mut table);
    let within = Beside { cap: table.take("cap"), rates: table.take("rates") };
    table.finish(reader);
    (percent.map(Off::Percent).or(amounts.map(Off::AmountOff)), within)
}

/// The value of a key that is written in one of two places.
fn once<'v, 't>(
    reader: &mut Reader,
    key: &str,
    beside: Option<&'v Value<'t>>,
    within: Option<&'v Value<'t>>,
) -> Option<&'v Value<'t>> {
    if let (Some(_), Some(again)) = (beside, within) {
        reader.fault(again.span(), format!("{key} is written beside shipping and in its table: keep one of them"));
    }
    beside.or(within)
}
