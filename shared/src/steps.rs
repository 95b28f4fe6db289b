//! Retrieve, validate, recompute, update, until the session is as decided.
//!
//! There is no lock. Stripe merges metadata key by key and answers each write with the session as it then is, so
//! whoever writes last sees everything that was asked for and decides on it: calls at the same moment end in the
//! same state as one after the other.

use std::time::Duration;

use discounts_core::difference::{Change, Difference, Update};
use discounts_core::session::{Facts, HeldDiscount, Snapshot};
use discounts_core::{Decision, InteractionSet, Policy, decide, difference};
use jiff::Timestamp;

use crate::endpoint::Step;
use crate::refusal::Refusal;
use crate::stripe::{SessionId, StripeError, StripeSession, Talk};

/// After so many writes the callers of a session are in each other's way, and wait a little.
const CROWDED: u32 = 3;
/// How often a write gets a new key after Stripe has replayed a failure.
const MOST_SPENT_KEYS: u32 = 2;

/// What a request found out and did, for the answer and for the log.
#[derive(Debug)]
pub struct Settled {
    /// The session as it now is.
    pub session: StripeSession,
    /// What was decided for it.
    pub decision: Decision,
    /// Whether this request wrote.
    pub changed: bool,
    /// Whether a discount of somebody else was left in its place.
    pub foreign: bool,
}

/// What is known of a request while it is under way, for the log of one that fails.
#[derive(Debug, Default)]
pub struct Trail {
    /// The last decision, as JSON.
    pub decision: Option<String>,
    /// The facts that it read, as JSON.
    pub facts: Option<String>,
    /// Whether something was written.
    pub changed: bool,
    /// What went wrong, for the operator.
    pub cause: Option<String>,
}

/// What a decision needs of Stripe's objects. The set of a session is not known before it is read, so a read asks
/// for what any offer of the policy may need; it saves the second read that a narrower one would cost.
#[must_use]
pub fn expand(policy: &Policy) -> Vec<&'static str> {
    let reads = policy.reads(InteractionSet::all());
    let customer = reads.customer_object().then_some("customer");
    let lines = reads.contains(discounts_core::policy::Fact::Quantity).then_some("line_items");
    ["discounts.coupon"].into_iter().chain(customer).chain(lines).collect()
}

/// Brings a session to what is decided for it.
///
/// # Errors
///
/// Why it can't be, as the page is told; the operator's part is in the trail.
pub async fn settle(
    policy: &Policy,
    talk: &mut Talk<'_>,
    id: &SessionId,
    step: Step,
    trail: &mut Trail,
) -> Result<Settled, Refusal> {
    let mut work = Work { policy, talk, id, expand: expand(policy), trail, writes: 0, spent_keys: 0 };
    let mut asked = Some(step);

    tracing::debug!(step = "retrieve", "reads the session");
    let mut session = work.retrieve(asked).await?;
    loop {
        tracing::debug!(step = "validate", "checks the session");
        let snapshot = session.snapshot().map_err(|error| work.trail.refuse(&error))?;

        tracing::debug!(step = "recompute", "decides the discount");
        let set = set_after(asked, &snapshot);
        let decision = recompute(policy, &snapshot, set, work.trail)?;
        let takes_away = matches!(step, Step::Remove(_));
        let update = match difference(policy, &snapshot.held, &decision, takes_away) {
            Difference::Settled => {
                let foreign = matches!(snapshot.held.discount, HeldDiscount::Foreign { .. });
                return Ok(Settled { session, decision, changed: work.trail.changed, foreign });
            }
            Difference::NotOurs => return Err(Refusal::DiscountNotOurs),
            Difference::WritesSpent(clearing) => return Err(work.writes_spent(clearing).await),
            Difference::Write(update) => update,
        };
        if !session.has_room_for(update.asked, update.discount != Change::Keep) {
            return Err(work.trail.refuse(&StripeError::Unsupported("its metadata has no room for ours")));
        }

        tracing::debug!(step = "update", "writes what differs");
        session = match work.update(&session, &update).await? {
            Some(answer) => {
                // Only the first write carries what was asked: from here on the session says what the set is.
                asked = None;
                work.with_shopper(answer, asked).await?
            }
            None => work.retrieve(asked).await?,
        };
    }
}

/// Reads a session; once more when its lines and its sum are of different moments.
pub async fn read_whole(talk: &mut Talk<'_>, id: &SessionId, expand: &[&str]) -> Result<StripeSession, StripeError> {
    match talk.session(id, expand).await {
        Err(StripeError::Busy) => talk.session(id, expand).await,
        session => session,
    }
}

/// Decides, and notes what was decided on.
pub fn recompute(
    policy: &Policy,
    snapshot: &Snapshot,
    set: InteractionSet,
    trail: &mut Trail,
) -> Result<Decision, Refusal> {
    let decision = decide(policy, snapshot, set, Timestamp::now())
        .map_err(|overflow| trail.refuse_for(Refusal::StripeError, overflow.to_string()))?;
    trail.facts = serde_json::to_string(&Facts::of(policy, snapshot, set)).ok();
    trail.decision = serde_json::to_string(&decision).ok();
    Ok(decision)
}

/// The set that is decided for: until it has been written, what was asked for comes on top of what the session says.
fn set_after(asked: Option<Step>, snapshot: &Snapshot) -> InteractionSet {
    let held = snapshot.held.interactions;
    asked.map_or(held, |step| step.apply(held))
}

/// One request's work on one session.
struct Work<'w, 's> {
    policy: &'w Policy,
    talk: &'w mut Talk<'s>,
    id: &'w SessionId,
    expand: Vec<&'static str>,
    trail: &'w mut Trail,
    writes: u32,
    spent_keys: u32,
}

impl Work<'_, '_> {
    async fn retrieve(&mut self, asked: Option<Step>) -> Result<StripeSession, Refusal> {
        let session = read_whole(self.talk, self.id, &self.expand).await.map_err(|error| self.trail.refuse(&error))?;
        self.with_shopper(session, asked).await
    }

    /// Reads a customer who is only known by reference, where an offer of the set asks about the customer.
    async fn with_shopper(
        &mut self,
        mut session: StripeSession,
        asked: Option<Step>,
    ) -> Result<StripeSession, Refusal> {
        // A session that can't be decided on is refused in the next step.
        let Ok(snapshot) = session.snapshot() else { return Ok(session) };
        if self.policy.reads(set_after(asked, &snapshot)).customer_object() {
            let read = self.talk.add_referenced_customer(&mut session).await;
            read.map_err(|error| self.trail.refuse(&error))?;
        }
        Ok(session)
    }

    /// Writes, and answers with the session as it then is; with none where Stripe will go on replaying a failure to
    /// this write: what has become of it, only a read can tell.
    async fn update(&mut self, before: &StripeSession, update: &Update) -> Result<Option<StripeSession>, Refusal> {
        // Whoever still has something to write when the time is up has been overtaken each time.
        if self.overtaken() {
            return Err(self.unsettled());
        }
        crowd(self.writes).await;
        let written = self.write(update).await;
        self.writes = self.writes.saturating_add(1);
        match written {
            Ok(answer) => {
                self.fits(before, &answer, update).await?;
                Ok(Some(answer))
            }
            Err(StripeError::KeySpent) if self.spent_keys < MOST_SPENT_KEYS => {
                self.spent_keys = self.spent_keys.saturating_add(1);
                Ok(None)
            }
            Err(refusal @ StripeError::Refused { .. }) => Err(self.refused(&refusal).await),
            Err(StripeError::TimedOut) if self.writes > 1 && self.talk.deadline().passed() => Err(self.unsettled()),
            Err(error) => Err(self.trail.refuse(&error)),
        }
    }

    async fn write(&mut self, update: &Update) -> Result<StripeSession, StripeError> {
        let answer = self.talk.update(self.id, update, &self.expand).await;
        self.trail.changed |= answer.is_ok() || matches!(answer, Err(StripeError::KeySpent));
        answer
    }

    /// Checks that Stripe took off what was written. If it did not although the cart is the same, nothing of ours
    /// stays on the session.
    async fn fits(&mut self, before: &StripeSession, answer: &StripeSession, update: &Update) -> Result<(), Refusal> {
        let Change::Put { discount, .. } = &update.discount else { return Ok(()) };
        let Ok(snapshot) = answer.snapshot() else { return Ok(()) };
        let ours = matches!(snapshot.held.discount, HeldDiscount::Ours { .. });
        let (taken, decided) = (answer.amount_discount(), discount.amount_off);
        if (ours && taken == decided) || !answer.same_cart(before) {
            return Ok(());
        }
        let cleared = self.write(&Update::clearing(&snapshot.held)).await;
        let state = if cleared.is_ok() { "it was cleared" } else { "it could not be cleared: look at this session" };
        let cause = format!("WrongTotal: Stripe took {taken} off instead of {decided}; {state}");
        Err(self.trail.refuse_for(Refusal::StripeError, cause))
    }

    /// After a refusal that says nothing: the session may have been completed or have expired in between.
    async fn refused(&mut self, refusal: &StripeError) -> Refusal {
        let now = self.talk.session(self.id, &self.expand).await.and_then(|session| session.snapshot());
        self.trail.refuse(match &now {
            Err(error @ StripeError::NotOpen) => error,
            _ => refusal,
        })
    }

    async fn writes_spent(&mut self, clearing: Option<Update>) -> Refusal {
        if let Some(clearing) = clearing
            && let Err(error) = self.write(&clearing).await
        {
            return self.trail.refuse(&error);
        }
        let cause = "the session has seen limits.writes_per_session writes of a discount: is a page calling in a loop?";
        self.trail.refuse_for(Refusal::RateLimited(1), cause.to_owned())
    }

    fn overtaken(&self) -> bool {
        self.writes > 0 && self.talk.deadline().passed()
    }

    fn unsettled(&mut self) -> Refusal {
        let cause = "Unsettled: others keep changing the session; its discount is the last caller's to correct";
        self.trail.refuse_for(Refusal::SessionBusy, cause.to_owned())
    }
}

/// A shopper's page makes one call at a time; where many meet, the later ones let the earlier ones finish.
async fn crowd(writes: u32) {
    if writes >= CROWDED {
        let longest = Duration::from_millis(20).saturating_mul(writes.min(10));
        tokio::time::sleep(longest.mul_f64(fastrand::f64())).await;
    }
}

impl Trail {
    /// Notes what went wrong, and says what the page is told.
    pub fn refuse(&mut self, error: &StripeError) -> Refusal {
        self.refuse_for(Refusal::from(error), error.to_string())
    }

    fn refuse_for(&mut self, refusal: Refusal, cause: String) -> Refusal {
        self.cause = Some(cause);
        refusal
    }
}
