//! The verdict on a completed session, from the customer's history without it.

use discounts_core::Policy;
use discounts_core::counts::rooms_of;
use discounts_core::policy::{Counts, Fact, Reads};
use discounts_core::session::Shopper;
use discounts_ledger::Held;
use jiff::Timestamp;

use super::decided_for::DecidedFor;
use super::history::count;
use super::max_allowed::max_allowed;
use super::order::Order;
use super::order_precedence::{ambiguous, earlier, with_completion_times};
use super::verdict_record::{Doubt, Verdict};
use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::counted::KeyedFacts;
use crate::purchase::{WrittenDiscount, amount_discount, past_snapshot};
use crate::stripe::{RequestClient, StripeSession};

/// A completed session, and the facts that it is judged on.
#[derive(Clone, Copy)]
pub(super) struct Case<'c> {
    pub(super) policy: &'c Policy,
    pub(super) session: &'c StripeSession,
    /// The facts that the key of codes shows.
    pub(super) keyed: Option<&'c KeyedFacts>,
    /// The shopper that the discount was decided for.
    pub(super) decided_for: &'c DecidedFor,
    /// The uses that were claimed for it.
    pub(super) claimed: &'c Held,
    /// The customer's orders, the newest first; this one is among them.
    pub(super) orders: &'c [Order],
    /// True if there are older orders, which are not listed.
    pub(super) more: bool,
    /// The time of its completion.
    pub(super) at: Timestamp,
}

impl Case<'_> {
    /// Judges it. Stripe is asked for completion times only if orders that may be later make the discount too large.
    pub(super) async fn judge(
        &self,
        client: &mut RequestClient<'_>,
        context: &mut RequestContext,
    ) -> Result<Verdict, ApiError> {
        let verdict = self.verdict(context)?;
        let Some(this) = self.as_order().filter(|_| matches!(verdict, Verdict::Drift(_))) else { return Ok(verdict) };
        let ambiguous = ambiguous(self.orders, &this);
        if ambiguous.is_empty() {
            return Ok(verdict);
        }
        let completed =
            client.completion_times(this.at, &ambiguous).await.map_err(|error| context.record_error(&error))?;
        Case { orders: &with_completion_times(self.orders, &completed), ..*self }.verdict(context)
    }

    fn verdict(&self, context: &mut RequestContext) -> Result<Verdict, ApiError> {
        let (policy, session) = (self.policy, self.session);
        let same_policy = WrittenDiscount::of(session).is_some_and(|written| written.policy == policy.hash.to_string());
        if !same_policy || policy.switched_off {
            return Ok(Verdict::Unknown(Doubt::OtherPolicy));
        }
        let mut snapshot = past_snapshot(session).map_err(|error| context.record_error(&error))?;
        snapshot.shopper = match self.decided_for {
            DecidedFor::Shopper(shopper) => shopper.clone(),
            DecidedFor::Gone => Shopper::Guest,
        };
        if let (Shopper::Customer(customer), Some(this)) = (&mut snapshot.shopper, self.as_order())
            && !customer.uncounted
        {
            let before = count(earlier(self.orders, &this), self.more);
            customer.metadata = before.rewound(&customer.metadata);
        }
        if let Some(keyed) = self.keyed {
            keyed.add_to(&mut snapshot, None);
        }
        snapshot.ledger.rooms = rooms_of(policy, &snapshot, self.claimed);
        let allowed = max_allowed(policy, &snapshot, self.at);
        let allowed = allowed.map_err(|overflow| context.record(ApiError::StripeError, overflow.to_string()))?;
        let given = amount_discount(session).unwrap_or_default();
        context.judged = Some((given, allowed));
        Ok(match self.doubt() {
            _ if given <= allowed => Verdict::Fits,
            Some(doubt) => Verdict::Unknown(doubt),
            None => Verdict::Drift(given.saturating_sub(allowed).get()),
        })
    }

    /// The reason why a discount that seems too large may have been right when it was decided.
    fn doubt(&self) -> Option<Doubt> {
        if matches!(self.decided_for, DecidedFor::Gone) {
            return Some(Doubt::CustomerGone);
        }
        // The shop may have counted this very order by now, and only it knows.
        (self.policy.customer.counts == Counts::Imported && self.reads_counts()).then_some(Doubt::CountedByShop)
    }

    fn reads_counts(&self) -> bool {
        let offers = WrittenDiscount::of(self.session).map(|written| written.offers()).unwrap_or_default();
        let given = self.policy.offers.iter().filter(|offer| offers.iter().any(|given| given == offer.id.as_str()));
        let reads: Reads = given.map(discounts_core::policy::Offer::reads).collect();
        [Fact::Orders, Fact::Uses, Fact::LifetimeSpend, Fact::LastOrderAt].into_iter().any(|fact| reads.contains(fact))
    }

    /// The session as an order; none if it is not among the customer's orders.
    fn as_order(&self) -> Option<Order> {
        let this = Order::completed(self.session, self.at)?;
        self.orders.iter().any(|order| order.session == this.session).then_some(this)
    }
}
