//! Items as DynamoDB writes them, and rows and counters in them.

use std::collections::BTreeMap;

use discounts_ledger::{CounterKey, Held, Name, Order, Phase, Revision, Row, SessionKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An item: attributes by name.
pub(crate) type Item = BTreeMap<String, Attribute>;

/// A value of DynamoDB.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Attribute {
    S(String),
    N(String),
    #[serde(rename = "BOOL")]
    Bool(bool),
    M(Item),
}

pub(crate) fn text(text: &impl ToString) -> Attribute {
    Attribute::S(text.to_string())
}

pub(crate) fn number(number: &impl ToString) -> Attribute {
    Attribute::N(number.to_string())
}

pub(crate) fn seconds(time: Timestamp) -> Attribute {
    number(&time.as_second())
}

/// Names of attributes that more than one module uses.
pub(crate) const PK: &str = "pk";
pub(crate) const TAKEN: &str = "taken";
pub(crate) const REVOKED: &str = "revoked";

impl Attribute {
    pub(crate) fn as_text(&self) -> Option<&str> {
        if let Self::S(text) = self { Some(text) } else { None }
    }

    fn as_number<T: std::str::FromStr>(&self) -> Option<T> {
        if let Self::N(number) = self { number.parse().ok() } else { None }
    }

    fn as_time(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.as_number()?).ok()
    }

    fn as_map(&self) -> Option<&Item> {
        if let Self::M(map) = self { Some(map) } else { None }
    }
}

/// The attributes of a row, besides its key and what follows from them.
pub(crate) fn of_row(row: &Row) -> Item {
    let mut item = Item::from([
        ("rev".to_owned(), number(&row.revision.get())),
        ("phase".to_owned(), text(&phase_name(row.phase))),
        (
            "held".to_owned(),
            Attribute::M(row.held.iter().map(|(key, amount)| (key.to_string(), number(&amount))).collect()),
        ),
        ("keeps".to_owned(), Attribute::Bool(row.keeps)),
        ("check_at".to_owned(), seconds(row.check_at)),
    ]);
    if let Some(session) = &row.session {
        item.insert("at_stripe".to_owned(), text(session));
    }
    if let Some(order) = &row.order {
        item.insert("paid".to_owned(), Attribute::M(of_order(order)));
    }
    item
}

fn of_order(order: &Order) -> Item {
    let gave = order.gave.iter().map(|(offer, amount)| (offer.to_string(), number(amount))).collect();
    Item::from([
        ("at".to_owned(), seconds(order.at)),
        ("currency".to_owned(), text(&order.currency)),
        ("total".to_owned(), number(&order.total)),
        ("gave".to_owned(), Attribute::M(gave)),
    ])
}

/// The row of an item; `None` if it can't be read as one.
pub(crate) fn row(item: &Item) -> Option<Row> {
    let held = item.get("held")?.as_map()?;
    let held: Option<Held> =
        held.iter().map(|(key, amount)| Some((CounterKey::parse(key)?, amount.as_number()?))).collect();
    let keeps = matches!(item.get("keeps"), Some(Attribute::Bool(true)));
    Some(Row {
        revision: Revision::new(item.get("rev")?.as_number()?),
        phase: phase(item.get("phase")?.as_text()?)?,
        held: held?,
        keeps,
        check_at: item.get("check_at")?.as_time()?,
        session: match item.get("at_stripe") {
            Some(session) => Some(Name::parse(session.as_text()?)?),
            None => None,
        },
        order: match item.get("paid") {
            Some(paid) => Some(order(paid.as_map()?)?),
            None => None,
        },
    })
}

fn order(item: &Item) -> Option<Order> {
    let gave = item.get("gave")?.as_map()?;
    let gave: Option<_> = gave.iter().map(|(offer, amount)| Some((Name::parse(offer)?, amount.as_number()?))).collect();
    Some(Order {
        at: item.get("at")?.as_time()?,
        currency: Name::parse(item.get("currency")?.as_text()?)?,
        total: item.get("total")?.as_number()?,
        gave: gave?,
    })
}

const fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Open => "open",
        Phase::Done => "done",
        Phase::Gone => "gone",
    }
}

fn phase(name: &str) -> Option<Phase> {
    [Phase::Open, Phase::Done, Phase::Gone].into_iter().find(|phase| phase_name(*phase) == name)
}

/// The session of a row's item.
pub(crate) fn session(item: &Item) -> Option<SessionKey> {
    SessionKey::parse(item.get(PK)?.as_text()?)
}

/// The counter of an item.
pub(crate) fn counter(item: &Item) -> Option<CounterKey> {
    CounterKey::parse(item.get(PK)?.as_text()?)
}

/// The amount that is taken of a counter: all that there can be if it is revoked.
pub(crate) fn taken(item: &Item) -> u64 {
    if is_revoked(item) { u64::MAX } else { counted(item) }
}

/// The amount that rows hold of a counter. One below 0 is 0.
pub(crate) fn counted(item: &Item) -> u64 {
    item.get(TAKEN).and_then(Attribute::as_number).unwrap_or(0)
}

pub(crate) fn is_revoked(item: &Item) -> bool {
    item.contains_key(REVOKED)
}

/// The key of an item, for a message.
pub(crate) fn pk(item: &Item) -> String {
    item.get(PK).and_then(Attribute::as_text).unwrap_or_default().to_owned()
}
