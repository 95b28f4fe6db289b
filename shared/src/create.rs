//! Creates a session whose discounts only the server changes.

use discounts_core::difference::Update;
use discounts_core::{Policy, ShopperCode};

use crate::change::{for_sale, prices_to_check};
use crate::refusal::{Invalid, Refusal};
use crate::request::{NewSession, Opener};
use crate::step::Step;
use crate::steps::{Settled, expand, settle_from};
use crate::stripe::{Creation, CustomerId, PriceId, Purchase, StripeSession, Talk};
use crate::trail::Trail;
use crate::work::Work;

/// A session that has been created, with what it was asked for from the start.
#[derive(Debug)]
pub struct Opened {
    /// The session.
    pub session: StripeSession,
    /// What its interactions gave; none where there were none.
    pub settled: Option<Settled>,
}

/// Creates a session, and applies what it is asked for before it answers.
///
/// # Errors
///
/// As the page is told.
pub async fn create(
    policy: &Policy,
    talk: &mut Talk<'_>,
    asked: &NewSession,
    trail: &mut Trail,
) -> Result<Opened, Refusal> {
    let customer = customer(policy, &asked.opener, trail)?;
    let checkout = &policy.checkout;
    let Some(return_url) = &checkout.return_url else {
        let cause = "discounts.toml does not say where shoppers return to: set [checkout] return_url";
        return Err(trail.refuse_for(Refusal::Misconfigured, cause.to_owned()));
    };
    let prices = prices_to_check(policy, talk, &asked.lines, trail).await?;
    for_sale(policy, &asked.lines, |price: &PriceId| prices.product(price), trail)?;

    let creation = Creation {
        return_url,
        checkout,
        customer: customer.as_ref(),
        lines: &asked.lines,
        currency: asked.currency,
        locale: asked.locale.as_deref(),
        asked: Update {
            asked: asked.interactions.without_values(),
            mark: asked.code.as_ref().map(ShopperCode::mark),
            code: asked.code.clone(),
            ..Update::default()
        },
    };
    let session = talk.create(&creation, &expand(policy)).await.map_err(|error| trail.refuse(&error))?;
    trail.changed = true;
    let id = session.session_id().map_err(|error| trail.refuse(&error))?;
    let id = Purchase::Session(id);
    trail.about = Some(id.clone());
    if asked.interactions.is_empty() {
        return Ok(Opened { session, settled: None });
    }
    let mut work = Work::new(policy, talk, &id, trail);
    let whole = work.with_lines(session.clone()).await?;
    let settled = Box::pin(settle_from(&mut work, whole, &Step::Refresh)).await?;
    Ok(Opened { session, settled: Some(settled) })
}

/// Whose session it is: a member's token says it, or nobody does.
fn customer(policy: &Policy, opener: &Opener, trail: &mut Trail) -> Result<Option<CustomerId>, Refusal> {
    let claim = &policy.checkout.customer_claim;
    match opener {
        Opener::Guest => Ok(None),
        Opener::Member(claims) => {
            let id = claims.get(&**claim).and_then(|id| CustomerId::parse(id));
            let none =
                || format!("the member's token has no claim {claim} with a cus_ id: see [checkout] customer_claim");
            id.map(Some).ok_or_else(|| trail.refuse_for(Invalid::NoCustomer.into(), none()))
        }
        Opener::Unchecked => {
            let cause = "the members' route has no JWT authorizer: set JwtIssuer and JwtAudience in the template";
            Err(trail.refuse_for(Refusal::Misconfigured, cause.to_owned()))
        }
    }
}
