//! Brings a purchase to what is decided for it: runs the reconciler, and turns its outcome into an answer and a log line.

use discounts_core::command::SessionCommand;
use discounts_core::reconcile::{Decided, Excess, Outcome, ReconcileError, Reconciled};
use discounts_core::session::{Facts, Snapshot};
use discounts_core::{Decision, InteractionSet, Policy};

use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::executor::Executor;
use crate::invalid_request::InvalidRequest;
use crate::purchase::{PurchaseError, PurchaseObject};
use crate::service::Service;
use crate::stripe::{Part, Purchase, RequestClient};

/// Brings a purchase to what is decided for it. `first` is the purchase if Stripe has just returned it.
///
/// # Errors
///
/// [`ApiError`] as the page sees it; the operator's part is in the context.
pub(crate) async fn reconcile(
    service: Service<'_>,
    client: &mut RequestClient<'_>,
    id: &Purchase,
    (command, first): (SessionCommand, Option<PurchaseObject>),
    context: &mut RequestContext,
) -> Result<Reconciled, ApiError> {
    // On the heap: the run is some kilobytes of state.
    let outcome = Box::pin(Executor::new(service, client, id).run(command, first)).await;
    let Outcome { result, changed, found_stale, excess, ledger_unavailable, decided, .. } = outcome;
    context.changed |= changed;
    context.ledger_unavailable |= ledger_unavailable;
    if let Some(Decided { snapshot, set, decision }) = &decided {
        record_decision(service.policy, snapshot, (*set, decision), context);
    }
    let result = result.map_err(|error| {
        let error = record(error, context);
        match excess {
            None => {}
            Some(Excess::Cleared) => context.add("the discount was taken off"),
            Some(Excess::MayRemain) => {
                context.needs_review("A DISCOUNT THAT IS TOO LARGE MAY BE LEFT: check this session");
            }
        }
        error
    });
    if found_stale {
        context.needs_review("the amount contradicted its metadata: it was that of an earlier cart");
    }
    result
}

/// Keeps a decision, and the facts that it was made on, for the log.
pub(crate) fn record_decision(
    policy: &Policy,
    snapshot: &Snapshot,
    (set, decision): (InteractionSet, &Decision),
    context: &mut RequestContext,
) {
    context.facts = serde_json::to_string(&Facts::of(policy, snapshot, set)).ok();
    context.decision = serde_json::to_string(decision).ok();
}

/// Records the cause of an error, and returns the error that the page sees.
pub(crate) fn record(error: ReconcileError<PurchaseError>, context: &mut RequestContext) -> ApiError {
    match error {
        ReconcileError::Stripe(error) => context.record_purchase_error(&error),
        ReconcileError::NotOurs => context.not_ours(),
        ReconcileError::Overtaken => context.unsettled(),
        ReconcileError::WrongTotal(taken_off) => context.wrong_total(taken_off),
        ReconcileError::CodesSpent => {
            let cause = "the session has been asked for limits.codes_per_session codes: is someone guessing?";
            context.record(ApiError::RateLimited(1), cause.to_owned())
        }
        ReconcileError::WritesSpent => {
            let cause =
                "the session has seen limits.writes_per_session writes of a discount: is a page calling in a loop?";
            context.record(ApiError::RateLimited(1), cause.to_owned())
        }
        ReconcileError::LedgerUnavailable => {
            let cause = "the ledger can't be reached, and the session has a discount that counts: nothing was written";
            context.record(ApiError::LedgerUnavailable, cause.to_owned())
        }
        ReconcileError::LinesNotServerOnly => {
            context.not_server_only(ApiError::LineItemsNotServerOnly, Part::LineItems)
        }
        ReconcileError::ShippingNotServerOnly => {
            context.not_server_only(ApiError::ShippingDetailsNotServerOnly, Part::ShippingDetails)
        }
        ReconcileError::NothingForSale => {
            let cause = "discounts.toml lists nothing that may be bought: set [checkout] prices or products";
            context.record(ApiError::Misconfigured, cause.to_owned())
        }
        ReconcileError::NotForSale => {
            context.record(InvalidRequest::NotForSale.into(), "a price that [checkout] does not list".to_owned())
        }
        ReconcileError::MetadataFull => {
            context.record_error(&PurchaseError::Unsupported("its metadata has no room for ours"))
        }
        ReconcileError::LinesFull => context.record_error(&PurchaseError::Unsupported(
            "its lines have no room for it: 100 in all, and each lowered one with a product and one price for each unit",
        )),
        ReconcileError::Overflow => context.record(ApiError::StripeError, discounts_core::money::Overflow.to_string()),
    }
}
