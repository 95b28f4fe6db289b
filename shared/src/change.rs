//! A change of the cart or of the address: what the session will be once it is written, so that the discount that goes
//! with it is written at the same moment.

use discounts_core::Policy;
use discounts_core::session::{Address, Snapshot};

use crate::api_error::{ApiError, InvalidRequest};
use crate::command::{CartLine, Edit, PriceId, SessionCommand, ShippingAddress};
use crate::context::RequestContext;
use crate::purchase::{
    PreDiscountTotals, PurchaseObject, cart_with, is_already, lets_only_the_server, product_in_cart,
};
use crate::stripe::{Prices, RequestClient, StripeSession};
use crate::work::Work;

/// A session as it will be.
pub(crate) struct Ahead<'e> {
    /// What is decided on; none where only Stripe knows what the cart will cost.
    pub(crate) snapshot: Option<Snapshot>,
    /// What is still to be written of it.
    pub(crate) edit: Option<&'e Edit>,
    /// What it will come to.
    pub(crate) sums: PreDiscountTotals,
}

impl Work<'_, '_> {
    /// The session as it will be after a step.
    ///
    /// # Errors
    ///
    /// Why the step can't be taken.
    pub(crate) async fn ahead<'e>(
        &mut self,
        purchase: &PurchaseObject,
        mut snapshot: Snapshot,
        asked: Option<&'e SessionCommand>,
    ) -> Result<Ahead<'e>, ApiError> {
        let mut sums = purchase.totals();
        // Until it has been written, as with what was asked.
        if let Some(code) = asked.and_then(SessionCommand::code) {
            snapshot.code = Some(code.clone());
        }
        let Some(SessionCommand::Change(edit)) = asked else {
            return Ok(Ahead { snapshot: Some(snapshot), edit: None, sums });
        };
        let server_only = |session: &&StripeSession| lets_only_the_server(session, edit);
        let Some(session) = purchase.as_session().filter(server_only) else {
            return Err(match edit {
                Edit::Cart(_) => self.trail.not_server_only(ApiError::LineItemsNotServerOnly, "update_line_items"),
                Edit::ShippingAddress(_) => {
                    self.trail.not_server_only(ApiError::ShippingDetailsNotServerOnly, "update_shipping_details")
                }
            });
        };
        let snapshot = match edit {
            Edit::ShippingAddress(address) => {
                snapshot.address = Some(place(address));
                Some(snapshot)
            }
            Edit::Cart(lines) => {
                let prices = lines.iter().map(|line| line.price.as_str());
                let unknown: Vec<&str> = prices.filter(|price| session.line_of(price).is_none()).collect();
                let prices = self.talk.prices(&unknown).await.map_err(|error| self.trail.refuse(&error))?;
                let product =
                    |price: &PriceId| product_in_cart(session, price).or_else(|| prices.product(price.as_str()));
                for_sale(self.policy, lines, product, self.trail)?;
                let cart = cart_with(session, &snapshot.cart, lines, &prices);
                sums.subtotal = cart.as_ref().and_then(|cart| i64::try_from(cart.subtotal.get()).ok());
                cart.map(|cart| Snapshot { cart, ..snapshot })
            }
        };
        Ok(Ahead { snapshot, edit: Some(edit).filter(|edit| !is_already(session, edit)), sums })
    }
}

/// Checks that every line may be bought.
///
/// # Errors
///
/// [`InvalidRequest::NotForSale`]; [`ApiError::Misconfigured`] where the policy lists nothing that may be.
pub(crate) fn for_sale<'p>(
    policy: &Policy,
    lines: &[CartLine],
    product: impl Fn(&PriceId) -> Option<&'p str>,
    trail: &mut RequestContext,
) -> Result<(), ApiError> {
    let checkout = &policy.checkout;
    if checkout.prices.is_empty() && checkout.products.is_empty() {
        let cause = "discounts.toml lists nothing that may be bought: set [checkout] prices or products";
        return Err(trail.refuse_for(ApiError::Misconfigured, cause.to_owned()));
    }
    let lists = |list: &[Box<str>], word: &str| list.iter().any(|listed| **listed == *word);
    let sold = |line: &CartLine| {
        lists(&checkout.prices, line.price.as_str())
            || product(&line.price).is_some_and(|product| lists(&checkout.products, product))
    };
    if lines.iter().all(sold) {
        return Ok(());
    }
    Err(trail.refuse_for(InvalidRequest::NotForSale.into(), "a price that [checkout] does not list".to_owned()))
}

/// Prices whose product has to be known before they can be sold.
pub(crate) async fn prices_to_check(
    policy: &Policy,
    talk: &mut RequestClient<'_>,
    lines: &[CartLine],
    trail: &mut RequestContext,
) -> Result<Prices, ApiError> {
    let listed = |price: &&str| policy.checkout.prices.iter().any(|listed| **listed == **price);
    let unlisted: Vec<&str> = lines.iter().map(|line| line.price.as_str()).filter(|price| !listed(price)).collect();
    let unlisted = if policy.checkout.products.is_empty() { Vec::new() } else { unlisted };
    talk.prices(&unlisted).await.map_err(|error| trail.refuse(&error))
}

/// What a decision may see of an address.
fn place(address: &ShippingAddress) -> Address {
    Address {
        country: Some(address.country.clone()),
        state: address.field("state").map(str::to_owned),
        postal_code: address.field("postal_code").map(str::to_owned),
    }
}
