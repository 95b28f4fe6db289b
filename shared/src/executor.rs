//! The executor: performs the reconciler's actions, and returns what it observes.

use std::time::Duration;

use discounts_core::command::{Edit, PriceId, SessionCommand};
use discounts_core::money::Currency;
use discounts_core::reconcile::{
    Action, Failure, FailureKind, Observation, Outcome, PlannedWrite, PriceTable, Reconciler, Step, WriteKey,
};
use discounts_core::{Policy, ShopperCode};
use discounts_ledger::Change;
use jiff::Timestamp;
use uuid::Uuid;

use crate::clock::Clock;
use crate::counted::{KeyedFacts, LedgerCalls};
use crate::purchase::{self, DiscountWriter, PurchaseError, PurchaseObject};
use crate::service::Service;
use crate::stripe::{Purchase, RequestClient, StripeError, expand};

type Seen = Observation<PurchaseError>;

/// One request's calls about one purchase.
pub(crate) struct Executor<'e, 's> {
    policy: &'e Policy,
    client: &'e mut RequestClient<'s>,
    id: &'e Purchase,
    expand: Vec<&'static str>,
    writer: DiscountWriter,
    clock: Clock,
    ledger: Option<LedgerCalls<'e>>,
    keyed: Option<&'e KeyedFacts>,
    /// The code that the command brings.
    code: Option<ShopperCode>,
}

impl<'e, 's> Executor<'e, 's> {
    pub(crate) fn new(
        Service { policy, writer, ledger, keyed, clock }: Service<'e>,
        client: &'e mut RequestClient<'s>,
        id: &'e Purchase,
    ) -> Self {
        let ledger = LedgerCalls::of(ledger, id);
        let expand = purchase::expand(policy, writer);
        Self { policy, client, id, expand, writer, clock, ledger, keyed, code: None }
    }

    /// Brings a purchase to what is decided for it. `first` is the purchase if Stripe has just returned it.
    pub(crate) async fn run(
        mut self,
        command: SessionCommand,
        first: Option<PurchaseObject>,
    ) -> Outcome<PurchaseError> {
        if matches!(command, SessionCommand::Change(Edit::Cart(_))) {
            self.needs_lines();
        }
        self.code = command.code().cloned();
        let until = self.clock.now().checked_add(self.client.deadline().left()).unwrap_or(Timestamp::MAX);
        let mut reconciler = Reconciler::new(command, until, Uuid::new_v4().as_u128(), self.client.requires_split());
        let mut seen = match first {
            Some(purchase) => self.whole(purchase).await,
            None => self.perform(Reconciler::<PurchaseError>::FIRST).await,
        };
        loop {
            if let Observation::Session(_) = seen {
                tracing::debug!(step = "validate", "checks the purchase");
                tracing::debug!(step = "recompute", "decides the discount");
            }
            match reconciler.next(self.policy, seen, self.clock.now()) {
                Step::Act(next, action) => {
                    seen = self.perform(action).await;
                    reconciler = *next;
                }
                Step::Done(outcome) => {
                    if outcome.requires_split {
                        self.client.mark_split();
                    }
                    return *outcome;
                }
            }
        }
    }

    /// A cart is written back with the ids of its lines, whatever the policy reads; so are lines with a discount in their
    /// prices.
    fn needs_lines(&mut self) {
        if !self.expand.iter().any(|path| expand::includes_lines(path)) {
            self.expand.push(expand::LINES);
        }
    }

    async fn perform(&mut self, action: Action) -> Seen {
        match action {
            Action::Read => {
                tracing::debug!(step = "retrieve", "reads the purchase");
                let deadline = self.client.deadline();
                let read = purchase::read(self.client, self.id, &self.expand);
                let purchase = match &mut self.ledger {
                    Some(ledger) => {
                        let code = self.keyed.zip(self.code.as_ref()).and_then(|(keyed, code)| keyed.counter(code));
                        ledger.beside((self.policy, self.clock.now()), code, deadline, read).await
                    }
                    None => read.await,
                };
                if purchase.as_ref().is_ok_and(PurchaseObject::may_have_lower_prices) {
                    self.needs_lines();
                }
                self.observed(purchase)
            }
            Action::ReadCustomer(id) => match purchase::referenced_shopper(self.client, &id).await {
                Ok(shopper) => Observation::Customer(shopper),
                Err(error) => failed(error.into(), false),
            },
            Action::ReadPrices(ids, currency) => self.prices(ids, currency).await,
            Action::ReadLedger(counters) => {
                let deadline = self.client.deadline();
                let reading = match &mut self.ledger {
                    Some(ledger) => ledger.read(&counters, deadline).await,
                    None => None,
                };
                reading.map_or(Observation::LedgerUnavailable, Observation::Ledger)
            }
            Action::Reserve(change) => {
                tracing::debug!(step = "reserve", "claims uses");
                self.change(&change).await
            }
            Action::Release(change) => {
                tracing::debug!(step = "release", "gives uses back");
                self.change(&change).await
            }
            Action::Write(write) => self.write(&write).await,
            Action::Wait { least, most } => {
                self.wait(least, most).await;
                Observation::Waited
            }
        }
    }

    async fn change(&self, change: &Change) -> Seen {
        let changed = match &self.ledger {
            Some(ledger) => ledger.change(change, self.client.deadline().for_corrections()).await,
            None => None,
        };
        changed.map_or(Observation::LedgerUnavailable, Observation::Changed)
    }

    async fn prices(&mut self, ids: Vec<PriceId>, currency: Currency) -> Seen {
        let texts: Vec<&str> = ids.iter().map(PriceId::as_str).collect();
        let prices = match self.client.prices(&texts).await {
            Ok(prices) => prices,
            Err(error) => return failed(error.into(), false),
        };
        let view = |id: &PriceId| purchase::price_view(prices.get(id.as_str())?, currency);
        Observation::Prices(ids.into_iter().map(|id| (id.clone(), view(&id))).collect::<PriceTable>())
    }

    async fn write(&mut self, write: &PlannedWrite) -> Seen {
        tracing::debug!(step = "update", "writes what differs");
        if write.corrects {
            self.client.use_correction_time();
        }
        if let WriteKey::Bump(..) = &write.key {
            return match purchase::bump_version(self.client, self.id, write, self.writer).await {
                Ok(version) => Observation::Bumped(version),
                Err(error) => failed(error, false),
            };
        }
        let (result, replayed) = purchase::write(self.client, self.id, write, (&self.expand, self.writer)).await;
        match result {
            // Stripe made the write; only its answer is of no use.
            Err(error) if error.is_of_the_answer() => Observation::Torn(error),
            Err(error) => failed(error, replayed),
            Ok(purchase) => match self.whole(purchase).await {
                Observation::Session(view) if replayed => Observation::Replayed(view),
                Observation::Failed(Failure { error, .. }) => Observation::Torn(error),
                seen => seen,
            },
        }
    }

    /// A purchase that Stripe has just returned, with the lines that did not fit into the answer.
    async fn whole(&mut self, purchase: PurchaseObject) -> Seen {
        let whole = purchase::with_all_lines(self.client, purchase, &self.expand).await;
        self.observed(whole.map_err(PurchaseError::from))
    }

    fn observed(&self, purchase: Result<PurchaseObject, PurchaseError>) -> Seen {
        let view = purchase.and_then(|purchase| {
            let mut view = purchase::view(&purchase, self.writer, self.ledger.is_some())?;
            if let Some(keyed) = self.keyed {
                keyed.add_to(&mut view.snapshot, self.code.as_ref());
            }
            purchase::check_updatable(&purchase, self.writer)?;
            Ok(view)
        });
        match view {
            Ok(view) => Observation::Session(Box::new(view)),
            Err(error @ PurchaseError::Stripe(StripeError::Busy)) => Observation::Torn(error),
            Err(error) => failed(error, false),
        }
    }

    /// Waits with jitter: a random time between the two.
    async fn wait(&self, least: Duration, most: Duration) {
        let jitter = most.saturating_sub(least).mul_f64(fastrand::f64());
        let pause = least.saturating_add(jitter).min(self.client.deadline().for_corrections().left());
        tokio::time::sleep(pause).await;
    }
}

fn failed(error: PurchaseError, replayed: bool) -> Seen {
    let kind = match &error {
        PurchaseError::NotOpen | PurchaseError::NotMarked | PurchaseError::Contradicts => FailureKind::NotOpen,
        error if error.is_rejected_by_stripe() && replayed => FailureKind::ReplayedRejection,
        error if error.is_rejected_by_stripe() => FailureKind::Rejected,
        PurchaseError::Stripe(StripeError::IdempotencyConflict) => FailureKind::Conflict,
        PurchaseError::Stripe(StripeError::ReplayedFailure) => FailureKind::ReplayedFailure,
        PurchaseError::Stripe(StripeError::RateLimited { .. }) => FailureKind::RateLimited,
        PurchaseError::Stripe(StripeError::TimedOut(_)) => FailureKind::TimedOut,
        _ => FailureKind::Other,
    };
    Observation::Failed(Failure { kind, error })
}
