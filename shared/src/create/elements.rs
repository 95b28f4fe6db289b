//! Creates a session whose discounts only the server changes.

use discounts_core::ShopperCode;
use discounts_core::difference::Update;
use discounts_core::money::Currency;
use discounts_core::reconcile::Reconciled;

use super::created::{CreatedSession, CreationResult};
use super::input::{has_unknown_code, prices_for_sale};
use crate::api_error::ApiError;
use crate::command::SessionCommand;
use crate::context::RequestContext;
use crate::purchase::expand;
use crate::reconcile::reconcile;
use crate::request::NewSession;
use crate::service::Service;
use crate::stripe::{CustomerId, Part, Purchase, RequestClient, SessionCreation};

/// Creates a session, and applies what it is asked for before it answers.
///
/// # Errors
///
/// [`ApiError`], as the page sees it.
pub(super) async fn create(
    service: Service<'_>,
    client: &mut RequestClient<'_>,
    (asked, customer, return_url): (&NewSession, Option<&CustomerId>, &str),
    context: &mut RequestContext,
) -> Result<CreatedSession, ApiError> {
    let Service { policy, writer, .. } = service;
    let checkout = &policy.checkout;
    prices_for_sale(policy, client, &asked.lines, false, context).await?;
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
        customer,
        currency: asked.currency.as_ref().map(Currency::as_str),
        locale: asked.locale.as_deref(),
        metadata: set.of_the_set().map(|(key, value)| (key, value.to_owned())).collect(),
        ..SessionCreation::default()
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
        return Ok(CreatedSession { session, result: CreationResult::Nothing, code_unknown: false });
    }
    let first = (SessionCommand::Refresh, Some(session.clone().into()));
    let reconciled = reconcile(service, client, &id, first, context).await?;
    let code_unknown = has_unknown_code(policy, &reconciled.view.snapshot, reconciled.decision.now);
    let result = CreationResult::Reconciled(Reconciled { changed: true, ..reconciled });
    Ok(CreatedSession { session, result, code_unknown })
}
