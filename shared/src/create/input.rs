//! The facts of a new session that its request and the policy say.

use discounts_core::decide::knows_code;
use discounts_core::policy::UiMode;
use discounts_core::reconcile::{ReconcileError, check_for_sale};
use discounts_core::{Policy, Snapshot};
use jiff::Timestamp;

use crate::api_error::ApiError;
use crate::command::{CartLine, PriceId};
use crate::context::RequestContext;
use crate::invalid_request::InvalidRequest;
use crate::purchase::PurchaseError;
use crate::reconcile::record;
use crate::request::{NewSession, SessionOwner};
use crate::stripe::{CustomerId, Prices, RequestClient};

/// The page that the request asks for, or the first that the policy lists.
pub(super) fn ui_mode(policy: &Policy, asked: &NewSession, context: &mut RequestContext) -> Result<UiMode, ApiError> {
    let offered = &policy.checkout.ui_modes;
    let mode = asked.ui_mode.or_else(|| offered.first().copied()).unwrap_or(UiMode::Elements);
    if offered.contains(&mode) {
        return Ok(mode);
    }
    let cause = format!("discounts.toml does not list the page: add \"{}\" to [checkout] ui_modes", mode.word());
    Err(context.record(InvalidRequest::UiModeNotOffered.into(), cause))
}

/// The customer of the session, from a member's token alone.
pub(super) fn customer(
    policy: &Policy,
    owner: &SessionOwner,
    context: &mut RequestContext,
) -> Result<Option<CustomerId>, ApiError> {
    let claim = &policy.checkout.customer_claim;
    match owner {
        SessionOwner::Guest => Ok(None),
        SessionOwner::Member(claims) => {
            let id = claims.get(&**claim).and_then(|id| CustomerId::parse(id));
            let none =
                || format!("the member's token has no claim {claim} with a cus_ id: see [checkout] customer_claim");
            id.map(Some).ok_or_else(|| context.record(InvalidRequest::NoCustomer.into(), none()))
        }
        SessionOwner::Unchecked => {
            let cause = "the members' route has no JWT authorizer: set JwtIssuer and JwtAudience in the template";
            Err(context.record(ApiError::Misconfigured, cause.to_owned()))
        }
    }
}

/// Returns whether a session was created with a code that no offer takes now.
pub(super) fn has_unknown_code(policy: &Policy, session: &Snapshot, now: Timestamp) -> bool {
    session.code.is_some() && !knows_code(policy, session, now)
}

/// Reads prices, and checks that every line may be bought. `all` reads those, too, whose product need not be known.
pub(super) async fn prices_for_sale(
    policy: &Policy,
    client: &mut RequestClient<'_>,
    lines: &[CartLine],
    all: bool,
    context: &mut RequestContext,
) -> Result<Prices, ApiError> {
    let listed = |price: &str| policy.checkout.prices.iter().any(|listed| **listed == *price);
    let is_read = |price: &&str| all || !(listed(price) || policy.checkout.products.is_empty());
    let read: Vec<&str> = lines.iter().map(|line| line.price.as_str()).filter(is_read).collect();
    let prices = client.prices(&read).await.map_err(|error| context.record_error(&error))?;
    let product = |price: &PriceId| prices.product(price.as_str());
    check_for_sale(policy, lines, product).map_err(|error: ReconcileError<PurchaseError>| record(error, context))?;
    let is_archived = |price: &&str| prices.get(price).is_some_and(|price| price.active == Some(false));
    if let Some(archived) = read.into_iter().find(is_archived) {
        // It may be for sale again at any moment.
        client.forget_prices(&[archived]);
        let cause = format!("{archived} is archived at Stripe: make it active, or take it out of the shop");
        return Err(context.record(InvalidRequest::NoLongerForSale.into(), cause));
    }
    Ok(prices)
}
