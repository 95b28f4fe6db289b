//! A trial session: shows whether Stripe takes a cart and its discount in one update.

use shared::core::money::Amount;
use shared::core::policy::Checkout;
use shared::purchase::amount_discount;
use shared::stripe::expand::LINES;
use shared::stripe::{
    Coupon, IdempotencyKey, Part, RequestClient, SessionCreation, SessionId, SessionUpdate, StripeError, StripeSession,
};

/// The way in which Stripe takes a cart and its discount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CombinedUpdate {
    /// In one update.
    Taken,
    /// In two updates only.
    Split,
}

/// The reason why that could not be found out.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotTried {
    /// There is nothing to make a session of.
    #[error("Stripe knows no active price of what [checkout] lists first")]
    NoPrice,
    /// A call failed.
    #[error(transparent)]
    Stripe(#[from] StripeError),
    /// Stripe answered with another discount than it was sent.
    #[error("Stripe took the update, and its answer has another discount")]
    OtherDiscount,
}

/// The changes of the trial: twice the quantity of the first line, and half of that off, so that the total can be charged in
/// any currency.
struct Trial<'s> {
    session: SessionId,
    line: &'s str,
    amount_off: u64,
    currency: &'s str,
}

/// Writes a cart and its discount in one update, or in two if Stripe rejects that, on a session of the first listed price,
/// which is expired afterwards.
///
/// # Errors
///
/// [`NotTried`]
pub(super) async fn try_combined_update(
    client: &mut RequestClient<'_>,
    checkout: &Checkout,
    return_url: &str,
) -> Result<CombinedUpdate, NotTried> {
    let price = first_price(client, checkout).await?.ok_or(NotTried::NoPrice)?;
    let mut server_only = vec![Part::Discounts, Part::LineItems];
    server_only.extend(checkout.server_only.shipping_details.then_some(Part::ShippingDetails));
    let creation = SessionCreation {
        return_url,
        server_only,
        lines: vec![(&price, 1)],
        countries: checkout.countries.iter().map(AsRef::as_ref).collect(),
        shipping_rates: checkout.shipping_rates.iter().map(AsRef::as_ref).collect(),
        ..SessionCreation::default()
    };
    let session = client.create_session(&creation, &[LINES]).await?;
    let id = session.session_id()?;
    let tried = try_on(client, &session, id.clone()).await;
    let expired = client.expire_session(&id).await;
    let combined = tried?;
    expired?;
    Ok(combined)
}

async fn try_on(
    client: &mut RequestClient<'_>,
    session: &StripeSession,
    id: SessionId,
) -> Result<CombinedUpdate, NotTried> {
    let trial = Trial::of(session, id).ok_or(StripeError::contradicts("the new session shows no line"))?;
    let fits = |changed: &StripeSession| amount_discount(changed).map(Amount::get) == Some(trial.amount_off);
    let cart = || SessionUpdate::default().keep_line(trial.line, 2);
    match trial.write(client, trial.discounted(cart())).await {
        Ok(changed) if fits(&changed) => Ok(CombinedUpdate::Taken),
        Ok(_) => Err(NotTried::OtherDiscount),
        Err(rejection) if rejection.is_rejected_by_stripe() => {
            trial.write(client, cart()).await?;
            let changed = trial.write(client, trial.discounted(SessionUpdate::default())).await?;
            if fits(&changed) { Ok(CombinedUpdate::Split) } else { Err(NotTried::OtherDiscount) }
        }
        Err(error) => Err(error.into()),
    }
}

impl<'s> Trial<'s> {
    fn of(session: &'s StripeSession, id: SessionId) -> Option<Self> {
        let line = session.line_items.as_ref()?.data.first()?;
        let amount_off = u64::try_from(session.amount_subtotal?).ok()?;
        Some(Self { session: id, line: &line.id, amount_off, currency: session.currency.as_deref()? })
    }

    fn discounted(&self, update: SessionUpdate) -> SessionUpdate {
        let Self { amount_off, currency, .. } = *self;
        update.coupon(&Coupon { name: "Trial", amount_off, currency, metadata: &[] })
    }

    async fn write(&self, client: &mut RequestClient<'_>, update: SessionUpdate) -> Result<StripeSession, StripeError> {
        client.update_session(&self.session, &update, &IdempotencyKey::new()).await.result
    }
}

/// The first price for sale: a listed one, or an active one of the first listed product.
async fn first_price(client: &mut RequestClient<'_>, checkout: &Checkout) -> Result<Option<String>, StripeError> {
    if let Some(price) = checkout.prices.first() {
        return Ok(Some(price.to_string()));
    }
    let Some(product) = checkout.products.first() else { return Ok(None) };
    Ok(client.first_price_of(product).await?.and_then(|price| price.id))
}
