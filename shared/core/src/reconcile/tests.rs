//! The protocol by tables of observations: no sleep, no server.

mod edits;
mod intents;
mod limits;
mod lines;
mod locking;
mod obligation;
mod reads;
mod totality;
mod uses;
mod writes;

use jiff::{SignedDuration, Timestamp};

use super::{
    Action, Excess, Failure, FailureKind, LinePricing, LineView, Observation, Outcome, PlannedWrite, PreDiscountTotals,
    PriceView, ReconcileError, Reconciler, SessionVersion, SessionView, Step, WriteKey,
};
use crate::command::{CartLine, Edit, PriceId, SessionCommand};
use crate::difference::Change;
use crate::interaction::Interaction;
use crate::policy::Policy;
use crate::session::{AppliedState, Snapshot};
use crate::test_support::{self, NOON, amount, at, currency, for_all};

type Seen = Observation<u8>;

/// One unit of the cart, in minor units.
const UNIT: u64 = 5_000;
/// The version that a run leaves first, and the one after it.
const MINE: &str = "00000000000000000000000000000007";
const MY_NEXT: &str = "00000000000000000000000000000008";

/// 10 % off every cart, under the interaction that each session of these tests has. Two prices are for sale.
const POLICY: &str = r#"
[checkout]
return_url = "https://shop.example/return"
prices = ["price_cup", "price_tea"]
"#;

fn policy_with(lines: &str) -> Policy {
    test_support::policy(&format!("{lines}\n{POLICY}\n{}", for_all("ten", "give.percent = \"10\"")))
}

/// A session with cups in its cart, a discount of ours, and a version.
fn of(units: u64, off: u64, version: &str) -> Box<SessionView> {
    let held = if off == 0 { AppliedState::default() } else { AppliedState::ours(off, "ten") };
    let held = AppliedState { interactions: Interaction::CartThreshold.into(), ..held };
    let subtotal = units.saturating_mul(UNIT);
    let snapshot = Snapshot::guest(subtotal).quantity(Some(units)).holding(held);
    let line = LineView {
        id: "li_cup".to_owned(),
        quantity: Some(units),
        price: Some(price("price_cup")),
        subtotal_per_unit: Some(amount(UNIT)),
        pieces: Vec::new(),
        is_marked: false,
    };
    let subtotal = i64::try_from(subtotal).ok();
    Box::new(SessionView {
        totals: PreDiscountTotals { subtotal, shipping: Some(0), currency: currency("usd") },
        amount_discount: amount(off),
        amount_total: subtotal.and_then(|subtotal| subtotal.checked_sub_unsigned(off)),
        intent_amount: None,
        expires_at: None,
        version: SessionVersion::parse(version),
        server_only_lines: true,
        server_only_shipping: false,
        lines: vec![line],
        line_pricing: LinePricing::List,
        shipping: None,
        customer_by_reference: false,
        discount_keys: &[],
        snapshot,
    })
}

/// A session with 150.00 USD in its cart.
fn view(off: u64, version: &str) -> Box<SessionView> {
    of(3, off, version)
}

/// A session whose cart the page may change.
fn unlocked(units: u64, off: u64) -> Box<SessionView> {
    Box::new(SessionView { version: None, ..*of(units, off, "") })
}

fn session(off: u64, version: &str) -> Seen {
    Observation::Session(view(off, version))
}

fn price(id: &str) -> PriceView {
    let each = Some(amount(UNIT));
    PriceView { id: id.to_owned(), unit_amount: each, amount_per_unit: each, ..PriceView::default() }
}

fn failed(kind: FailureKind) -> Seen {
    Observation::Failed(Failure { kind, error: 1 })
}

fn second(second: i64) -> Timestamp {
    at(NOON).checked_add(SignedDuration::from_secs(second)).unwrap()
}

/// The command that replaces the cart.
fn cart<const N: usize>(lines: [(&str, u64); N]) -> SessionCommand {
    let line = |(price, quantity): (&str, u64)| CartLine { price: PriceId::parse(price).unwrap(), quantity };
    SessionCommand::Change(Edit::Cart(lines.into_iter().map(line).collect()))
}

/// The steps of a run, a few words for each, and its end.
struct Run {
    steps: Vec<String>,
    end: Option<Outcome<u8>>,
}

/// Plays observations, each at a second after the start.
fn play(policy: &Policy, mut reconciler: Reconciler<u8>, observations: impl IntoIterator<Item = (i64, Seen)>) -> Run {
    let mut steps = Vec::new();
    for (moment, seen) in observations {
        match reconciler.next(policy, seen, second(moment)) {
            Step::Act(next, action) => {
                steps.push(words(&action));
                reconciler = *next;
            }
            Step::Done(outcome) => return Run { steps, end: Some(*outcome) },
        }
    }
    Run { steps, end: None }
}

fn reconciler(command: SessionCommand) -> Reconciler<u8> {
    Reconciler::new(command, second(16), 7, false)
}

/// Plays observations to a command under the policy of these tests, all at once.
fn run(command: SessionCommand, observations: impl IntoIterator<Item = Seen>) -> Run {
    play(&policy_with(""), reconciler(command), observations.into_iter().map(|seen| (0, seen)))
}

fn refresh(observations: impl IntoIterator<Item = Seen>) -> Run {
    run(SessionCommand::Refresh, observations)
}

fn words(action: &Action) -> String {
    match action {
        Action::Read => "read".to_owned(),
        Action::ReadCustomer(id) => format!("read {id}"),
        Action::ReadPrices(prices, _) => {
            prices.iter().fold("read".to_owned(), |words, price| format!("{words} {}", price.as_str()))
        }
        Action::ReadLedger(_) => "read the ledger".to_owned(),
        Action::Reserve(change) => format!("reserve {}", amounts(change)),
        Action::Release(change) => format!("release to {}", amounts(change)),
        Action::Wait { least, most } if least.is_zero() => format!("jitter up to {}", most.as_millis()),
        Action::Wait { least, .. } => format!("wait {}", least.as_millis()),
        Action::Write(write) => words_of_write(write),
    }
}

/// The amounts that a row is left with.
fn amounts(change: &discounts_ledger::Change) -> String {
    let held: Vec<String> = change.next().held.iter().map(|(key, amount)| format!("{key} {amount}")).collect();
    let held = if held.is_empty() { "nothing".to_owned() } else { held.join(", ") };
    if change.next().keeps { format!("{held} before a bump") } else { held }
}

fn words_of_write(write: &PlannedWrite) -> String {
    let mut words = match &write.key {
        WriteKey::Bump(version, failed) => return format!("bump {:?} {failed}", version.as_str()),
        _ if write.corrects => return "clear".to_owned(),
        WriteKey::Fresh => "write".to_owned(),
        WriteKey::Version(version) => format!("write {:?}", version.as_str()),
    };
    if let Some(lines) = &write.cart {
        let units: u64 = lines.iter().map(|line| line.quantity).sum();
        words = format!("{words} cart of {units}");
    }
    match &write.update.discount {
        Change::Keep => {}
        Change::Put { discount, .. } => words = format!("{words} off {}", discount.amount_off),
        Change::Clear { .. } => words.push_str(" off 0"),
    }
    if write.update.mark.is_some() {
        words.push_str(" marked");
    }
    write.update.dropped.iter().fold(words, |words, dropped| format!("{words} without {dropped}"))
}

impl Run {
    fn error(&self) -> (&ReconcileError<u8>, Option<Excess>) {
        let end = self.end.as_ref().expect("the run ends");
        (end.result.as_ref().expect_err("it fails"), end.excess)
    }

    /// True if the run wrote, as it says once it ends well.
    fn changed(&self) -> bool {
        self.end.as_ref().expect("the run ends").result.as_ref().expect("it ends well").changed
    }
}
