//! The `Stripe-Signature` header of a webhook: `t=<unix seconds>,v1=<hex>`, one `v1` for each secret
//! (docs page "Verify webhook signatures manually").

use std::fmt::Write as _;
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// A header for a body at a moment (Unix seconds), with one signature for each secret. Any secret and any moment will
/// do: a test makes wrong, old and future signatures with it.
#[must_use]
pub fn sign(secrets: &[&str], at: i64, body: &[u8]) -> String {
    secrets.iter().fold(format!("t={at}"), |header, secret| {
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return header };
        let mac = mac.chain_update(format!("{at}.")).chain_update(body);
        mac.finalize().into_bytes().iter().fold(header + ",v1=", |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    })
}

/// The secret of an endpoint, and for a while after it was rolled the former one too.
#[derive(Debug, Clone)]
pub(crate) struct Secrets {
    current: String,
    former: Option<(String, i64)>,
}

impl Secrets {
    pub(crate) fn new(secret: &str) -> Self {
        Self { current: secret.to_owned(), former: None }
    }

    /// The present secret stays valid for `overlap` besides the new one.
    pub(crate) fn roll(&mut self, secret: &str, now: i64, overlap: Duration) {
        let until = now.saturating_add_unsigned(overlap.as_secs());
        let former = std::mem::replace(&mut self.current, secret.to_owned());
        self.former = Some((former, until));
    }

    /// The header at a moment.
    pub(crate) fn sign(&self, at: i64, body: &[u8]) -> String {
        let former = self.former.iter().filter(|(_, until)| at < *until).map(|(secret, _)| secret.as_str());
        let secrets: Vec<&str> = std::iter::once(self.current.as_str()).chain(former).collect();
        sign(&secrets, at, body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_what_openssl_makes_of_it() {
        // printf '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test
        let header = sign(&["whsec_test"], 1_700_000_000, br#"{"id":"evt_1"}"#);
        assert_eq!(header, "t=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925");
    }

    #[test]
    fn both_secrets_sign_until_the_former_is_over() {
        let mut secrets = Secrets::new("old");
        secrets.roll("new", 100, Duration::from_secs(10));
        assert_eq!(secrets.sign(109, b"x"), sign(&["new", "old"], 109, b"x"));
        assert_eq!(secrets.sign(109, b"x").matches("v1=").count(), 2);
        assert_eq!(secrets.sign(110, b"x"), sign(&["new"], 110, b"x"));
    }
}
