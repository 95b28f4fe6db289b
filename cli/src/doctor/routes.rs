//! The routes of a deployed API, called for a session that does not exist. A function that is set up answers that.

use std::time::Duration;

use reqwest::Url;
use serde_json::{Value, json};
use shared::Endpoint;
use shared::endpoint::MEMBERS_PATH;
use shared::stripe::SessionId;

use super::finding::Finding;

/// A cold start and Stripe's answer take less.
const LONGEST: Duration = Duration::from_secs(20);

/// Calls every route once; one finding for those that answer, one for each that does not. Nothing is created and nothing
/// changed by it.
pub(super) async fn examine(http: &reqwest::Client, api: &Url, session: &SessionId) -> Vec<Finding> {
    let (mut findings, mut answering, mut all) = (Vec::new(), 0_u32, 0_u32);
    for endpoint in Endpoint::all() {
        for path in endpoint.paths() {
            all = all.saturating_add(1);
            match call(http, api, endpoint, &path, session).await {
                Ok(()) => answering = answering.saturating_add(1),
                Err((message, next)) => {
                    findings.push(Finding::failed("routes", format!("POST {path}: {message}"), next));
                }
            }
        }
    }
    if answering > 0 {
        findings.insert(0, Finding::ok("routes", format!("{answering} of {all} answer")));
    }
    findings
}

/// A body that changes nothing: about a session that does not exist, with an empty cart, and not signed.
fn body(endpoint: Endpoint, session: &SessionId) -> Value {
    match endpoint {
        Endpoint::CheckoutSession => json!({ "line_items": [] }),
        Endpoint::Webhook => json!({ "id": "evt_doctor0" }),
        _ => json!({
            "checkout_session_id": session.as_str(), "interaction": "all", "code": "none",
            "line_items": [{ "price": "price_doctor0", "quantity": 1 }],
            "name": "Doctor", "address": { "line1": "1 Nowhere", "country": "US" },
        }),
    }
}

async fn call(
    http: &reqwest::Client,
    api: &Url,
    endpoint: Endpoint,
    path: &str,
    session: &SessionId,
) -> Result<(), (String, String)> {
    let failed = |message: &str, next: &str| Err((message.to_owned(), next.to_owned()));
    let url = format!("{}{path}", api.as_str().trim_end_matches('/'));
    let body = body(endpoint, session).to_string();
    let request = http.post(url).header("content-type", "application/json").timeout(LONGEST).body(body);
    let Ok(response) = request.send().await else {
        return failed("no answer", "is the address right, with its stage, and is the stack deployed in this region?");
    };
    let status = response.status().as_u16();
    let bytes = response.bytes().await.unwrap_or_default();
    let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    match (status, answer.get("code").and_then(Value::as_str)) {
        (404, Some("session_not_found")) => Ok(()),
        (400, Some("invalid_request")) if matches!(endpoint, Endpoint::CheckoutSession | Endpoint::Webhook) => Ok(()),
        // The gateway's authorizer refuses it, or there are no members.
        (401, None) if path == MEMBERS_PATH => Ok(()),
        (404, None) if path == MEMBERS_PATH => failed(
            "there is no such route",
            "set JwtIssuer and JwtAudience in the template, where members shall have sessions of their own",
        ),
        (500, Some("misconfigured")) => failed(
            "the function is not set up",
            "the last error in its log says what to do; this command says the same with the function's environment",
        ),
        (404, None) => failed("there is no such route", "deploy the stack; check the address and its stage"),
        (401 | 403, _) => failed("the gateway refuses the call", "is there an authorizer or a firewall on this route?"),
        (500, None) => failed(
            "the function failed",
            "its log says why: the integration must be of payload format 2.0, and API Gateway must be allowed to invoke it",
        ),
        (429, _) => failed("too many calls", "try again in a minute; else check the stage's throttling"),
        (502..=504, _) => failed("Stripe or the function did not answer", "try again; then read the function's log"),
        _ => failed(&format!("status {status}, which no function gives here"), "is this the address of this API?"),
    }
}
