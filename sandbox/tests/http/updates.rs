//! Updates of anything but discounts: metadata, line items, address, shipping options.

use sandbox::Config;
use serde_json::{Value, json};

use crate::client::{Client, client, off, path};

async fn lines(client: &Client, id: &str) -> Vec<Value> {
    let page = client.get(&format!("{}/line_items", path(id))).await.ok();
    page["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn metadata_is_merged_key_by_key() {
    let client = client().await;
    let id = client.session(1000, &[("metadata[order]", "7")]);
    let update = |body: &'static str| {
        let (client, path) = (&client, path(&id));
        async move { client.post(&path, body).await.ok()["metadata"].clone() }
    };
    assert_eq!(update("metadata[a]=1&metadata[b]=2").await, json!({"order": "7", "a": "1", "b": "2"}));
    assert_eq!(update("metadata[a]=&metadata[none]=").await, json!({"order": "7", "b": "2"}));
    assert_eq!(update("metadata=").await, json!({}));
}

#[tokio::test]
async fn line_items_are_kept_added_and_dropped() {
    let client = client().await;
    let second = client.running.add_price("usd", 300);
    let id = client.session(1000, &[("line_items[1][price]", &second), ("line_items[1][quantity]", "2")]);
    let before = lines(&client, &id).await;
    let kept = before[1]["id"].as_str().unwrap();
    let body = format!(
        "line_items[0][id]={kept}&line_items[0][quantity]=5&line_items[1][price_data][currency]=usd\
         &line_items[1][price_data][unit_amount]=250&line_items[1][price_data][product_data][name]=Cup\
         &line_items[1][quantity]=1&{}",
        off(75)
    );
    let session = client.post(&path(&id), &body).await.ok();
    assert_eq!((&session["amount_subtotal"], &session["amount_total"]), (&json!(1750), &json!(1675)));
    let after = lines(&client, &id).await;
    assert_eq!((after.len(), after[0]["id"].as_str(), &after[0]["quantity"]), (2, Some(kept), &json!(5)));
    assert_eq!((&after[1]["description"], &after[1]["amount_subtotal"]), (&json!("Cup"), &json!(250)));
}

#[tokio::test]
async fn bad_line_items_change_nothing() {
    let client = client().await;
    let id = client.session(1000, &[]);
    let before = lines(&client, &id).await;
    let own = before[0]["id"].as_str().unwrap();
    let eur = client.running.add_price("eur", 100);
    let cases = [
        ("line_items[0][id]=li_none".to_owned(), "line_items[0][id]"),
        (format!("line_items[0][id]={own}&line_items[1][id]={own}"), "line_items[1][id]"),
        (format!("line_items[0][price]={eur}&line_items[0][quantity]=1"), "line_items[0][price]"),
        ("line_items[0][quantity]=1".to_owned(), "line_items[0][price]"),
        (format!("line_items[0][id]={own}&line_items[0][quantity]=-1"), "line_items[0][quantity]"),
    ];
    for (body, param) in cases {
        assert_eq!(client.post(&path(&id), &body).await.error()["param"], param, "{body}");
    }
    assert_eq!(lines(&client, &id).await, before);
}

#[tokio::test]
async fn a_cart_holds_a_hundred_active_lines_in_order() {
    let client = client().await;
    let id = client.session(1000, &[]);
    let price = client.running.add_price("usd", 100);
    let cart = |count: usize, quantity: u64| {
        let line = |at: usize| format!("line_items[{at}][price]={price}&line_items[{at}][quantity]={quantity}");
        (0..count).map(line).collect::<Vec<_>>().join("&")
    };
    assert_eq!(client.post(&path(&id), &cart(100, 2)).await.ok()["amount_subtotal"], 20_000);
    assert_eq!(client.post(&path(&id), &cart(101, 2)).await.error()["param"], "line_items");
    for quantity in [0, 1_000_000] {
        assert_eq!(client.post(&path(&id), &cart(1, quantity)).await.error()["param"], "line_items[0][quantity]");
    }
    let listed = client.get(&format!("{}/line_items?limit=3", path(&id))).await.ok();
    let ids: Vec<&str> = listed["data"].as_array().unwrap().iter().map(|line| line["id"].as_str().unwrap()).collect();
    let other = format!("line_items[0][id]={}&line_items[1][id]={}&line_items[2][id]={}", ids[2], ids[0], ids[1]);
    client.post(&path(&id), &other).await.ok();
    let after: Vec<Value> = lines(&client, &id).await.iter().map(|line| line["id"].clone()).collect();
    assert_eq!(after, [ids[2], ids[0], ids[1]]);
    client.post(&format!("/v1/prices/{price}"), "active=false").await.ok();
    let error = client.post(&path(&id), &cart(1, 1)).await.error();
    assert!(error["message"].as_str().unwrap().contains("inactive"), "{error}");
    client.post(&path(&id), &other).await.ok();
}

#[tokio::test]
async fn discounts_may_come_with_cart_or_address_unless_configured() {
    let address = "collected_information[shipping_details][name]=A&collected_information[shipping_details][address][country]=US\
                   &collected_information[shipping_details][address][line1]=1+Main+St";
    for together in [true, false] {
        let client = Client::new(Config { discounts_with_other_updates: together, ..Config::default() }).await;
        let id = client.session(1000, &[("permissions[update_shipping_details]", "server_only")]);
        let price = client.running.add_price("usd", 3000);
        let cart = format!("line_items[0][price]={price}&line_items[0][quantity]=1");
        for (other, param) in [(cart.as_str(), "line_items"), (address, "collected_information")] {
            let answer = client.post(&path(&id), &format!("{other}&{}&metadata[a]=b", off(100))).await;
            if together {
                assert_eq!(answer.ok()["total_details"]["amount_discount"], 100);
            } else {
                assert_eq!(answer.error()["param"], param);
                let session = client.get(&path(&id)).await.ok();
                assert_eq!((&session["amount_total"], &session["metadata"]), (&json!(1000), &json!({})));
                assert_eq!(client.running.coupons(), 0);
            }
        }
        client.post(&path(&id), &cart).await.ok();
        client.post(&path(&id), address).await.ok();
        client.post(&path(&id), &off(100)).await.ok();
        assert_eq!(client.get(&path(&id)).await.ok()["amount_total"], 2900);
    }
}

#[tokio::test]
async fn the_address_is_the_servers_only_if_the_session_says_so() {
    let client = client().await;
    let body = "collected_information[shipping_details][name]=Jenny&collected_information[shipping_details][address][country]=US\
                &collected_information[shipping_details][address][line1]=1+Main+St&collected_information[shipping_details][address][state]=CA";
    let shoppers = client.session(1000, &[]);
    let error = client.post(&path(&shoppers), body).await.error();
    assert_eq!(error["param"], "collected_information[shipping_details]");
    let servers = client.session(1000, &[("permissions[update_shipping_details]", "server_only")]);
    let session = client.post(&path(&servers), body).await.ok();
    let details = &session["collected_information"]["shipping_details"];
    assert_eq!(
        (&details["name"], &details["address"]["state"], &details["address"]["city"]),
        (&json!("Jenny"), &json!("CA"), &Value::Null)
    );
    client.running.patch_session(&servers, |session| session.mode = "subscription".into());
    assert_eq!(client.post(&path(&servers), body).await.status, 400);
    client.running.patch_session(&servers, |session| session.mode = "payment".into());
    let unknown = client.post(&path(&servers), &body.replace("=US", "=usa")).await.error();
    assert_eq!(unknown["param"], "collected_information[shipping_details][address][country]");
}

#[tokio::test]
async fn shipping_options_are_replaced_and_cleared() {
    let client = client().await;
    let id = client.session(1000, &[]);
    let option = |currency: &str| {
        format!(
            "shipping_options[0][shipping_rate_data][display_name]=Air&shipping_options[0][shipping_rate_data][fixed_amount][amount]=900\
         &shipping_options[0][shipping_rate_data][fixed_amount][currency]={currency}"
        )
    };
    assert_eq!(client.post(&path(&id), &option("eur")).await.status, 400);
    let session = client.post(&path(&id), &option("usd")).await.ok();
    assert_eq!((&session["amount_total"], &session["shipping_cost"]["amount_total"]), (&json!(1900), &json!(900)));
    let session = client.post(&path(&id), "shipping_options=").await.ok();
    assert_eq!((&session["amount_total"], &session["shipping_cost"]), (&json!(1000), &Value::Null));
}

#[tokio::test]
async fn the_shopper_may_change_the_cart_unless_it_is_the_servers() {
    let client = client().await;
    let price = client.running.add_price("usd", 500);
    let own = client.session(1000, &[]);
    let line = lines(&client, &own).await[0].clone();
    let kept = line["price"]["id"].as_str().unwrap().to_owned();
    assert!(client.running.set_cart(&own, &[(price.clone(), 3), (kept, 2)]));
    assert_eq!(client.get(&path(&own)).await.ok()["amount_subtotal"], 3500);
    assert_eq!(lines(&client, &own).await[1]["id"], line["id"]);
    let servers = client.session(1000, &[("permissions[update_line_items]", "server_only")]);
    assert!(!client.running.set_cart(&servers, &[(price, 3)]));
    let eur = client.running.add_price("eur", 500);
    assert!(!client.running.set_cart(&own, &[(eur, 1)]));
    assert_eq!(client.get(&path(&servers)).await.ok()["amount_subtotal"], 1000);
}

/// A client of an account with what is generally available, and a session of two lines: 2 at 125.00 and 1 at 10.00.
async fn general() -> (Client, String, Vec<Value>) {
    let mut client = Client::new(Config::without_preview()).await;
    client.version = "2026-10-28.endive".into();
    let (boots, socks) = (client.running.add_price("usd", 12_500), client.running.add_price("usd", 1_000));
    let params = [
        ("mode", "payment"),
        ("ui_mode", "custom"),
        ("line_items[0][price]", boots.as_str()),
        ("line_items[0][quantity]", "2"),
        ("line_items[1][price]", socks.as_str()),
        ("line_items[1][quantity]", "1"),
    ];
    let id = client.running.create_session(&params).unwrap()["id"].as_str().unwrap().to_owned();
    let lines = lines(&client, &id).await;
    (client, id, lines)
}

#[tokio::test]
async fn parameters_of_the_preview_are_unknown_without_it() {
    let (mut client, id, _) = general().await;
    let price = client.running.add_price("usd", 1_000);
    for (version, ui_mode) in [("2026-10-28.endive", "elements"), ("2025-03-31.basil", "custom")] {
        client.version = version.into();
        let error = client.post(&path(&id), "discounts=").await.error();
        assert_eq!(error["message"], "Received unknown parameter: discounts", "{version}");
        for permission in ["update_discounts", "update_line_items"] {
            let body = format!(
                "mode=payment&ui_mode={ui_mode}&line_items[0][price]={price}&line_items[0][quantity]=1\
                 &permissions[{permission}]=server_only"
            );
            let message = client.post("/v1/checkout/sessions", &body).await.error()["message"].clone();
            let unknown = format!("Received unknown parameter: permissions[{permission}]");
            assert!(message.as_str().unwrap().starts_with(&unknown), "{message}");
        }
    }
}

#[tokio::test]
async fn inline_price_replaces_that_of_a_line_and_goes_again() {
    let (client, id, before) = general().await;
    let (boots, socks) = (before[0]["id"].as_str().unwrap(), before[1]["id"].as_str().unwrap());
    let product = before[0]["price"]["product"].as_str().unwrap();
    let list = before[0]["price"]["id"].as_str().unwrap();
    let lowered = format!(
        "line_items[0][id]={boots}&line_items[0][quantity]=1&line_items[0][price_data][currency]=usd\
         &line_items[0][price_data][product]={product}&line_items[0][price_data][unit_amount]=11250\
         &line_items[0][price_data][tax_behavior]=exclusive&line_items[0][metadata][list]={list}\
         &line_items[1][quantity]=1&line_items[1][price_data][currency]=usd\
         &line_items[1][price_data][product]={product}&line_items[1][price_data][unit_amount]=0\
         &line_items[2][id]={socks}&line_items[2][quantity]=1"
    );
    let session = client.post(&path(&id), &lowered).await.ok();
    assert_eq!(
        (&session["amount_subtotal"], &session["total_details"]["amount_discount"]),
        (&json!(12_250), &json!(0))
    );
    let after = lines(&client, &id).await;
    let price = &after[0]["price"];
    assert_eq!(
        (&price["active"], &price["unit_amount"], &price["tax_behavior"], &price["product"]),
        (&json!(false), &json!(11_250), &json!("exclusive"), &json!(product))
    );
    assert_eq!((after.len(), &after[0]["metadata"]), (3, &json!({"list": list})));
    // It is of that line alone: nothing else can name it.
    let inline = price["id"].as_str().unwrap();
    let again = format!("line_items[0][id]={socks}&line_items[0][price]={inline}");
    assert_eq!(client.post(&path(&id), &again).await.error()["param"], "line_items[0][price]");

    let restored = format!(
        "line_items[0][id]={boots}&line_items[0][price]={list}&line_items[0][quantity]=2&line_items[0][metadata][list]=\
         &line_items[1][id]={socks}"
    );
    assert_eq!(client.post(&path(&id), &restored).await.ok()["amount_subtotal"], 26_000);
    assert_eq!(lines(&client, &id).await, before);
}

#[tokio::test]
async fn inline_prices_are_checked_like_others() {
    let (client, id, before) = general().await;
    let boots = before[0]["id"].as_str().unwrap();
    let data = |fields: &str| format!("line_items[0][id]={boots}&line_items[0][price_data][currency]=usd&{fields}");
    let (amount, product) = ("line_items[0][price_data][unit_amount]", "line_items[0][price_data][product]");
    let owned = before[0]["price"]["product"].as_str().unwrap();
    for (body, param) in [
        (data(&format!("{amount}=-1&{product}={owned}")), amount),
        (data(&format!("{amount}=1.5&{product}={owned}")), amount),
        (data(&format!("{amount}=1")), product),
        (data(&format!("{product}={owned}")), amount),
        (data(&format!("{amount}=1&{product}=prod_none")), product),
        (data(&format!("{amount}=1&{product}={owned}&line_items[0][price]=price_1")), "line_items[0]"),
    ] {
        assert_eq!(client.post(&path(&id), &body).await.error()["param"], param, "{body}");
    }
    assert_eq!(lines(&client, &id).await, before);
}

#[tokio::test]
async fn carts_of_hosted_and_embedded_pages_do_not_change() {
    let (client, _, _) = general().await;
    let price = client.running.add_price("usd", 1_000);
    for (ui_mode, url) in [("hosted", "success_url"), ("embedded", "return_url")] {
        let params = [
            ("mode", "payment"),
            ("ui_mode", ui_mode),
            (url, "https://example.com"),
            ("line_items[0][price]", price.as_str()),
            ("line_items[0][quantity]", "1"),
        ];
        let id = client.running.create_session(&params).unwrap()["id"].as_str().unwrap().to_owned();
        let body = format!("line_items[0][price]={price}&line_items[0][quantity]=2");
        assert_eq!(client.post(&path(&id), &body).await.error()["param"], "line_items", "{ui_mode}");
        client.post(&path(&id), "metadata[a]=b").await.ok();
    }
}
