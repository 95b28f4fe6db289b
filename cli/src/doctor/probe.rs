//! A trial session: shows whether Stripe takes a cart and its discount in one update, or a lower line price.

use shared::core::money::{Amount, Currency};
use shared::core::policy::Checkout;
use shared::purchase::amount_discount;
use shared::stripe::expand::LINES;
use shared::stripe::{
    Coupon, IdempotencyKey, Part, PriceData, RequestClient, SessionCreation, SessionId, SessionUpdate, StripeError,
    StripeSession,
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
    let parts = [Part::Discounts, Part::LineItems];
    let session = trial_session(client, checkout, return_url, &parts).await?;
    let id = session.session_id()?;
    let tried = try_on(client, &session, id.clone()).await;
    let expired = client.expire_session(&id).await;
    let combined = tried?;
    expired?;
    Ok(combined)
}

/// Lowers the price of a line by one minor unit, on a session of the first listed price, which is expired afterwards.
///
/// # Errors
///
/// [`NotTried`]
pub(super) async fn try_line_price(
    client: &mut RequestClient<'_>,
    checkout: &Checkout,
    return_url: &str,
) -> Result<(), NotTried> {
    let session = trial_session(client, checkout, return_url, &[]).await?;
    let id = session.session_id()?;
    let tried = lower_first_line(client, &session, &id).await;
    let expired = client.expire_session(&id).await;
    tried?;
    expired?;
    Ok(())
}

async fn lower_first_line(
    client: &mut RequestClient<'_>,
    session: &StripeSession,
    id: &SessionId,
) -> Result<(), NotTried> {
    let none = || NotTried::from(StripeError::contradicts("the new session shows no line with a price"));
    let line = session.line_items.as_ref().and_then(|lines| lines.data.first()).ok_or_else(none)?;
    let product = line.price.as_ref().and_then(|price| price.product_id()).ok_or_else(none)?;
    let list = line.subtotal_per_unit().and_then(|unit| u64::try_from(unit).ok()).ok_or_else(none)?;
    let currency = session.currency.as_deref().ok_or_else(none)?;
    let step = Currency::parse(currency).map_or(1, Currency::step);
    let unit_amount = list.saturating_sub(step);
    let price = PriceData { currency, product, unit_amount, tax_behavior: None };
    let (mark, off) = ("discount_off", list.saturating_sub(unit_amount).to_string());
    let update = SessionUpdate::default().keep_line(&line.id, 2).line_price_data(&price).line_metadata(mark, &off);
    let changed = client.update_session(id, &update.expand(LINES), &IdempotencyKey::new()).await.result?;
    let expected = i64::try_from(unit_amount.saturating_mul(2)).ok();
    let shown = changed.line_items.as_ref().and_then(|lines| lines.data.first());
    let marked = shown.and_then(|line| line.metadata.as_ref()?.get(mark)) == Some(&off);
    if changed.amount_subtotal == expected && marked { Ok(()) } else { Err(NotTried::OtherDiscount) }
}

/// A session of the first listed price, on which only the server changes some parts.
async fn trial_session(
    client: &mut RequestClient<'_>,
    checkout: &Checkout,
    return_url: &str,
    parts: &[Part],
) -> Result<StripeSession, NotTried> {
    let price = first_price(client, checkout).await?.ok_or(NotTried::NoPrice)?;
    let mut server_only = parts.to_vec();
    server_only.extend(checkout.server_only.shipping_details.then_some(Part::ShippingDetails));
    let creation = SessionCreation {
        return_url,
        server_only,
        lines: vec![(&price, 1)],
        countries: checkout.countries.iter().map(AsRef::as_ref).collect(),
        shipping_rates: checkout.shipping_rates.iter().map(AsRef::as_ref).collect(),
        ..SessionCreation::default()
    };
    Ok(client.create_session(&creation, &[LINES]).await?)
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
pub(super) async fn first_price(
    client: &mut RequestClient<'_>,
    checkout: &Checkout,
) -> Result<Option<String>, StripeError> {
    if let Some(price) = checkout.prices.first() {
        return Ok(Some(price.to_string()));
    }
    let Some(product) = checkout.products.first() else { return Ok(None) };
    Ok(client.first_price_of(product).await?.and_then(|price| price.id))
}
