use super::*;

#[test]
fn the_sample_policy_loads() {
    let policy = load("discounts.toml", include_str!("../../../../../discounts.toml"));
    let policy = policy.unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(policy.offers.len(), 11);
}
