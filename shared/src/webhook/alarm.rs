//! The alarm of a verdict: its log line and its metric.

use discounts_core::counts::written;
use discounts_core::money::Amount;
use discounts_ledger::Held;

use super::verdict_record::Verdict;
use crate::context::{Incident, RequestContext};
use crate::metrics::{Metrics, MetricsRecorder};
use crate::purchase::amount_discount;
use crate::stripe::StripeSession;

/// The output of alarms. They are written at once, before anything says that they were: a function that ends in between is
/// called again by Stripe, and then raises the alarm a second time rather than never.
#[derive(Clone, Copy, Debug)]
pub struct Alarm<'a> {
    metrics: Option<&'a Metrics>,
}

impl<'a> Alarm<'a> {
    /// An alarm that is counted in these metrics.
    #[must_use]
    pub const fn new(metrics: Option<&'a Metrics>) -> Self {
        Self { metrics }
    }

    /// Raises the alarm, unless the verdict is that the discount fits.
    pub(super) fn raise(self, session: &StripeSession, verdict: Verdict, context: &RequestContext) {
        let (given, allowed) = context.judged.unwrap_or((amount_discount(session).unwrap_or_default(), Amount::ZERO));
        let incident = match verdict {
            Verdict::Fits => return,
            Verdict::Drift(excess) => {
                tracing::error!(
                    code = "discount_drift",
                    checkout_session_id = session.id,
                    given = given.get(),
                    due = allowed.get(),
                    excess,
                    "a completed session has a larger discount than the policy gives: hold this order, and see \
                     docs/operations.md, discount-drift"
                );
                Incident::DiscountDrift
            }
            Verdict::Unknown(doubt) => {
                tracing::warn!(
                    code = "drift_unknown",
                    checkout_session_id = session.id,
                    given = given.get(),
                    "the discount of a completed session can't be judged: {doubt}"
                );
                Incident::DriftUnknown
            }
        };
        self.count(incident);
    }

    /// Raises the alarm for uses of a paid session that nobody had claimed.
    pub(crate) fn over_given(self, session: &str, uses: &Held) {
        tracing::error!(
            code = "over_given",
            checkout_session_id = session,
            "a paid session has uses of an offer that were not claimed: {}; they are counted now, and a limit may be passed; see \
             docs/operations.md, over-given",
            written(uses)
        );
        self.count(Incident::OverGiven);
    }

    fn count(self, incident: Incident) {
        if let Some(metrics) = self.metrics {
            let mut report = MetricsRecorder::default();
            report.incident(incident);
            metrics.emit(&report);
        }
    }
}
