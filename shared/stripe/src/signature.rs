//! Webhook signatures (Stripe docs, "Verify webhook signatures manually").

use std::fmt;

use ring::hmac;

/// The tolerance between the time of a signature and now, in seconds.
const TOLERANCE: i64 = 300;
/// The most signatures that are compared: Stripe sends one for each secret of the endpoint, and two while it is rolled.
const MAX_SIGNATURES: usize = 16;

/// The secret of a webhook endpoint. It prints as `[redacted]`.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(String);

impl WebhookSecret {
    /// Parses a secret: `whsec_...`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let body = text.strip_prefix("whsec_")?;
        let plain = body.bytes().all(|byte| byte.is_ascii_graphic());
        (plain && !body.is_empty()).then(|| Self(text.to_owned()))
    }

    /// Verifies that a `Stripe-Signature` header holds a signature of the body, made with this secret at about `now` (Unix
    /// seconds). A wrong signature takes as long as a right one.
    ///
    /// # Errors
    ///
    /// [`SignatureError`], by cause. [`SignatureError::TooOld`] and [`SignatureError::FromTheFuture`] are returned before
    /// the signature is compared.
    pub fn verify(&self, header: &str, body: &[u8], now: i64) -> Result<(), SignatureError> {
        let signed = Signed::read(header)?;
        let age = now.saturating_sub(signed.at);
        if age > TOLERANCE {
            return Err(SignatureError::TooOld { seconds: age.unsigned_abs() });
        }
        if age < TOLERANCE.saturating_neg() {
            return Err(SignatureError::FromTheFuture { seconds: age.unsigned_abs() });
        }
        let tag = self.tag(signed.timestamp, body);
        // Every signature is compared, so that the time does not depend on which one fits.
        let fits = signed.signatures.iter().fold(false, |fits, signature| fits | is_same(tag.as_ref(), signature));
        if fits { Ok(()) } else { Err(SignatureError::Mismatch) }
    }

    /// The signature that Stripe makes of a body at a time. It costs as much as the body is long, so a header with many
    /// signatures must not repeat it.
    fn tag(&self, timestamp: &str, body: &[u8]) -> hmac::Tag {
        #[cfg(test)]
        tests::TAGS.set(tests::TAGS.get().saturating_add(1));
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_bytes());
        let mut context = hmac::Context::with_key(&key);
        for part in [timestamp.as_bytes(), b".", body] {
            context.update(part);
        }
        context.sign()
    }
}

/// Compares in a time that depends on the lengths alone.
fn is_same(left: &[u8], right: &[u8]) -> bool {
    let differences = left.iter().zip(right).fold(0, |differences, (left, right)| differences | (left ^ right));
    left.len() == right.len() && differences == 0
}

/// The reason why a delivery is not accepted as Stripe's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SignatureError {
    /// There is no header, or it is empty.
    #[error("there is no Stripe-Signature header: only Stripe may call this URL")]
    Missing,
    /// The header has no time, or no signature of scheme `v1`.
    #[error("the Stripe-Signature header has no time or no v1 signature: does a proxy change it?")]
    Malformed,
    /// The delivery was signed too long ago: it is a copy, or it was held up on its way.
    #[error(
        "the delivery was signed {seconds} seconds ago, more than five minutes: is it a replay, or is this clock fast?"
    )]
    TooOld {
        /// The age of the signature.
        seconds: u64,
    },
    /// The delivery was signed later than now.
    #[error("the delivery is signed {seconds} seconds from now, more than five minutes: is this clock slow?")]
    FromTheFuture {
        /// The time until then.
        seconds: u64,
    },
    /// No signature fits the body and the secret.
    #[error("the signature does not fit the secret: store the signing secret of this very endpoint")]
    Mismatch,
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The content of a header: the time, and the signatures of scheme `v1`. While a secret is being rolled there are several.
struct Signed<'h> {
    timestamp: &'h str,
    at: i64,
    signatures: Vec<Vec<u8>>,
}

impl<'h> Signed<'h> {
    fn read(header: &'h str) -> Result<Self, SignatureError> {
        if header.trim().is_empty() {
            return Err(SignatureError::Missing);
        }
        let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
        let timestamp = parts().find(|(name, _)| *name == "t").map(|(_, value)| value);
        let timestamp = timestamp.filter(|value| value.bytes().all(|byte| byte.is_ascii_digit()));
        let timestamp = timestamp.ok_or(SignatureError::Malformed)?;
        let at = timestamp.parse().map_err(|_| SignatureError::Malformed)?;
        let signatures = parts().filter(|(name, _)| *name == "v1").filter_map(|(_, value)| bytes_of(value));
        let signatures: Vec<_> = signatures.take(MAX_SIGNATURES).collect();
        if signatures.is_empty() { Err(SignatureError::Malformed) } else { Ok(Self { timestamp, at, signatures }) }
    }
}

/// The bytes of a hexadecimal text.
fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let plain = digits.len().is_multiple_of(2) && digits.iter().all(u8::is_ascii_hexdigit);
    plain.then(|| digits.chunks(2).map(byte).collect()).flatten()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        /// The signatures that this thread has computed.
        pub(super) static TAGS: Cell<u32> = const { Cell::new(0) };
    }

    const BODY: &[u8] = br#"{"id":"evt_1"}"#;
    const AT: i64 = 1_795_183_532;

    fn secret() -> WebhookSecret {
        WebhookSecret::parse("whsec_canary").unwrap()
    }

    fn signature(secret: &str, timestamp: &str, body: &[u8]) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let tag = hmac::sign(&key, &[timestamp.as_bytes(), b".", body].concat());
        tag.as_ref().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }

    fn right() -> String {
        signature("whsec_canary", &AT.to_string(), BODY)
    }

    #[test]
    fn signature_is_the_published_hmac() {
        // RFC 4231, test case 2, in Stripe's form: the key is used as text.
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"Jefe");
        let tag = bytes_of("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843").unwrap();
        assert!(hmac::verify(&key, b"what do ya want for nothing?", &tag).is_ok());
    }

    #[test]
    fn one_fitting_signature_of_several_is_enough() {
        let (right, wrong) = (right(), signature("whsec_other", &AT.to_string(), BODY));
        for (header, expected) in [
            (format!("t={AT},v1={right}"), Ok(())),
            (format!("t={AT},v1={wrong},v1={right}"), Ok(())),
            (format!("t={AT}, v1={right}, v0={wrong}"), Ok(())),
            (format!("t={AT},v1={}", right.to_uppercase()), Ok(())),
            (format!("t={AT},v1={wrong}"), Err(SignatureError::Mismatch)),
            (format!("t={AT},v1={}", &right[..62]), Err(SignatureError::Mismatch)),
            (format!("t={AT},v0={right}"), Err(SignatureError::Malformed)),
            (format!("t={AT}"), Err(SignatureError::Malformed)),
            (format!("v1={right}"), Err(SignatureError::Malformed)),
            (format!("t=now,v1={right}"), Err(SignatureError::Malformed)),
            (format!("t=,v1={right}"), Err(SignatureError::Malformed)),
            (format!("t=+{AT},v1={right}"), Err(SignatureError::Malformed)),
            (format!("t={AT},v1=xyz"), Err(SignatureError::Malformed)),
            (String::new(), Err(SignatureError::Missing)),
            (" ".to_owned(), Err(SignatureError::Missing)),
        ] {
            assert_eq!(secret().verify(&header, BODY, AT), expected, "{header}");
        }
    }

    #[test]
    fn many_signatures_cost_one_hmac() {
        let wrong = ",v1=00".repeat(40);
        let before = TAGS.get();
        assert_eq!(secret().verify(&format!("t={AT}{wrong}"), BODY, AT), Err(SignatureError::Mismatch));
        assert_eq!(TAGS.get() - before, 1);
        assert_eq!(secret().verify(&format!("t={AT},v1={},v1={}", "00".repeat(32), right()), BODY, AT), Ok(()));
        assert_eq!(TAGS.get() - before, 2);
    }

    #[test]
    fn changed_body_or_time_is_a_mismatch() {
        let header = format!("t={AT},v1={}", right());
        let mismatch = Err(SignatureError::Mismatch);
        assert_eq!(secret().verify(&header, br#"{"id":"evt_2"}"#, AT), mismatch);
        assert_eq!(secret().verify(&header, b"", AT), mismatch);
        assert_eq!(secret().verify(&format!("t={},v1={}", AT + 1, right()), BODY, AT), mismatch);
    }

    #[test]
    fn tolerance_is_five_minutes_to_either_side() {
        let header = format!("t={AT},v1={}", right());
        for (off, expected) in [
            (0, Ok(())),
            (300, Ok(())),
            (301, Err(SignatureError::TooOld { seconds: 301 })),
            (-300, Ok(())),
            (-301, Err(SignatureError::FromTheFuture { seconds: 301 })),
            (i64::MIN / 2, Err(SignatureError::FromTheFuture { seconds: (i64::MIN / 2).unsigned_abs() })),
        ] {
            assert_eq!(secret().verify(&header, BODY, AT + off), expected, "{off}");
        }
    }

    #[test]
    fn secrets_have_one_form_and_print_as_redacted() {
        assert!(WebhookSecret::parse(" whsec_a/B+1= \n").is_some());
        for text in ["", "whsec_", "sk_test_1", "whsec_a b"] {
            assert_eq!(WebhookSecret::parse(text), None, "{text}");
        }
        assert_eq!(format!("{:?}", secret()), "[redacted]");
    }
}
