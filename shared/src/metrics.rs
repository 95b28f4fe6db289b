//! Metrics: one line of CloudWatch's embedded metric format for each request.
//!
//! Source: CloudWatch user guide, "Specification: Embedded metric format". Zero counts are omitted: CloudWatch bills per
//! metric, and alarms treat missing data as OK.

use std::fmt;
use std::io;

use discounts_core::Decision;
use discounts_core::money::{Amount, Currency};
use discounts_core::reconcile::Reconciled;
use jiff::Timestamp;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::api_error::ApiError;
use crate::clock::Clock;
use crate::context::{Incident, RequestContext};
use crate::log::SERVICE;
use crate::stripe::RequestClient;

const NAMESPACE: &str = "CheckoutDiscounts";

/// A count or a measurement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Metric {
    /// A discount was written.
    Applied,
    /// The session was asked for something, and no offer gives anything.
    NotEligible,
    /// The session was already as decided.
    Unchanged,
    /// The page got an error.
    Refused,
    /// The error was that others kept changing the session.
    Unsettled,
    /// Stripe took off something else than was written.
    WrongTotal,
    /// A completed session has a larger discount than the policy gives for what was paid.
    DiscountDrift,
    /// A completed session was decided by another policy, so that its discount can't be judged.
    DriftUnknown,
    /// A purchase has to be checked by hand: a discount that is too large may be left, or an amount contradicts its metadata.
    NeedsReview,
    /// A delivery to the webhook whose signature does not fit: not Stripe's, or another secret than ours.
    WrongSignature,
    /// The operator has to act: key, permission, preview, policy, secret or gateway.
    Misconfigured,
    /// Calls to Stripe that failed and say nothing about the request: no connection, no time, 429, 5xx. Retries count.
    StripeErrors,
    /// Milliseconds of the request's slowest call to Stripe.
    StripeLatency,
    /// The first request of a sandbox.
    ColdStart,
    /// The amount of the discount that was written, in minor units. The only metric with the currency as a dimension.
    DiscountAmount,
}

impl Metric {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Applied,
        Self::NotEligible,
        Self::Unchanged,
        Self::Refused,
        Self::Unsettled,
        Self::WrongTotal,
        Self::DiscountDrift,
        Self::DriftUnknown,
        Self::NeedsReview,
        Self::WrongSignature,
        Self::Misconfigured,
        Self::StripeErrors,
        Self::StripeLatency,
        Self::ColdStart,
        Self::DiscountAmount,
    ];

    /// The name in CloudWatch.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Applied => "Applied",
            Self::NotEligible => "NotEligible",
            Self::Unchanged => "Unchanged",
            Self::Refused => "Refused",
            Self::Unsettled => "Unsettled",
            Self::WrongTotal => "WrongTotal",
            Self::DiscountDrift => "DiscountDrift",
            Self::DriftUnknown => "DriftUnknown",
            Self::NeedsReview => "NeedsReview",
            Self::WrongSignature => "WrongSignature",
            Self::Misconfigured => "Misconfigured",
            Self::StripeErrors => "StripeErrors",
            Self::StripeLatency => "StripeLatency",
            Self::ColdStart => "ColdStart",
            Self::DiscountAmount => "DiscountAmount",
        }
    }

    /// The unit, in CloudWatch's words.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::StripeLatency => "Milliseconds",
            Self::DiscountAmount => "None",
            _ => "Count",
        }
    }
}

/// The metrics of one request.
#[derive(Debug, Default)]
pub struct MetricsRecorder {
    values: Vec<(Metric, u64)>,
    discount: Option<(Amount, Currency)>,
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
            Incident::WrongSignature => Metric::WrongSignature,
        };
        self.add(metric, 1);
    }

    fn add(&mut self, metric: Metric, count: u64) {
        if count > 0 {
            self.values.push((metric, count));
        }
    }
}

/// The output of the lines: that of the log, whatever its level.
pub struct Metrics {
    function_name: String,
    write: Box<Write>,
}

type Write = dyn Fn(&[u8]) + Send + Sync;

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").field("function_name", &self.function_name).finish_non_exhaustive()
    }
}

impl Metrics {
    /// The metrics of a function.
    pub fn new<W: io::Write>(function_name: &str, writer: impl Fn() -> W + Send + Sync + 'static) -> Self {
        // As for the log: what can't be written can't be reported either.
        let write = move |line: &[u8]| drop(io::Write::write_all(&mut writer(), line));
        Self { function_name: function_name.to_owned(), write: Box::new(write) }
    }

    /// Writes a request's line, unless it has no metrics.
    pub fn emit(&self, report: &MetricsRecorder) {
        if report.values.is_empty() {
            return;
        }
        let line = Line { report, function_name: &self.function_name, timestamp: Clock::SYSTEM.now() };
        if let Ok(mut line) = serde_json::to_vec(&line) {
            line.push(b'\n');
            (self.write)(&line);
        }
    }
}

struct Line<'a> {
    report: &'a MetricsRecorder,
    function_name: &'a str,
    timestamp: Timestamp,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let MetricsRecorder { values, discount } = self.report;
        let described = Described { unix_ms: self.timestamp.as_millisecond(), directives: Directives(self.report) };
        let mut line = serializer.serialize_map(None)?;
        line.serialize_entry("_aws", &described)?;
        line.serialize_entry("service", SERVICE)?;
        line.serialize_entry("function_name", self.function_name)?;
        for (metric, value) in values {
            line.serialize_entry(metric.name(), value)?;
        }
        if let Some((amount, currency)) = discount {
            line.serialize_entry("currency", currency)?;
            line.serialize_entry(Metric::DiscountAmount.name(), amount)?;
        }
        line.end()
    }
}

/// The part that tells CloudWatch what to take out of the line.
#[derive(Serialize)]
struct Described<'a> {
    #[serde(rename = "Timestamp")]
    unix_ms: i64,
    #[serde(rename = "CloudWatchMetrics")]
    directives: Directives<'a>,
}

struct Directives<'a>(&'a MetricsRecorder);

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    namespace: &'a str,
    dimensions: &'a [&'a [&'a str]],
    metrics: Vec<Definition>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Definition {
    name: &'static str,
    unit: &'static str,
}

impl Serialize for Directives<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let definition = |metric: Metric| Definition { name: metric.name(), unit: metric.unit() };
        let mut directives = serializer.serialize_seq(None)?;
        directives.serialize_element(&Directive {
            namespace: NAMESPACE,
            dimensions: &[&["service", "function_name"]],
            metrics: self.0.values.iter().map(|(metric, _)| definition(*metric)).collect(),
        })?;
        if self.0.discount.is_some() {
            // Amounts of different currencies have no sum.
            directives.serialize_element(&Directive {
                namespace: NAMESPACE,
                dimensions: &[&["service", "function_name", "currency"]],
                metrics: vec![definition(Metric::DiscountAmount)],
            })?;
        }
        directives.end()
    }
}
