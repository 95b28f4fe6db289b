//! Customers, products, prices and coupons over HTTP.

use serde_json::json;

use crate::client::client;

#[tokio::test]
async fn customers_are_made_read_and_changed() {
    let client = client().await;
    let made = client.post("/v1/customers", "email=a%40example.com&metadata[loyalty_tier]=gold").await.ok();
    let path = format!("/v1/customers/{}", made["id"].as_str().unwrap());
    assert_eq!(client.get(&path).await.ok(), made);
    let changed = client.post(&path, "metadata[orders]=3&metadata[loyalty_tier]=").await.ok();
    assert_eq!((&changed["metadata"], &changed["email"]), (&json!({"orders": "3"}), &json!("a@example.com")));
    assert!(client.running.patch_customer(made["id"].as_str().unwrap(), json!({"email": "b@example.com"})));
    assert_eq!(client.get(&path).await.ok()["email"], "b@example.com");
    let missing = client.get("/v1/customers/cus_none").await;
    assert_eq!((missing.status, &missing.error()["message"]), (404, &json!("No such customer: 'cus_none'")));
    assert_eq!(client.post("/v1/customers", "nonsense=1").await.error()["param"], "nonsense");
}

#[tokio::test]
async fn products_and_prices_are_made_and_read() {
    let client = client().await;
    let product = client.post("/v1/products", "name=Cup&metadata[tags]=tea").await.ok();
    let id = product["id"].as_str().unwrap();
    assert_eq!(client.get(&format!("/v1/products/{id}")).await.ok()["metadata"], json!({"tags": "tea"}));
    let price = client.post("/v1/prices", &format!("currency=usd&unit_amount=1250&product={id}")).await.ok();
    let path = format!("/v1/prices/{}?expand[]=product", price["id"].as_str().unwrap());
    assert_eq!(client.get(&path).await.ok()["product"], product);
    assert_eq!((&price["unit_amount"], &price["product"]), (&json!(1250), &json!(id)));
    assert_eq!(client.post("/v1/prices", "unit_amount=1").await.error()["param"], "currency");
    assert_eq!(client.post("/v1/products", "active=true").await.error()["param"], "name");
}

#[tokio::test]
async fn prices_are_listed_newest_first() {
    let client = client().await;
    let product = client.post("/v1/products", "name=Cup").await.ok()["id"].as_str().unwrap().to_owned();
    let mut prices = Vec::new();
    for (amount, currency) in [(100, "usd"), (200, "usd"), (300, "eur")] {
        let body = format!("currency={currency}&unit_amount={amount}&product={product}");
        prices.push(client.post("/v1/prices", &body).await.ok()["id"].as_str().unwrap().to_owned());
    }
    let other = client.running.add_price("usd", 400);
    client.post(&format!("/v1/prices/{}", prices[0]), "active=false").await.ok();
    let list = async |query: &str| {
        let page = client.get(&format!("/v1/prices?{query}")).await.ok();
        let ids = page["data"].as_array().unwrap().iter().map(|price| price["id"].as_str().unwrap().to_owned());
        (ids.collect::<Vec<_>>(), page["has_more"] == true)
    };
    let [first, second, third] = [0, 1, 2].map(|at| prices[at].clone());
    assert_eq!(list("").await, (vec![other.clone(), third.clone(), second.clone(), first.clone()], false));
    assert_eq!(list(&format!("product={product}&active=true")).await, (vec![third.clone(), second.clone()], false));
    assert_eq!(list("currency=eur").await, (vec![third.clone()], false));
    assert_eq!(list("active=false").await.0, [first]);
    assert_eq!(list("limit=1").await, (vec![other], true));
    assert_eq!(list(&format!("limit=1&starting_after={third}")).await, (vec![second], true));
    let page = client.get(&format!("/v1/prices?product={product}&expand[]=data.product")).await.ok();
    assert_eq!((&page["data"][0]["product"]["name"], &page["url"]), (&json!("Cup"), &json!("/v1/prices")));
    assert_eq!(client.get("/v1/prices?limit=101").await.error()["param"], "limit");
    assert_eq!(client.get("/v1/prices?expand[]=product").await.status, 400);
    assert_eq!(client.get("/v1/prices?created[gt]=9999999999").await.ok()["data"], json!([]));
}

#[tokio::test]
async fn further_currencies_of_a_price_are_shown_when_asked_for() {
    let client = client().await;
    let body = "currency=usd&unit_amount=1000&product_data[name]=Cup&currency_options[eur][unit_amount]=900\
                &currency_options[JPY][unit_amount]=1500";
    let price = client.post("/v1/prices", body).await.ok();
    assert!(price.get("currency_options").is_none());
    let path = format!("/v1/prices/{}?expand[]=currency_options", price["id"].as_str().unwrap());
    let options = client.get(&path).await.ok()["currency_options"].clone();
    let amounts = ["usd", "eur", "jpy"].map(|currency| options[currency]["unit_amount"].clone());
    assert_eq!(amounts, [json!(1000), json!(900), json!(1500)]);
    let page = client.get("/v1/prices?expand[]=data.currency_options").await.ok();
    assert_eq!(page["data"][0]["currency_options"], options);
    for (wrong, param) in [
        ("currency_options[zzz][unit_amount]=1", "currency_options"),
        ("currency_options[eur][unit_amount]=-1", "currency_options[eur][unit_amount]"),
        ("currency_options[eur][tax_behavior]=inclusive", "currency_options[eur][unit_amount]"),
    ] {
        let body = format!("currency=usd&unit_amount=1000&product_data[name]=Cup&{wrong}");
        assert_eq!(client.post("/v1/prices", &body).await.error()["param"], param, "{wrong}");
    }
}

#[tokio::test]
async fn coupons_are_made_once_per_id() {
    let client = client().await;
    let coupon = client.post("/v1/coupons", "id=SPRING&amount_off=500&currency=usd").await.ok();
    assert_eq!(client.get("/v1/coupons/SPRING").await.ok(), coupon);
    assert_eq!(client.post("/v1/coupons", "id=SPRING&percent_off=5").await.error()["code"], "resource_already_exists");
    assert_eq!(client.get("/v1/coupons/NONE").await.status, 404);
    assert_eq!(client.running.coupons(), 1);
}

#[tokio::test]
async fn name_and_metadata_of_a_coupon_can_be_changed() {
    let client = client().await;
    client.post("/v1/coupons", "id=SPRING&amount_off=500&currency=usd&name=Spring&metadata[a]=1").await.ok();
    let changed = client.post("/v1/coupons/SPRING", "name=Summer&metadata[b]=2").await.ok();
    assert_eq!((&changed["name"], &changed["metadata"]), (&json!("Summer"), &json!({"a": "1", "b": "2"})));
    assert_eq!(client.post("/v1/coupons/SPRING", "amount_off=900").await.error()["param"], "amount_off");
    assert_eq!(client.post("/v1/coupons/NONE", "name=x").await.status, 404);
}
