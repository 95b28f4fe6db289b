//! The version of a session, and the idempotency keys that are made of it.

use std::fmt;

/// The key of the session's metadata that holds its version.
pub const VERSION_KEY: &str = "discount_version";
/// The version of a session: empty before the first write, then 32 hex digits, followed by the number of bumps.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SessionVersion(String);

impl SessionVersion {
    /// Digits of a version that a write leaves; the number of bumps follows.
    const DIGITS: usize = 32;
    /// The longest version, with the digits of a count.
    const LONGEST: usize = 42;

    /// Checks the form; `None` for a value that this service did not write.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() <= Self::LONGEST && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| Self(text.to_owned()))
    }

    /// The version as Stripe keeps it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The version that follows when the key of this one is lost; the same one for every caller.
    #[must_use]
    pub fn bumped(&self) -> Self {
        let (version, bumps) = self.0.split_at_checked(Self::DIGITS).unwrap_or(("", &self.0));
        let bumps = bumps.parse::<u32>().unwrap_or_default();
        Self(format!("{version}{}", bumps.saturating_add(1)))
    }

    pub(super) fn of(nonce: u128) -> Self {
        Self(format!("{nonce:032x}"))
    }
}

impl fmt::Debug for SessionVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}", self.0)
    }
}

/// The idempotency key of a write, before it is text.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum WriteKey {
    /// A key that no other write has.
    Fresh,
    /// The key of every write on a session of this version.
    Version(SessionVersion),
    /// The key of the write that bumps this version, after a number of such keys that failed for good.
    Bump(SessionVersion, u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> SessionVersion {
        SessionVersion::parse(text).unwrap()
    }

    #[test]
    fn foreign_values_are_no_versions() {
        for text in ["what is this", "a-b", &"a".repeat(43)] {
            assert_eq!(SessionVersion::parse(text), None, "{text}");
        }
        assert_eq!(SessionVersion::parse(""), Some(SessionVersion::default()));
    }

    #[test]
    fn bumped_versions_all_differ() {
        let mut versions = vec![version(""), version("0123456789abcdef0123456789abcdef")];
        for at in 0..8 {
            let next = versions[at].bumped();
            assert!(SessionVersion::parse(next.as_str()).is_some() && !versions.contains(&next), "{next:?}");
            versions.push(next);
        }
        assert_eq!(versions.last().unwrap().as_str(), "0123456789abcdef0123456789abcdef4");
    }
}
