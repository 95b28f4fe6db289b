//! The variables of AWS: the region, and the function's own credentials.

use discounts_table::Credentials;

pub(super) fn region(get: &impl Fn(&str) -> Option<String>) -> Option<String> {
    get("AWS_REGION").or_else(|| get("AWS_DEFAULT_REGION"))
}

pub(super) fn credentials(get: &impl Fn(&str) -> Option<String>) -> Option<Credentials> {
    let (access_key_id, secret_access_key) = get("AWS_ACCESS_KEY_ID").zip(get("AWS_SECRET_ACCESS_KEY"))?;
    Some(Credentials { access_key_id, secret_access_key, session_token: get("AWS_SESSION_TOKEN") })
}

/// The endpoint of a service, if it is not AWS's own: the most specific variable wins.
pub(super) fn endpoint(get: &impl Fn(&str) -> Option<String>, variable: &str) -> Option<String> {
    get(variable).or_else(|| get("AWS_ENDPOINT_URL"))
}
