//! Stripe's API as any server of a shop calls it: forms out, JSON back.

use std::time::Duration;

use form_urlencoded::Serializer;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{RequestBuilder, Url};
use serde_json::Value;
use shared::http_client::http_client;

use super::ShopFault;

/// The page waits 20 s for everything that one click causes.
const TIMEOUT: Duration = Duration::from_secs(8);
/// From this version on, Stripe calls `ui_mode` custom "elements" (its changelog).
const ELEMENTS_SINCE: &str = "2026-03-25";

/// Parameters in the order in which they are sent.
#[derive(Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn set(&mut self, key: &str, value: &str) -> &mut Self {
        self.0.push((key.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn finish(self) -> String {
        Serializer::new(String::new()).extend_pairs(self.0).finish()
    }
}

/// A Stripe account.
#[derive(Debug)]
pub(super) struct StripeForms {
    http: reqwest::Client,
    base: Url,
    authorization: HeaderValue,
    version: HeaderValue,
}

impl StripeForms {
    pub(super) fn new(base: Url, key: &str, version: HeaderValue) -> Result<Self, reqwest::Error> {
        // The settings have accepted the key, so a header holds it.
        let mut authorization =
            HeaderValue::from_str(&format!("Bearer {key}")).unwrap_or(HeaderValue::from_static("Bearer"));
        authorization.set_sensitive(true);
        Ok(Self { http: http_client()?, base, authorization, version })
    }

    /// The `ui_mode` of a page that is made of Elements.
    pub(super) fn elements(&self) -> &'static str {
        let date = self.version.to_str().ok().and_then(|version| version.get(..ELEMENTS_SINCE.len()));
        if date.is_some_and(|date| date >= ELEMENTS_SINCE) { "elements" } else { "custom" }
    }

    pub(super) async fn get(&self, path: &[&str], query: Form) -> Result<Value, ShopFault> {
        let mut url = self.url(path);
        url.set_query(Some(&query.finish()));
        self.send(self.http.get(url)).await
    }

    pub(super) async fn post(&self, path: &[&str], form: Form) -> Result<Value, ShopFault> {
        let request = self.http.post(self.url(path)).body(form.finish());
        self.send(request.header(CONTENT_TYPE, "application/x-www-form-urlencoded")).await
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    async fn send(&self, request: RequestBuilder) -> Result<Value, ShopFault> {
        let request =
            request.timeout(TIMEOUT).header(AUTHORIZATION, &self.authorization).header("stripe-version", &self.version);
        let unreachable = |error: reqwest::Error| ShopFault::Unreachable(error.without_url().to_string());
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let body = response.bytes().await.map_err(unreachable)?;
        let json: Value = serde_json::from_slice(&body).unwrap_or_default();
        if status.is_success() && json.is_object() {
            return Ok(json);
        }
        let said = json.pointer("/error/message").and_then(Value::as_str);
        Err(ShopFault::Refused(said.map_or_else(|| format!("status {status}"), str::to_owned)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mode_is_spelled_as_the_version_has_it() {
        for (version, spelled) in [
            ("2025-03-31.basil; checkout_server_update_beta=v1;", "custom"),
            ("2026-03-25.dahlia; checkout_server_update_beta=v1;", "elements"),
            ("2026-10-14.preview", "elements"),
            ("x", "custom"),
        ] {
            let base = Url::parse("http://127.0.0.1:1").unwrap();
            let stripe = StripeForms::new(base, "sk_test_1", HeaderValue::from_static(version)).unwrap();
            assert_eq!(stripe.elements(), spelled, "{version}");
        }
    }
}
