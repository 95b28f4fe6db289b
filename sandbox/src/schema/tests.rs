//! Rejections by the schemas.

use super::*;
use crate::form;

const BETA: &str = "2025-03-31.basil; checkout_server_update_beta=v1;";

fn run(endpoint: &str, version: &str, body: &str) -> Result<Value, Value> {
    let version = Version::parse(version, true).unwrap();
    let form = form::tree(&form::pairs(body).unwrap()).unwrap();
    check(endpoint, &version, &form).map_err(|error| error.body("req", false)["error"].clone())
}

fn refusal(endpoint: &str, version: &str, body: &str) -> (String, String) {
    let error = run(endpoint, version, body).unwrap_err();
    (error["param"].as_str().unwrap().to_owned(), error["message"].as_str().unwrap().to_owned())
}

#[test]
fn every_endpoint_has_a_schema_and_every_schema_an_endpoint() {
    let used: Vec<&str> = crate::routes::all().map(|route| route.schema).collect();
    for name in &used {
        assert_eq!(SCHEMAS[*name]["type"], "object", "{name}");
    }
    for name in SCHEMAS.as_object().unwrap().keys() {
        assert!(used.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn types_are_read() {
    let typed = run(
        "update_session",
        BETA,
        "discounts[0][coupon_data][amount_off]=500&discounts[0][coupon_data][currency]=usd&metadata[a]=&expand[]=customer",
    );
    assert_eq!(
        typed.unwrap(),
        json!({
            "discounts": [{"coupon_data": {"amount_off": 500, "currency": "usd"}}],
            "metadata": {"a": ""},
            "expand": ["customer"],
        })
    );
    assert_eq!(
        run("update_session", BETA, "discounts=&metadata=").unwrap(),
        json!({"discounts": null, "metadata": null})
    );
}

#[test]
fn arrays_are_in_the_order_of_their_indices() {
    let typed = run("update_session", BETA, "expand[10]=c&expand[2]=b&expand[0]=a").unwrap();
    assert_eq!(typed["expand"], json!(["a", "b", "c"]));
    assert_eq!(refusal("update_session", BETA, "expand[x]=a").1, "Invalid array");
    assert_eq!(refusal("update_session", BETA, "expand=a").1, "Invalid array");
}

#[test]
fn maps_and_ranges_are_read() {
    let price = "currency=usd&currency_options[eur][unit_amount]=5&currency_options[gbp][unit_amount]=4";
    let typed = run("create_price", BETA, price).unwrap();
    assert_eq!(typed["currency_options"], json!({"eur": {"unit_amount": 5}, "gbp": {"unit_amount": 4}}));
    assert_eq!(refusal("create_price", BETA, "currency=usd&currency_options[eur][x]=5").0, "currency_options[eur][x]");
    let typed = run("list_prices", BETA, "created[gte]=5&created[lt]=9").unwrap();
    assert_eq!(typed["created"], json!({"gte": 5, "lt": 9}));
    assert_eq!(run("list_prices", BETA, "created=5").unwrap()["created"], json!({"gte": 5, "lte": 5}));
    assert_eq!(refusal("list_prices", BETA, "created[after]=5").0, "created[after]");
}

#[test]
fn unknown_names_are_refused_with_a_hint_if_one_is_near() {
    assert_eq!(
        refusal("update_session", "2025-03-31.basil", "discounts="),
        ("discounts".into(), "Received unknown parameter: discounts".into())
    );
    assert_eq!(
        refusal("create_session", "2025-03-31.basil", "mode=payment&permissions[update_discounts]=server_only"),
        (
            "permissions[update_discounts]".into(),
            "Received unknown parameter: permissions[update_discounts]. Did you mean update_shipping_details?".into()
        )
    );
    assert_eq!(refusal("update_session", BETA, "a=1&b=2").1, "Received unknown parameters: a, b");
    assert_eq!(refusal("update_session", BETA, "discounts[0][promotion_code]=x").0, "discounts[0][promotion_code]");
}

#[test]
fn wrong_values_are_refused() {
    let cases = [
        ("discounts[0][coupon_data][amount_off]=1.5", "Invalid integer: 1.5"),
        ("discounts[0][coupon_data][amount_off]=+5", "Invalid integer:  5"),
        ("discounts[0][coupon_data][amount_off]=0", "This value must be greater than or equal to 1."),
        ("discounts[0][coupon_data][amount_off]=-1", "This value must be greater than or equal to 1."),
        ("discounts[0][coupon_data][percent_off]=ten", "Invalid decimal: ten"),
        ("discounts[0][coupon_data][percent_off]=NaN", "Invalid decimal: NaN"),
        (
            "discounts[0][coupon_data][duration]=ever",
            "Invalid discounts[0][coupon_data][duration]: must be one of forever, once, or repeating",
        ),
        ("line_items[0][adjustable_quantity][enabled]=yes", "Invalid boolean: yes"),
        ("discounts[0]=x", "Invalid object"),
        ("metadata=x", "Invalid object"),
        ("metadata[a][b]=x", "Metadata values must be strings"),
        (
            "collected_information[shipping_details][name]=A",
            "Missing required param: collected_information[shipping_details][address].",
        ),
    ];
    for (body, message) in cases {
        assert_eq!(refusal("update_session", BETA, body).1, message, "{body}");
    }
}

#[test]
fn names_may_have_forty_characters_counted_as_characters() {
    let long = "é".repeat(41);
    let (param, message) = refusal("update_session", BETA, &format!("discounts[0][coupon_data][name]={long}"));
    assert_eq!(param, "discounts[0][coupon_data][name]");
    let ten = "é".repeat(10);
    assert_eq!(message, format!("Invalid string: {ten}...{ten}; must be at most 40 characters"));
    let fits = "é".repeat(40);
    assert!(run("update_session", BETA, &format!("discounts[0][coupon_data][name]={fits}")).is_ok());
}

#[test]
fn an_empty_value_clears_only_what_can_be_cleared() {
    let error = run("create_session", BETA, "mode=payment&customer=").unwrap_err();
    assert_eq!(error["code"], "parameter_invalid_empty");
    assert_eq!(run("create_session", BETA, "mode=payment&metadata=").unwrap_err()["param"], "metadata");
}

#[test]
fn ui_mode_has_the_names_of_the_version() {
    let basil = refusal("create_session", BETA, "mode=payment&ui_mode=elements");
    assert_eq!(basil.1, "Invalid ui_mode: must be one of hosted, embedded, or custom");
    let dahlia = refusal("create_session", "2026-03-25.dahlia", "mode=payment&ui_mode=custom");
    assert_eq!(dahlia.1, "Invalid ui_mode: must be one of hosted_page, embedded_page, elements, or form");
}
