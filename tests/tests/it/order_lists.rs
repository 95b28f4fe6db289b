//! Purchase histories from lists that are large, or behind.

use serde_json::json;

use crate::webhook::{POLICY, customer, deliver, heard, open, send};

#[tokio::test]
async fn history_is_counted_from_pages_of_the_largest_size() {
    let shop = open(POLICY).await;
    let member = shop.customer(&json!({}));
    for _ in 0..101 {
        let session = shop.session_of(&member, 1_000);
        shop.stripe().complete(&session);
        let charge = shop.stripe().charge_of(&session).unwrap();
        let intent = shop.stripe().session(&session).unwrap()["payment_intent"].as_str().unwrap().to_owned();
        for id in [session, charge, intent] {
            assert!(shop.stripe().fill_metadata(&id));
        }
    }
    let last = send(&shop, heard(&shop).last().unwrap()).await;
    assert_eq!(last.status, 200, "{}", last.body);
    assert_eq!(customer(&shop, &member)["checkout_orders"], "101");
}

#[tokio::test]
async fn order_that_the_list_does_not_show_yet_is_counted() {
    let shop = open(POLICY).await;
    let member = shop.customer(&json!({}));
    let session = shop.session_of(&member, 15_000);
    shop.stripe().set_list_lag(20);
    shop.stripe().complete(&session);
    assert_eq!(deliver(&shop).await[0].status, 200);
    assert_eq!(customer(&shop, &member)["checkout_orders"], "1");
}
