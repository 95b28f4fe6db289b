//! The permissions of an API key, found out without an effect.

use std::time::Duration;

use reqwest::Method;

use crate::client::RequestClient;
use crate::error_object::ErrorObject;
use crate::send::Call;

const TIMEOUT: Duration = Duration::from_secs(4);

/// The answer to a call about an object that does not exist.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Permission {
    /// Stripe looked for the object.
    Allowed,
    /// The key lacks the permission.
    Refused,
    /// There is no answer, or it shows neither.
    Unknown,
}

impl RequestClient<'_> {
    /// Calls a path of an object that does not exist: Stripe checks the permission first.
    pub async fn permission(&mut self, method: Method, path: &[&str]) -> Permission {
        let body = (method == Method::POST).then_some("");
        let call = Call { method, url: self.stripe.url(path, ""), body, idempotency: None, longest: TIMEOUT };
        let Ok(key) = self.key().await else { return Permission::Unknown };
        let Ok(headers) = self.stripe.headers(&key, &call) else { return Permission::Unknown };
        match self.attempt(&call, headers, TIMEOUT).await {
            Ok(answer) if answer.status == 403 => Permission::Refused,
            Ok(answer) if ErrorObject::read(&answer.body).code.as_deref() == Some("resource_missing") => {
                Permission::Allowed
            }
            _ => Permission::Unknown,
        }
    }
}
