//! Signing in, and a stand-in for the gateway's JWT authorizer. A token is looked up here, not read. The functions get its
//! claims, as behind the real authorizer.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use http::HeaderMap;
use http::header::AUTHORIZATION;
use uuid::Uuid;

/// The claims of a token.
pub(crate) type Claims = BTreeMap<String, String>;

/// The signed-in shoppers, by token.
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

    /// Issues a token.
    pub(super) fn sign_in(&self, shopper: &str, customer: &str) -> String {
        let token = Uuid::new_v4().to_string();
        let claims = [("sub".to_owned(), shopper.to_owned()), (self.claim.clone(), customer.to_owned())];
        self.signed_in.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone(), claims.into());
        token
    }

    /// The claims of a request's bearer token; none if the token is unknown.
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
    fn claims_are_of_issued_tokens_only() {
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
