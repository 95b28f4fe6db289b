//! One request's reads and writes of its purchase, and what is done when they fail.

use std::time::Duration;

use discounts_core::Policy;
use discounts_core::difference::{Change, Update};
use discounts_core::money::Amount;
use discounts_core::session::{AppliedDiscount, AppliedState};

use crate::api_error::ApiError;
use crate::command::{Edit, SessionCommand};
use crate::context::RequestContext;
use crate::purchase::{
    PreDiscountTotals, PurchaseError, PurchaseObject, ReferencedCustomer, expand, read, read_again_when_busy,
    with_all_lines,
};
use crate::steps::set_after;
use crate::stripe::expand::{LINES, includes_lines};
use crate::stripe::{Purchase, RequestClient, StripeError};
use crate::turn::Turns;

/// After so many writes the callers of a session are in each other's way, and wait a little.
const CROWDED: u32 = 3;
/// How often the session is read again because an answer to a write does not tell what has become of it.
const MOST_LOOKS: u32 = 3;
/// What Stripe's rate limit, counted by the second, needs to pass.
const RATE_LIMIT: Duration = Duration::from_secs(1);

/// One request's work on one purchase.
pub(crate) struct Work<'w, 's> {
    pub(crate) policy: &'w Policy,
    pub(crate) talk: &'w mut RequestClient<'s>,
    id: &'w Purchase,
    expand: Vec<&'static str>,
    turns: Turns,
    referenced: ReferencedCustomer,
    pub(crate) trail: &'w mut RequestContext,
    /// The change that Stripe does not take; told once the discount is right for what the session stays.
    pub(crate) refused_edit: Option<ApiError>,
    writes: u32,
    looks: u32,
    /// Whether Stripe was seen to refuse this request's change and discount in one update.
    apart: bool,
    corrected: bool,
}

/// A write, and what it is made on.
pub(crate) struct Write<'a> {
    pub(crate) before: &'a PurchaseObject,
    pub(crate) held: &'a AppliedState,
    pub(crate) update: &'a Update,
    pub(crate) edit: Option<&'a Edit>,
    /// What the session comes to after it.
    pub(crate) sums: PreDiscountTotals,
}

/// What became of it.
struct Written {
    answer: PurchaseObject,
    /// Whether all of it was written: where not, the rest is left to the next round.
    whole: bool,
}

impl Written {
    fn whole(answer: PurchaseObject) -> Self {
        Self { answer, whole: true }
    }
}

impl Write<'_> {
    /// Whether it makes a discount of ours smaller: then it must not be left out.
    pub(crate) fn lowers(&self) -> bool {
        let then = match &self.update.discount {
            Change::Keep => return false,
            Change::Put { discount, .. } => discount.amount_off,
            Change::Clear { .. } => Amount::ZERO,
        };
        matches!(&self.held.discount, AppliedDiscount::Ours { amount_off, .. } if *amount_off > then)
    }
}

impl<'w, 's> Work<'w, 's> {
    pub(crate) fn new(
        policy: &'w Policy,
        talk: &'w mut RequestClient<'s>,
        id: &'w Purchase,
        trail: &'w mut RequestContext,
    ) -> Self {
        Self {
            policy,
            talk,
            id,
            expand: expand(policy),
            turns: Turns::default(),
            referenced: ReferencedCustomer::default(),
            trail,
            refused_edit: None,
            writes: 0,
            looks: 0,
            apart: false,
            corrected: false,
        }
    }

    /// The lines are looked at whatever the policy asks: they keep their ids.
    pub(crate) fn needs_lines(&mut self) {
        if !self.expand.iter().any(|path| includes_lines(path)) {
            self.expand.push(LINES);
        }
    }

    pub(crate) async fn retrieve(&mut self, asked: Option<&SessionCommand>) -> Result<PurchaseObject, ApiError> {
        let read = read_again_when_busy(self.talk, self.id, &self.expand).await;
        let session = read.map_err(|error| self.trail.refuse(&error))?;
        self.with_shopper(session, asked).await
    }

    /// A session that was just returned, with all of its lines.
    pub(crate) async fn with_lines(&mut self, session: PurchaseObject) -> Result<PurchaseObject, ApiError> {
        let whole =
            with_all_lines(self.talk, session, &self.expand).await.map_err(|error| self.trail.refuse(&error))?;
        self.with_shopper(whole, None).await
    }

    /// Reads a customer who is only known by reference, where an offer of the set asks about the customer.
    pub(crate) async fn with_shopper(
        &mut self,
        mut session: PurchaseObject,
        asked: Option<&SessionCommand>,
    ) -> Result<PurchaseObject, ApiError> {
        // A session that can't be decided on is refused in the next step.
        let Ok(snapshot) = session.snapshot() else { return Ok(session) };
        if self.policy.reads(set_after(asked, &snapshot)).shopper() {
            let read = self.referenced.add_to(self.talk, &mut session).await;
            read.map_err(|error| self.trail.refuse(&error))?;
        }
        Ok(session)
    }

    /// Writes, and answers with the session as it then is; with none where only a read can tell what has become of
    /// it: Stripe goes on replaying a failure, or the cart changed while its lines were read.
    pub(crate) async fn update(&mut self, write: &Write<'_>) -> Result<Option<PurchaseObject>, ApiError> {
        // Whoever still has something to write when the time is up has been overtaken each time.
        if self.writes > 0 && self.talk.deadline().passed() {
            return Err(self.trail.unsettled());
        }
        crowd(self.writes).await;
        let written = match write.edit.filter(|_| write.update.discount != Change::Keep) {
            Some(edit) => self.both(write, edit).await,
            None => self.write(write.before, write.update, write.edit).await.map(Written::whole),
        };
        self.writes = self.writes.saturating_add(1);
        let whole = match written {
            Ok(Written { answer, whole }) => {
                if whole {
                    self.fits(write, &answer).await?;
                }
                with_all_lines(self.talk, answer, &self.expand).await
            }
            Err(refusal) if write.edit.is_some() && refusal.is_rejected_by_stripe() => {
                // Nothing of it was done, or the discount was lowered for it: what is right now is decided anew.
                let refusal = self.refused(&refusal).await;
                self.refused_edit = Some(refusal);
                return Ok(None);
            }
            Err(refusal @ PurchaseError::Stripe(StripeError::Refused { status: 400, .. })) => {
                return Err(self.refused(&refusal).await);
            }
            Err(PurchaseError::Stripe(error @ StripeError::ReplayedFailure)) => Err(error),
            Err(PurchaseError::Stripe(StripeError::IdempotencyConflict)) => {
                self.turns.let_others_write(self.talk.deadline()).await;
                return Ok(None);
            }
            Err(PurchaseError::Stripe(StripeError::TimedOut(_)))
                if self.writes > 1 && self.talk.deadline().passed() =>
            {
                return Err(self.trail.unsettled());
            }
            Err(error) => return Err(self.trail.refuse(&error)),
        };
        match whole {
            Ok(answer) => Ok(Some(answer)),
            Err(_) if self.looks < MOST_LOOKS => {
                self.looks = self.looks.saturating_add(1);
                Ok(None)
            }
            Err(error) => Err(self.trail.refuse(&error)),
        }
    }

    /// A change and a discount in one update. Nobody documents that Stripe takes both: where it does not, they are
    /// written apart, and so they are from then on.
    async fn both(&mut self, write: &Write<'_>, edit: &Edit) -> Result<Written, PurchaseError> {
        if !self.apart && !self.talk.requires_split() {
            match self.write(write.before, write.update, Some(edit)).await {
                Err(refusal) if refusal.is_rejected_by_stripe() => self.apart = true,
                answer => return answer.map(Written::whole),
            }
        }
        let written = self.apart(write, edit).await?;
        self.talk.mark_split();
        Ok(written)
    }

    /// The same in several writes, where Stripe does not take the change and a discount in one: first the discount goes
    /// down to what is earned before and after, then the session changes; what is earned then is written by the next
    /// round. None of these writes leaves more on the session than was earned.
    async fn apart(&mut self, write: &Write<'_>, edit: &Edit) -> Result<Written, PurchaseError> {
        let lowered = if write.lowers() { Some(self.write(write.before, write.update, None).await?) } else { None };
        let before = lowered.as_ref().unwrap_or(write.before);
        // Another call may have written a discount in between: this answer does not tell whether Stripe did as it was told.
        let answer = self.write(before, &Update::default(), Some(edit)).await?;
        Ok(Written { answer, whole: false })
    }

    async fn write(
        &mut self,
        before: &PurchaseObject,
        update: &Update,
        edit: Option<&Edit>,
    ) -> Result<PurchaseObject, PurchaseError> {
        let answer = self.turns.write(self.talk, self.id, before, (update, edit), &self.expand).await;
        self.trail.changed |=
            answer.is_ok() || matches!(answer, Err(PurchaseError::Stripe(StripeError::ReplayedFailure)));
        answer
    }

    /// Checks that Stripe did what was written. If it did not although the cart is what it should be, nothing of ours
    /// stays on the session.
    async fn fits(&mut self, write: &Write<'_>, answer: &PurchaseObject) -> Result<(), ApiError> {
        let Ok(snapshot) = answer.snapshot() else { return Ok(()) };
        let fits = match (&write.update.discount, &snapshot.held.discount) {
            // A discount of somebody else came in between: that is decided on, not cleared.
            (Change::Keep, _) | (_, AppliedDiscount::Foreign { .. }) => true,
            (Change::Put { discount, .. }, AppliedDiscount::Ours { name, .. }) => {
                answer.amount_discount() == discount.amount_off && *name == *discount.name.as_str()
            }
            (Change::Put { .. }, AppliedDiscount::Nothing) => false,
            (Change::Clear { .. }, held) => *held == AppliedDiscount::Nothing,
        };
        if fits || answer.totals() != write.sums { Ok(()) } else { Err(self.wrong_total(answer, &snapshot.held).await) }
    }

    /// Checks that a discount of ours takes off what its coupon says.
    pub(crate) async fn check_total(&mut self, session: &PurchaseObject, held: &AppliedState) -> Result<(), ApiError> {
        match &held.discount {
            AppliedDiscount::Ours { amount_off, .. } if session.amount_discount() != *amount_off => {
                Err(self.wrong_total(session, held).await)
            }
            _ => Ok(()),
        }
    }

    async fn wrong_total(&mut self, session: &PurchaseObject, held: &AppliedState) -> ApiError {
        let refusal = self.trail.wrong_total(session.amount_discount());
        self.take_off(refusal, session, held).await
    }

    /// Takes our discount off a session that could not be brought to what was decided: too little may stay, too much
    /// may not. Tried once for a request.
    pub(crate) async fn take_off(
        &mut self,
        refusal: ApiError,
        session: &PurchaseObject,
        held: &AppliedState,
    ) -> ApiError {
        if self.corrected {
            return refusal;
        }
        self.corrected = true;
        self.turns.correct();
        self.talk.use_correction_time();
        if matches!(refusal, ApiError::RateLimited(_)) {
            tokio::time::sleep(RATE_LIMIT.min(self.talk.deadline().left())).await;
        }
        let cleared = self.write(session, &Update::clearing(held), None).await;
        let nothing = cleared.ok().and_then(|session| session.snapshot().ok());
        let taken_off = nothing.is_some_and(|snapshot| snapshot.held.discount == AppliedDiscount::Nothing);
        self.trail.add(if taken_off {
            "the discount was taken off"
        } else {
            "A DISCOUNT THAT IS TOO LARGE MAY BE LEFT: look at this session"
        });
        refusal
    }

    /// After a refusal that says nothing: the session may have been completed or have expired in between.
    async fn refused(&mut self, refusal: &PurchaseError) -> ApiError {
        let now = read(self.talk, self.id, &self.expand).await.and_then(|session| session.snapshot());
        self.trail.refuse(match &now {
            Err(error @ PurchaseError::NotOpen) => error,
            _ => refusal,
        })
    }

    pub(crate) fn codes_spent(&mut self) -> ApiError {
        let cause = "the session has been asked for limits.codes_per_session codes: is somebody guessing?";
        self.trail.refuse_for(ApiError::RateLimited(1), cause.to_owned())
    }

    /// The session has seen as many writes as it may: what makes it less is still written, and the change that was
    /// asked for. None where another call was faster, and what is to be written has to be decided anew.
    pub(crate) async fn writes_spent(
        &mut self,
        session: &PurchaseObject,
        held: &AppliedState,
        least: Option<Update>,
        edit: Option<&Edit>,
    ) -> Option<ApiError> {
        let least = least.or_else(|| edit.map(|_| Update::default()));
        if let Some(least) = least {
            self.writes = self.writes.saturating_add(1);
            match self.write(session, &least, edit).await {
                Ok(_) => {}
                Err(PurchaseError::Stripe(StripeError::IdempotencyConflict)) if !self.talk.deadline().passed() => {
                    self.turns.let_others_write(self.talk.deadline()).await;
                    return None;
                }
                Err(error) => {
                    let refusal = self.trail.refuse(&error);
                    let clears = matches!(least.discount, Change::Clear { .. });
                    return Some(if clears { self.take_off(refusal, session, held).await } else { refusal });
                }
            }
        }
        let cause = "the session has seen limits.writes_per_session writes of a discount: is a page calling in a loop?";
        Some(self.trail.refuse_for(ApiError::RateLimited(1), cause.to_owned()))
    }
}

/// A shopper's page makes one call at a time; where many meet, the later ones let the earlier ones finish.
async fn crowd(writes: u32) {
    if writes >= CROWDED {
        let longest = Duration::from_millis(20).saturating_mul(writes.min(10));
        tokio::time::sleep(longest.mul_f64(fastrand::f64())).await;
    }
}
