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
}

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
        })
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
    pub(crate) fn render(&self) -> Value {
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
            }),
        ))
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
        Ok(coupon.render())
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
        ] {
            assert_eq!(create(&data).unwrap_err()["param"], param, "{data}");
        }
    }
}
