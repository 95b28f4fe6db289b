//! Line items of a request: new ones by `price` or `price_data`, existing ones by `id`.

use serde_json::{Value, json};

use crate::account::{Account, Call};
use crate::catalog;
use crate::error::ApiError;
use crate::session::Line;

/// Line items in one session.
const MOST: usize = 100;

impl Line {
    /// A new line.
    pub(crate) fn new(account: &mut Account, price: String, quantity: u64) -> Self {
        let id = account.random.id("li_", 24);
        Self { id, price, quantity, adjustable_quantity: Value::Null, metadata: json!({}) }
    }
}

/// Reads the typed parameter `line_items` as the whole cart; `kept` are the lines that an `id` may name.
pub(crate) fn read(
    account: &mut Account,
    call: &Call<'_>,
    sent: &Value,
    kept: &[Line],
    mode: &str,
) -> Result<Vec<Line>, ApiError> {
    let items = sent.as_array().map(Vec::as_slice).unwrap_or_default();
    if items.len() > MOST {
        return Err(ApiError::param("line_items", format!("You may only specify up to {MOST} line items.")));
    }
    let mut lines: Vec<Line> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let param = format!("line_items[{at}]");
        let line = line(account, call, item, kept, &param)?;
        if lines.iter().any(|other| other.id == line.id) {
            return Err(ApiError::param(format!("{param}[id]"), "A line item may only be listed once."));
        }
        check_kind(account, &line.price, mode, &param)?;
        lines.push(line);
    }
    if mode == "subscription" && !lines.iter().any(|line| recurring(account, &line.price)) {
        let message = "You must provide at least one recurring price in `subscription` mode when using prices.";
        return Err(ApiError::param("line_items", message));
    }
    Ok(lines)
}

fn line(account: &mut Account, call: &Call<'_>, item: &Value, kept: &[Line], param: &str) -> Result<Line, ApiError> {
    let quantity = item["quantity"].as_u64();
    let price = price(account, call, item, param)?;
    let mut line = if let Some(id) = item["id"].as_str() {
        let line = kept.iter().find(|line| line.id == id).cloned();
        let mut line = line.ok_or_else(|| ApiError::missing(400, "line item", id, format!("{param}[id]")))?;
        line.price = price.unwrap_or(line.price);
        line.quantity = quantity.unwrap_or(line.quantity);
        line
    } else {
        let price = price.ok_or_else(|| ApiError::required(&format!("{param}[price]")))?;
        let quantity = quantity.ok_or_else(|| ApiError::required(&format!("{param}[quantity]")))?;
        Line::new(account, price, quantity)
    };
    if let Some(adjustable) = item.get("adjustable_quantity") {
        line.adjustable_quantity = adjustable.clone();
    }
    if let Some(metadata) = item.get("metadata") {
        let stored = line.metadata.as_object().cloned().unwrap_or_default();
        let merged = crate::metadata::merge(&stored, metadata, &format!("{param}[metadata]"))?;
        line.metadata = Value::Object(merged);
    }
    Ok(line)
}

/// The price that an item names or describes, if it does either.
fn price(account: &mut Account, call: &Call<'_>, item: &Value, param: &str) -> Result<Option<String>, ApiError> {
    match (item["price"].as_str(), item.get("price_data")) {
        (Some(_), Some(_)) => Err(ApiError::exclusive(param, "price", "price_data")),
        (Some(id), None) => {
            let at = format!("{param}[price]");
            let price = account.named("price", id, call.live, &at)?;
            if price.get("active") == Some(&json!(true)) {
                Ok(Some(id.to_owned()))
            } else {
                Err(ApiError::param(at, "The price specified is inactive. This field only accepts active prices."))
            }
        }
        (None, Some(data)) => {
            let id = catalog::create_price(account, call, data, &format!("{param}[price_data]"))?;
            // Such a price is of this line alone (Stripe docs, "Manage prices", inline prices).
            account.patch(&id, json!({"active": false}));
            Ok(Some(id))
        }
        (None, None) => Ok(None),
    }
}

fn recurring(account: &Account, price: &str) -> bool {
    account.object(price).and_then(|price| price.get("recurring")).is_some_and(|terms| !terms.is_null())
}

fn check_kind(account: &Account, price: &str, mode: &str, param: &str) -> Result<(), ApiError> {
    if recurring(account, price) && mode == "payment" {
        let message = "You specified `payment` mode but passed a recurring price. Either switch to `subscription` \
                       mode or use only one-time prices.";
        return Err(ApiError::param(format!("{param}[price]"), message));
    }
    Ok(())
}

/// The one currency of all lines: `expected`, or else that of the first price.
pub(crate) fn currency(account: &Account, lines: &[Line], expected: Option<&str>) -> Result<Option<String>, ApiError> {
    let first = || lines.first().and_then(|line| account.currencies(&line.price).first().copied());
    let Some(expected) = expected.or_else(first) else {
        return Ok(None);
    };
    for (at, line) in lines.iter().enumerate() {
        let supported = account.currencies(&line.price);
        if !supported.contains(&expected) {
            let message = format!(
                "The price specified only supports `{}`. This doesn't match the expected currency: `{expected}`.",
                supported.join("`, `"),
            );
            return Err(ApiError::param(format!("line_items[{at}][price]"), message));
        }
    }
    Ok(Some(expected.to_owned()))
}
