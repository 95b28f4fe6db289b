//! The policy that is compiled in. `build.rs` loads it: a start parses neither the file nor its time zone.

use discounts_core::Policy;
use jiff::tz::TimeZone;

/// As the merchant wrote it.
pub const COMPILED_IN_POLICY: &str = include_str!("../../discounts.toml");
/// As it was loaded when this was built, without its zone.
const LOADED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/policy.postcard"));
/// The zone of the policy, with its rules.
static ZONE: TimeZone = include!(concat!(env!("OUT_DIR"), "/zone.rs"));

/// The policy as it was loaded; none if it can't be read back, which a test rules out.
pub(crate) fn policy() -> Option<Policy> {
    let mut policy: Policy = postcard::from_bytes(LOADED).ok()?;
    policy.zone = ZONE.clone();
    Some(policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compiled_policy_equals_the_file() {
        let file = Policy::load("discounts.toml", COMPILED_IN_POLICY).unwrap();
        assert_eq!(format!("{:?}", policy().unwrap()), format!("{file:?}"));
    }

    #[test]
    fn compiled_zone_agrees_with_the_database() {
        let file = Policy::load("discounts.toml", COMPILED_IN_POLICY).unwrap();
        let begin: jiff::Timestamp = "1990-01-01T00:00:00Z".parse().unwrap();
        for day in 0..60 * 366 {
            let instant = begin + jiff::SignedDuration::from_hours(day * 24);
            assert_eq!(ZONE.to_offset(instant), file.zone.to_offset(instant), "{instant}");
        }
        let jumps = |zone: &TimeZone| zone.following(begin).take(120).map(|jump| jump.timestamp()).collect::<Vec<_>>();
        assert_eq!(jumps(&ZONE), jumps(&file.zone));
    }
}
