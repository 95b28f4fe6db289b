//! Random changes, made to a store and to the one in memory alike.

use super::{Names, at, name};
use crate::{Claim, CounterKey, Held, Limits, Memory, Period, PeriodLength, SessionEnd, SessionKey, Store, settle};

const SESSIONS: u32 = 6;

/// Checks that a store that has none of these names yet gives the answers of [`Memory`] to random changes.
pub async fn answers_are_those_of_memory(store: &dyn Store, steps: u32) {
    let (memory, mut random) = (Memory::default(), Random(0x2545_F491_4F6C_DD1D));
    let mut last: Option<Claim> = None;
    for step in 0..steps {
        let session = Names("alike").session(random.below(SESSIONS));
        let counters = counters();
        let (expected, got) = (memory.read(&session, &counters).await, store.read(&session, &counters).await);
        let reading = got.unwrap();
        assert_eq!(reading.row, expected.as_ref().unwrap().row, "step {step}");
        for key in &counters {
            let taken = |of: &crate::Reading| of.taken.get(key).copied().unwrap_or(0);
            assert_eq!(taken(&reading), taken(expected.as_ref().unwrap()), "step {step}, {key}");
        }
        // Now and then, as it was before.
        let row = reading.row.filter(|_| random.below(8) > 0);
        let change = match random.below(6) {
            0 => last.as_ref().and_then(|claim| claim.give_back(&random.held())),
            1 => settle(&session, row.as_ref(), &random.held(), random.end(), at(step.into())).change,
            _ => random.claim(&session, row.as_ref()).map(|claim| last.insert(claim).change().clone()),
        };
        let Some(change) = change else { continue };
        let (expected, got) = (memory.change(&change).await.unwrap(), store.change(&change).await.unwrap());
        assert_eq!(got, expected, "step {step}: {change:?}");
    }
}

fn counters() -> Vec<CounterKey> {
    let (offer, period) = (name("alike"), Some(Period::of(PeriodLength::Month, jiff::civil::date(2037, 1, 1))));
    let mut keys: Vec<_> = (0..3).map(|serial| Names("alike").code(serial)).collect();
    keys.push(CounterKey::Uses { offer: offer.clone(), period });
    keys.push(CounterKey::Budget { offer, currency: name("usd"), period: None });
    keys
}

/// Marsaglia's xorshift: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(end)).unwrap()
    }

    fn held(&mut self) -> Held {
        counters().into_iter().map(|key| (key, u64::from(self.below(4)))).collect()
    }

    fn end(&mut self) -> SessionEnd {
        match self.below(8) {
            0 => SessionEnd::Paid,
            1 => SessionEnd::Failed,
            2 => SessionEnd::Expired,
            _ => SessionEnd::Pending,
        }
    }

    fn claim(&mut self, session: &SessionKey, row: Option<&crate::Row>) -> Option<Claim> {
        let limits: Limits = counters().into_iter().map(|key| (key, u64::from(self.below(6)) + 3)).collect();
        Claim::new(session, row, &self.held(), &limits, at(i64::from(self.below(9_000)))).ok()
    }
}
