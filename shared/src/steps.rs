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
    let expand = expand(policy);
    let mut asked = Some(step);
    let (mut writes, mut spent_keys) = (0_u32, 0_u32);

    tracing::debug!(step = "retrieve", "reads the session");
    let mut session = retrieve(policy, talk, id, &expand, asked, trail).await?;
    loop {
        tracing::debug!(step = "validate", "checks the session");
        let snapshot = session.snapshot().map_err(|error| trail.refuse(&error))?;

        tracing::debug!(step = "recompute", "decides the discount");
        let set = asked.map_or(snapshot.held.interactions, |step| step.apply(snapshot.held.interactions));
        let decision = recompute(policy, &snapshot, set, trail)?;

        let takes_away = matches!(step, Step::Remove(_));
        let update = match difference(policy, &snapshot.held, &decision, takes_away) {
            Difference::Settled => {
                let foreign = matches!(snapshot.held.discount, HeldDiscount::Foreign { .. });
                return Ok(Settled { session, decision, changed: trail.changed, foreign });
            }
            Difference::NotOurs => return Err(Refusal::DiscountNotOurs),
            Difference::WritesSpent(clearing) => {
                if let Some(clearing) = clearing {
                    write(talk, id, &clearing, &expand, trail).await.map_err(|error| trail.refuse(&error))?;
                }
                return Err(trail.writes_spent());
            }
            Difference::Write(update) => update,
        };
        if !session.has_room_for(update.asked, update.discount != Change::Keep) {
            return Err(trail.refuse(&StripeError::Unsupported("its metadata has no room for ours")));
        }
        // Whoever still has something to write when the time is up has been overtaken each time.
        if writes > 0 && talk.deadline().passed() {
            return Err(trail.unsettled());
        }
        crowd(writes).await;

        tracing::debug!(step = "update", "writes what differs");
        session = match write(talk, id, &update, &expand, trail).await {
            Ok(answer) => {
                fits(talk, id, &session, &answer, &update, &expand, trail).await?;
                // Only the first write carries what was asked: from here on the session says what the set is.
                asked = None;
                answer
            }
            Err(StripeError::KeySpent) if spent_keys < MOST_SPENT_KEYS => {
                spent_keys = spent_keys.saturating_add(1);
                retrieve(policy, talk, id, &expand, asked, trail).await?
            }
            Err(error @ StripeError::Refused { .. }) => return Err(refused(talk, id, &expand, &error, trail).await),
            Err(StripeError::TimedOut) if writes > 0 && talk.deadline().passed() => return Err(trail.unsettled()),
            Err(error) => return Err(trail.refuse(&error)),
        };
        session = with_shopper(policy, talk, session, asked, trail).await?;
        writes = writes.saturating_add(1);
    }
}

async fn retrieve(
    policy: &Policy,
    talk: &mut Talk<'_>,
    id: &SessionId,
    expand: &[&str],
    asked: Option<Step>,
    trail: &mut Trail,
) -> Result<StripeSession, Refusal> {
    let session = read_whole(talk, id, expand).await.map_err(|error| trail.refuse(&error))?;
    with_shopper(policy, talk, session, asked, trail).await
}

/// Reads a session; once more when its lines and its sum are of different moments.
pub async fn read_whole(talk: &mut Talk<'_>, id: &SessionId, expand: &[&str]) -> Result<StripeSession, StripeError> {
    match talk.session(id, expand).await {
        Err(StripeError::Busy) => talk.session(id, expand).await,
        session => session,
    }
}

/// Reads a customer who is only known by reference, where an offer of the set asks about the customer.
async fn with_shopper(
    policy: &Policy,
    talk: &mut Talk<'_>,
    mut session: StripeSession,
    asked: Option<Step>,
    trail: &mut Trail,
) -> Result<StripeSession, Refusal> {
    let Ok(snapshot) = session.snapshot() else { return Ok(session) };
    let set = asked.map_or(snapshot.held.interactions, |step| step.apply(snapshot.held.interactions));
    if policy.reads(set).customer_object() {
        talk.add_referenced_customer(&mut session).await.map_err(|error| trail.refuse(&error))?;
    }
    Ok(session)
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

async fn write(
    talk: &mut Talk<'_>,
    id: &SessionId,
    update: &Update,
    expand: &[&str],
    trail: &mut Trail,
) -> Result<StripeSession, StripeError> {
    let answer = talk.update(id, update, expand).await;
    trail.changed |= answer.is_ok() || matches!(answer, Err(StripeError::KeySpent));
    answer
}

/// A shopper's page makes one call at a time; where many meet, the later ones let the earlier ones finish.
async fn crowd(writes: u32) {
    if writes >= CROWDED {
        let longest = Duration::from_millis(20).saturating_mul(writes.min(10));
        tokio::time::sleep(longest.mul_f64(fastrand::f64())).await;
    }
}

/// Checks that Stripe took off what was written. If it did not although the cart is the same, nothing of ours
/// stays on the session.
async fn fits(
    talk: &mut Talk<'_>,
    id: &SessionId,
    before: &StripeSession,
    answer: &StripeSession,
    update: &Update,
    expand: &[&str],
    trail: &mut Trail,
) -> Result<(), Refusal> {
    let Change::Put { discount, .. } = &update.discount else { return Ok(()) };
    let Ok(snapshot) = answer.snapshot() else { return Ok(()) };
    let ours = matches!(snapshot.held.discount, HeldDiscount::Ours { .. });
    if (ours && answer.amount_discount() == discount.amount_off) || !answer.same_cart(before) {
        return Ok(());
    }
    let cleared = write(talk, id, &Update::clearing(&snapshot.held), expand, trail).await;
    let state = if cleared.is_ok() { "it was cleared" } else { "and it could not be cleared: look at this session" };
    let cause =
        format!("WrongTotal: Stripe took {} off instead of {}; {state}", answer.amount_discount(), discount.amount_off);
    Err(trail.refuse_for(Refusal::StripeError, cause))
}

/// After a refusal that says nothing: the session may have been completed or have expired in between.
async fn refused(
    talk: &mut Talk<'_>,
    id: &SessionId,
    expand: &[&str],
    refusal: &StripeError,
    trail: &mut Trail,
) -> Refusal {
    let now = talk.session(id, expand).await.and_then(|session| session.snapshot());
    trail.refuse(match &now {
        Err(error @ StripeError::NotOpen) => error,
        _ => refusal,
    })
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

    fn unsettled(&mut self) -> Refusal {
        let cause = "Unsettled: others keep changing the session; its discount is the last caller's to correct";
        self.refuse_for(Refusal::SessionBusy, cause.to_owned())
    }

    fn writes_spent(&mut self) -> Refusal {
        let cause = "the session has seen limits.writes_per_session writes of a discount: is a page calling in a loop?";
        self.refuse_for(Refusal::RateLimited(1), cause.to_owned())
    }
}
