//! A small Stripe: one session, the idempotency keys that it has seen, and the writes that it is working on.

use std::collections::BTreeMap;
use std::sync::Arc;

use discounts_core::InteractionSet;
use discounts_core::difference::Change;
use discounts_core::money::Amount;
use discounts_core::reconcile::{
    Failure, FailureKind, LinePricing, LineView, Observation, PlannedWrite, PreDiscountTotals, PriceView,
    SessionVersion, SessionView, WriteKey,
};
use discounts_core::session::{AppliedDiscount, AppliedState, DiscountRecord};

use crate::setup::{PRICE, Setup, UNIT};

/// The error of a failed call, as a run returns it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Cause {
    NotOpen,
    Rejected,
    Conflict,
    FailedForGood,
    RateLimited,
    TimedOut,
    Unreachable,
    Torn,
}

/// An answer to the reconciler.
pub(crate) type Seen = Observation<Cause>;

/// A Checkout Session. The count of writes is left out: only a limit far above this model reads it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Session {
    pub(crate) units: u64,
    pub(crate) set: InteractionSet,
    pub(crate) amount_off: Amount,
    name: String,
    record: DiscountRecord,
    pub(crate) version: SessionVersion,
    pub(crate) open: bool,
}

/// A key, as Stripe compares them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Key {
    /// A key of one write of a caller.
    Fresh(u8),
    Version(SessionVersion),
    Bump(SessionVersion, u32),
}

/// A key that was used.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Used {
    by: Arc<PlannedWrite>,
    result: Kept,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Kept {
    /// The write is underway, or lost with its key in use.
    InUse,
    Succeeded(Box<SessionView>),
    Failed,
    Rejected,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Stripe {
    pub(crate) session: Session,
    pub(crate) keys: BTreeMap<Key, Used>,
    /// Writes that Stripe is working on, each with its caller and whether that one still waits for the answer.
    pub(crate) underway: Vec<(u8, bool, Arc<PlannedWrite>)>,
}

impl Session {
    pub(crate) fn new(units: u64, set: InteractionSet, amount_off: Amount) -> Self {
        let name = if amount_off == Amount::ZERO { String::new() } else { "Large carts".to_owned() };
        let record = DiscountRecord::default();
        Self { units, set, amount_off, name, record, version: SessionVersion::default(), open: true }
    }

    /// The excess over what the cart and the set earn.
    pub(crate) fn excess(&self, setup: &Setup) -> Amount {
        self.amount_off.saturating_sub(setup.earned(self.units, self.set))
    }

    pub(crate) fn view(&self, setup: &Setup) -> Box<SessionView> {
        let mut snapshot = setup.snapshot(self.units);
        let marked = self.set.iter().map(|one| (one.traits().metadata_key.to_owned(), "on".to_owned()));
        snapshot.metadata = marked.collect();
        snapshot.held = AppliedState::asked_for(&snapshot.metadata);
        if self.amount_off > Amount::ZERO {
            let (amount_off, currency, name) = (self.amount_off, setup.currency(), self.name.clone());
            snapshot.held.discount = AppliedDiscount::Ours { amount_off, currency, name, record: self.record.clone() };
        }
        let price = PriceView {
            id: PRICE.to_owned(),
            product: Some("prod_cup".to_owned()),
            tags: None,
            unit_amount: Amount::new(UNIT),
            amount_per_unit: Amount::new(UNIT),
            ..PriceView::default()
        };
        let line = LineView {
            id: "li_1".to_owned(),
            quantity: Some(self.units),
            price: Some(price),
            subtotal_per_unit: Amount::new(UNIT),
            pieces: Vec::new(),
            is_marked: setup.limits.in_lines && self.amount_off > Amount::ZERO,
        };
        let subtotal = i64::try_from(snapshot.cart.subtotal.get()).ok();
        let off = i64::try_from(self.amount_off.get()).ok();
        let server_only = setup.limits.server_only;
        Box::new(SessionView {
            totals: PreDiscountTotals { subtotal, shipping: Some(0), currency: setup.currency() },
            amount_discount: self.amount_off,
            amount_total: subtotal.zip(off).and_then(|(subtotal, off)| subtotal.checked_sub(off)),
            intent_amount: None,
            expires_at: None,
            version: server_only.then(|| self.version.clone()),
            server_only_lines: server_only,
            server_only_shipping: false,
            lines: vec![line],
            line_pricing: if setup.limits.in_lines { LinePricing::Lower } else { LinePricing::List },
            shipping: None,
            customer_by_reference: false,
            discount_keys: &[],
            snapshot,
        })
    }

    fn apply(&mut self, write: &PlannedWrite) {
        self.set = write.update.asked.iter().fold(self.set, InteractionSet::with).without(write.update.dropped);
        match &write.update.discount {
            Change::Keep => {}
            Change::Put { discount, record, .. } => {
                (self.amount_off, self.name) = (discount.amount_off, discount.name.as_str().to_owned());
                self.record = record.clone();
            }
            Change::Clear { .. } => {
                (self.amount_off, self.name) = (Amount::ZERO, String::new());
                self.record = DiscountRecord::default();
            }
        }
        if let Some(lines) = &write.cart {
            self.units = lines.iter().map(|line| line.quantity).sum();
        }
        if let Some(version) = &write.version {
            self.version = version.clone();
        }
    }
}

impl Stripe {
    pub(crate) const fn new(session: Session) -> Self {
        Self { session, keys: BTreeMap::new(), underway: Vec::new() }
    }

    /// Answers a read.
    pub(crate) fn read(&self, setup: &Setup) -> Seen {
        if self.session.open { Observation::Session(self.session.view(setup)) } else { failed(Cause::NotOpen) }
    }

    /// The answer to a write that is not made; `None` if nothing stops it.
    pub(crate) fn stops(&mut self, setup: &Setup, caller: u8, write: &Arc<PlannedWrite>) -> Option<Seen> {
        let limits = &setup.limits;
        let rejects = limits.rejects_combined && write.cart.is_some() && write.update.discount != Change::Keep;
        if rejects && limits.validates_first {
            return Some(failed(Cause::Rejected));
        }
        let key = key(caller, &write.key);
        if let Some(used) = self.keys.get(&key) {
            return Some(match &used.result {
                _ if used.by != *write => failed(Cause::Conflict),
                Kept::InUse => failed(Cause::Conflict),
                Kept::Succeeded(view) => answered(write, view.clone(), true),
                Kept::Failed => failed(Cause::FailedForGood),
                Kept::Rejected => replayed_rejection(),
            });
        }
        if !self.session.open {
            return Some(failed(Cause::NotOpen));
        }
        if rejects {
            if limits.remembers_rejections {
                self.keep(caller, write, Kept::Rejected);
            }
            return Some(failed(Cause::Rejected));
        }
        None
    }

    /// Makes a write, and keeps its answer.
    pub(crate) fn make(&mut self, setup: &Setup, caller: u8, write: &Arc<PlannedWrite>) -> Seen {
        self.session.apply(write);
        let view = self.session.view(setup);
        self.keep(caller, write, Kept::Succeeded(view.clone()));
        answered(write, view, false)
    }

    /// Answers a write with an error that is replayed from then on.
    pub(crate) fn fail(&mut self, caller: u8, write: &Arc<PlannedWrite>) -> Seen {
        self.keep(caller, write, Kept::Failed);
        failed(Cause::FailedForGood)
    }

    /// Takes a key into use without making the write.
    pub(crate) fn take_key(&mut self, caller: u8, write: &Arc<PlannedWrite>) {
        self.keep(caller, write, Kept::InUse);
    }

    /// Frees the key of a write that was not made after all.
    pub(crate) fn free_key(&mut self, caller: u8, write: &PlannedWrite) {
        self.keys.remove(&key(caller, &write.key));
    }

    fn keep(&mut self, caller: u8, write: &Arc<PlannedWrite>, result: Kept) {
        self.keys.insert(key(caller, &write.key), Used { by: Arc::clone(write), result });
    }
}

fn key(caller: u8, key: &WriteKey) -> Key {
    match key {
        WriteKey::Fresh => Key::Fresh(caller),
        WriteKey::Version(version) => Key::Version(version.clone()),
        WriteKey::Bump(version, failed) => Key::Bump(version.clone(), *failed),
    }
}

fn answered(write: &PlannedWrite, view: Box<SessionView>, replayed: bool) -> Seen {
    match write.key {
        WriteKey::Bump(..) => Observation::Bumped(view.version),
        _ if replayed => Observation::Replayed(view),
        _ => Observation::Session(view),
    }
}

fn replayed_rejection() -> Seen {
    Observation::Failed(Failure { kind: FailureKind::ReplayedRejection, error: Cause::Rejected })
}

pub(crate) fn failed(cause: Cause) -> Seen {
    let kind = match cause {
        Cause::NotOpen => FailureKind::NotOpen,
        Cause::Rejected => FailureKind::Rejected,
        Cause::Conflict => FailureKind::Conflict,
        Cause::FailedForGood => FailureKind::ReplayedFailure,
        Cause::RateLimited => FailureKind::RateLimited,
        Cause::TimedOut => FailureKind::TimedOut,
        Cause::Unreachable | Cause::Torn => FailureKind::Other,
    };
    Observation::Failed(Failure { kind, error: cause })
}
