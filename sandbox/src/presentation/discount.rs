//! A session's discount as Stripe shows it.

use serde_json::{Value, json};

use crate::account::{Account, Call};
use crate::seed_data::sample;
use crate::session::Discount;

/// An entry of the session's `discounts`: the same in every version. A coupon that was deleted is shown as it was, which is a
/// guess.
pub(crate) fn entry(
    discount: &Discount,
    account: &Account,
    call: &Call<'_>,
    (expand_coupon, expand_code): (bool, bool),
) -> Value {
    let coupon = account.coupons.get(&discount.coupon).filter(|_| expand_coupon);
    let coupon = coupon.map_or_else(|| json!(discount.coupon), |coupon| coupon.render(call.now));
    let code = discount.promotion_code.as_ref();
    let object = code.and_then(|id| account.object(id)).filter(|_| expand_code);
    let code = object.map_or_else(|| json!(code), |object| Value::Object(object.clone()));
    json!({"coupon": coupon, "promotion_code": code})
}

/// A Discount object, as in `total_details.breakdown`: `coupon` inline up to basil, `source.coupon` from clover on.
pub(crate) fn object(
    discount: &Discount,
    account: &Account,
    call: &Call<'_>,
    session: &str,
    customer: Option<&str>,
) -> Value {
    let mut object = sample(
        "discount",
        json!({
            "id": discount.id, "checkout_session": session, "customer": customer,
            "promotion_code": discount.promotion_code, "start": discount.start,
        }),
    );
    if call.version.discount_has_source() {
        object.insert("source".into(), json!({"coupon": discount.coupon, "type": "coupon"}));
    } else {
        object.remove("source");
        let coupon = account.coupons.get(&discount.coupon).map(|coupon| coupon.render(call.now));
        object.insert("coupon".into(), json!(coupon));
    }
    Value::Object(object)
}
