//! Signing in, and the gateway's JWT authorizer: what the shop's sign-in gives out is a token that is looked up here, not
//! read. What the functions see of it are its claims, as behind the real authorizer.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use http::HeaderMap;
use http::header::AUTHORIZATION;
use uuid::Uuid;

/// The claims of a token.
pub(in crate::dev) type Claims = BTreeMap<String, String>;

/// Everybody who has signed in, by token.
#[derive(Debug)]
pub(super) struct Members {
    /// The claim that holds the customer's id.
    claim: String,
    signed_in: Mutex<BTreeMap<String, Claims>>,
}

impl Members {
    pub(super) fn new(claim: &str) -> Self {
        Self { claim: claim.to_owned(), signed_in: Mutex::default() }
    }

    /// Gives out a token.
    pub(super) fn sign_in(&self, shopper: &str, customer: &str) -> String {
        let token = Uuid::new_v4().to_string();
        let claims = [("sub".to_owned(), shopper.to_owned()), (self.claim.clone(), customer.to_owned())];
        self.signed_in.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone(), claims.into());
        token
    }

    /// The claims of a request's bearer token; none where nobody has been given it.
    pub(super) fn claims(&self, headers: &HeaderMap) -> Option<Claims> {
        let header = headers.get(AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = header.split_once(' ')?;
        let signed_in = self.signed_in.lock().unwrap_or_else(PoisonError::into_inner);
        signed_in.get(token.trim()).filter(|_| scheme.eq_ignore_ascii_case("bearer")).cloned()
    }

    /// The customer that claims name.
    pub(super) fn customer<'c>(&self, claims: &'c Claims) -> Option<&'c str> {
        claims.get(&self.claim).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn only_a_token_that_was_given_out_has_claims() {
        let members = Members::new("customer");
        let token = members.sign_in("gold", "cus_1");
        let claims = |header: &str| {
            members.claims(&HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_str(header).unwrap())]))
        };
        let known = claims(&format!("Bearer {token}")).unwrap();
        assert_eq!(members.customer(&known), Some("cus_1"));
        for header in ["Bearer other", "Bearer", "", &format!("Basic {token}"), &token] {
            assert_eq!(claims(header), None, "{header}");
        }
        assert_eq!(members.claims(&HeaderMap::new()), None);
    }
}
