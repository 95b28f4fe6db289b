//! Stripe's API as any server of a shop calls it: forms out, JSON back.

use std::time::Duration;

use form_urlencoded::Serializer;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{RequestBuilder, Url};
use serde_json::Value;
use shared::http_client::http_client;

use super::error::ShopError;

/// The page waits 20 s for everything that one click causes.
const TIMEOUT: Duration = Duration::from_secs(8);

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

    pub(super) async fn get(&self, path: &[&str], query: Form) -> Result<Value, ShopError> {
        let mut url = self.url(path);
        url.set_query(Some(&query.finish()));
        self.send(self.http.get(url)).await
    }

    pub(super) async fn post(&self, path: &[&str], form: Form) -> Result<Value, ShopError> {
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

    async fn send(&self, request: RequestBuilder) -> Result<Value, ShopError> {
        let request =
            request.timeout(TIMEOUT).header(AUTHORIZATION, &self.authorization).header("stripe-version", &self.version);
        let unreachable = |error: reqwest::Error| ShopError::Unreachable(error.without_url());
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let body = response.bytes().await.map_err(unreachable)?;
        let json: Value = serde_json::from_slice(&body).unwrap_or_default();
        if status.is_success() && json.is_object() {
            return Ok(json);
        }
        let text = |name: &str| json.get("error")?.get(name)?.as_str().map(str::to_owned);
        let message = text("message").unwrap_or_else(|| format!("status {status}"));
        Err(ShopError::Refused { message, code: text("code") })
    }
}
