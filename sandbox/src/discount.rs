//! A session's discount, from `discounts[0]` of a request.

use serde_json::{Value, json};

use crate::account::{Account, Call};
use crate::catalog;
use crate::error::ApiError;
use crate::session::Discount;

/// A new discount of an existing coupon.
pub(crate) fn of(account: &mut Account, coupon: String, promotion_code: Option<String>, now: i64) -> Discount {
    Discount { id: account.random.id("di_", 24), coupon, promotion_code, start: now }
}

/// Reads the typed parameter `discounts`: at most one, of a coupon of the session's currency.
pub(crate) fn read(
    account: &mut Account,
    call: &Call<'_>,
    sent: &Value,
    currency: Option<&str>,
) -> Result<Option<Discount>, ApiError> {
    let entry = match sent.as_array().map(Vec::as_slice) {
        None | Some([]) => return Ok(None),
        Some([entry]) => entry,
        Some(_) => return Err(ApiError::param("discounts", "You may only specify up to one discount.")),
    };
    let sources = ["coupon", "coupon_data", "promotion_code"];
    let given: Vec<&str> = sources.into_iter().filter(|name| entry.get(*name).is_some()).collect();
    let (coupon, promotion_code, param) = match given.as_slice() {
        ["coupon"] => (entry["coupon"].as_str().unwrap_or_default().to_owned(), None, "coupon"),
        ["coupon_data"] => {
            let coupon = catalog::create_coupon(account, call, &entry["coupon_data"], "discounts[0][coupon_data]")?;
            (coupon, None, "coupon_data][currency")
        }
        ["promotion_code"] => {
            let (coupon, code) = promotion(account, call, entry["promotion_code"].as_str().unwrap_or_default())?;
            (coupon, Some(code), "promotion_code")
        }
        [first, second, ..] => return Err(ApiError::exclusive("discounts[0]", first, second)),
        _ => return Err(ApiError::required("discounts[0][coupon]")),
    };
    let param = format!("discounts[0][{param}]");
    let Some(found) = account.coupon(&coupon, call.live) else {
        return Err(ApiError::missing(400, "coupon", &coupon, param));
    };
    if !found.is_valid(call.now) {
        return Err(ApiError::param(param, format!("Coupon expired: {coupon}")).code("coupon_expired"));
    }
    if found.currency.is_some() && found.currency.as_deref() != currency {
        // The text is a guess; that Stripe refuses is documented.
        let message = format!(
            "The coupon's currency (`{}`) must match the currency of the Checkout Session (`{}`).",
            found.currency.as_deref().unwrap_or_default(),
            currency.unwrap_or_default(),
        );
        return Err(ApiError::param(param, message));
    }
    Ok(Some(of(account, coupon, promotion_code, call.now)))
}

/// The coupon of an active promotion code, and the code's id.
fn promotion(account: &Account, call: &Call<'_>, id: &str) -> Result<(String, String), ApiError> {
    let param = "discounts[0][promotion_code]";
    let code = account.named("promotion_code", id, call.live, param)?;
    if code.get("active") != Some(&json!(true)) {
        return Err(ApiError::param(param, "This promotion code is not active."));
    }
    let coupon = code.get("promotion").and_then(|promotion| promotion["coupon"].as_str());
    Ok((coupon.unwrap_or_default().to_owned(), id.to_owned()))
}
