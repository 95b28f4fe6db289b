//! The verdict of the audit on a completed session, from the customer's history without it.

use discounts_core::Policy;
use discounts_core::session::Shopper;
use jiff::Timestamp;

use super::history::History;
use super::max_allowed::max_allowed;
use super::order::Order;
use super::order_precedence::{ambiguous, earlier, with_completion_times};
use super::verdict_record::Verdict;
use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::purchase::{amount_discount, coupon_policy, our_coupon, past_snapshot};
use crate::stripe::{RequestClient, StripeSession};

/// A completed session, and the facts that it is judged on.
pub(super) struct Case<'c> {
    pub(super) policy: &'c Policy,
    pub(super) session: &'c StripeSession,
    /// The customer's orders, the newest first; this one is among them.
    pub(super) orders: &'c [Order],
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
        let same_policy =
            our_coupon(session).and_then(coupon_policy).is_some_and(|hash| hash == policy.hash.to_string());
        if !same_policy || policy.switched_off {
            return Ok(Verdict::Unknown);
        }
        let mut snapshot = past_snapshot(session).map_err(|error| context.record_error(&error))?;
        if became_a_customer(session, &snapshot.shopper) {
            snapshot.shopper = Shopper::Guest;
        }
        if let (Shopper::Customer(customer), Some(this)) = (&mut snapshot.shopper, self.as_order()) {
            let history = History::of(earlier(self.orders, &this));
            customer.metadata = history.rewound_metadata(&policy.customer, &customer.metadata);
        }
        let allowed = max_allowed(policy, &snapshot, self.at);
        let allowed = allowed.map_err(|overflow| context.record(ApiError::StripeError, overflow.to_string()))?;
        let given = amount_discount(session).unwrap_or_default();
        context.judged = Some((given, allowed));
        Ok(if given > allowed { Verdict::Drift(given.saturating_sub(allowed).get()) } else { Verdict::Fits })
    }

    /// The session as an order; none if the customer's history is not counted from these orders.
    fn as_order(&self) -> Option<Order> {
        let this = Order::completed(self.session, self.at)?;
        let held = self.session.customer()?.metadata.clone().unwrap_or_default();
        // Until the first count here, a shop that has counted orders made elsewhere knows more.
        let outdone = History::of(self.orders.iter()).is_outdone_by(&self.policy.customer, &held);
        let listed = self.orders.iter().any(|order| order.session == this.session);
        (listed && !outdone).then_some(this)
    }
}

/// Returns whether a guest has become a customer by completing the session: a customer without orders earns offers that a
/// guest does not.
fn became_a_customer(session: &StripeSession, shopper: &Shopper) -> bool {
    match shopper {
        Shopper::Customer(customer) => {
            customer.created.zip(session.created).is_some_and(|(made, opened)| made.as_second() > opened)
        }
        Shopper::Guest => false,
    }
}
