//! Webhook endpoints (docs page "Webhook endpoints").

use std::net::IpAddr;

use http::Uri;
use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::error::ApiError;
use crate::metadata;
use crate::queue::matches_event_type;
use crate::seed_data::sample;
use crate::version::Version;

/// Makes an endpoint of typed parameters; returns its id. Its secret is shown only in the answer.
pub(crate) fn create(
    account: &mut Account,
    call: &Call<'_>,
    data: &Value,
    secret: Option<&str>,
) -> Result<String, ApiError> {
    let url = data["url"].as_str().unwrap_or_default();
    check_url(url)?;
    if let Some(version) = data["api_version"].as_str() {
        let unlocked = if call.live { call.config.preview_live } else { call.config.preview };
        Version::parse(version, unlocked)?;
    }
    let sent = data.get("metadata").unwrap_or(&Value::Null);
    let endpoint = sample(
        "webhook_endpoint",
        json!({
            "id": account.random.id("we_", 24), "created": call.now, "livemode": call.live, "url": url,
            "api_version": data.get("api_version"), "enabled_events": data.get("enabled_events"),
            "description": data.get("description"), "metadata": metadata::merge(&Map::new(), sent, "metadata")?,
        }),
    );
    let secret = secret.map_or_else(|| account.random.id("whsec_", 32), str::to_owned);
    let id = account.insert(endpoint);
    account.webhooks.add(&id, &secret);
    account.patch(&id, json!({"secret": secret}));
    Ok(id)
}

/// Removes an endpoint. What waits for it is not delivered.
pub(crate) fn delete(account: &mut Account, call: &Call<'_>, id: &str) -> Result<Value, ApiError> {
    account.path("webhook_endpoint", id, call.live)?;
    account.remove(id);
    account.webhooks.remove(id);
    Ok(json!({"id": id, "object": "webhook_endpoint", "deleted": true}))
}

/// The sandbox delivers to this machine only.
fn check_url(url: &str) -> Result<(), ApiError> {
    let uri = url.parse::<Uri>().ok().filter(|uri| uri.scheme_str() == Some("http"));
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    if host == "localhost" || address.is_ok_and(|address| address.is_loopback()) {
        return Ok(());
    }
    let message = "Invalid URL: the sandbox delivers to http addresses on loopback only.";
    Err(ApiError::param("url", message).code("url_invalid"))
}

impl Account {
    /// The endpoints that want an event of this type, each with an API version of its own if it has one.
    pub(crate) fn webhooks_for(&self, kind: &str, live: bool) -> Vec<(String, Option<Version>)> {
        let known = self.webhooks.endpoints().filter_map(|id| self.find("webhook_endpoint", id, live));
        let wanting = known.filter(|endpoint| {
            let patterns = endpoint.get("enabled_events").and_then(Value::as_array).into_iter().flatten();
            let mut patterns = patterns.filter_map(Value::as_str);
            endpoint.get("status") == Some(&json!("enabled"))
                && patterns.any(|pattern| matches_event_type(pattern, kind))
        });
        let text = |endpoint: &Map<String, Value>, name: &str| endpoint.get(name)?.as_str().map(str::to_owned);
        let described = wanting.filter_map(|endpoint| {
            let version = text(endpoint, "api_version").map(|version| Version::assumed(&version, false));
            Some((text(endpoint, "id")?, version))
        });
        described.collect()
    }

    /// The URL of an endpoint, and the signature header for a body at a given time.
    pub(crate) fn webhook(&mut self, id: &str, at: i64, body: &[u8]) -> Option<(Uri, String)> {
        let url = self.object(id)?.get("url")?.as_str()?.parse().ok()?;
        Some((url, self.webhooks.secrets(Some(id))?.sign(at, body)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_delivered_to() {
        for (url, fits) in [
            ("http://127.0.0.1:3000/webhooks/stripe", true),
            ("http://localhost/x", true),
            ("http://[::1]:80/", true),
            ("https://127.0.0.1/", false),
            ("http://example.com/", false),
            ("http://127.example.com/", false),
            ("127.0.0.1:3000", false),
            ("", false),
        ] {
            assert_eq!(check_url(url).is_ok(), fits, "{url}");
        }
    }
}
