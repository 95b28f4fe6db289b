//! Reads metrics as CloudWatch does (its user guide, "Specification: Embedded metric format"), and no more forgivingly.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value};
use shared::metrics::Metrics;

/// The units that are used here, of those that the specification lists.
const UNITS: [&str; 3] = ["Count", "Milliseconds", "None"];

/// Every line that was emitted.
#[derive(Clone, Debug, Default)]
pub struct CloudWatch(Arc<Mutex<Vec<u8>>>);

/// A metric with its dimensions, in the order in which CloudWatch shows them.
pub type Measured = BTreeMap<(String, Vec<(String, String)>), f64>;

struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl CloudWatch {
    /// The metrics of a function that tells it.
    #[must_use]
    pub fn metrics(&self, function: &str) -> Metrics {
        let log = Arc::clone(&self.0);
        Metrics::new(function, move || Log(Arc::clone(&log)))
    }

    /// The lines since the last look.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let text = String::from_utf8(bytes).expect("the log is UTF-8");
        text.lines().map(str::to_owned).collect()
    }

    /// Everything so far is of no interest.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The one line since the last look: the names of what was measured, and each value.
    #[must_use]
    pub fn values(&self) -> BTreeMap<String, f64> {
        let lines = self.lines();
        let [line] = lines.as_slice() else { panic!("one line for each request: {lines:?}") };
        measured(line).into_iter().map(|((name, _), value)| (name, value)).collect()
    }
}

/// The metrics that CloudWatch reads from a line.
#[must_use]
pub fn measured(line: &str) -> Measured {
    let root: Map<String, Value> = serde_json::from_str(line).expect("a line is a JSON object");
    let described = root["_aws"].as_object().expect("_aws is an object");
    assert!(described["Timestamp"].as_u64().is_some_and(|unix_ms| unix_ms > 1_577_836_800_000), "milliseconds: {line}");
    let directives = described["CloudWatchMetrics"].as_array().expect("the directives are an array");
    assert!(!directives.is_empty(), "{line}");
    let mut measured = Measured::new();
    for directive in directives {
        assert_eq!(keys(directive), ["Dimensions", "Metrics", "Namespace"].into());
        assert_eq!(directive["Namespace"], "CheckoutDiscounts");
        let metrics = directive["Metrics"].as_array().expect("metrics are an array");
        assert!(!metrics.is_empty() && metrics.len() <= 100, "{line}");
        for set in directive["Dimensions"].as_array().expect("dimension sets are an array") {
            let dimensions = dimensions(&root, set);
            for metric in metrics {
                assert_eq!(keys(metric), ["Name", "Unit"].into());
                assert!(UNITS.contains(&metric["Unit"].as_str().expect("a unit is text")), "{line}");
                let name = metric["Name"].as_str().expect("a name is text");
                let value = root.get(name).and_then(Value::as_f64).expect("what is named is a number at the root");
                let before = measured.insert((name.to_owned(), dimensions.clone()), value);
                assert_eq!(before, None, "{name} is emitted once: {line}");
            }
        }
    }
    measured
}

fn dimensions(root: &Map<String, Value>, set: &Value) -> Vec<(String, String)> {
    let names = set.as_array().expect("a set of dimensions is an array");
    assert!(names.len() <= 30, "CloudWatch takes no more");
    let pair = |name: &Value| {
        let name = name.as_str().expect("a dimension has a name");
        let value = root.get(name).and_then(Value::as_str).expect("a dimension's value is text at the root");
        (name.to_owned(), value.to_owned())
    };
    names.iter().map(pair).collect()
}

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().expect("it is an object").keys().map(String::as_str).collect()
}
