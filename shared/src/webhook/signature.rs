//! Whether Stripe sent a webhook's request (Stripe docs, "Verify webhook signatures manually").

use std::fmt;

use ring::hmac;

/// How far Stripe's clock and ours may be apart, and how old a request may be, in seconds.
const TOLERANCE: i64 = 300;

/// The secret of a webhook endpoint. It prints as `[redacted]`.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(String);

impl WebhookSecret {
    /// Checks the form: `whsec_...`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let body = text.strip_prefix("whsec_")?;
        let plain = body.bytes().all(|byte| byte.is_ascii_graphic());
        (plain && !body.is_empty()).then(|| Self(text.to_owned()))
    }

    /// Whether one of the signatures of a `Stripe-Signature` header is that of the body, made with this secret at
    /// about `now` (Unix seconds). Takes as long for a wrong signature as for a right one.
    #[must_use]
    pub fn signed(&self, header: &str, body: &[u8], now: i64) -> bool {
        let Some(signed) = Signed::read(header) else { return false };
        if now.abs_diff(signed.at) > TOLERANCE.unsigned_abs() {
            return false;
        }
        let message = [signed.timestamp.as_bytes(), b".", body].concat();
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_bytes());
        signed.signatures.iter().any(|signature| hmac::verify(&key, &message, signature).is_ok())
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// What a header says: when, and the signatures of the one scheme that counts. While a secret is being rolled there are
/// several.
struct Signed<'h> {
    timestamp: &'h str,
    at: i64,
    signatures: Vec<Vec<u8>>,
}

impl<'h> Signed<'h> {
    fn read(header: &'h str) -> Option<Self> {
        let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
        let timestamp = parts().find(|(name, _)| *name == "t").map(|(_, value)| value)?;
        let plain = timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let at = timestamp.parse().ok().filter(|_| plain)?;
        let signatures = parts().filter(|(name, _)| *name == "v1").filter_map(|(_, value)| bytes_of(value));
        Some(Self { timestamp, at, signatures: signatures.collect() })
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
    use super::*;

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
    fn the_signature_is_the_one_that_is_published() {
        // RFC 4231, test case 2, in Stripe's form: the key is used as text.
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"Jefe");
        let tag = bytes_of("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843").unwrap();
        assert!(hmac::verify(&key, b"what do ya want for nothing?", &tag).is_ok());
    }

    #[test]
    fn one_of_several_signatures_is_enough() {
        let (right, wrong) = (right(), signature("whsec_other", &AT.to_string(), BODY));
        for (header, fits) in [
            (format!("t={AT},v1={right}"), true),
            (format!("t={AT},v1={wrong},v1={right}"), true),
            (format!("t={AT}, v1={right}, v0={wrong}"), true),
            (format!("t={AT},v1={}", right.to_uppercase()), true),
            (format!("t={AT},v1={wrong}"), false),
            (format!("t={AT},v0={right}"), false),
            (format!("t={AT}"), false),
            (format!("v1={right}"), false),
            (format!("t=now,v1={right}"), false),
            (format!("t=+{AT},v1={right}"), false),
            (format!("t={AT},v1={}", &right[..62]), false),
            (format!("t={AT},v1=xyz"), false),
            (String::new(), false),
        ] {
            assert_eq!(secret().signed(&header, BODY, AT), fits, "{header}");
        }
    }

    #[test]
    fn a_changed_body_or_time_is_not_signed() {
        let header = format!("t={AT},v1={}", right());
        assert!(!secret().signed(&header, br#"{"id":"evt_2"}"#, AT));
        assert!(!secret().signed(&header, b"", AT));
        assert!(!secret().signed(&format!("t={},v1={}", AT + 1, right()), BODY, AT));
    }

    #[test]
    fn five_minutes_to_either_side_are_fine() {
        let header = format!("t={AT},v1={}", right());
        for (off, fits) in [(0, true), (300, true), (301, false), (-300, true), (-301, false), (i64::MIN / 2, false)] {
            assert_eq!(secret().signed(&header, BODY, AT + off), fits, "{off}");
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
