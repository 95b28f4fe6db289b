//! One call: its headers, its attempts with their timeouts, and the meaning of its end.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};

use serde::de::DeserializeOwned;

use crate::answered::Answered;
use crate::client::{RequestClient, Stripe};
use crate::error::{AnswerError, StripeError};
use crate::failed_call::{Answer, Failed, broken, refusal};
use crate::id::IdempotencyKey;
use crate::key::{SecretError, SecretKey, Secrets, SigningKey};
use crate::retry::{RetryDecision, decide_retry};
use crate::signature::WebhookSecret;

/// The timeout of a read: Stripe answers in 100 to 500 ms, and beyond this a retry is worth more than the wait.
const READ: Duration = Duration::from_secs(4);
/// The timeout of a write. It is longer: giving up on a write does not undo it.
const WRITE: Duration = Duration::from_secs(5);
/// The most bytes that are read of an answer: a session with 100 expanded lines is far smaller.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// One call.
pub(crate) struct Call<'c> {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) body: Option<&'c str>,
    pub(crate) idempotency: Option<&'c IdempotencyKey>,
    pub(crate) longest: Duration,
}

impl Stripe {
    pub(crate) fn headers(&self, key: &SecretKey, call: &Call<'_>) -> Result<HeaderMap, StripeError> {
        let mut bearer =
            HeaderValue::from_str(&format!("Bearer {}", key.expose())).map_err(|_| StripeError::KeyUnsendable)?;
        bearer.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, bearer);
        headers.insert("stripe-version", self.version.header());
        if call.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        }
        if let Some(idempotency) = call.idempotency.and_then(|key| HeaderValue::from_str(key.as_str()).ok()) {
            headers.insert(IDEMPOTENCY_KEY, idempotency);
        }
        Ok(headers)
    }
}

impl RequestClient<'_> {
    pub(crate) async fn read<T: DeserializeOwned>(&mut self, url: Url) -> Result<T, StripeError> {
        let call = Call { method: Method::GET, url, body: None, idempotency: None, longest: READ };
        parse(&self.send(&call).await?)
    }

    /// Writes with an idempotency key.
    pub(crate) async fn write(&mut self, path: &[&str], body: &str, key: &IdempotencyKey) -> Answered<Answer> {
        let url = self.stripe.url(path, "");
        let call = Call { method: Method::POST, url, body: Some(body), idempotency: Some(key), longest: WRITE };
        match self.send(&call).await {
            Ok(answer) => Answered { replayed: answer.is_replayed(), result: Ok(answer) },
            Err(Failed { error, replayed }) => Answered { result: Err(error), replayed },
        }
    }

    /// Deletes an object. It needs no idempotency key: what is gone stays gone.
    pub(crate) async fn delete(&mut self, path: &[&str]) -> Result<(), StripeError> {
        let url = self.stripe.url(path, "");
        let call = Call { method: Method::DELETE, url, body: None, idempotency: None, longest: WRITE };
        self.send(&call).await.map(drop).map_err(StripeError::from)
    }

    /// Makes a call; a refused key is read again, once.
    async fn send(&mut self, call: &Call<'_>) -> Result<Answer, Failed> {
        let key = self.key().await?;
        match self.send_with(call, &key).await {
            Err(Failed { error: StripeError::KeyRefused, .. }) => match self.key_read_again().await? {
                Some(key) => self.send_with(call, &key).await,
                None => Err(StripeError::KeyRefused.into()),
            },
            answer => answer,
        }
    }

    pub(crate) async fn key(&self) -> Result<SecretKey, StripeError> {
        self.in_time(self.stripe.keys.secrets()).await.map(|secrets| secrets.key)
    }

    pub(crate) async fn key_read_again(&self) -> Result<Option<SecretKey>, StripeError> {
        let key = |secrets: Secrets| secrets.key;
        self.in_time(self.stripe.keys.read_again()).await.map(|secrets| secrets.map(key))
    }

    /// The secret that Stripe signs webhooks with; none if it is not stored.
    ///
    /// # Errors
    ///
    /// [`StripeError::KeyUnreadable`] when the secrets can't be read.
    pub async fn webhook_secret(&self) -> Result<Option<WebhookSecret>, StripeError> {
        self.in_time(self.stripe.keys.secrets()).await.map(|secrets| secrets.webhook)
    }

    /// The webhook's secret, read again where that may help.
    ///
    /// # Errors
    ///
    /// [`StripeError::KeyUnreadable`] when the secrets can't be read.
    pub async fn webhook_secret_read_again(&self) -> Result<Option<WebhookSecret>, StripeError> {
        self.in_time(self.stripe.keys.read_again()).await?;
        self.webhook_secret().await
    }

    /// The key of what this service signs itself; none if it is not stored.
    ///
    /// # Errors
    ///
    /// [`StripeError::KeyUnreadable`] when the secrets can't be read.
    pub async fn signing_key(&self) -> Result<Option<SigningKey>, StripeError> {
        self.in_time(self.stripe.keys.secrets()).await.map(|secrets| secrets.signing)
    }

    /// The key of what this service signs itself, read again where that may help.
    ///
    /// # Errors
    ///
    /// [`StripeError::KeyUnreadable`] when the secrets can't be read.
    pub async fn signing_key_read_again(&self) -> Result<Option<SigningKey>, StripeError> {
        self.in_time(self.stripe.keys.read_again()).await?;
        self.signing_key().await
    }

    async fn in_time<T>(&self, read: impl Future<Output = Result<T, SecretError>>) -> Result<T, StripeError> {
        let read = tokio::time::timeout(self.deadline.left(), read).await;
        read.unwrap_or(Err(SecretError::TimedOut)).map_err(StripeError::KeyUnreadable)
    }

    async fn send_with(&mut self, call: &Call<'_>, key: &SecretKey) -> Result<Answer, Failed> {
        let headers = self.stripe.headers(key, call)?;
        let (mut retries, mut replaced) = (0, false);
        loop {
            let left = self.deadline.left();
            if left.is_zero() {
                return Err(StripeError::TimedOut(None).into());
            }
            let reused = !replaced && self.stripe.connected.load(Ordering::Relaxed);
            let begun = Instant::now();
            let ended = self.attempt(call, headers.clone(), call.longest.min(left)).await;
            self.slowest = self.slowest.max(begun.elapsed());
            let (failure, error) = match ended {
                Ok(answer) if (200..300).contains(&answer.status) => return Ok(answer),
                Ok(answer) => refusal(&answer, call.idempotency.is_some()),
                Err(error) => broken(error, reused),
            };
            self.failed = self.failed.saturating_add(failure.is_upstream_failure().into());
            match decide_retry(failure, retries) {
                RetryDecision::Immediately => replaced = true,
                RetryDecision::After(wait) => {
                    // Jitter: callers that failed together do not try again together.
                    let wait = wait.mul_f64(0.5 + fastrand::f64() / 2.0);
                    if wait >= self.deadline.left() {
                        return Err(error);
                    }
                    tokio::time::sleep(wait).await;
                    retries = retries.saturating_add(1);
                }
                RetryDecision::GiveUp => return Err(error),
            }
        }
    }

    pub(crate) async fn attempt(
        &mut self,
        call: &Call<'_>,
        headers: HeaderMap,
        longest: Duration,
    ) -> Result<Answer, reqwest::Error> {
        self.calls = self.calls.saturating_add(1);
        let request = self.stripe.http.request(call.method.clone(), call.url.clone()).headers(headers).timeout(longest);
        let request = match call.body {
            Some(body) => request.body(body.to_owned()),
            None => request,
        };
        let mut response = request.send().await?;
        self.stripe.connected.store(true, Ordering::Relaxed);
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let id = headers.get("request-id").and_then(|id| id.to_str().ok());
        self.request_id = id.map(str::to_owned).or_else(|| self.request_id.take());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > LARGEST_ANSWER {
                break;
            }
        }
        Ok(Answer { status, headers, body })
    }
}

/// Reads an answer's object.
pub(crate) fn parse<T: DeserializeOwned>(answer: &Answer) -> Result<T, StripeError> {
    serde_json::from_slice(&answer.body).map_err(|error| StripeError::Unreadable(AnswerError::Json(error)))
}
