//! Virtual time: tasks that sleep, calls that land after their caller died, and crashes between any two steps.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use fastrand::Rng;

/// Milliseconds since the story began.
pub(super) type Millis = u64;

pub(super) const SECOND: Millis = 1_000;
pub(super) const MINUTE: Millis = 60 * SECOND;
pub(super) const HOUR: Millis = 60 * MINUTE;

/// A simulation. Its seed decides everything that happens.
pub(super) struct Simulation {
    now: Cell<Millis>,
    rng: RefCell<Rng>,
    tasks: RefCell<Vec<Option<Task>>>,
    running: Cell<usize>,
    /// When to poll which task; ties in the order of their making.
    timers: RefCell<BinaryHeap<Reverse<(Millis, u64, usize)>>>,
    made: Cell<u64>,
    pub(super) crashes: Cell<u64>,
}

struct Task {
    future: Pin<Box<dyn Future<Output = ()>>>,
    /// The steps until it crashes.
    steps: Option<u64>,
}

impl Simulation {
    pub(super) fn new(seed: u64) -> Rc<Self> {
        Rc::new(Self {
            now: Cell::default(),
            rng: RefCell::new(Rng::with_seed(seed)),
            tasks: RefCell::default(),
            running: Cell::default(),
            timers: RefCell::default(),
            made: Cell::default(),
            crashes: Cell::default(),
        })
    }

    pub(super) fn now(&self) -> Millis {
        self.now.get()
    }

    /// A number below `end`.
    pub(super) fn below(&self, end: u64) -> u64 {
        self.rng.borrow_mut().u64(0..end)
    }

    /// A number from `least` to `most`.
    pub(super) fn between(&self, least: u64, most: u64) -> u64 {
        self.rng.borrow_mut().u64(least..=most)
    }

    pub(super) fn happens(&self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// Begins a task that runs to its end.
    pub(super) fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        self.begin(future, None);
    }

    /// Begins a task that crashes between two of its steps, in one case of five.
    pub(super) fn spawn_mortal(&self, future: impl Future<Output = ()> + 'static) {
        let steps = self.happens(20).then(|| self.below(12));
        self.begin(future, steps);
    }

    fn begin(&self, future: impl Future<Output = ()> + 'static, steps: Option<u64>) {
        let mut tasks = self.tasks.borrow_mut();
        tasks.push(Some(Task { future: Box::pin(future), steps }));
        self.wake_at(self.now(), tasks.len() - 1);
    }

    fn wake_at(&self, at: Millis, task: usize) {
        self.made.set(self.made.get() + 1);
        self.timers.borrow_mut().push(Reverse((at, self.made.get(), task)));
    }

    /// Runs until nothing is left to happen, or `stop` holds.
    pub(super) fn run(&self, stop: impl Fn() -> bool) {
        while !stop() {
            let Some(Reverse((at, _, id))) = self.timers.borrow_mut().pop() else { return };
            self.now.set(at);
            self.running.set(id);
            let Some(mut task) = self.tasks.borrow_mut()[id].take() else { continue };
            if task.steps == Some(0) {
                self.crashes.set(self.crashes.get() + 1);
                continue;
            }
            task.steps = task.steps.map(|steps| steps - 1);
            if task.future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
                self.tasks.borrow_mut()[id] = Some(task);
            }
        }
    }

    pub(super) async fn sleep(&self, time: Millis) {
        let until = self.now() + time;
        let mut asked = false;
        future::poll_fn(|_| {
            if asked && self.now() >= until {
                return Poll::Ready(());
            }
            if !asked {
                asked = true;
                self.wake_at(until, self.running.get());
            }
            Poll::Pending
        })
        .await;
    }

    /// Most calls take up to a fifth of a second, some take seconds, and a few a minute.
    fn latency(&self) -> Millis {
        match self.below(100) {
            0 => self.between(5 * SECOND, MINUTE),
            1..10 => self.between(200, 5 * SECOND),
            _ => self.between(1, 200),
        }
    }

    /// Sends a call. It lands whether or not its caller waits for the answer. One in a hundred never lands, and of one in a
    /// hundred the answer is lost.
    pub(super) fn send<T: 'static>(self: &Rc<Self>, call: impl FnOnce() -> T + 'static) -> Sent<T> {
        self.send_in_two(0, || None, call)
    }

    /// Sends a call that takes some time once it has landed, unless it is answered at once.
    pub(super) fn send_in_two<T: 'static>(
        self: &Rc<Self>,
        takes: Millis,
        begin: impl FnOnce() -> Option<T> + 'static,
        finish: impl FnOnce() -> T + 'static,
    ) -> Sent<T> {
        let (lands, answers) = (self.latency(), self.latency());
        let answer = Rc::new(RefCell::new(None));
        let (lost, silent) = (self.happens(1), self.happens(1));
        let (simulation, slot) = (Rc::clone(self), Rc::clone(&answer));
        self.spawn(async move {
            simulation.sleep(lands).await;
            if lost {
                return;
            }
            let at_once = begin();
            let result = match at_once {
                Some(result) => result,
                None if takes == 0 => finish(),
                None => {
                    simulation.sleep(takes).await;
                    finish()
                }
            };
            *slot.borrow_mut() = (!silent).then_some(result);
        });
        Sent { simulation: Rc::clone(self), at: self.now() + lands + takes + answers, answer }
    }
}

/// A call on its way.
pub(super) struct Sent<T> {
    simulation: Rc<Simulation>,
    at: Millis,
    answer: Rc<RefCell<Option<T>>>,
}

impl<T> Sent<T> {
    /// The answer. If it never comes, the caller ends here.
    pub(super) async fn answer(self) -> T {
        self.simulation.sleep(self.at.saturating_sub(self.simulation.now())).await;
        let answer = self.answer.borrow_mut().take();
        match answer {
            Some(answer) => answer,
            None => future::pending().await,
        }
    }
}
