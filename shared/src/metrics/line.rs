//! A line of the embedded metric format.
//!
//! Source: CloudWatch user guide, "Specification: Embedded metric format".

use jiff::Timestamp;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::metric::Metric;
use super::recorder::MetricsRecorder;
use crate::log::SERVICE;

const NAMESPACE: &str = "CheckoutDiscounts";

/// One line: the values, and the directives that make metrics of them.
pub(super) struct Line<'a> {
    pub(super) report: &'a MetricsRecorder,
    pub(super) function_name: &'a str,
    pub(super) timestamp: Timestamp,
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
