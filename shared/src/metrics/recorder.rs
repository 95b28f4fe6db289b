//! The metrics of one request, counted while it runs. Zero counts are omitted: CloudWatch bills per metric, and alarms treat
//! missing data as OK.

use discounts_core::Decision;
use discounts_core::money::{Amount, Currency};
use discounts_core::reconcile::Reconciled;

use super::metric::Metric;
use crate::api_error::ApiError;
use crate::context::{Incident, RequestContext};
use crate::stripe::RequestClient;

/// The metrics of one request.
#[derive(Debug, Default)]
pub struct MetricsRecorder {
    pub(super) values: Vec<(Metric, u64)>,
    pub(super) discount: Option<(Amount, Currency)>,
}

impl MetricsRecorder {
    /// Counts a cold start.
    pub fn cold_start(&mut self) {
        self.add(Metric::ColdStart, 1);
    }

    /// Counts a reconciled session.
    pub fn reconciled(&mut self, reconciled: &Reconciled) {
        match &reconciled.decision.discount {
            Some(discount) if reconciled.changed && !reconciled.foreign => {
                self.add(Metric::Applied, 1);
                self.discount = Some((discount.amount_off, discount.currency));
            }
            None if !reconciled.decision.interactions.is_empty() => self.add(Metric::NotEligible, 1),
            _ => {}
        }
        self.add(Metric::Unchanged, (!reconciled.changed).into());
    }

    /// Counts a session that was decided once.
    pub fn decided_once(&mut self, decision: &Decision) {
        match &decision.discount {
            Some(discount) => {
                self.add(Metric::Applied, 1);
                self.discount = Some((discount.amount_off, discount.currency));
            }
            None => self.add(Metric::NotEligible, (!decision.interactions.is_empty()).into()),
        }
    }

    /// Counts an error.
    pub fn refused(&mut self, refusal: &ApiError) {
        self.add(Metric::Refused, 1);
        self.add(Metric::Misconfigured, (*refusal == ApiError::Misconfigured).into());
    }

    /// Counts incidents, and the calls to Stripe.
    pub fn talked(&mut self, client: &RequestClient<'_>, context: &RequestContext) {
        if let Some(incident) = context.incident {
            self.incident(incident);
        }
        self.add(Metric::NeedsReview, context.needs_review.into());
        self.add(Metric::LedgerUnavailable, context.ledger_unavailable.into());
        self.add(Metric::StripeErrors, client.failed_calls().into());
        if client.calls() > 0 {
            let latency = u64::try_from(client.slowest().as_millis()).unwrap_or(u64::MAX);
            self.values.push((Metric::StripeLatency, latency));
        }
    }

    /// Counts an incident.
    pub fn incident(&mut self, incident: Incident) {
        let metric = match incident {
            Incident::Unsettled => Metric::Unsettled,
            Incident::WrongTotal => Metric::WrongTotal,
            Incident::DiscountDrift => Metric::DiscountDrift,
            Incident::DriftUnknown => Metric::DriftUnknown,
            Incident::OverGiven => Metric::OverGiven,
            Incident::WrongSignature => Metric::WrongSignature,
        };
        self.add(metric, 1);
    }

    /// Returns whether nothing was counted.
    pub(super) const fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    fn add(&mut self, metric: Metric, count: u64) {
        if count > 0 {
            self.values.push((metric, count));
        }
    }
}
