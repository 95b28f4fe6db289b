//! Stripe's error object and the refusals that several endpoints share.

use serde_json::{Map, Value, json};

/// A refusal, as Stripe's docs page "Errors" describes it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    kind: &'static str,
    code: Option<String>,
    message: String,
    param: Option<String>,
    /// The payment intent that is in the wrong state.
    intent: Option<Box<Value>>,
    /// A value for `Stripe-Rate-Limited-Reason`.
    pub(crate) limit_reason: Option<&'static str>,
}

impl ApiError {
    /// A refusal of the given status and `type`, without code and param.
    pub(crate) fn new(status: u16, kind: &'static str, message: impl Into<String>) -> Self {
        Self { status, kind, code: None, message: message.into(), param: None, intent: None, limit_reason: None }
    }

    /// 400 `invalid_request_error`.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, "invalid_request_error", message)
    }

    /// 400 for one parameter, named in `param`.
    pub(crate) fn param(param: impl Into<String>, message: impl Into<String>) -> Self {
        Self { param: Some(param.into()), ..Self::invalid(message) }
    }

    /// Adds a `code`.
    pub(crate) fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// `resource_missing`: 404 when the path names the object, 400 when a parameter does.
    pub(crate) fn missing(status: u16, kind: &str, id: &str, param: impl Into<String>) -> Self {
        Self::param(param, format!("No such {kind}: '{id}'")).code("resource_missing").status(status)
    }

    /// A required parameter was not sent.
    pub(crate) fn required(param: &str) -> Self {
        Self::param(param, format!("Missing required param: {param}.")).code("parameter_missing")
    }

    /// Two parameters that exclude each other were sent.
    pub(crate) fn exclusive(param: &str, one: &str, other: &str) -> Self {
        Self::param(param, format!("You may only specify one of these parameters: {one}, {other}."))
    }

    /// Replaces the status.
    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Adds the payment intent that the error is about.
    pub(crate) fn about_intent(mut self, intent: Value) -> Self {
        self.intent = Some(Box::new(intent));
        self
    }

    /// Adds a `Stripe-Rate-Limited-Reason`.
    pub(crate) fn limited(mut self, reason: &'static str) -> Self {
        self.limit_reason = Some(reason);
        self
    }

    /// The JSON body; `live` chooses the Dashboard that the log link leads to.
    pub(crate) fn body(&self, request_id: &str, live: bool) -> Value {
        let mut error = Map::new();
        if let Some(code) = &self.code {
            error.insert("code".into(), json!(code));
            let page = code.replace('_', "-");
            let url = format!("https://stripe.com/docs/error-codes/{page}");
            error.insert("doc_url".into(), json!(url));
        }
        error.insert("message".into(), json!(self.message));
        if let Some(param) = &self.param {
            error.insert("param".into(), json!(param));
        }
        if let Some(intent) = &self.intent {
            error.insert("payment_intent".into(), json!(intent));
        }
        let mode = if live { "" } else { "test/" };
        let url = format!("https://dashboard.stripe.com/{mode}logs/{request_id}");
        error.insert("request_log_url".into(), json!(url));
        error.insert("type".into(), json!(self.kind));
        json!({ "error": error })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn body_has_stripes_fields() {
        let error = ApiError::required("line_items[0][quantity]");
        assert_eq!(
            error.body("req_1", false),
            json!({"error": {
                "code": "parameter_missing",
                "doc_url": "https://stripe.com/docs/error-codes/parameter-missing",
                "message": "Missing required param: line_items[0][quantity].",
                "param": "line_items[0][quantity]",
                "request_log_url": "https://dashboard.stripe.com/test/logs/req_1",
                "type": "invalid_request_error",
            }})
        );
    }

    #[test]
    fn code_and_param_are_absent_when_there_are_none() {
        let body = ApiError::new(500, "api_error", "x").body("req_1", true);
        let error = body["error"].as_object().unwrap();
        assert!(!error.contains_key("code") && !error.contains_key("param"));
        assert_eq!(error["request_log_url"], "https://dashboard.stripe.com/logs/req_1");
    }
}
