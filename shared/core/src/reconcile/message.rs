//! The messages between the reconciler and its executor: actions out, observations in.

use std::time::Duration;

use discounts_ledger::{Change, Changed, CounterKey, Reading};

use crate::command::{PriceId, ShippingAddress};
use crate::decide::Decision;
use crate::difference::Update;
use crate::interaction::InteractionSet;
use crate::line_prices::LineMarks;
use crate::money::{Amount, Currency};
use crate::session::{Shopper, Snapshot};

use super::version::{SessionVersion, WriteKey};
use super::view::{PriceTable, SessionView};

/// A call or a pause that the reconciler asks for. Each is answered with one [`Observation`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// Read the purchase.
    Read,
    /// Read the customer that the session only refers to.
    ReadCustomer(String),
    /// Read prices that the cart does not show, in the session's currency.
    ReadPrices(Vec<PriceId>, Currency),
    /// Read the session's row of the ledger, and these counters.
    ReadLedger(Vec<CounterKey>),
    /// Take in the ledger what a write needs, before the write.
    Reserve(Box<Change>),
    /// Give back in the ledger what a write did not use.
    Release(Box<Change>),
    /// Write to the purchase.
    Write(Box<PlannedWrite>),
    /// Pause for a random time between the two: backoff, or jitter under contention.
    Wait {
        /// The shortest pause.
        least: Duration,
        /// The longest pause.
        most: Duration,
    },
}

/// An answer of Stripe, as far as the protocol tells answers apart. `E` is the caller's error; the protocol never reads it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Observation<E> {
    /// The purchase as a read or a write was answered with it.
    Session(Box<SessionView>),
    /// Stripe replayed the success that it saved for an identical earlier write: the purchase may have changed since.
    Replayed(Box<SessionView>),
    /// The call was made, but the lines of its answer are of another moment than its total, or can't be read.
    Torn(E),
    /// The version that a bump was answered with; the answer shows nothing else.
    Bumped(Option<SessionVersion>),
    /// The customer; a guest if Stripe does not know them.
    Customer(Shopper),
    /// The prices.
    Prices(PriceTable),
    /// The row and the counters.
    Ledger(Reading),
    /// The ledger's answer to a change.
    Changed(Changed),
    /// The ledger did not answer: whether a change is made is unknown.
    LedgerUnavailable,
    /// The pause is over.
    Waited,
    /// The call failed.
    Failed(Failure<E>),
}

/// A failed call.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Failure<E> {
    /// The kind of failure.
    pub kind: FailureKind,
    /// The error for the caller.
    pub error: E,
}

/// The kinds of failure that the protocol tells apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FailureKind {
    /// The purchase takes no write: it is complete or expired, or contradicts itself.
    NotOpen,
    /// Stripe understood the write and rejected it: nothing of it was done.
    Rejected,
    /// Stripe replayed the rejection that it saved for an identical earlier write: nothing was done, and the key is lost.
    ReplayedRejection,
    /// A different write has the idempotency key.
    Conflict,
    /// Stripe replayed the failure (5xx) that it saved for an identical earlier write: the outcome is unknown, and the key is lost.
    ReplayedFailure,
    /// The rate limit.
    RateLimited,
    /// No answer in time.
    TimedOut,
    /// Any other failure.
    Other,
}

/// A write, complete enough to be made again byte by byte.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PlannedWrite {
    /// The idempotency key.
    pub key: WriteKey,
    /// The change of the set and of the discount.
    pub update: Update,
    /// The cart that it leaves, whole; a line that is not named goes. `None` if the lines stay as they are.
    pub cart: Option<Vec<PlannedLine>>,
    /// The shipping address that goes with it.
    pub shipping: Option<ShippingAddress>,
    /// The version that it leaves; `None` if the purchase has none.
    pub version: Option<SessionVersion>,
    /// The total without a discount, in minor units, if the discount is written as a smaller amount.
    pub undiscounted_total: Option<i64>,
    /// True if it only takes a discount off that is too large. It may use the time that is kept for corrections.
    pub corrects: bool,
}

/// A line as it is written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PlannedLine {
    /// The id of a line that stays, else the price of a new one.
    pub item: PlannedItem,
    /// Units.
    pub quantity: u64,
    /// The price.
    pub price: PlannedPrice,
}

/// The price of a line as it is written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum PlannedPrice {
    /// As it is, or as the item names it.
    Unchanged,
    /// As it is, without the marks that no longer explain it.
    Unmarked,
    /// The list price of this id, without marks.
    Named(String),
    /// A price of this line alone, with marks.
    Inline(Box<InlinePrice>),
}

/// A price of one line alone.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct InlinePrice {
    /// `prod_...`
    pub product: String,
    /// The session's currency.
    pub currency: Currency,
    /// The amount of one unit.
    pub unit_amount: Amount,
    /// `inclusive` or `exclusive`; `None` if it leaves that to the account.
    pub tax_behavior: Option<String>,
    /// The marks of the line.
    pub marks: LineMarks,
}

/// The line that is meant.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum PlannedItem {
    /// A line that stays: `li_...`
    Line(String),
    /// A new line of this price, unless it has a price of its own.
    Price(PriceId),
    /// A new line that has a price of its own.
    New,
}

/// The end of a run.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own for the log and the next run")]
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome<E> {
    /// The purchase as it was left, or the reason that it can't be brought to what is decided.
    pub result: Result<Reconciled, ReconcileError<E>>,
    /// True if a write is known to be made, or its outcome is unknown because Stripe replays a failure.
    pub changed: bool,
    /// The run found an amount that this service had written for an earlier cart, and nobody had repaired.
    pub found_stale: bool,
    /// The end of a discount that was known to be too large when the run failed: cleared, or perhaps left.
    pub excess: Option<Excess>,
    /// The ledger did not answer.
    pub ledger_unavailable: bool,
    /// The last decision, for the log.
    pub decided: Option<Decided>,
    /// Stripe was seen to reject an edit and a discount in one update, and to take them one after the other.
    pub requires_split: bool,
}

/// A purchase that is as decided.
#[derive(Clone, PartialEq, Debug)]
pub struct Reconciled {
    /// The purchase as it now is.
    pub view: SessionView,
    /// The decision that it now matches.
    pub decision: Decision,
    /// True if this run changed it.
    pub changed: bool,
    /// True if it has a discount that this service did not write, and that was left.
    pub foreign: bool,
    /// True if no offer takes the code that the command brought: the purchase keeps the code that it has.
    pub code_unknown: bool,
}

/// A decision with the facts that it was made on.
#[derive(Clone, PartialEq, Debug)]
pub struct Decided {
    /// The facts.
    pub snapshot: Snapshot,
    /// The set of interactions.
    pub set: InteractionSet,
    /// The decision.
    pub decision: Decision,
}

/// A discount of ours that is larger than decided.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Excess {
    /// The discount was taken off.
    Cleared,
    /// The discount may be left: someone has to check the purchase.
    MayRemain,
}

/// The reasons that a purchase can't be brought to what is decided.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ReconcileError<E> {
    /// A call failed.
    Stripe(E),
    /// The purchase has a discount that this service did not write, and the policy does not replace it.
    NotOurs,
    /// The purchase was asked for as many codes as the policy allows.
    CodesSpent,
    /// The purchase has seen as many writes of a discount as the policy allows.
    WritesSpent,
    /// Other callers won every race until the deadline.
    Overtaken,
    /// Stripe takes off another amount than was written.
    WrongTotal(Amount),
    /// The purchase has a discount that counts, and the ledger can't be reached.
    LedgerUnavailable,
    /// The page may change the lines, so the server must not.
    LinesNotServerOnly,
    /// The page may change the shipping address, so the server must not.
    ShippingNotServerOnly,
    /// A price of the cart may not be bought.
    NotForSale,
    /// The policy lists nothing that may be bought.
    NothingForSale,
    /// The metadata has no room for a discount.
    MetadataFull,
    /// The lines have no room for a discount: too many would have to be split, or too few have a price for each unit.
    LinesFull,
    /// An amount is larger than Stripe's integers hold.
    Overflow,
}
