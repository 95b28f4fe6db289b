//! Creates sessions: for pages of Elements, whose discount follows the session, and for Stripe's own pages, which are decided
//! once.

mod coupon;
mod created;
mod elements;
mod input;
mod once;

use discounts_core::Policy;
use discounts_core::policy::UiMode;

pub use self::created::{CreatedSession, CreationResult};
use self::input::{customer, ui_mode};
use crate::api_error::ApiError;
use crate::clock::Clock;
use crate::context::RequestContext;
use crate::purchase::DiscountWriter;
use crate::request::NewSession;
use crate::stripe::{Page, RequestClient};

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
            elements::create((policy, writer), client, new, clock, context).await
        }
        Page::Hosted | Page::Embedded => {
            let new = once::New { asked, customer: customer.as_ref(), return_url, page };
            // On the heap: the calls of a request are some kilobytes of state.
            Box::pin(once::create(policy, client, &new, clock, context)).await
        }
    }
}
