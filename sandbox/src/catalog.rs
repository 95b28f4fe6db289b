//! Products, prices, coupons and customers.

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::coupon::Coupon;
use crate::currency;
use crate::error::ApiError;
use crate::event::{self, Subject};
use crate::event_log::changed;
use crate::metadata;
use crate::presentation;
use crate::seed_data::sample;

/// The most that one piece may cost: eight digits (docs page "Supported currencies").
const MOST: i64 = 99_999_999;

/// Creates a product from the typed parameters under `at`; returns its id.
pub(crate) fn create_product(
    account: &mut Account,
    call: &Call<'_>,
    data: &Value,
    at: &str,
) -> Result<String, ApiError> {
    let id = match data["id"].as_str() {
        Some(id) if account.object(id).is_some() => {
            return Err(ApiError::param("id", "Product already exists.").code("resource_already_exists"));
        }
        Some(id) => id.to_owned(),
        None => account.random.id("prod_", 14),
    };
    let fields = json!({"id": id, "created": call.now, "updated": call.now, "livemode": call.live});
    let mut product = sample("product", fields);
    apply(&mut product, data, at)?;
    Ok(account.insert(product))
}

/// Creates a price (and, from `product_data`, its product) from the typed parameters under `at`; returns its id.
pub(crate) fn create_price(account: &mut Account, call: &Call<'_>, data: &Value, at: &str) -> Result<String, ApiError> {
    let path = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}[{name}]") };
    let currency = currency::supported(data["currency"].as_str().unwrap_or_default(), &path("currency"))?;
    let amount = data["unit_amount"].as_i64().ok_or_else(|| ApiError::required(&path("unit_amount")))?;
    check_most(amount, &currency, path("unit_amount"))?;
    let options = currency_options(data, &path("currency_options"))?;
    let product = match (data["product"].as_str(), data.get("product_data")) {
        (Some(_), Some(_)) => return Err(ApiError::exclusive(&path("product"), "product", "product_data")),
        (Some(id), None) => account.named("product", id, call.live, &path("product")).map(|_| id.to_owned())?,
        (None, Some(product)) => create_product(account, call, product, &path("product_data"))?,
        (None, None) => return Err(ApiError::required(&path("product"))),
    };
    let recurring = data.get("recurring").map(|recurring| {
        json!({
            "interval": recurring["interval"], "interval_count": recurring["interval_count"].as_i64().unwrap_or(1),
            "meter": null, "trial_period_days": null, "usage_type": "licensed",
        })
    });
    let mut price = sample(
        "price",
        json!({
            "id": account.random.id("price_", 24), "created": call.now, "livemode": call.live,
            "unit_amount_decimal": amount.to_string(),
            "type": if recurring.is_some() { "recurring" } else { "one_time" },
        }),
    );
    apply(&mut price, data, at)?;
    price.remove("product_data");
    price.extend([
        ("currency".to_owned(), json!(currency)),
        ("product".to_owned(), json!(product)),
        ("recurring".to_owned(), json!(recurring)),
        ("currency_options".to_owned(), options),
    ]);
    Ok(account.insert(price))
}

fn check_most(amount: i64, currency: &str, param: String) -> Result<(), ApiError> {
    if amount > MOST && currency != "idr" {
        let message = format!("Invalid integer: {amount}; must be at most {MOST}");
        return Err(ApiError::param(param, message).code("amount_too_large"));
    }
    Ok(())
}

/// The amounts of a price in further currencies, by currency.
fn currency_options(data: &Value, at: &str) -> Result<Value, ApiError> {
    let mut options = Map::new();
    for (name, option) in data["currency_options"].as_object().into_iter().flatten() {
        let currency = currency::supported(name, at)?;
        let param = format!("{at}[{name}][unit_amount]");
        let amount = option["unit_amount"].as_i64().ok_or_else(|| ApiError::required(&param))?;
        check_most(amount, &currency, param)?;
        options.insert(currency, presentation::currency_option(amount, &option["tax_behavior"]));
    }
    Ok(Value::Object(options))
}

/// Makes a coupon of typed parameters at the path `at`; returns its id.
pub(crate) fn create_coupon(
    account: &mut Account,
    call: &Call<'_>,
    data: &Value,
    at: &str,
) -> Result<String, ApiError> {
    let mut coupon = Coupon::new(data, at, call.now, call.live)?;
    if account.coupon(&coupon.id, call.live).is_some() {
        return Err(ApiError::param("id", "Coupon already exists.").code("resource_already_exists"));
    }
    if coupon.id.is_empty() {
        coupon.id = account.random.id("", 8);
    }
    let id = account.insert_coupon(coupon);
    event::emit(account, call, "coupon.created", Subject::Coupon(&id));
    Ok(id)
}

/// Changes what can be changed of a coupon: name and metadata.
pub(crate) fn update_coupon(account: &mut Account, call: &Call<'_>, id: &str, data: &Value) -> Result<(), ApiError> {
    coupon(account, call, id)?.change(data)?;
    event::emit(account, call, "coupon.updated", Subject::Coupon(id));
    Ok(())
}

/// Deletes a coupon. Sessions keep a discount of it (docs page "Coupons and promotion codes": "deleting a coupon does not
/// affect customers who have already applied it").
pub(crate) fn delete_coupon(account: &mut Account, call: &Call<'_>, id: &str) -> Result<Value, ApiError> {
    coupon(account, call, id)?;
    event::emit(account, call, "coupon.deleted", Subject::Coupon(id));
    coupon(account, call, id)?.deleted = true;
    Ok(json!({"id": id, "object": "coupon", "deleted": true}))
}

fn coupon<'a>(account: &'a mut Account, call: &Call<'_>, id: &str) -> Result<&'a mut Coupon, ApiError> {
    let found = account.coupons.get_mut(id).filter(|coupon| coupon.livemode == call.live && !coupon.deleted);
    found.ok_or_else(|| ApiError::missing(404, "coupon", id, "coupon"))
}

/// Makes a customer; returns its id.
pub(crate) fn create_customer(account: &mut Account, call: &Call<'_>, data: &Value) -> Result<String, ApiError> {
    let fields = json!({
        "id": account.random.id("cus_", 14), "created": call.now, "livemode": call.live,
        "invoice_prefix": account.random.id("", 8).to_uppercase(),
    });
    let mut customer = sample("customer", fields);
    apply(&mut customer, data, "")?;
    let id = account.insert(customer);
    event::emit(account, call, "customer.created", Subject::Object(&id));
    Ok(id)
}

/// Changes an object that exists, by parameters that are its fields.
pub(crate) fn update(
    account: &mut Account,
    call: &Call<'_>,
    kind: &str,
    id: &str,
    data: &Value,
) -> Result<(), ApiError> {
    let before = account.path(kind, id, call.live)?.clone();
    if before.get("deleted") == Some(&json!(true)) {
        return Err(ApiError::missing(404, kind, id, "id"));
    }
    let mut object = before.clone();
    apply(&mut object, data, "")?;
    account.replace(id, object);
    if kind == "customer" {
        customer_updated(account, call, id, &before);
    }
    Ok(())
}

/// Deletes a customer. Sessions and payments keep its id, which then names a stub.
pub(crate) fn delete_customer(account: &mut Account, call: &Call<'_>, id: &str) -> Result<Value, ApiError> {
    let known = account.path("customer", id, call.live)?;
    if known.get("deleted") == Some(&json!(true)) {
        return Err(ApiError::missing(404, "customer", id, "id"));
    }
    event::emit(account, call, "customer.deleted", Subject::Object(id));
    let stub = json!({"id": id, "object": "customer", "deleted": true});
    let mut kept = stub.as_object().cloned().unwrap_or_default();
    kept.insert("livemode".into(), json!(call.live));
    account.replace(id, kept);
    Ok(stub)
}

/// The event of a customer who was other `before`.
pub(crate) fn customer_updated(account: &mut Account, call: &Call<'_>, id: &str, before: &Map<String, Value>) {
    let previous = account.object(id).map(|now| changed(before, now)).unwrap_or_default();
    event::emit_change(account, call, "customer.updated", Subject::Object(id), &previous);
}

/// Copies the parameters into the object: metadata is merged, `expand` is not one of its fields.
fn apply(object: &mut Map<String, Value>, data: &Value, at: &str) -> Result<(), ApiError> {
    for (name, value) in data.as_object().into_iter().flatten() {
        let value = match name.as_str() {
            "expand" => continue,
            "metadata" => {
                let path = if at.is_empty() { name.clone() } else { format!("{at}[{name}]") };
                let stored = object.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
                Value::Object(metadata::merge(&stored, value, &path)?)
            }
            _ => value.clone(),
        };
        object.insert(name.clone(), value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::with;

    #[test]
    fn a_price_makes_its_product() {
        with(|account, call| {
            let data = json!({"currency": "EUR", "unit_amount": 1250, "product_data": {"name": "Cup", "metadata": {"tags": "tea"}}});
            let id = create_price(account, call, &data, "").unwrap();
            let price = account.path("price", &id, false).unwrap();
            assert_eq!(
                (&price["currency"], &price["type"], &price["recurring"]),
                (&json!("eur"), &json!("one_time"), &Value::Null)
            );
            assert!(price.get("product_data").is_none());
            let product = account.path("product", price["product"].as_str().unwrap(), false).unwrap();
            assert_eq!((&product["name"], &product["metadata"]), (&json!("Cup"), &json!({"tags": "tea"})));
        });
    }

    #[test]
    fn prices_are_refused_with_the_path_of_the_fault() {
        for (data, param) in [
            (json!({"currency": "zzz", "unit_amount": 1, "product_data": {"name": "x"}}), "p[currency]"),
            (json!({"currency": "usd", "product_data": {"name": "x"}}), "p[unit_amount]"),
            (json!({"currency": "usd", "unit_amount": 100_000_000, "product_data": {"name": "x"}}), "p[unit_amount]"),
            (json!({"currency": "usd", "unit_amount": 1}), "p[product]"),
            (json!({"currency": "usd", "unit_amount": 1, "product": "prod_none"}), "p[product]"),
            (json!({"currency": "usd", "unit_amount": 1, "product": "a", "product_data": {"name": "x"}}), "p[product]"),
        ] {
            let error = with(|account, call| create_price(account, call, &data, "p").unwrap_err());
            assert_eq!(error.body("r", false)["error"]["param"], param, "{data}");
        }
    }

    #[test]
    fn customers_merge_their_metadata() {
        with(|account, call| {
            let id = create_customer(
                account,
                call,
                &json!({"email": "a@example.com", "metadata": {"tier": "gold", "x": "1"}}),
            )
            .unwrap();
            update(account, call, "customer", &id, &json!({"metadata": {"x": "", "y": "2"}, "expand": []})).unwrap();
            let customer = account.path("customer", &id, false).unwrap();
            assert_eq!(customer["metadata"], json!({"tier": "gold", "y": "2"}));
            assert_eq!(customer["email"], "a@example.com");
            assert!(customer.get("expand").is_none());
            assert_eq!(update(account, call, "customer", "cus_none", &json!({})).unwrap_err().status, 404);
        });
    }
}
