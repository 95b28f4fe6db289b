//! What Stripe says that things cost. It is remembered for a short time: a cart is changed more often than a price.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::client::RequestClient;
use super::object::{Expandable, List, Price, Product};
use super::{PriceId, StripeError, form};

/// How long a price is believed. What is decided on an old one is decided again on Stripe's answer to the write.
const FRESH: Duration = Duration::from_mins(1);
/// How many are remembered.
const MOST: usize = 1_000;
/// What is asked of a price beside itself: tags are its product's, and other currencies are there only if asked for.
const EXPAND: [&str; 2] = ["product", "currency_options"];
const EXPAND_LIST: [&str; 2] = ["data.product", "data.currency_options"];

/// Prices by id.
#[derive(Debug, Default)]
pub struct Prices(BTreeMap<PriceId, Price>);

impl Prices {
    pub(super) fn get(&self, id: &PriceId) -> Option<&Price> {
        self.0.get(id)
    }

    /// The product that a price is of.
    #[must_use]
    pub fn product(&self, id: &PriceId) -> Option<&str> {
        self.get(id)?.product_id()
    }
}

impl Price {
    pub(super) fn product_id(&self) -> Option<&str> {
        self.product.as_ref().map(|product| match product {
            Expandable::Id(id) | Expandable::Object(Product { id, .. }) => id.as_str(),
        })
    }
}

/// The prices that a function remembers.
#[derive(Debug, Default)]
pub(super) struct PriceCache(Mutex<BTreeMap<PriceId, (Instant, Price)>>);

impl PriceCache {
    fn fresh(&self, wanted: &[&PriceId]) -> BTreeMap<PriceId, Price> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |id: &&PriceId| held.get(*id).filter(|(read, _)| read.elapsed() < FRESH);
        wanted.iter().filter_map(|id| Some(((*id).clone(), known(id)?.1.clone()))).collect()
    }

    fn remember(&self, prices: impl Iterator<Item = (PriceId, Price)>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, (read, _)| read.elapsed() < FRESH);
        for (id, price) in prices {
            if held.len() < MOST {
                held.insert(id, (Instant::now(), price));
            }
        }
    }
}

impl RequestClient<'_> {
    /// The prices that are wanted, as far as Stripe knows them. One call for those that are not remembered, as long as
    /// the account's active prices fit a page.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn prices(&mut self, wanted: &[&PriceId]) -> Result<Prices, StripeError> {
        let mut known = self.stripe.prices.fresh(wanted);
        let missing = |known: &BTreeMap<PriceId, Price>| -> Vec<PriceId> {
            wanted.iter().filter(|id| !known.contains_key(id)).map(|id| (*id).clone()).collect()
        };
        if missing(&known).len() > 1 {
            let query = format!("active=true&{}", form::page(None, &EXPAND_LIST));
            let page: List<Price> = self.read(self.stripe.url(&["v1", "prices"], &query)).await?;
            let page = page.data.into_iter().filter_map(|price| Some((PriceId::parse(price.id.as_deref()?)?, price)));
            let page: BTreeMap<PriceId, Price> = page.collect();
            self.stripe.prices.remember(page.clone().into_iter());
            known.extend(page);
        }
        for id in missing(&known) {
            let url = self.stripe.url(&["v1", "prices", id.as_str()], &form::expand(&EXPAND));
            match self.read::<Price>(url).await {
                Ok(price) => {
                    self.stripe.prices.remember([(id.clone(), price.clone())].into_iter());
                    known.insert(id, price);
                }
                Err(StripeError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Prices(known))
    }
}
