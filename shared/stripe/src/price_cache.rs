//! The price cache and its TTL.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::object::Price;

/// The time to live of a cached price. A decision on an outdated one is made again from Stripe's answer to the write.
const PRICE_TTL: Duration = Duration::from_mins(1);
/// The most prices in the cache.
const CAPACITY: usize = 1_000;

/// Prices by id.
#[derive(Debug, Default)]
pub struct Prices(pub(crate) BTreeMap<String, Price>);

impl Prices {
    /// The price with an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Price> {
        self.0.get(id)
    }

    /// The product of a price.
    #[must_use]
    pub fn product(&self, id: &str) -> Option<&str> {
        self.get(id)?.product_id()
    }
}

/// Prices that are kept for a short time: carts change more often than prices.
#[derive(Debug, Default)]
pub(crate) struct PriceCache(Mutex<BTreeMap<String, (Instant, Price)>>);

impl PriceCache {
    /// The cached ones of these prices.
    pub(crate) fn get(&self, ids: &[&str]) -> BTreeMap<String, Price> {
        let cached = self.lock();
        let fresh = |id: &str| cached.get(id).filter(|(read, _)| read.elapsed() < PRICE_TTL);
        ids.iter().filter_map(|id| Some(((*id).to_owned(), fresh(id)?.1.clone()))).collect()
    }

    /// Caches prices, as far as there is room once outdated ones are removed.
    pub(crate) fn insert(&self, prices: impl IntoIterator<Item = (String, Price)>) {
        let mut cached = self.lock();
        cached.retain(|_, (read, _)| read.elapsed() < PRICE_TTL);
        for (id, price) in prices {
            if cached.len() < CAPACITY {
                cached.insert(id, (Instant::now(), price));
            }
        }
    }

    /// Removes prices, so that they are read again.
    pub(crate) fn remove(&self, ids: &[&str]) {
        self.lock().retain(|id, _| !ids.contains(&id.as_str()));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, (Instant, Price)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
