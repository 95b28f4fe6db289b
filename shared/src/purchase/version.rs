//! The version of a session, kept in its metadata.

use crate::stripe::{Part, StripeSession};

/// The key of the session's metadata.
pub(super) const SESSION_VERSION: &str = "discount_version";
/// The most characters of a version.
pub(crate) const MAX_VERSION: usize = 42;

/// The version that the last write left, empty before the first one; none where writes need no version, since the page may
/// change cart and address itself, or where the key holds something of someone else's.
#[must_use]
pub fn version(session: &StripeSession) -> Option<&str> {
    let metadata = session.metadata.as_ref()?;
    let version = metadata.get(SESSION_VERSION).map_or("", String::as_str);
    let ours = version.len() <= MAX_VERSION && version.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let server_only = session.is_server_only(Part::LineItems) || session.is_server_only(Part::ShippingDetails);
    (ours && server_only).then_some(version)
}
