//! One call: its headers, its attempts, and what is made of how they end.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};

use super::client::{RequestClient, Stripe};
use super::error::ErrorObject;
use super::retry::{Failure, Verdict, verdict};
use super::{IdempotencyKey, SecretKey, StripeError};
use crate::webhook::WebhookSecret;

/// The largest answer that is read: a session with 100 expanded lines is far smaller.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// One call.
pub(super) struct Call<'c> {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) body: Option<&'c str>,
    pub(super) idempotency: Option<&'c IdempotencyKey>,
    pub(super) longest: Duration,
}

pub(super) struct Answer {
    pub(super) status: u16,
    headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether it is the answer to an earlier write under the same key.
    pub(super) fn is_replayed(&self) -> bool {
        self.header("idempotent-replayed") == Some("true")
    }
}

impl Stripe {
    pub(super) fn headers(&self, key: &SecretKey, call: &Call<'_>) -> Result<HeaderMap, StripeError> {
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", key.expose()))
            .map_err(|_| StripeError::KeyUnreadable("it can't be sent as a header".to_owned()))?;
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
    /// Makes a call; a refused key is read again, once.
    pub(super) async fn send(&mut self, call: &Call<'_>) -> Result<Answer, StripeError> {
        let key = self.key().await?;
        match self.send_with(call, &key).await {
            Err(StripeError::KeyRefused) => match self.key_read_again().await? {
                Some(key) => self.send_with(call, &key).await,
                None => Err(StripeError::KeyRefused),
            },
            answer => answer,
        }
    }

    pub(super) async fn key(&self) -> Result<SecretKey, StripeError> {
        self.in_time(self.stripe.keys.secrets()).await.map(|secrets| secrets.key)
    }

    pub(super) async fn key_read_again(&self) -> Result<Option<SecretKey>, StripeError> {
        self.in_time(self.stripe.keys.read_again()).await.map(|secrets| secrets.map(|secrets| secrets.key))
    }

    /// The secret that Stripe signs webhooks with; none where there is none.
    ///
    /// # Errors
    ///
    /// [`StripeError::KeyUnreadable`]
    pub async fn webhook_secret(&self) -> Result<Option<WebhookSecret>, StripeError> {
        self.in_time(self.stripe.keys.secrets()).await.map(|secrets| secrets.webhook)
    }

    /// The same, once it was read again where that may help.
    ///
    /// # Errors
    ///
    /// [`StripeError::KeyUnreadable`]
    pub async fn webhook_secret_read_again(&self) -> Result<Option<WebhookSecret>, StripeError> {
        self.in_time(self.stripe.keys.read_again()).await?;
        self.webhook_secret().await
    }

    async fn in_time<T>(&self, read: impl Future<Output = Result<T, String>>) -> Result<T, StripeError> {
        let late = |_| StripeError::KeyUnreadable("Secrets Manager did not answer in time".to_owned());
        let read = tokio::time::timeout(self.deadline.left(), read).await.map_err(late)?;
        read.map_err(StripeError::KeyUnreadable)
    }

    async fn send_with(&mut self, call: &Call<'_>, key: &SecretKey) -> Result<Answer, StripeError> {
        let headers = self.stripe.headers(key, call)?;
        let (mut retries, mut replaced) = (0, false);
        loop {
            let left = self.deadline.left();
            if left.is_zero() {
                return Err(StripeError::TimedOut);
            }
            let reused = !replaced && self.stripe.connected.load(Ordering::Relaxed);
            let begun = Instant::now();
            let ended = self.attempt(call, headers.clone(), call.longest.min(left)).await;
            self.slowest = self.slowest.max(begun.elapsed());
            let (failure, error) = match ended {
                Ok(answer) if (200..300).contains(&answer.status) => return Ok(answer),
                Ok(answer) => refusal(&answer, call.idempotency.is_some()),
                Err(error) => broken(&error, reused),
            };
            self.failed = self.failed.saturating_add(failure.is_stripes().into());
            match verdict(failure, retries) {
                Verdict::AtOnce => replaced = true,
                Verdict::After(wait) => {
                    let wait = wait.mul_f64(0.5 + fastrand::f64() / 2.0);
                    if wait >= self.deadline.left() {
                        return Err(error);
                    }
                    tokio::time::sleep(wait).await;
                    retries = retries.saturating_add(1);
                }
                Verdict::Stop => return Err(error),
            }
        }
    }

    pub(super) async fn attempt(
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
        let answer = Answer { status, headers, body };
        self.replayed = answer.is_replayed();
        Ok(answer)
    }
}

/// What a status that is not 2xx means, now and once there are no more retries.
fn refusal(answer: &Answer, is_write: bool) -> (Failure, StripeError) {
    let object = ErrorObject::read(&answer.body);
    let replayed = is_write && answer.is_replayed();
    let failure = Failure::Status {
        status: answer.status,
        lock_timeout: object.code.as_deref() == Some("lock_timeout"),
        should_retry: answer.header("stripe-should-retry").and_then(|says| says.parse().ok()),
        replayed,
    };
    let error = match answer.status {
        409 => StripeError::Busy,
        429 => StripeError::RateLimited {
            retry_after: answer.header("retry-after").and_then(|seconds| seconds.parse().ok()).unwrap_or(1),
        },
        500.. if replayed => StripeError::KeySpent,
        424 | 500.. => StripeError::Unavailable,
        status => object.meaning(status),
    };
    (failure, error)
}

fn broken(error: &reqwest::Error, reused: bool) -> (Failure, StripeError) {
    if error.is_timeout() && !error.is_connect() {
        (Failure::TimedOut, StripeError::TimedOut)
    } else if error.is_connect() {
        (Failure::NotConnected, StripeError::Unavailable)
    } else {
        (Failure::Interrupted { reused }, StripeError::Unavailable)
    }
}
