//! The coupon of a session that is decided once: made before the session, and deleted if the session does not come about.

use discounts_core::decide::Discount;
use discounts_core::session::DiscountRecord;

use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::purchase::coupon_metadata;
use crate::stripe::{Coupon, CouponId, RequestClient, SingleUseCoupon, StripeError};

/// Creates a coupon of this id that can be redeemed once, until a time in Unix seconds.
pub(super) async fn create(
    client: &mut RequestClient<'_>,
    id: &CouponId,
    (discount, record, policy): (&Discount, &DiscountRecord, &str),
    redeem_by: i64,
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    let metadata = coupon_metadata(record, policy);
    let metadata: Vec<(&str, &str)> = metadata.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let terms = Coupon {
        name: discount.name.as_str(),
        amount_off: discount.amount_off.get(),
        currency: discount.currency.as_str(),
        metadata: &metadata,
    };
    match client.create_coupon(&SingleUseCoupon { id, terms, redeem_by }).await {
        Ok(()) => Ok(()),
        Err(error) => {
            let refused = context.record_error(&error);
            if may_be_made(&error) {
                delete(client, id, context).await;
            }
            Err(refused)
        }
    }
}

/// Deletes a coupon whose session does not come about. If even that fails, nothing else can use it, since nobody knows its id,
/// and it ends by itself.
pub(super) async fn delete(client: &mut RequestClient<'_>, id: &CouponId, context: &mut RequestContext) {
    client.use_correction_time();
    if client.delete_coupon(id.as_str()).await.is_err() {
        context.add(&format!("the coupon {} may be left: delete it, or let it end within a day", id.as_str()));
    }
}

/// Returns whether Stripe may have made an object although the call failed.
const fn may_be_made(error: &StripeError) -> bool {
    matches!(
        error,
        StripeError::Unavailable { .. }
            | StripeError::Unreachable(_)
            | StripeError::TimedOut(_)
            | StripeError::ReplayedFailure
            | StripeError::Unreadable(_)
            | StripeError::Busy
    )
}
