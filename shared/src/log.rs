//! One JSON object a line. The keys are those of Powertools for AWS Lambda (its docs, Logger), so that the queries
//! that people have work here too.

use std::fmt;
use std::io::Write;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry};

use crate::clock::Clock;

/// The name that lines and metrics go by.
pub(crate) const SERVICE: &str = "checkout-discounts";

/// Fields whose text is JSON already.
const JSON_FIELDS: [&str; 2] = ["decision", "facts"];

/// Starts logging for the process; a second start changes nothing.
pub fn init<W: Write + 'static>(level: LevelFilter, function_name: &str, writer: fn() -> W) {
    let lines = Lines { function_name: function_name.to_owned(), level, writer };
    // An earlier start, in a test for example, stays in force.
    let _ = Registry::default().with(lines).try_init();
}

/// Writes our own events as lines. Those of libraries are left out: what they say can hold what must not be logged.
struct Lines<W> {
    function_name: String,
    level: LevelFilter,
    writer: fn() -> W,
}

impl<S, W> Layer<S> for Lines<W>
where
    S: Subscriber + for<'s> LookupSpan<'s>,
    W: Write + 'static,
{
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        let ours = metadata.target().split("::").next() == Some(env!("CARGO_CRATE_NAME"));
        ours && *metadata.level() <= self.level
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.level)
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let spans = context.event_scope(event).into_iter().flatten();
        let request = spans.filter_map(|span| span.extensions().get::<Fields>().map(|fields| fields.0.clone()));
        let line = Line {
            timestamp: Clock::SYSTEM.now(),
            level: event.metadata().level().as_str(),
            function_name: &self.function_name,
            fields: request.flatten().chain(fields.0).collect(),
        };
        if let Ok(mut line) = serde_json::to_vec(&line) {
            line.push(b'\n');
            // A log that can't be written can't be reported either.
            let _ = (self.writer)().write_all(&line);
        }
    }
}

struct Line<'a> {
    timestamp: jiff::Timestamp,
    level: &'a str,
    function_name: &'a str,
    fields: Vec<(&'static str, FieldValue)>,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_map(None)?;
        line.serialize_entry("timestamp", &format_args!("{:.3}", self.timestamp))?;
        line.serialize_entry("level", self.level)?;
        let message = self.fields.iter().find(|(name, _)| *name == "message");
        line.serialize_entry("message", &message.map(|(_, message)| message))?;
        line.serialize_entry("service", SERVICE)?;
        line.serialize_entry("function_name", self.function_name)?;
        for (name, value) in self.fields.iter().filter(|(name, _)| *name != "message") {
            line.serialize_entry(name, value)?;
        }
        line.end()
    }
}

#[derive(Default)]
struct Fields(Vec<(&'static str, FieldValue)>);

#[derive(Clone, Serialize)]
#[serde(untagged)]
enum FieldValue {
    Text(String),
    Number(u64),
    Signed(i64),
    Truth(bool),
    Json(Box<RawValue>),
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        let json = JSON_FIELDS.contains(&field.name()).then(|| RawValue::from_string(value.to_owned()).ok()).flatten();
        self.0.push((field.name(), json.map_or_else(|| FieldValue::Text(value.to_owned()), FieldValue::Json)));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.push((field.name(), FieldValue::Number(value)));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.push((field.name(), FieldValue::Signed(value)));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.push((field.name(), FieldValue::Truth(value)));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push((field.name(), FieldValue::Text(format!("{value:?}"))));
    }
}
