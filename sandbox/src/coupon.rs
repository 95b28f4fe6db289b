//! A coupon: its terms, and its object as Stripe shows it.

use serde_json::{Map, Value, json};

use crate::currency;
use crate::error::ApiError;
use crate::metadata;
use crate::seed_data::sample;
use crate::totals::Off;

/// A coupon.
#[derive(Debug, Clone)]
pub(crate) struct Coupon {
    pub(crate) id: String,
    created: i64,
    pub(crate) livemode: bool,
    name: Option<String>,
    pub(crate) off: Off,
    /// Of an amount; a percentage has none.
    pub(crate) currency: Option<String>,
    duration: String,
    duration_in_months: Option<i64>,
    pub(crate) metadata: Map<String, Value>,
    pub(crate) times_redeemed: u64,
    max_redemptions: Option<u64>,
    /// Unix seconds.
    redeem_by: Option<i64>,
    /// No longer an object of the account. Sessions that have it keep their discount.
    pub(crate) deleted: bool,
}

/// The longest time until `redeem_by`: five years (Stripe API reference, Create a coupon).
const LONGEST: i64 = 5 * 366 * 86_400;

/// `path("discounts[0][coupon_data]", "name")`, or just the name at the top.
fn path(at: &str, name: &str) -> String {
    if at.is_empty() { name.into() } else { format!("{at}[{name}]") }
}

impl Coupon {
    /// A new coupon of typed parameters at the path `at`.
    pub(crate) fn new(data: &Value, at: &str, created: i64, livemode: bool) -> Result<Self, ApiError> {
        let (off, currency) = off(data, at)?;
        let duration = data["duration"].as_str().unwrap_or("once");
        let months = data["duration_in_months"].as_i64();
        match (duration, months) {
            ("repeating", None) => return Err(ApiError::required(&path(at, "duration_in_months"))),
            ("repeating", Some(_)) | (_, None) => {}
            (_, Some(_)) => {
                let message = "`duration_in_months` can only be used when `duration` is `repeating`.";
                return Err(ApiError::param(path(at, "duration_in_months"), message));
            }
        }
        let metadata = match data.get("metadata") {
            Some(sent) => metadata::merge(&Map::new(), sent, &path(at, "metadata"))?,
            None => Map::new(),
        };
        Ok(Self {
            id: data["id"].as_str().unwrap_or_default().to_owned(),
            created,
            livemode,
            name: data["name"].as_str().map(Into::into),
            off,
            currency,
            duration: duration.into(),
            duration_in_months: months,
            metadata,
            times_redeemed: 0,
            max_redemptions: data["max_redemptions"].as_u64(),
            redeem_by: redeem_by(data, at, created)?,
            deleted: false,
        })
    }

    /// Returns whether it can still be applied.
    pub(crate) fn is_valid(&self, now: i64) -> bool {
        let redeemable = self.max_redemptions.is_none_or(|most| self.times_redeemed < most);
        !self.deleted && redeemable && self.redeem_by.is_none_or(|last| now <= last)
    }

    /// Returns whether a session that has it can redeem it. A deleted one still can.
    pub(crate) fn can_be_redeemed(&self, now: i64) -> bool {
        Self { deleted: false, ..self.clone() }.is_valid(now)
    }

    /// Changes what can be changed: name and metadata.
    pub(crate) fn change(&mut self, data: &Value) -> Result<(), ApiError> {
        if let Some(sent) = data.get("metadata") {
            self.metadata = metadata::merge(&self.metadata, sent, "metadata")?;
        }
        if let Some(name) = data.get("name") {
            self.name = name.as_str().map(Into::into);
        }
        Ok(())
    }

    /// As Stripe shows it.
    pub(crate) fn render(&self, now: i64) -> Value {
        let (amount, percent) = match self.off {
            Off::Amount(amount) => (Some(amount), None),
            Off::Percent(rate) => (None, Some(f64::from(rate) / 10_000.0)),
        };
        Value::Object(sample(
            "coupon",
            json!({
                "id": self.id, "created": self.created, "livemode": self.livemode, "name": self.name,
                "amount_off": amount, "percent_off": percent, "currency": self.currency,
                "duration": self.duration, "duration_in_months": self.duration_in_months,
                "metadata": self.metadata, "times_redeemed": self.times_redeemed,
                "max_redemptions": self.max_redemptions, "redeem_by": self.redeem_by, "valid": self.is_valid(now),
            }),
        ))
    }
}

/// The last time at which it can be redeemed. The text is a guess.
fn redeem_by(data: &Value, at: &str, now: i64) -> Result<Option<i64>, ApiError> {
    let last = data["redeem_by"].as_i64();
    match last.filter(|last| *last <= now || last.saturating_sub(now) > LONGEST) {
        Some(_) => Err(ApiError::param(path(at, "redeem_by"), "`redeem_by` must be in the future, at most 5 years.")),
        None => Ok(last),
    }
}

fn off(data: &Value, at: &str) -> Result<(Off, Option<String>), ApiError> {
    match (data["amount_off"].as_i64(), data["percent_off"].as_str()) {
        (Some(_), Some(_)) => Err(ApiError::exclusive(&path(at, "amount_off"), "amount_off", "percent_off")),
        (None, None) => Err(ApiError::param(path(at, "amount_off"), "Must provide percent_off or amount_off.")),
        (Some(amount), None) => {
            let param = path(at, "currency");
            let currency = data["currency"].as_str().ok_or_else(|| ApiError::required(&param))?;
            Ok((Off::Amount(amount), Some(currency::supported(currency, &param)?)))
        }
        (None, Some(percent)) => {
            let message = "Invalid percent_off: must be greater than 0, at most 100, with up to 4 decimal places.";
            let rate = rate(percent).ok_or_else(|| ApiError::param(path(at, "percent_off"), message))?;
            Ok((Off::Percent(rate), None))
        }
    }
}

/// A decimal of more than 0 and at most 100 in 1/10,000. How many decimals Stripe keeps is a guess.
fn rate(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let part: u32 = format!("{part:0<4}").parse().ok()?;
    let rate = whole.checked_mul(10_000)?.checked_add(part)?;
    (1..=1_000_000).contains(&rate).then_some(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn create(data: &Value) -> Result<Value, Value> {
        let coupon = Coupon::new(data, "d[0]", 5, false).map_err(|error| error.body("r", false)["error"].clone())?;
        Ok(coupon.render(5))
    }

    #[test]
    fn amounts_and_percents_are_shown_as_sent() {
        let amount =
            create(&json!({"amount_off": 500, "currency": "USD", "name": "n", "metadata": {"k": "v"}})).unwrap();
        assert_eq!(
            (&amount["amount_off"], &amount["currency"], &amount["duration"]),
            (&json!(500), &json!("usd"), &json!("once"))
        );
        assert_eq!((&amount["percent_off"], &amount["metadata"]), (&Value::Null, &json!({"k": "v"})));
        let percent = create(&json!({"percent_off": "25.5"})).unwrap();
        assert_eq!((&percent["percent_off"], &percent["currency"]), (&json!(25.5), &Value::Null));
    }

    #[test]
    fn a_coupon_is_an_amount_or_a_percent_within_bounds() {
        for (data, param) in [
            (json!({}), "d[0][amount_off]"),
            (json!({"amount_off": 1, "percent_off": "1"}), "d[0][amount_off]"),
            (json!({"amount_off": 1}), "d[0][currency]"),
            (json!({"amount_off": 1, "currency": "zzz"}), "d[0][currency]"),
            (json!({"percent_off": "0"}), "d[0][percent_off]"),
            (json!({"percent_off": "100.0001"}), "d[0][percent_off]"),
            (json!({"percent_off": "-5"}), "d[0][percent_off]"),
            (json!({"percent_off": "5", "duration": "repeating"}), "d[0][duration_in_months]"),
            (json!({"percent_off": "5", "duration_in_months": 2}), "d[0][duration_in_months]"),
            (json!({"percent_off": "5", "redeem_by": 5}), "d[0][redeem_by]"),
            (json!({"percent_off": "5", "redeem_by": 158_112_006}), "d[0][redeem_by]"),
        ] {
            assert_eq!(create(&data).unwrap_err()["param"], param, "{data}");
        }
    }

    #[test]
    fn a_coupon_is_valid_until_it_is_redeemed_or_too_old() {
        let data = json!({"percent_off": "5", "max_redemptions": 1, "redeem_by": 9});
        let mut coupon = Coupon::new(&data, "", 5, false).unwrap();
        assert_eq!([5, 9, 10].map(|now| coupon.is_valid(now)), [true, true, false]);
        let shown = coupon.render(5);
        assert_eq!(
            (&shown["max_redemptions"], &shown["redeem_by"], &shown["valid"]),
            (&json!(1), &json!(9), &json!(true))
        );
        coupon.deleted = true;
        assert!(!coupon.is_valid(5) && coupon.can_be_redeemed(5));
        coupon.times_redeemed = 1;
        assert!(!coupon.can_be_redeemed(5));
    }
}
