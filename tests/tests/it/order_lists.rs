//! Purchase histories from lists that are large, or behind.

use end_to_end::Shop;
use sandbox::{Delivery, Recorded};
use serde_json::json;

use crate::history::{CODE, COUNTING, gives};
use crate::webhook::{LOYALTY, POLICY, customer, deliver, heard, open, send};

#[tokio::test]
async fn page_that_is_too_large_to_read_is_read_in_smaller_ones() {
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
    let deliveries = heard(&shop);
    send_until_in_time(&shop, deliveries.last().unwrap()).await;
    assert_eq!(customer(&shop, &member)["checkout_orders"], "101");
    let sizes = page_sizes(&shop);
    assert_eq!(sizes[..6], ["100", "25", "25", "25", "25", "25"], "{sizes:?}");
}

/// Sends a delivery until it is answered in time, as Stripe does: a long list takes a busy machine long to read. Of the requests,
/// those of the last attempt are kept.
async fn send_until_in_time(shop: &Shop, delivery: &Delivery) {
    for _ in 0..20 {
        shop.stripe().clear_requests();
        let answer = send(shop, delivery).await;
        if answer.status != 504 {
            assert_eq!(answer.status, 200, "{}", answer.body);
            return;
        }
    }
    panic!("twenty deliveries took longer than the function has");
}

/// The sizes of the pages of orders that were asked for.
fn page_sizes(shop: &Shop) -> Vec<String> {
    let lists = shop.stripe().requests().into_iter().filter(|request| request.path == "/v1/checkout/sessions");
    let size = |request: Recorded| request.query.into_iter().find(|(key, _)| key == "limit").unwrap().1;
    lists.map(size).collect()
}

#[tokio::test]
async fn orders_beyond_a_thousand_are_known_to_be_there() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    let first = shop.session_of(&member, 15_000);
    assert_eq!(shop.call(CODE, &first).await.amount(), 800);
    shop.stripe().complete(&first);
    deliver(&shop).await;
    for _ in 0..1_000 {
        shop.stripe().complete(&shop.session_of(&member, 100));
    }
    let deliveries = heard(&shop);
    send_until_in_time(&shop, deliveries.last().unwrap()).await;
    let facts = customer(&shop, &member);
    assert_eq!((&facts["checkout_orders"], &facts["checkout_uses"]), (&json!("1000+"), &json!("friends:1")));
    assert_eq!(page_sizes(&shop)[..10], ["100"; 10]);
    // It is not known which number the next order has.
    assert_eq!((gives(&shop, &member, CODE).await, gives(&shop, &member, LOYALTY).await), (0, 0));
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
