//! One request's reads and writes of its session, and what is done when they fail.

use std::time::Duration;

use discounts_core::Policy;
use discounts_core::difference::{Change, Update};
use discounts_core::session::{Held, HeldDiscount};

use crate::endpoint::Step;
use crate::refusal::Refusal;
use crate::steps::{expand, read_whole, set_after};
use crate::stripe::{SessionId, StripeError, StripeSession, Talk};
use crate::trail::Trail;

/// After so many writes the callers of a session are in each other's way, and wait a little.
const CROWDED: u32 = 3;
/// How often the session is read again because an answer to a write does not tell what has become of it.
const MOST_LOOKS: u32 = 3;
/// What Stripe's rate limit, counted by the second, needs to pass.
const RATE_LIMIT: Duration = Duration::from_secs(1);

/// One request's work on one session.
pub(crate) struct Work<'w, 's> {
    policy: &'w Policy,
    talk: &'w mut Talk<'s>,
    id: &'w SessionId,
    expand: Vec<&'static str>,
    pub(crate) trail: &'w mut Trail,
    writes: u32,
    looks: u32,
    corrected: bool,
}

impl<'w, 's> Work<'w, 's> {
    pub(crate) fn new(policy: &'w Policy, talk: &'w mut Talk<'s>, id: &'w SessionId, trail: &'w mut Trail) -> Self {
        Self { policy, talk, id, expand: expand(policy), trail, writes: 0, looks: 0, corrected: false }
    }

    pub(crate) async fn retrieve(&mut self, asked: Option<Step>) -> Result<StripeSession, Refusal> {
        let session = read_whole(self.talk, self.id, &self.expand).await.map_err(|error| self.trail.refuse(&error))?;
        self.with_shopper(session, asked).await
    }

    /// Reads a customer who is only known by reference, where an offer of the set asks about the customer.
    pub(crate) async fn with_shopper(
        &mut self,
        mut session: StripeSession,
        asked: Option<Step>,
    ) -> Result<StripeSession, Refusal> {
        // A session that can't be decided on is refused in the next step.
        let Ok(snapshot) = session.snapshot() else { return Ok(session) };
        if self.policy.reads(set_after(asked, &snapshot)).shopper() {
            let read = self.talk.add_referenced_customer(&mut session).await;
            read.map_err(|error| self.trail.refuse(&error))?;
        }
        Ok(session)
    }

    /// Writes, and answers with the session as it then is; with none where only a read can tell what has become of
    /// it: Stripe goes on replaying a failure, or the cart changed while its lines were read.
    pub(crate) async fn update(
        &mut self,
        before: &StripeSession,
        update: &Update,
    ) -> Result<Option<StripeSession>, Refusal> {
        // Whoever still has something to write when the time is up has been overtaken each time.
        if self.writes > 0 && self.talk.deadline().passed() {
            return Err(self.trail.unsettled());
        }
        crowd(self.writes).await;
        let written = self.write(update).await;
        self.writes = self.writes.saturating_add(1);
        let whole = match written {
            Ok(answer) => {
                self.fits(before, &answer, update).await?;
                self.talk.with_all_lines(answer, &self.expand).await
            }
            Err(refusal @ StripeError::Refused { status: 400, .. }) => return Err(self.refused(&refusal).await),
            Err(StripeError::KeySpent) => Err(StripeError::KeySpent),
            Err(StripeError::TimedOut) if self.writes > 1 && self.talk.deadline().passed() => {
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

    async fn write(&mut self, update: &Update) -> Result<StripeSession, StripeError> {
        let answer = self.talk.update(self.id, update, &self.expand).await;
        self.trail.changed |= answer.is_ok() || matches!(answer, Err(StripeError::KeySpent));
        answer
    }

    /// Checks that Stripe did what was written. If it did not although the cart is the same, nothing of ours stays
    /// on the session.
    async fn fits(&mut self, before: &StripeSession, answer: &StripeSession, update: &Update) -> Result<(), Refusal> {
        let Ok(snapshot) = answer.snapshot() else { return Ok(()) };
        let fits = match (&update.discount, &snapshot.held.discount) {
            // A discount of somebody else came in between: that is decided on, not cleared.
            (Change::Keep, _) | (_, HeldDiscount::Foreign { .. }) => true,
            (Change::Put { discount, .. }, HeldDiscount::Ours { name, .. }) => {
                answer.amount_discount() == discount.amount_off && *name == *discount.name.as_str()
            }
            (Change::Put { .. }, HeldDiscount::Nothing) => false,
            (Change::Clear { .. }, held) => *held == HeldDiscount::Nothing,
        };
        if fits || !answer.same_cart(before) { Ok(()) } else { Err(self.wrong_total(answer, &snapshot.held).await) }
    }

    /// Checks that a discount of ours takes off what its coupon says.
    pub(crate) async fn check_total(&mut self, session: &StripeSession, held: &Held) -> Result<(), Refusal> {
        match &held.discount {
            HeldDiscount::Ours { amount_off, .. } if session.amount_discount() != *amount_off => {
                Err(self.wrong_total(session, held).await)
            }
            _ => Ok(()),
        }
    }

    async fn wrong_total(&mut self, session: &StripeSession, held: &Held) -> Refusal {
        let refusal = self.trail.wrong_total(session.amount_discount());
        self.take_off(refusal, held).await
    }

    /// Takes our discount off a session that could not be brought to what was decided: too little may stay, too much
    /// may not. Tried once for a request.
    pub(crate) async fn take_off(&mut self, refusal: Refusal, held: &Held) -> Refusal {
        if self.corrected {
            return refusal;
        }
        self.corrected = true;
        self.talk.correct();
        if matches!(refusal, Refusal::RateLimited(_)) {
            tokio::time::sleep(RATE_LIMIT.min(self.talk.deadline().left())).await;
        }
        let cleared = self.write(&Update::clearing(held)).await;
        let nothing = cleared.ok().and_then(|session| session.snapshot().ok());
        let taken_off = nothing.is_some_and(|snapshot| snapshot.held.discount == HeldDiscount::Nothing);
        self.trail.add(if taken_off {
            "the discount was taken off"
        } else {
            "A DISCOUNT THAT IS TOO LARGE MAY BE LEFT: look at this session"
        });
        refusal
    }

    /// After a refusal that says nothing: the session may have been completed or have expired in between.
    async fn refused(&mut self, refusal: &StripeError) -> Refusal {
        let now = self.talk.session(self.id, &self.expand).await.and_then(|session| session.snapshot());
        self.trail.refuse(match &now {
            Err(error @ StripeError::NotOpen) => error,
            _ => refusal,
        })
    }

    pub(crate) fn codes_spent(&mut self) -> Refusal {
        let cause = "the session has been asked for limits.codes_per_session codes: is somebody guessing?";
        self.trail.refuse_for(Refusal::RateLimited(1), cause.to_owned())
    }

    pub(crate) async fn writes_spent(&mut self, least: Option<Update>, held: &Held) -> Refusal {
        if let Some(least) = least
            && let Err(error) = self.write(&least).await
        {
            let refusal = self.trail.refuse(&error);
            let clears = matches!(least.discount, Change::Clear { .. });
            return if clears { self.take_off(refusal, held).await } else { refusal };
        }
        let cause = "the session has seen limits.writes_per_session writes of a discount: is a page calling in a loop?";
        self.trail.refuse_for(Refusal::RateLimited(1), cause.to_owned())
    }
}

/// A shopper's page makes one call at a time; where many meet, the later ones let the earlier ones finish.
async fn crowd(writes: u32) {
    if writes >= CROWDED {
        let longest = Duration::from_millis(20).saturating_mul(writes.min(10));
        tokio::time::sleep(longest.mul_f64(fastrand::f64())).await;
    }
}
