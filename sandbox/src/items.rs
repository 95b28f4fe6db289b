//! A session's line items as Stripe shows them, in pages (docs page "Pagination").

use serde_json::{Value, json};

use crate::account::{Account, Call};
use crate::error::ApiError;
use crate::expand::Expand;
use crate::lines::Line;
use crate::samples::sample;
use crate::session::SessionState;
use crate::totals::LineAmounts;

/// Objects in a page unless `limit` says otherwise.
const LIMIT: u64 = 10;

/// The list inside a session.
pub(crate) fn first_page(
    account: &Account,
    call: &Call<'_>,
    session: &SessionState,
    size: usize,
    expand: &Expand,
) -> Value {
    let all: Vec<&Line> = session.lines.iter().collect();
    let page = all.get(..size).unwrap_or(&all);
    list(account, call, session, page, page.len() < all.len(), expand)
}

/// The answer of `GET .../line_items`.
pub(crate) fn page(
    account: &Account,
    call: &Call<'_>,
    session: &SessionState,
    data: &Value,
    expand: &Expand,
) -> Result<Value, ApiError> {
    let limit = usize::try_from(data["limit"].as_u64().unwrap_or(LIMIT)).unwrap_or(usize::MAX);
    let all: Vec<&Line> = session.lines.iter().collect();
    let position = |name: &str| match data[name].as_str() {
        None => Ok(None),
        Some(id) => match all.iter().position(|line| line.id == id) {
            Some(at) => Ok(Some(at)),
            None => Err(ApiError::missing(400, "line item", id, name)),
        },
    };
    let (after, before) = (position("starting_after")?, position("ending_before")?);
    let (from, to, more) = match (after, before) {
        (Some(_), Some(_)) => return Err(ApiError::exclusive("ending_before", "starting_after", "ending_before")),
        (None, Some(before)) => (before.saturating_sub(limit), before, before > limit),
        (after, None) => {
            let from = after.map_or(0, |at| at.saturating_add(1));
            let to = from.saturating_add(limit).min(all.len());
            (from, to, to < all.len())
        }
    };
    Ok(list(account, call, session, all.get(from..to).unwrap_or_default(), more, expand))
}

fn list(
    account: &Account,
    call: &Call<'_>,
    session: &SessionState,
    page: &[&Line],
    more: bool,
    expand: &Expand,
) -> Value {
    let totals = session.totals(account, call).unwrap_or_default();
    let shown = session.lines.iter().zip(&totals.lines).filter(|(line, _)| page.iter().any(|one| one.id == line.id));
    let data: Vec<Value> = shown.map(|(line, amounts)| item(account, call, session, line, *amounts, expand)).collect();
    let url = format!("/v1/checkout/sessions/{}/line_items", session.id);
    json!({"object": "list", "data": data, "has_more": more, "url": url})
}

fn item(
    account: &Account,
    call: &Call<'_>,
    session: &SessionState,
    line: &Line,
    amounts: LineAmounts,
    expand: &Expand,
) -> Value {
    let mut price = account.object(&line.price).cloned().unwrap_or_default();
    let product = price.get("product").and_then(Value::as_str).and_then(|id| account.object(id)).cloned();
    let name = product.as_ref().and_then(|product| product.get("name")).cloned();
    if let (Some(product), true) = (product, expand.has("data.price.product")) {
        price.insert("product".into(), Value::Object(product));
    }
    let mut item = sample(
        "item",
        json!({
            "id": line.id, "quantity": line.quantity, "description": name, "currency": price.get("currency"),
            "amount_subtotal": amounts.subtotal, "amount_discount": amounts.discount,
            "amount_tax": amounts.tax, "amount_total": amounts.total, "price": price,
            "metadata": line.metadata, "adjustable_quantity": line.adjustable_quantity,
        }),
    );
    if expand.has("data.discounts") {
        item.insert("discounts".into(), discounts(account, call, session, amounts.discount));
    }
    if expand.has("data.taxes") {
        let net = amounts.subtotal.saturating_sub(amounts.discount);
        item.insert("taxes".into(), taxes(call, amounts.tax, net));
    }
    Value::Object(item)
}

/// `[{amount, discount}]`, empty without a discount.
pub(crate) fn discounts(account: &Account, call: &Call<'_>, session: &SessionState, amount: i64) -> Value {
    let entry = |discount: &crate::discount::Discount| json!({"amount": amount, "discount": discount.object(account, call, &session.id, session.customer.as_deref())});
    session.discount.iter().map(entry).collect()
}

/// `[{amount, rate, ...}]`, empty without a tax.
pub(crate) fn taxes(call: &Call<'_>, amount: i64, taxable: i64) -> Value {
    let entry = |tax: crate::config::Tax| {
        let rate = sample("tax_rate", json!({"percentage": f64::from(tax.rate) / 10_000.0}));
        json!({"amount": amount, "rate": rate, "taxability_reason": null, "taxable_amount": taxable})
    };
    call.config.tax.into_iter().map(entry).collect()
}
