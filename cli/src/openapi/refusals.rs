//! The refusals, by status, made from the table that the functions answer by.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use shared::api_error::ApiError;
use shared::invalid_request::InvalidRequest;

/// One of each code.
const REFUSALS: [ApiError; 21] = [
    ApiError::InvalidRequest(InvalidRequest::NotJson),
    ApiError::CodeMistyped,
    ApiError::PayloadTooLarge,
    ApiError::UnsupportedMediaType,
    ApiError::SessionNotFound,
    ApiError::SessionNotOpen,
    ApiError::DiscountsNotServerOnly,
    ApiError::LineItemsNotServerOnly,
    ApiError::ShippingDetailsNotServerOnly,
    ApiError::AdjustableQuantity,
    ApiError::DiscountNotOurs,
    ApiError::NotUpdatable,
    ApiError::UnsupportedSession,
    ApiError::SessionBusy,
    ApiError::RateLimited(1),
    ApiError::StripeError,
    ApiError::StripeUnavailable,
    ApiError::SecretUnavailable,
    ApiError::LedgerUnavailable,
    ApiError::StripeTimeout,
    ApiError::Misconfigured,
];

/// Every code, in the order of the statuses.
pub(super) fn codes() -> Vec<&'static str> {
    by_status().into_values().flatten().map(|refusal| refusal.code()).collect()
}

/// A response for each status.
pub(super) fn responses() -> Value {
    let response = |(status, refusals): (u16, Vec<ApiError>)| {
        let codes: Vec<&str> = refusals.iter().map(ApiError::code).collect();
        let retry = refusals.iter().all(|refusal| refusal.retry_after().is_some()).then_some("Retry-After");
        let reference = |header| (header, json!({"$ref": format!("#/components/headers/{header}")}));
        let headers: BTreeMap<&str, Value> = ["x-request-id"].into_iter().chain(retry).map(reference).collect();
        let response = json!({
            "description": format!("Refused: {}.", codes.join(", ")),
            "headers": headers,
            "content": {"application/json": {"schema": {
                "allOf": [{"$ref": "#/components/schemas/Error"}],
                "properties": {"code": {"enum": codes}},
            }}},
        });
        (name(status), response)
    };
    Value::Object(by_status().into_iter().map(response).collect())
}

/// The references of an operation: any operation can answer with any error.
pub(super) fn references() -> Map<String, Value> {
    let reference = |status: u16| json!({"$ref": format!("#/components/responses/{}", name(status))});
    by_status().into_keys().map(|status| (status.to_string(), reference(status))).collect()
}

fn by_status() -> BTreeMap<u16, Vec<ApiError>> {
    let mut by_status = BTreeMap::<u16, Vec<ApiError>>::new();
    for refusal in REFUSALS {
        by_status.entry(refusal.status()).or_default().push(refusal);
    }
    by_status
}

fn name(status: u16) -> String {
    format!("Refused{status}")
}
