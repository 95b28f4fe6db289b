//! Emitting events: what happened to an object, with the object as it then was (docs page "Event object").

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::expand::Expand;
use crate::presentation;
use crate::seed_data::sample;
use crate::version::Version;

/// The subject of an event.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject<'a> {
    Session(&'a str),
    Coupon(&'a str),
    /// Anything that the account keeps as JSON.
    Object(&'a str),
}

/// Makes an event of the object as it is now, and sends it to the endpoints that want it.
pub(crate) fn emit(account: &mut Account, call: &Call<'_>, kind: &str, subject: Subject<'_>) {
    emit_change(account, call, kind, subject, &Value::Null);
}

/// Emits an event with the former values of the changed fields.
pub(crate) fn emit_change(account: &mut Account, call: &Call<'_>, kind: &str, subject: Subject<'_>, previous: &Value) {
    let account_version = Version::assumed(&call.config.default_version, false);
    let Some(object) = show(account, call, subject, &account_version) else { return };
    let live = object.get("livemode").and_then(Value::as_bool).unwrap_or(call.live);
    let wanting = account.webhooks_for(kind, live);
    let mut event = sample(
        "event",
        json!({
            "id": account.events.new_id(), "created": call.now, "livemode": live, "type": kind,
            "pending_webhooks": wanting.len(),
        }),
    );
    for (endpoint, own) in wanting {
        let version = own.as_ref().unwrap_or(&account_version);
        if let Some(object) = show(account, call, subject, version) {
            fill(&mut event, object, previous, version);
            account.webhooks.send(&endpoint, &event);
        }
    }
    fill(&mut event, object, previous, &account_version);
    account.events.push(event);
}

/// The object as an API version shows it, nothing expanded.
fn show(account: &Account, call: &Call<'_>, subject: Subject<'_>, version: &Version) -> Option<Value> {
    match subject {
        Subject::Session(id) => {
            let session = account.sessions.get(id)?;
            Some(presentation::session(account, &Call { version, ..*call }, session, &Expand::default()))
        }
        Subject::Coupon(id) => account.coupons.get(id).map(|coupon| coupon.render(call.now)),
        Subject::Object(id) => Some(presentation::object(account, account.object(id)?, &Expand::default())),
    }
}

fn fill(event: &mut Map<String, Value>, object: Value, previous: &Value, version: &Version) {
    let mut data = Map::new();
    data.insert("object".into(), object);
    if !previous.is_null() {
        data.insert("previous_attributes".into(), previous.clone());
    }
    event.insert("data".into(), Value::Object(data));
    event.insert("api_version".into(), json!(version.text));
}
