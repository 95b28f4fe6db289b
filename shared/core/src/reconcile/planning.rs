//! Planning: from a purchase that was read to the write that it needs, with jitter under contention.

use std::time::Duration;

use jiff::Timestamp;

use crate::command::{CartLine, Edit, SessionCommand, ShippingAddress};
use crate::decide::{Decision, decide};
use crate::difference::{Change, Difference, Update, difference};
use crate::policy::Policy;
use crate::session::{AppliedDiscount, Shopper, ShopperCode};

use super::cart::{LinesFull, cart_after};
use super::counting;
use super::ledger::Ledger;
use super::lock::{Lock, elapsed};
use super::message::{Action, Decided, PlannedWrite, ReconcileError, Reconciled};
use super::plan::{Plan, Uses};
use super::projection::{ProjectedSession, project, unknown_prices};
use super::state::{ForTheLog, Obligation, Reconciler, State, Step, Updates};
use super::version::WriteKey;
use super::view::{PreDiscountTotals, SessionView};

/// Writes of one run after which its callers are contending, and later ones add jitter.
const CONTENDED: u32 = 3;
/// The longest jitter grows with the writes, up to this many.
const MAX_COUNTED_WRITES: u32 = 10;
const JITTER_PER_WRITE: Duration = Duration::from_millis(20);

impl<E> Reconciler<E> {
    /// Decides on a purchase, and plans the write that it needs.
    pub(super) fn consider(mut self, policy: &Policy, mut view: Box<SessionView>, now: Timestamp) -> Step<E> {
        if let Obligation::Excess(owed) = &mut self.obligation {
            owed.clone_from(&view);
        }
        self.found_stale |= view.has_stale_amount() && self.writes == 0;
        if let Some(customer) = self.customer.as_ref().filter(|_| view.customer_by_reference) {
            view.set_shopper(customer.clone());
        }
        let command = self.pending.then(|| self.command.clone());
        if let Shopper::Customer(customer) = &view.snapshot.shopper
            && view.needs_customer(policy, command.as_ref())
        {
            let read = Action::ReadCustomer(customer.id.clone());
            return self.act(State::ReadingCustomer(view), read);
        }
        if let Some(SessionCommand::Change(edit)) = &command {
            if !view.is_server_only(edit) {
                let error = match edit {
                    Edit::Cart(_) => ReconcileError::LinesNotServerOnly,
                    Edit::ShippingAddress(_) => ReconcileError::ShippingNotServerOnly,
                };
                return self.exit(error, None);
            }
            let unknown = unknown_prices(&view, edit, &self.prices);
            if !unknown.is_empty() {
                let read = Action::ReadPrices(unknown, view.snapshot.cart.currency);
                return self.act(State::ReadingPrices(view), read);
            }
        }
        let projected = match project(policy, &view, command.as_ref(), (&self.prices, &self.ledger), now) {
            Ok(projected) => projected,
            Err(error) => return self.exit(error, None),
        };
        let applied = view.snapshot.held.interactions;
        let ProjectedSession { mut snapshot, writes_edit, totals, unknown_code } = projected;
        let set = match &command {
            Some(command) if unknown_code.is_none() => command.apply(applied),
            _ => applied,
        };
        if command.is_some() {
            self.unknown_code = unknown_code;
        }
        self.ledger.begin(counting::counts(policy, &view));
        if self.ledger == Ledger::Unread {
            let keys = counting::keys(policy, snapshot.as_ref().unwrap_or(&view.snapshot), now);
            return self.act(State::ReadingLedger(view), Action::ReadLedger(keys));
        }
        if self.lacks_ledger(policy, &view) {
            return self.exit(ReconcileError::LedgerUnavailable, None);
        }
        if let Some(snapshot) = &mut snapshot {
            snapshot.ledger.rooms = counting::rooms(policy, snapshot, &self.ledger, now);
        }
        let Some(snapshot) = snapshot else { return self.unpriced(policy, view, (writes_edit, totals), now) };
        match decide(policy, &snapshot, set, now) {
            Ok(decision) => self.compare(policy, view, Decided { snapshot, set, decision }, (writes_edit, totals), now),
            Err(_) => self.exit(ReconcileError::Overflow, None),
        }
    }

    /// A cart that only Stripe can price has no discount of ours until its answer shows the price.
    fn unpriced(
        self,
        policy: &Policy,
        view: Box<SessionView>,
        edit: (bool, PreDiscountTotals),
        now: Timestamp,
    ) -> Step<E> {
        let ours = matches!(view.snapshot.held.discount, AppliedDiscount::Ours { .. });
        let update = if ours { Update::clearing(&view.snapshot.held) } else { Update::default() };
        self.plan(policy, view, edit, (update, true, Uses::default()), now)
    }

    /// Compares a purchase with its decision. `edit` says whether the edit is still to be written, and the totals after it.
    fn compare(
        mut self,
        policy: &Policy,
        view: Box<SessionView>,
        decided: Decided,
        edit: (bool, PreDiscountTotals),
        now: Timestamp,
    ) -> Step<E> {
        let Decided { snapshot, decision, .. } = &decided;
        let (writes_edit, _) = edit;
        let takes_away = matches!(self.command, SessionCommand::Remove(_));
        let mut difference = difference(policy, snapshot, decision, takes_away);
        let unknown = self.unknown_code.as_ref().map(ShopperCode::mark);
        if let Some(mark) = unknown.filter(|mark| self.pending && !view.snapshot.held.tried.contains(mark)) {
            difference = difference.with_mark(mark);
        }
        // What was known of an earlier view is decided again: a discount that is too large needs a write that lowers it.
        self.obligation = Obligation::None;
        let settled = (difference == Difference::Settled && !writes_edit).then(|| decision.clone());
        let uses = counting::uses(policy, snapshot, decision, &self.ledger);
        self.decided = ForTheLog(Some(decided));
        if let Some(decision) = settled {
            if self.ledger.lacks(&uses.wanted) {
                return self.cover(policy, view, (&uses.wanted, &uses.limits), now);
            }
            return self.settled(view, decision);
        }
        match difference {
            Difference::Settled => self.plan(policy, view, edit, (Update::default(), true, uses), now),
            Difference::Write(update) => self.plan(policy, view, edit, (update, true, uses), now),
            Difference::WritesSpent(None) if !writes_edit => self.exit(ReconcileError::WritesSpent, None),
            // The least that has to be written; what it adds to the set is left out.
            Difference::WritesSpent(least) => {
                let completes_command = !matches!(self.command, SessionCommand::Add(..));
                self.plan(policy, view, edit, (least.unwrap_or_default(), completes_command, uses), now)
            }
            Difference::NotOurs => self.exit(ReconcileError::NotOurs, None),
            Difference::CodesSpent => self.exit(ReconcileError::CodesSpent, None),
        }
    }

    fn settled(mut self, mut view: Box<SessionView>, decision: Decision) -> Step<E> {
        if let AppliedDiscount::Ours { amount_off, .. } = &view.snapshot.held.discount
            && view.amount_discount != *amount_off
        {
            return self.wrong_total(view);
        }
        if let Some(error) = self.rejected_edit.take() {
            return self.exit(ReconcileError::Stripe(error), None);
        }
        if let Some(decided) = &self.decided.0 {
            view.snapshot.ledger.clone_from(&decided.snapshot.ledger);
        }
        let foreign = matches!(view.snapshot.held.discount, AppliedDiscount::Foreign { .. });
        let changed = self.changed;
        let code_unknown = self.unknown_code.is_some();
        self.done(Ok(Reconciled { view: *view, decision, changed, foreign, code_unknown }))
    }

    fn plan(
        mut self,
        policy: &Policy,
        view: Box<SessionView>,
        (writes_edit, totals): (bool, PreDiscountTotals),
        (update, completes_command, uses): (Update, bool, Uses),
        now: Timestamp,
    ) -> Step<E> {
        let mut plan = Plan { view, update, writes_edit, cart: None, completes_command, totals, uses };
        if self.updates != Updates::Combined && self.can_split(&plan) {
            plan = plan.first_of_split();
        }
        if !matches!(plan.update.discount, Change::Put { .. }) {
            plan.uses = Uses::default();
        }
        if plan.lowers() || plan.view.has_stale_amount() {
            self.obligation = Obligation::Excess(plan.view.clone());
        }
        let wanted = self.wanted_cart().filter(|_| plan.writes_edit);
        match cart_after(&plan.view, &plan.update.discount, wanted, &self.prices) {
            Ok(cart) => plan.cart = cart,
            Err(LinesFull) => return self.exit(ReconcileError::LinesFull, None),
        }
        if !plan.view.has_room_for(&plan.update) {
            return self.exit(ReconcileError::MetadataFull, None);
        }
        // Still having something to write at the deadline means that other callers won every race.
        if self.writes > 0 && now >= self.calls_until {
            return self.exit(ReconcileError::Overtaken, None);
        }
        if self.writes < CONTENDED {
            return self.reserve(policy, Box::new(plan), now);
        }
        let most = JITTER_PER_WRITE.saturating_mul(self.writes);
        self.act(State::Jittering(Box::new(plan)), Action::Wait { least: Duration::ZERO, most })
    }

    pub(super) fn write(mut self, plan: Box<Plan>) -> Step<E> {
        let lock = self.versions.lock(plan.view.version.as_ref());
        if let Some(Lock { from, bump: Some(key), .. }) = lock {
            let write = PlannedWrite {
                key,
                update: Update::default(),
                cart: None,
                shipping: None,
                version: Some(from.clone()),
                undiscounted_total: None,
                corrects: false,
            };
            return self.act(State::Bumping(plan, from), Action::Write(Box::new(write)));
        }
        self.writes = self.writes.saturating_add(1).min(MAX_COUNTED_WRITES);
        let write = Box::new(PlannedWrite {
            key: lock.as_ref().map_or(WriteKey::Fresh, |lock| WriteKey::Version(lock.from.clone())),
            update: plan.update.clone(),
            cart: plan.cart.clone(),
            shipping: self.wanted_shipping().filter(|_| plan.writes_edit).cloned(),
            version: lock.as_ref().map(|lock| lock.to.clone()),
            undiscounted_total: plan.view.undiscounted_total(),
            corrects: false,
        });
        self.act(State::Writing(plan, write.clone(), lock), Action::Write(write))
    }

    /// Checks that Stripe did what was written, and goes on with the purchase as it then is.
    pub(super) fn written(
        mut self,
        policy: &Policy,
        plan: &Plan,
        lock: Option<&Lock>,
        view: Box<SessionView>,
        now: Timestamp,
    ) -> Step<E> {
        self.changed = true;
        self.pending &= !plan.completes_command;
        if self.updates == Updates::TrySplit && plan.writes_edit {
            self.updates = Updates::Split;
        }
        if let Some(lock) = lock {
            self.versions.written(lock, view.version.as_ref());
        }
        let is_applied = plan.is_applied(&view);
        if !is_applied && view.totals == plan.totals {
            return self.wrong_total(view);
        }
        match self.give_back(plan, lock).filter(|_| is_applied) {
            Some(change) => {
                let change = Box::new(change);
                self.act(State::Releasing(view, change.clone()), Action::Release(change))
            }
            None => self.consider(policy, view, now),
        }
    }

    /// Waits until another caller's write may have ended, and reads again.
    pub(super) fn back_off(self, now: Timestamp) -> Step<E> {
        let left = elapsed(now, self.calls_until);
        if left.is_zero() {
            return self.exit(ReconcileError::Overtaken, None);
        }
        match self.versions.backoff().min(left) {
            Duration::ZERO => self.read(),
            least => {
                let most = least.saturating_add(least.checked_div(2).unwrap_or_default());
                self.act(State::BackingOff, Action::Wait { least, most })
            }
        }
    }

    /// Returns true if the edit and the discount of a plan can be written one after the other. A cart and line prices are one
    /// parameter.
    pub(super) fn can_split(&self, plan: &Plan) -> bool {
        plan.is_combined() && !(plan.view.rewrites_lines() && self.wanted_cart().is_some())
    }

    fn wanted_cart(&self) -> Option<&[CartLine]> {
        match &self.command {
            SessionCommand::Change(Edit::Cart(lines)) => Some(lines),
            _ => None,
        }
    }

    fn wanted_shipping(&self) -> Option<&ShippingAddress> {
        match &self.command {
            SessionCommand::Change(Edit::ShippingAddress(address)) => Some(address),
            _ => None,
        }
    }
}
