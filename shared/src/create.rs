//! Creates a session whose discounts only the server changes.

use discounts_core::difference::Update;
use discounts_core::money::Currency;
use discounts_core::reconcile::{ReconcileError, Reconciled, check_for_sale};
use discounts_core::{Policy, ShopperCode};

use crate::api_error::ApiError;
use crate::clock::Clock;
use crate::command::{CartLine, PriceId, SessionCommand};
use crate::context::RequestContext;
use crate::invalid_request::InvalidRequest;
use crate::purchase::{DiscountWriter, PurchaseError, expand};
use crate::reconcile::{reconcile, record};
use crate::request::{NewSession, SessionOwner};
use crate::stripe::{CustomerId, Part, Prices, Purchase, RequestClient, SessionCreation, StripeSession};

/// A session that has been created, with what it was asked for from the start.
#[derive(Debug)]
pub struct CreatedSession {
    /// The session.
    pub session: StripeSession,
    /// The result of its interactions and of automatic offers; `None` without either.
    pub reconciled: Option<Reconciled>,
}

/// Creates a session, and applies what it is asked for before it answers.
///
/// # Errors
///
/// [`ApiError`], as the page sees it.
pub async fn create(
    (policy, writer): (&Policy, DiscountWriter),
    client: &mut RequestClient<'_>,
    asked: &NewSession,
    clock: Clock,
    context: &mut RequestContext,
) -> Result<CreatedSession, ApiError> {
    let customer = customer(policy, &asked.owner, context)?;
    let checkout = &policy.checkout;
    let Some(return_url) = &checkout.return_url else {
        let cause = "discounts.toml does not say where shoppers return to: set [checkout] return_url";
        return Err(context.record(ApiError::Misconfigured, cause.to_owned()));
    };
    let prices = prices_to_check(policy, client, &asked.lines, context).await?;
    let product = |price: &PriceId| prices.product(price.as_str());
    check_for_sale(policy, &asked.lines, product)
        .map_err(|error: ReconcileError<PurchaseError>| record(error, context))?;

    let set = Update {
        asked: asked.interactions.without_values(),
        mark: asked.code.as_ref().map(ShopperCode::mark),
        code: asked.code.clone(),
        ..Update::default()
    };
    let server_only = [
        (Part::Discounts, true),
        (Part::LineItems, checkout.server_only.line_items),
        (Part::ShippingDetails, checkout.server_only.shipping_details),
    ];
    let creation = SessionCreation {
        return_url,
        server_only: server_only
            .into_iter()
            .filter(|(part, only)| *only && writer.needs_permission(*part))
            .map(|(part, _)| part)
            .collect(),
        lines: asked.lines.iter().map(|line| (line.price.as_str(), line.quantity)).collect(),
        countries: checkout.countries.iter().map(AsRef::as_ref).collect(),
        shipping_rates: checkout.shipping_rates.iter().map(AsRef::as_ref).collect(),
        customer: customer.as_ref(),
        currency: asked.currency.as_ref().map(Currency::as_str),
        locale: asked.locale.as_deref(),
        metadata: set.of_the_set().map(|(key, value)| (key, value.to_owned())).collect(),
    };
    let session = client
        .create_session(&creation, &expand(policy, writer))
        .await
        .map_err(|error| context.record_error(&error))?;
    context.changed = true;
    let id = session.session_id().map_err(|error| context.record_error(&error))?;
    let id = Purchase::Session(id);
    context.about = Some(id.clone());
    if asked.interactions.is_empty() && !policy.has_automatic_offers() {
        return Ok(CreatedSession { session, reconciled: None });
    }
    let first = (SessionCommand::Refresh, Some(session.clone().into()), clock);
    let reconciled = reconcile((policy, writer), client, &id, first, context).await?;
    Ok(CreatedSession { session, reconciled: Some(Reconciled { changed: true, ..reconciled }) })
}

/// The prices whose product has to be known before they can be sold.
async fn prices_to_check(
    policy: &Policy,
    client: &mut RequestClient<'_>,
    lines: &[CartLine],
    context: &mut RequestContext,
) -> Result<Prices, ApiError> {
    let listed = |price: &&str| policy.checkout.prices.iter().any(|listed| **listed == **price);
    let unlisted: Vec<&str> = lines.iter().map(|line| line.price.as_str()).filter(|price| !listed(price)).collect();
    let unlisted = if policy.checkout.products.is_empty() { Vec::new() } else { unlisted };
    client.prices(&unlisted).await.map_err(|error| context.record_error(&error))
}

/// The customer of the session, from a member's token alone.
fn customer(
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
