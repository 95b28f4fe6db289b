//! The shape of answers: expanding, paging, versions, headers, the log.

use sandbox::Config;
use serde_json::{Value, json};

use crate::client::{Client, client, off, path};

#[tokio::test]
async fn discounts_are_absent_unless_expanded() {
    let client = client().await;
    let id = client.session(25_000, &[]);
    let plain = client.post(&path(&id), &off(500)).await.ok();
    assert!(plain.get("discounts").is_none() && plain.get("line_items").is_none());
    assert!(plain["total_details"].get("breakdown").is_none());
    let ids = client.get(&format!("{}?expand[]=discounts", path(&id))).await.ok();
    let coupon = ids["discounts"][0]["coupon"].as_str().unwrap().to_owned();
    assert_eq!(ids["discounts"], json!([{"coupon": coupon, "promotion_code": null}]));
    let objects = client.get(&format!("{}?expand%5B%5D=discounts.coupon", path(&id))).await.ok();
    assert_eq!(objects["discounts"][0]["coupon"], client.running.coupon(&coupon).unwrap());
    assert_eq!(client.get(&format!("/v1/coupons/{coupon}")).await.ok(), client.running.coupon(&coupon).unwrap());
}

#[tokio::test]
async fn a_customer_is_an_id_unless_expanded() {
    let client = client().await;
    let customer = client.running.add_customer(json!({"email": "a@example.com", "metadata": {"loyalty_tier": "gold"}}));
    let id = client.session(1000, &[("customer", &customer)]);
    assert_eq!(client.get(&path(&id)).await.ok()["customer"], json!(customer));
    let session = client.get(&format!("{}?expand[]=customer", path(&id))).await.ok();
    assert_eq!(session["customer"]["metadata"], json!({"loyalty_tier": "gold"}));
    assert_eq!(session["customer_details"]["email"], "a@example.com");
}

#[tokio::test]
async fn a_deleted_customer_is_a_stub() {
    let client = client().await;
    let customer = client.running.add_customer(json!({}));
    assert!(client.running.delete_customer(&customer));
    let stub = client.get(&format!("/v1/customers/{customer}")).await.ok();
    assert_eq!(stub, json!({"id": customer, "object": "customer", "deleted": true}));
    let path = format!("/v1/customers/{customer}");
    assert_eq!(client.send("DELETE", &path, "", &[]).await.unwrap().unwrap().status, 404);
    let other = client.running.add_customer(json!({}));
    drop(client.running.deliveries());
    let deleted = client.send("DELETE", &format!("/v1/customers/{other}"), "", &[]).await.unwrap().unwrap().ok();
    assert_eq!(deleted["deleted"], true);
    assert_eq!(client.running.deliveries()[0].kind, "customer.deleted");
}

#[tokio::test]
async fn bad_expansions_are_refused() {
    let client = client().await;
    let id = client.session(1000, &[]);
    for (expand, message) in [
        ("expand[]=status", "This property cannot be expanded (status)."),
        ("expand[]=line_items.data.price.product.default_price", "You cannot expand more than 4 levels"),
        ("expand=customer", "Invalid array"),
        ("limit=3", "Received unknown parameter: limit"),
    ] {
        let answer = client.get(&format!("{}?{expand}", path(&id))).await;
        assert_eq!(answer.status, 400, "{expand}");
        assert!(answer.error()["message"].as_str().unwrap().starts_with(message), "{}", answer.text);
    }
}

#[tokio::test]
async fn ten_lines_come_along_and_the_rest_in_pages() {
    let client = client().await;
    let id = client.session(100, &[]);
    let cart: Vec<(String, u64)> = (1..=25).map(|cents| (client.running.add_price("usd", cents * 100), 1)).collect();
    assert!(client.running.set_cart(&id, &cart));
    let session = client.get(&format!("{}?expand[]=line_items.data.price.product", path(&id))).await.ok();
    let list = &session["line_items"];
    let items = format!("/v1/checkout/sessions/{id}/line_items");
    assert_eq!(
        (list["data"].as_array().unwrap().len(), &list["has_more"], &list["url"]),
        (10, &json!(true), &json!(items))
    );
    assert_eq!(list["data"][0]["price"]["product"]["object"], "product");
    let amounts = |page: &Value| -> Vec<i64> {
        page["data"].as_array().unwrap().iter().map(|line| line["amount_subtotal"].as_i64().unwrap() / 100).collect()
    };
    let mut all = amounts(list);
    let mut cursor = list["data"][9]["id"].as_str().unwrap().to_owned();
    loop {
        let page = client.get(&format!("{items}?limit=8&starting_after={cursor}")).await.ok();
        assert!(page["data"][0]["price"]["product"].is_string());
        all.extend(amounts(&page));
        if page["has_more"] == false {
            break;
        }
        cursor = page["data"][7]["id"].as_str().unwrap().to_owned();
    }
    assert_eq!(all, (1..=25).collect::<Vec<i64>>());
    let before = client.get(&format!("{items}?limit=3&ending_before={cursor}&expand[]=data.price.product")).await.ok();
    assert_eq!((amounts(&before), &before["has_more"]), (vec![15, 16, 17], &json!(true)));
    assert_eq!(client.get(&format!("{items}?limit=100")).await.ok()["data"].as_array().unwrap().len(), 25);
    let fourth = list["data"][3]["id"].as_str().unwrap();
    let first = client.get(&format!("{items}?limit=3&ending_before={fourth}")).await.ok();
    assert_eq!((amounts(&first), &first["has_more"]), (vec![1, 2, 3], &json!(false)));
    for bad in
        ["limit=0", "limit=101", "starting_after=li_none", "expand[]=price.product", "starting_after=a&ending_before=b"]
    {
        assert_eq!(client.get(&format!("{items}?{bad}")).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn names_follow_the_version() {
    let mut client = client().await;
    let id = client.session(25_000, &[("permissions[update_shipping_details]", "server_only")]);
    client.post(&path(&id), &off(500)).await.ok();
    client.running.set_address(&id, json!({"country": "DE", "postal_code": "10115"}));
    let read = format!("{}?expand[]=total_details.breakdown", path(&id));
    let basil = client.get(&read).await.ok();
    assert_eq!(basil["ui_mode"], "custom");
    assert_eq!(basil["collected_information"]["shipping_details"]["address"]["postal_code"], "10115");
    assert!(basil.get("shipping_details").is_none());
    let discount = &basil["total_details"]["breakdown"]["discounts"][0];
    assert_eq!((&discount["amount"], &discount["discount"]["coupon"]["amount_off"]), (&json!(500), &json!(500)));
    client.version = "2026-03-25.dahlia; checkout_server_update_beta=v1".into();
    let dahlia = client.get(&read).await.ok();
    assert_eq!(dahlia["ui_mode"], "elements");
    let discount = &dahlia["total_details"]["breakdown"]["discounts"][0]["discount"];
    assert!(discount["source"]["coupon"].is_string() && discount.get("coupon").is_none());
    client.version = "2024-12-18.acacia".into();
    let acacia = client.get(&read).await.ok();
    assert_eq!(acacia["shipping_details"]["address"]["country"], "DE");
    assert!(acacia.get("collected_information").is_none());
}

#[tokio::test]
async fn permissions_show_update_discounts_only_if_configured() {
    for echo in [false, true] {
        let client = Client::new(Config { echo_update_discounts: echo, ..Config::default() }).await;
        let id = client.session(1000, &[]);
        let shown = client.get(&path(&id)).await.ok()["permissions"].get("update_discounts").cloned();
        assert_eq!(shown, echo.then(|| json!("server_only")));
    }
}

#[tokio::test]
async fn secrets_and_addresses_depend_on_the_page() {
    let client = client().await;
    let custom = client.session(1000, &[]);
    let session = client.get(&path(&custom)).await.ok();
    assert!(session["client_secret"].as_str().unwrap().starts_with(&format!("{custom}_secret_")));
    assert_eq!(session["url"], Value::Null);
    let price = client.running.add_price("usd", 1000);
    let body = format!(
        "mode=payment&success_url=https%3A%2F%2Fexample.com&line_items[0][price]={price}&line_items[0][quantity]=2"
    );
    let hosted = client.post("/v1/checkout/sessions", &body).await.ok();
    assert_eq!((&hosted["client_secret"], &hosted["ui_mode"]), (&Value::Null, &json!("hosted")));
    assert!(hosted["url"].as_str().unwrap().starts_with("https://"));
    assert_eq!((&hosted["amount_total"], &hosted["permissions"]), (&json!(2000), &Value::Null));
}

#[tokio::test]
async fn the_log_holds_what_was_sent() {
    let client = client().await;
    let id = client.session(1000, &[]);
    let answer = client.post_with(&path(&id), "metadata[discount_loyalty]=on&discounts=", "k1").await;
    client.get(&format!("{}?expand%5B%5D=customer", path(&id))).await.ok();
    let log = client.running.requests();
    assert_eq!(log.len(), 2);
    assert_eq!((log[0].method.as_str(), log[0].path.as_str(), log[0].status), ("POST", path(&id).as_str(), Some(200)));
    assert_eq!(log[0].header("idempotency-key"), Some("k1"));
    assert_eq!(log[0].header("stripe-version"), Some(crate::client::BETA));
    assert_eq!(
        (log[0].form_value("metadata[discount_loyalty]"), log[0].form_value("discounts")),
        (Some("on"), Some(""))
    );
    assert_eq!(&log[0].body[..], b"metadata[discount_loyalty]=on&discounts=");
    assert_eq!(Some(log[0].request_id.as_str()), answer.header("request-id"));
    assert_eq!(log[1].query, [("expand[]".to_owned(), "customer".to_owned())]);
    client.running.clear_requests();
    assert!(client.running.requests().is_empty());
}
