//! The sessions and counters of a story, and their limits.

use super::simulation::{MINUTE, Millis};
use crate::{CounterKey, Limits, Name, Period, PeriodLength, SessionKey};

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

pub(super) fn key(session: usize) -> SessionKey {
    SessionKey::new(name(&format!("cs_test_{session:03}")))
}

pub(super) fn session_of(key: &SessionKey) -> usize {
    key.to_string().rsplit('_').next().unwrap().parse().unwrap()
}

pub(super) fn uses() -> CounterKey {
    CounterKey::Uses { offer: name("first-four"), period: None }
}

pub(super) fn budget() -> CounterKey {
    CounterKey::Budget { offer: name("giveaway"), currency: name("usd"), period: None }
}

/// The budget of a day. Days last half an hour here, so that sessions live through several.
pub(super) fn day_budget(at: Millis) -> CounterKey {
    let days = i64::try_from(at / (30 * MINUTE)).unwrap();
    let day = jiff::civil::date(2026, 11, 27).checked_add(jiff::Span::new().days(days)).unwrap();
    let period = Some(Period::of(PeriodLength::Day, day));
    CounterKey::Budget { offer: name("giveaway"), currency: name("usd"), period }
}

pub(super) fn shopper(customer: u64) -> CounterKey {
    CounterKey::Shopper { offer: name("welcome"), shopper: name(&format!("cus_{customer}")), period: None }
}

pub(super) fn code(serial: u32) -> CounterKey {
    CounterKey::Code { series: name("MAY"), serial }
}

pub(super) fn limit(key: &CounterKey) -> u64 {
    match key {
        CounterKey::Uses { .. } => 4,
        CounterKey::Budget { period: None, .. } => 2_000,
        CounterKey::Budget { .. } => 900,
        CounterKey::Shopper { .. } | CounterKey::Code { .. } => 1,
    }
}

pub(super) fn limits<'k>(keys: impl IntoIterator<Item = &'k CounterKey>) -> Limits {
    keys.into_iter().map(|key| (key.clone(), limit(key))).collect()
}
