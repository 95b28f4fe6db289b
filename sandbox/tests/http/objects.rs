//! Customers, products, prices and coupons over HTTP.

use sandbox::Config;
use serde_json::json;

use crate::client::Client;

#[tokio::test]
async fn customers_are_made_read_and_changed() {
    let client = Client::new(Config::default()).await;
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
    let client = Client::new(Config::default()).await;
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
async fn coupons_are_made_once_per_id() {
    let client = Client::new(Config::default()).await;
    let coupon = client.post("/v1/coupons", "id=SPRING&amount_off=500&currency=usd").await.ok();
    assert_eq!(client.get("/v1/coupons/SPRING").await.ok(), coupon);
    assert_eq!(client.post("/v1/coupons", "id=SPRING&percent_off=5").await.error()["code"], "resource_already_exists");
    assert_eq!(client.get("/v1/coupons/NONE").await.status, 404);
    assert_eq!(client.running.coupons(), 1);
}
