//! A trial session of a page that is decided once: shows whether Stripe takes a coupon for it.

use jiff::SignedDuration;
use shared::clock::Clock;
use shared::core::money::Amount;
use shared::core::policy::{Checkout, UiMode};
use shared::error_chain::error_chain;
use shared::purchase::amount_discount;
use shared::stripe::{Coupon, CouponId, Page, RequestClient, SessionCreation, SingleUseCoupon, StripeError};

use super::finding::Finding;
use super::probe::{NotTried, first_price};

/// The life of the trial coupon: it is deleted at once, and ends by itself if that fails.
const LIFE: SignedDuration = SignedDuration::from_hours(1);

/// Creates a session with a coupon, and takes both back. None without a page or a price to try it on.
pub(super) async fn examine(client: &mut RequestClient<'_>, checkout: &Checkout) -> Option<Finding> {
    let mode = checkout.ui_modes.iter().copied().find(|mode| mode.is_decided_once())?;
    let return_url = checkout.return_url.as_deref()?;
    Some(match try_page(client, checkout, return_url, mode).await {
        Ok(()) => Finding::ok(
            "pages",
            format!(
                "Stripe takes a coupon with a new session of a page (tried with {}, which is expired again)",
                mode.word()
            ),
        ),
        Err(NotTried::Stripe(StripeError::PermissionMissing)) => Finding::failed(
            "pages",
            "the key may not create a session with a coupon",
            "give the restricted key Checkout Sessions: write, Coupons: write, Prices: read and Products: read",
        ),
        Err(NotTried::NoPrice) => Finding::warning(
            "pages",
            NotTried::NoPrice.to_string(),
            "make one in the Dashboard, or correct prices and products in discounts.toml",
        ),
        Err(error) => Finding::failed(
            "pages",
            error_chain(&error),
            "look the call up in the Dashboard, under Developers, Logs; without hosted and embedded under [checkout] \
             ui_modes, no session needs it",
        ),
    })
}

/// Buys two units of the first price. A coupon takes one of them off, so that the total can be charged in any currency.
async fn try_page(
    client: &mut RequestClient<'_>,
    checkout: &Checkout,
    return_url: &str,
    mode: UiMode,
) -> Result<(), NotTried> {
    let price = first_price(client, checkout).await?.ok_or(NotTried::NoPrice)?;
    let prices = client.prices(&[&price]).await?;
    let known = prices.get(&price).ok_or(NotTried::NoPrice)?;
    let currency = known.currency.as_deref().ok_or(NotTried::NoPrice)?;
    let unit =
        known.amount_for_each_unit(currency).and_then(|unit| u64::try_from(unit).ok()).ok_or(NotTried::NoPrice)?;
    let id = CouponId::new();
    let terms = Coupon { name: "Trial", amount_off: unit, currency, metadata: &[] };
    let redeem_by = Clock::SYSTEM.now().checked_add(LIFE).unwrap_or_default().as_second();
    client.create_coupon(&SingleUseCoupon { id: &id, terms, redeem_by }).await?;
    let tried = try_coupon(client, &id, unit, (&price, return_url, mode)).await;
    let deleted = client.delete_coupon(id.as_str()).await;
    tried?;
    Ok(deleted?)
}

async fn try_coupon(
    client: &mut RequestClient<'_>,
    coupon: &CouponId,
    amount_off: u64,
    (price, return_url, mode): (&str, &str, UiMode),
) -> Result<(), NotTried> {
    let page = if mode == UiMode::Hosted { Page::Hosted } else { Page::Embedded };
    let coupon = Some(coupon.as_str());
    let creation = SessionCreation { page, return_url, lines: vec![(price, 2)], coupon, ..SessionCreation::default() };
    let session = client.create_session(&creation, &[]).await?;
    client.expire_session(&session.session_id()?).await?;
    let taken_off = amount_discount(&session).map(Amount::get);
    if taken_off == Some(amount_off) { Ok(()) } else { Err(NotTried::OtherDiscount) }
}
