//! Creates sessions: for pages of Elements, whose discount follows the session, and for Stripe's own pages, which are decided
//! once.

mod claiming;
mod coupon;
mod created;
mod elements;
mod input;
mod once;

use discounts_core::policy::UiMode;

pub use self::created::{CreatedSession, CreationResult};
use self::input::{customer, ui_mode};
use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::request::NewSession;
use crate::service::Service;
use crate::stripe::{Page, RequestClient};

/// Creates a session, and applies what it is asked for before it answers.
///
/// # Errors
///
/// [`ApiError`], as the page sees it.
pub async fn create(
    service: Service<'_>,
    client: &mut RequestClient<'_>,
    asked: &NewSession,
    context: &mut RequestContext,
) -> Result<CreatedSession, ApiError> {
    let policy = service.policy;
    let page = match ui_mode(policy, asked, context)? {
        UiMode::Elements => Page::Elements,
        UiMode::Hosted => Page::Hosted,
        UiMode::Embedded => Page::Embedded,
    };
    let customer = customer(policy, &asked.owner, context)?;
    let Some(return_url) = &policy.checkout.return_url else {
        let cause = "discounts.toml does not say where shoppers return to: set [checkout] return_url";
        return Err(context.record(ApiError::Misconfigured, cause.to_owned()));
    };
    match page {
        Page::Elements => {
            let new = (asked, customer.as_ref(), return_url.as_str());
            elements::create(service, client, new, context).await
        }
        Page::Hosted | Page::Embedded => {
            let new = once::New { asked, customer: customer.as_ref(), return_url, page };
            // On the heap: the calls of a request are some kilobytes of state.
            Box::pin(once::create(service, client, &new, context)).await
        }
    }
}
