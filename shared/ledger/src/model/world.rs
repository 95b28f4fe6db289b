//! One store, one Stripe, and the invariants that hold after every step.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use jiff::Timestamp;

use super::counters::{key, limit};
use super::simulation::{MINUTE, Millis, SECOND, Sent, Simulation};
use super::stripe::{Session, Status, Stripe, Written};
use super::wrong::Wrong;
use crate::row::held_by;
use crate::{Change, Changed, CounterKey, Held, Memory, Phase, Reading, Revision, SessionKey, Store, StoreFuture};

/// The reason that a protocol is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Violation {
    /// More is on sessions than a limit allows.
    LimitPassed,
    /// A session has something on it that its row does not hold.
    RowDoesNotCover,
    /// A paid session had something on it that nobody had claimed.
    OverGiven,
    /// After the end, a row is still open and holds something.
    NeverSettled,
    /// After the end, a counter is not the sum of what paid sessions hold.
    WrongCount,
}

/// Counts of what happened in a story.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Tally {
    pub(super) made: u64,
    pub(super) moved: u64,
    pub(super) spent: u64,
    pub(super) written: u64,
    pub(super) conflicts: u64,
    pub(super) bumps: u64,
    pub(super) crashes: u64,
    pub(super) lost_events: u64,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.made += other.made;
        self.moved += other.moved;
        self.spent += other.spent;
        self.written += other.written;
        self.conflicts += other.conflicts;
        self.bumps += other.bumps;
        self.crashes += other.crashes;
        self.lost_events += other.lost_events;
    }
}

pub(super) struct World {
    pub(super) simulation: Rc<Simulation>,
    pub(super) wrong: Option<Wrong>,
    pub(super) tally: Cell<Tally>,
    pub(super) violation: Cell<Option<Violation>>,
    store: Memory,
    stripe: RefCell<Stripe>,
    /// The session's version at which each revision was claimed, for a protocol that keeps it in the row.
    pub(super) versions: RefCell<BTreeMap<(usize, Revision), u64>>,
}

impl World {
    pub(super) fn new(seed: u64, wrong: Option<Wrong>) -> Rc<Self> {
        Rc::new(Self {
            simulation: Simulation::new(seed),
            wrong,
            tally: Cell::default(),
            violation: Cell::default(),
            store: Memory::default(),
            stripe: RefCell::default(),
            versions: RefCell::default(),
        })
    }

    pub(super) fn is(&self, wrong: Wrong) -> bool {
        self.wrong == Some(wrong)
    }

    pub(super) fn count(&self, add: impl FnOnce(&mut Tally)) {
        let mut tally = self.tally.get();
        add(&mut tally);
        self.tally.set(tally);
    }

    pub(super) fn create(&self, expires_at: Millis) {
        self.stripe.borrow_mut().create(expires_at);
    }

    pub(super) fn read_session(self: &Rc<Self>, id: usize) -> Sent<Session> {
        let world = Rc::clone(self);
        self.simulation.send(move || world.stripe.borrow().session(id).clone())
    }

    /// Writes a discount. One write in twenty takes Stripe longer than callers wait before they bump the version.
    pub(super) fn write(self: &Rc<Self>, id: usize, version: u64, applied: &Held) -> Sent<Written> {
        let (first, second, applied) = (Rc::clone(self), Rc::clone(self), applied.clone());
        let version = (!self.is(Wrong::NoVersions)).then_some(version);
        let simulation = &self.simulation;
        let takes = if simulation.happens(5) { simulation.between(10 * SECOND, 2 * MINUTE) } else { 0 };
        let begin = move || {
            let answer = first.stripe.borrow_mut().begin(id, version);
            first.count(|tally| tally.conflicts += u64::from(answer == Some(Written::Conflict)));
            answer
        };
        simulation.send_in_two(takes, begin, move || {
            let written = second.stripe.borrow_mut().finish(id, &applied);
            second.count(|tally| tally.written += u64::from(matches!(written, Written::Made(_))));
            second.check(id);
            written
        })
    }

    pub(super) fn bump(self: &Rc<Self>, id: usize, version: u64) -> Sent<u64> {
        let world = Rc::clone(self);
        self.simulation.send(move || {
            world.count(|tally| tally.bumps += 1);
            world.stripe.borrow_mut().bump(id, version)
        })
    }

    /// Takes the discount off after an error.
    pub(super) fn clear(self: &Rc<Self>, id: usize) -> Sent<()> {
        let world = Rc::clone(self);
        self.simulation.send(move || world.stripe.borrow_mut().clear(id))
    }

    pub(super) fn end(self: &Rc<Self>, id: usize, from: Status, to: Status) -> bool {
        self.stripe.borrow_mut().end(id, from, to)
    }

    pub(super) fn read_row(self: &Rc<Self>, id: usize, counters: Vec<CounterKey>) -> Sent<Reading> {
        let world = Rc::clone(self);
        self.simulation.send(move || ready(world.store.read(&key(id), &counters)))
    }

    pub(super) fn change(self: &Rc<Self>, id: usize, change: Change) -> Sent<Changed> {
        self.send_change(id, change, None)
    }

    /// Makes the change of a claim for a write under a version.
    pub(super) fn claim(self: &Rc<Self>, id: usize, change: Change, version: u64) -> Sent<Changed> {
        self.send_change(id, change, Some(version))
    }

    fn send_change(self: &Rc<Self>, id: usize, change: Change, version: Option<u64>) -> Sent<Changed> {
        let world = Rc::clone(self);
        self.simulation.send(move || {
            let changed = ready(world.store.change(&change));
            if let (Changed::Made, Some(version)) = (&changed, version) {
                world.versions.borrow_mut().insert((id, change.next().revision), version);
            }
            world.count(|tally| match changed {
                Changed::Made => tally.made += 1,
                Changed::Moved(_) => tally.moved += 1,
                Changed::Spent(_) => tally.spent += 1,
            });
            world.check(id);
            changed
        })
    }

    pub(super) fn stale(self: &Rc<Self>) -> Sent<Vec<SessionKey>> {
        let world = Rc::clone(self);
        self.simulation.send(move || ready(world.store.stale(time(world.simulation.now()), 8)))
    }

    /// The invariants after a step of one session.
    fn check(&self, id: usize) {
        let stripe = self.stripe.borrow();
        let live = stripe.live(id);
        let row = ready(self.store.read(&key(id), &[])).row;
        let held = held_by(row.as_ref());
        if !live.beyond(held).is_empty() {
            self.report(Violation::RowDoesNotCover);
        }
        if live.iter().any(|(key, _)| stripe.given(key) > limit(key)) {
            self.report(Violation::LimitPassed);
        }
    }

    /// The invariant once everything has come to rest.
    pub(super) fn check_end(&self) {
        let stripe = self.stripe.borrow();
        if self.store.rows().values().any(|row| row.phase == Phase::Open && !row.held.is_empty()) {
            self.report(Violation::NeverSettled);
        }
        let paid: BTreeMap<_, _> = stripe.paid().iter().filter(|(_, amount)| **amount > 0).collect();
        let taken = self.store.taken();
        if paid != taken.iter().filter(|(_, amount)| **amount > 0).collect() {
            self.report(Violation::WrongCount);
        }
    }

    pub(super) fn report(&self, violation: Violation) {
        self.violation.set(self.violation.get().or(Some(violation)));
    }
}

pub(super) fn time(at: Millis) -> Timestamp {
    Timestamp::from_millisecond(1_795_132_800_000 + i64::try_from(at).unwrap()).unwrap()
}

/// The result of a call to the store in memory, which never waits.
fn ready<T>(mut future: StoreFuture<'_, T>) -> T {
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result.unwrap(),
        Poll::Pending => panic!("the store in memory waits"),
    }
}
