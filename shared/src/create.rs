//! Creates a session whose discounts only the server changes.

use discounts_core::difference::Update;
use discounts_core::money::Currency;
use discounts_core::{Policy, ShopperCode};

use crate::api_error::{ApiError, InvalidRequest};
use crate::change::{for_sale, prices_to_check};
use crate::command::{PriceId, SessionCommand};
use crate::context::RequestContext;
use crate::purchase::expand;
use crate::request::{NewSession, SessionOwner};
use crate::steps::{Reconciled, settle_from};
use crate::stripe::{CustomerId, Part, Purchase, RequestClient, SessionCreation, StripeSession};
use crate::work::Work;

/// A session that has been created, with what it was asked for from the start.
#[derive(Debug)]
pub struct CreatedSession {
    /// The session.
    pub session: StripeSession,
    /// What its interactions gave; none where there were none.
    pub settled: Option<Reconciled>,
}

/// Creates a session, and applies what it is asked for before it answers.
///
/// # Errors
///
/// As the page is told.
pub async fn create(
    policy: &Policy,
    talk: &mut RequestClient<'_>,
    asked: &NewSession,
    trail: &mut RequestContext,
) -> Result<CreatedSession, ApiError> {
    let customer = customer(policy, &asked.owner, trail)?;
    let checkout = &policy.checkout;
    let Some(return_url) = &checkout.return_url else {
        let cause = "discounts.toml does not say where shoppers return to: set [checkout] return_url";
        return Err(trail.refuse_for(ApiError::Misconfigured, cause.to_owned()));
    };
    let prices = prices_to_check(policy, talk, &asked.lines, trail).await?;
    for_sale(policy, &asked.lines, |price: &PriceId| prices.product(price.as_str()), trail)?;

    let set = Update {
        asked: asked.interactions.without_values(),
        mark: asked.code.as_ref().map(ShopperCode::mark),
        code: asked.code.clone(),
        ..Update::default()
    };
    let server_only = [
        (Part::LineItems, checkout.server_only.line_items),
        (Part::ShippingDetails, checkout.server_only.shipping_details),
    ];
    let creation = SessionCreation {
        return_url,
        server_only: server_only.into_iter().filter(|(_, only)| *only).map(|(part, _)| part).collect(),
        lines: asked.lines.iter().map(|line| (line.price.as_str(), line.quantity)).collect(),
        countries: checkout.countries.iter().map(AsRef::as_ref).collect(),
        shipping_rates: checkout.shipping_rates.iter().map(AsRef::as_ref).collect(),
        customer: customer.as_ref(),
        currency: asked.currency.as_ref().map(Currency::as_str),
        locale: asked.locale.as_deref(),
        metadata: set.of_the_set().map(|(key, value)| (key, value.to_owned())).collect(),
    };
    let session = talk.create_session(&creation, &expand(policy)).await.map_err(|error| trail.refuse(&error))?;
    trail.changed = true;
    let id = session.session_id().map_err(|error| trail.refuse(&error))?;
    let id = Purchase::Session(id);
    trail.about = Some(id.clone());
    if asked.interactions.is_empty() {
        return Ok(CreatedSession { session, settled: None });
    }
    let mut work = Work::new(policy, talk, &id, trail);
    let whole = work.with_lines(session.clone().into()).await?;
    let settled = Box::pin(settle_from(&mut work, whole, &SessionCommand::Refresh)).await?;
    Ok(CreatedSession { session, settled: Some(settled) })
}

/// Whose session it is: a member's token says it, or nobody does.
fn customer(policy: &Policy, owner: &SessionOwner, trail: &mut RequestContext) -> Result<Option<CustomerId>, ApiError> {
    let claim = &policy.checkout.customer_claim;
    match owner {
        SessionOwner::Guest => Ok(None),
        SessionOwner::Member(claims) => {
            let id = claims.get(&**claim).and_then(|id| CustomerId::parse(id));
            let none =
                || format!("the member's token has no claim {claim} with a cus_ id: see [checkout] customer_claim");
            id.map(Some).ok_or_else(|| trail.refuse_for(InvalidRequest::NoCustomer.into(), none()))
        }
        SessionOwner::Unchecked => {
            let cause = "the members' route has no JWT authorizer: set JwtIssuer and JwtAudience in the template";
            Err(trail.refuse_for(ApiError::Misconfigured, cause.to_owned()))
        }
    }
}
