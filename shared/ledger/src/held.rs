//! Amounts by counter: what a session holds, and the limits of counters.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use crate::key::CounterKey;

/// The amount that a session holds of each counter. A counter that is not listed is held with 0.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Held(BTreeMap<CounterKey, NonZeroU64>);

impl Held {
    /// Nothing.
    pub const NOTHING: Self = Self(BTreeMap::new());

    /// The amount of a counter.
    #[must_use]
    pub fn amount(&self, key: &CounterKey) -> u64 {
        self.0.get(key).map_or(0, |amount| amount.get())
    }

    /// Returns whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The counters with their amounts. No amount is 0.
    pub fn iter(&self) -> impl Iterator<Item = (&CounterKey, u64)> {
        self.0.iter().map(|(key, amount)| (key, amount.get()))
    }

    /// The larger amount of each counter.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.iter().chain(other.iter()).map(|(key, _)| (key, self.amount(key).max(other.amount(key)))).collect()
    }

    /// The smaller amount of each counter.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.iter().map(|(key, amount)| (key, amount.min(other.amount(key)))).collect()
    }

    /// The part of each amount that the other one does not cover.
    #[must_use]
    pub fn beyond(&self, other: &Self) -> Self {
        self.iter().map(|(key, amount)| (key, amount.saturating_sub(other.amount(key)))).collect()
    }
}

/// The last amount of a counter counts, and amounts of 0 are left out.
impl FromIterator<(CounterKey, u64)> for Held {
    fn from_iter<I: IntoIterator<Item = (CounterKey, u64)>>(amounts: I) -> Self {
        let last: BTreeMap<CounterKey, u64> = amounts.into_iter().collect();
        Self(last.into_iter().filter_map(|(key, amount)| Some((key, NonZeroU64::new(amount)?))).collect())
    }
}

impl<'k> FromIterator<(&'k CounterKey, u64)> for Held {
    fn from_iter<I: IntoIterator<Item = (&'k CounterKey, u64)>>(amounts: I) -> Self {
        amounts.into_iter().map(|(key, amount)| (key.clone(), amount)).collect()
    }
}

/// The limits of a policy, by counter. A counter that is not listed has no limit.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Limits(BTreeMap<CounterKey, u64>);

impl Limits {
    /// The limit of a counter; `None` if it has none.
    #[must_use]
    pub fn limit(&self, key: &CounterKey) -> Option<u64> {
        self.0.get(key).copied()
    }

    /// The most that one session can hold of a counter if `taken` is taken of it, the session's own `held` included; `None`
    /// if the counter has no limit.
    pub(crate) fn room(&self, key: &CounterKey, taken: u64, held: u64) -> Option<u64> {
        self.limit(key).map(|limit| limit.saturating_sub(taken.saturating_sub(held)))
    }
}

impl FromIterator<(CounterKey, u64)> for Limits {
    fn from_iter<I: IntoIterator<Item = (CounterKey, u64)>>(limits: I) -> Self {
        Self(limits.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::key::Name;

    fn key(serial: u32) -> CounterKey {
        CounterKey::Code { series: Name::parse("MAY").unwrap(), serial }
    }

    fn held() -> impl Strategy<Value = Held> {
        vec((0..4_u32, 0..4_u64), 0..5).prop_map(|amounts| amounts.into_iter().map(|(id, n)| (key(id), n)).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn amounts_are_compared_counter_by_counter(left in held(), right in held()) {
            for serial in 0..4 {
                let key = key(serial);
                let (a, b) = (left.amount(&key), right.amount(&key));
                prop_assert_eq!(left.or(&right).amount(&key), a.max(b));
                prop_assert_eq!(left.and(&right).amount(&key), a.min(b));
                prop_assert_eq!(left.beyond(&right).amount(&key), a.saturating_sub(b));
            }
            prop_assert!(left.or(&right).iter().all(|(_, amount)| amount > 0));
            prop_assert!(left.and(&right).iter().all(|(_, amount)| amount > 0));
            prop_assert!(left.beyond(&left).is_empty());
        }
    }

    #[test]
    fn amount_of_zero_is_no_amount() {
        let held: Held = [(key(1), 0), (key(2), 3)].into_iter().collect();
        assert_eq!(held.iter().collect::<Vec<_>>(), [(&key(2), 3)]);
        assert_eq!(held.amount(&key(1)), 0);
        assert!(Held::NOTHING.is_empty());
    }

    #[test]
    fn room_is_the_rest_of_a_limit_and_the_sessions_own() {
        let limits: Limits = [(key(1), 10)].into_iter().collect();
        for (taken, held, room) in
            [(0, 0, 10), (9, 0, 1), (10, 0, 0), (10, 4, 4), (12, 0, 0), (12, 3, 1), (12, 1, 0), (0, 5, 10)]
        {
            assert_eq!(limits.room(&key(1), taken, held), Some(room), "{taken} taken, {held} held");
        }
        assert_eq!(limits.room(&key(2), 1_000, 0), None, "no limit");
    }
}
