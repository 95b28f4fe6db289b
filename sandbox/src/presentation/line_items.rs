//! A session's line items as Stripe shows them.

use serde_json::{Value, json};

use crate::account::{Account, Call};
use crate::error::ApiError;
use crate::expand::Expand;
use crate::paging::{self, window};
use crate::seed_data::sample;
use crate::session::{Discount, Line, SessionState};
use crate::totals::LineAmounts;

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
    let all: Vec<&Line> = session.lines.iter().collect();
    let ids: Vec<&str> = all.iter().map(|line| line.id.as_str()).collect();
    let (range, more) = window(&ids, data, "line item")?;
    Ok(list(account, call, session, all.get(range).unwrap_or_default(), more, expand))
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
    paging::list(&data, more, &format!("/v1/checkout/sessions/{}/line_items", session.id))
}

fn item(
    account: &Account,
    call: &Call<'_>,
    session: &SessionState,
    line: &Line,
    amounts: LineAmounts,
    expand: &Expand,
) -> Value {
    let price = account.object(&line.price).cloned().unwrap_or_default();
    let product = price.get("product").and_then(Value::as_str).and_then(|id| account.object(id));
    let name = product.and_then(|product| product.get("name")).cloned();
    let price = super::object(account, &price, &expand.below("data.price"));
    let mut item = sample(
        "item",
        json!({
            "id": line.id, "quantity": line.quantity, "description": name, "currency": session.currency,
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
    let entry = |discount: &Discount| json!({"amount": amount, "discount": super::discount::object(discount, account, call, &session.id, session.customer.as_deref())});
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
