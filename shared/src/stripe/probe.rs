//! What a key may do, asked without an effect: calls about objects that do not exist.

use std::time::Duration;

use reqwest::Method;

use super::client::Talk;
use super::error::ErrorObject;
use super::send::Call;
use super::{SessionId, StripeError};

const LONGEST: Duration = Duration::from_secs(4);

/// Whether a key may make a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Permission {
    /// Stripe looked for the object.
    Allowed,
    /// Stripe says that the key lacks the permission.
    Refused,
    /// It can't be told from the answer, or there is none.
    Unknown,
}

impl Talk<'_> {
    /// Asks Stripe to take the discounts off a session: of one that does not exist, there are none.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn try_clearing(&mut self, id: &SessionId) -> Result<(), StripeError> {
        self.write(&["v1", "checkout", "sessions", id.as_str()], "discounts=").await.map(drop)
    }

    /// Asks Stripe to read or change an object that does not exist: a permission is checked first.
    pub async fn may(&mut self, method: Method, path: &[&str]) -> Permission {
        let body = (method == Method::POST).then_some("");
        let call = Call { method, url: self.stripe.url(path, ""), body, idempotency: None, longest: LONGEST };
        let Ok(key) = self.key().await else { return Permission::Unknown };
        let Ok(headers) = self.stripe.headers(&key, &call) else { return Permission::Unknown };
        match self.attempt(&call, headers, LONGEST).await {
            Ok(answer) if answer.status == 403 => Permission::Refused,
            Ok(answer) if ErrorObject::read(&answer.body).code.as_deref() == Some("resource_missing") => {
                Permission::Allowed
            }
            _ => Permission::Unknown,
        }
    }
}
