//! Keys: `Authorization: Bearer` or Basic with the key as the user, and what a restricted key may do
//! (docs pages "Authentication" and "Restricted API keys").

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::config::{Access, Key, Resource};
use crate::error::ApiError;

/// The key that a request was made with.
pub(crate) fn key(keys: &[Key], headers: &HeaderMap) -> Result<Key, ApiError> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let secret = header.and_then(secret).filter(|secret| !secret.is_empty());
    let Some(secret) = secret else {
        let message = "You did not provide an API key. You need to provide your API key in the Authorization header, \
                       using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See \
                       https://stripe.com/docs/api#authentication for details, or we can help at \
                       https://support.stripe.com/.";
        return Err(ApiError::new(401, "invalid_request_error", message));
    };
    let known = keys.iter().find(|key| key.secret == secret).cloned();
    known.ok_or_else(|| unknown(&secret))
}

/// 401 for a key that the account does not have.
pub(crate) fn unknown(secret: &str) -> ApiError {
    ApiError::new(401, "invalid_request_error", format!("Invalid API Key provided: {}", redacted(secret)))
}

fn secret(header: &str) -> Option<String> {
    let (scheme, rest) = header.split_once(' ')?;
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(rest).ok()?).ok()?;
    Some(decoded.split(':').next().unwrap_or_default().to_owned())
}

/// The prefix and the last four characters stay; short keys lose everything but their prefix.
fn redacted(secret: &str) -> String {
    let length = secret.chars().count();
    let (head, tail) = if length > 12 { (8, 4) } else { (length.min(3), 0) };
    let hidden = length.saturating_sub(head).saturating_sub(tail);
    let start: String = secret.chars().take(head).collect();
    let end: String = secret.chars().skip(head.saturating_add(hidden)).collect();
    format!("{start}{}{end}", "*".repeat(hidden))
}

/// Refuses what the key has no permission for.
pub(crate) fn check_scope(key: &Key, resource: Resource, access: Access) -> Result<(), ApiError> {
    if key.allows(resource, access) {
        return Ok(());
    }
    Err(forbidden(&key.secret, resource, access))
}

/// 403 that names the permission.
pub(crate) fn forbidden(secret: &str, resource: Resource, access: Access) -> ApiError {
    let message = format!(
        "The provided key '{}' does not have the required permissions for this endpoint on account 'acct_sandbox'. \
         Having the '{}' permission would allow this request to continue.",
        redacted(secret),
        resource.slug(access),
    );
    ApiError::new(403, "invalid_request_error", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(header: Option<&str>) -> Result<String, String> {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert(AUTHORIZATION, header.parse().unwrap());
        }
        let keys = [Key::new("sk_test_known")];
        key(&keys, &headers).map(|key| key.secret).map_err(|error| {
            assert_eq!(error.status, 401);
            error.body("r", false)["error"]["message"].as_str().unwrap().to_owned()
        })
    }

    #[test]
    fn bearer_and_basic_carry_the_key() {
        assert_eq!(run(Some("Bearer sk_test_known")).unwrap(), "sk_test_known");
        let basic = format!("Basic {}", STANDARD.encode("sk_test_known:"));
        assert_eq!(run(Some(&basic)).unwrap(), "sk_test_known");
    }

    #[test]
    fn a_missing_key_is_not_an_unknown_one() {
        for header in [None, Some("Bearer "), Some("Digest x"), Some("sk_test_known"), Some("Basic !!!")] {
            assert!(run(header).unwrap_err().starts_with("You did not provide an API key."), "{header:?}");
        }
    }

    #[test]
    fn an_unknown_key_is_shown_redacted() {
        let message = run(Some("Bearer sk_test_abcdefghijkl1234")).unwrap_err();
        assert_eq!(message, "Invalid API Key provided: sk_test_************1234");
        assert_eq!(run(Some("Bearer secret")).unwrap_err(), "Invalid API Key provided: sec***");
    }
}
