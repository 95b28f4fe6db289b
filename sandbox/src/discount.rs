//! A session's discount: from `discounts[0]` of a request, and as Stripe shows it.

use serde_json::{Value, json};

use crate::account::{Account, Call};
use crate::coupon::Coupon;
use crate::error::ApiError;
use crate::samples::sample;

/// The discount of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discount {
    /// `di_...`
    pub id: String,
    /// The coupon's id.
    pub coupon: String,
    /// The promotion code's id, where the shopper entered one.
    pub promotion_code: Option<String>,
    /// Unix seconds.
    pub start: i64,
}

impl Discount {
    /// A new discount of an existing coupon.
    pub(crate) fn of(account: &mut Account, coupon: String, promotion_code: Option<String>, now: i64) -> Self {
        Self { id: account.random.id("di_", 24), coupon, promotion_code, start: now }
    }

    /// Reads the typed parameter `discounts`: at most one, of a coupon of the session's currency.
    pub(crate) fn read(
        account: &mut Account,
        call: &Call<'_>,
        sent: &Value,
        currency: Option<&str>,
    ) -> Result<Option<Self>, ApiError> {
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
                let coupon = Coupon::create(account, call, &entry["coupon_data"], "discounts[0][coupon_data]")?;
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
        let Some(found) = Coupon::find(account, &coupon, call.live) else {
            return Err(ApiError::missing(400, "coupon", &coupon, param));
        };
        if found.currency.is_some() && found.currency.as_deref() != currency {
            // The text is a guess; that Stripe refuses is documented.
            let message = format!(
                "The coupon's currency (`{}`) must match the currency of the Checkout Session (`{}`).",
                found.currency.as_deref().unwrap_or_default(),
                currency.unwrap_or_default(),
            );
            return Err(ApiError::param(param, message));
        }
        Ok(Some(Self::of(account, coupon, promotion_code, call.now)))
    }

    /// An entry of the session's `discounts`: the same in every version.
    pub(crate) fn entry(&self, account: &Account, expand_coupon: bool, expand_code: bool) -> Value {
        let coupon = account.coupons.get(&self.coupon).filter(|_| expand_coupon);
        let coupon = coupon.map_or_else(|| json!(self.coupon), Coupon::render);
        let code = self.promotion_code.as_ref();
        let object = code.and_then(|id| account.object(id)).filter(|_| expand_code);
        let code = object.map_or_else(|| json!(code), |object| Value::Object(object.clone()));
        json!({"coupon": coupon, "promotion_code": code})
    }

    /// A Discount object, as in `total_details.breakdown`: `coupon` inline up to basil, `source.coupon` from clover on.
    pub(crate) fn object(&self, account: &Account, call: &Call<'_>, session: &str, customer: Option<&str>) -> Value {
        let mut object = sample(
            "discount",
            json!({
                "id": self.id, "checkout_session": session, "customer": customer,
                "promotion_code": self.promotion_code, "start": self.start,
            }),
        );
        if call.version.discount_has_source() {
            object.insert("source".into(), json!({"coupon": self.coupon, "type": "coupon"}));
        } else {
            object.remove("source");
            let coupon = account.coupons.get(&self.coupon).map(Coupon::render);
            object.insert("coupon".into(), json!(coupon));
        }
        Value::Object(object)
    }
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
