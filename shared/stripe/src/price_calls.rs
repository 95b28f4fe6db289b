//! Calls about prices.

use std::collections::BTreeMap;

use crate::client::RequestClient;
use crate::error::StripeError;
use crate::expand;
use crate::object::{List, Price};
use crate::price_cache::Prices;
use crate::query;

impl RequestClient<'_> {
    /// These prices, as far as Stripe knows them. Those that are not cached take one call, as long as the account's active
    /// prices fit a page.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn prices(&mut self, ids: &[&str]) -> Result<Prices, StripeError> {
        let mut known = self.stripe.prices.get(ids);
        let missing = |known: &BTreeMap<String, Price>| -> Vec<String> {
            ids.iter().filter(|id| !known.contains_key(**id)).map(|id| (*id).to_owned()).collect()
        };
        if missing(&known).len() > 1 {
            let query = format!("active=true&{}", query::page(None, &expand::PAGE_PRICES));
            let page: List<Price> = self.read(self.stripe.url(&["v1", "prices"], &query)).await?;
            let page = page.data.into_iter().filter_map(|price| Some((price.id.clone()?, price)));
            let page: BTreeMap<String, Price> = page.collect();
            self.stripe.prices.insert(page.clone());
            known.extend(page);
        }
        for id in missing(&known) {
            let url = self.stripe.url(&["v1", "prices", &id], &query::expand(&expand::PRICE));
            match self.read::<Price>(url).await {
                Ok(price) => {
                    self.stripe.prices.insert([(id.clone(), price.clone())]);
                    known.insert(id, price);
                }
                Err(StripeError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Prices(known))
    }

    /// Forgets cached prices that Stripe's answer has shown to be outdated.
    pub fn forget_prices(&self, ids: &[&str]) {
        self.stripe.prices.remove(ids);
    }

    /// The first active price of a product.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn first_price_of(&mut self, product: &str) -> Result<Option<Price>, StripeError> {
        let query = query::with_parameters(&[("product", product), ("active", "true"), ("limit", "1")], &[]);
        let page: List<Price> = self.read(self.stripe.url(&["v1", "prices"], &query)).await?;
        Ok(page.data.into_iter().next())
    }
}
