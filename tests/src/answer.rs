//! The answer to a page.

use serde_json::Value;

/// The answer to a page.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Value,
    /// The headers.
    pub headers: http::HeaderMap,
}

impl Answer {
    pub(crate) fn of(response: lambda_http::Response<String>) -> Self {
        let (parts, body) = response.into_parts();
        let body = serde_json::from_str(&body).expect("every answer is JSON");
        Self { status: parts.status.as_u16(), body, headers: parts.headers }
    }

    /// The amount of the discount in the answer; 0 for none.
    #[must_use]
    pub fn amount(&self) -> i64 {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body.pointer("/value/discount/amount_off").and_then(Value::as_i64).unwrap_or_default()
    }

    /// Returns true if the call wrote.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.body.pointer("/value/changed").and_then(Value::as_bool).expect("a success says whether it wrote")
    }

    /// The reason codes against an offer.
    #[must_use]
    pub fn reasons(&self, offer: &str) -> Vec<String> {
        let reasons = self.body.pointer("/value/reasons").and_then(Value::as_array).expect("a success has reasons");
        let of_offer = reasons.iter().filter(|reason| reason["offer"] == offer);
        of_offer.map(|reason| reason["code"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Status and code of a refusal; the code is empty for a success.
    #[must_use]
    pub fn refusal(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }

    /// The request id.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.headers.get("x-request-id").and_then(|id| id.to_str().ok()).expect("every answer carries its request id")
    }
}
