//! The requests that Stripe receives: the lines with their shares, in one write.

use discounts_core::Policy;
use end_to_end::shop::GUIDE;
use sandbox::{Fault, On};
use serde_json::json;
use shared::Endpoint;

use super::{Store, TEN_OFF, THRESHOLD, form};

#[tokio::test]
async fn discount_is_one_read_and_one_write_of_lower_prices() {
    let store = Store::open(GUIDE).await;
    let session = store.session(1, 2);
    let answer = store.shop.call(THRESHOLD, &session).await;
    // 10 % of 144.98, shared by largest remainder.
    assert_eq!((answer.amount(), store.shop.discount(&session)), (1_449, 1_449));
    assert_eq!(answer.body["value"]["amount_subtotal"], 14_498);
    assert_eq!(answer.body["value"]["amount_total"], 13_049);
    let requests = store.shop.stripe().requests();
    let [read, write] = requests.as_slice() else { panic!("{requests:?}") };
    let paths: Vec<&str> = read.query.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(paths, ["discounts.coupon", "line_items"]);
    let hash = Policy::load("test.toml", GUIDE).unwrap().hash;
    let (ids, boots, socks) = (store.line_ids(&session), &store.boots, &store.socks);
    let expected = [
        format!("line_items[0][id]={}", ids[0]),
        "line_items[0][quantity]=1".to_owned(),
        "line_items[0][price_data][currency]=usd".to_owned(),
        "line_items[0][price_data][product]=prod_boots".to_owned(),
        "line_items[0][price_data][unit_amount]=11251".to_owned(),
        format!("line_items[0][metadata][discount_price]={boots}"),
        "line_items[0][metadata][discount_inline_price]=".to_owned(),
        "line_items[0][metadata][discount_list]=12500".to_owned(),
        "line_items[0][metadata][discount_off]=1249".to_owned(),
        "line_items[0][metadata][discount_part]=".to_owned(),
        format!("line_items[1][id]={}", ids[1]),
        "line_items[1][quantity]=2".to_owned(),
        "line_items[1][price_data][currency]=usd".to_owned(),
        "line_items[1][price_data][product]=prod_socks".to_owned(),
        "line_items[1][price_data][unit_amount]=899".to_owned(),
        format!("line_items[1][metadata][discount_price]={socks}"),
        "line_items[1][metadata][discount_inline_price]=".to_owned(),
        "line_items[1][metadata][discount_list]=999".to_owned(),
        "line_items[1][metadata][discount_off]=100".to_owned(),
        "line_items[1][metadata][discount_part]=".to_owned(),
        "metadata[discount_cart_threshold]=on".to_owned(),
        "metadata[discount_amount]=1449".to_owned(),
        "metadata[discount_name]=10% off carts over $100".to_owned(),
        "metadata[discount_customer]=".to_owned(),
        "metadata[discount_counted]=".to_owned(),
        "metadata[discount_offers]=guide".to_owned(),
        format!("metadata[discount_policy]={hash}"),
        "metadata[discount_writes]=1".to_owned(),
        "metadata[discount_version]=...".to_owned(),
        "expand[]=discounts.coupon".to_owned(),
        "expand[]=line_items".to_owned(),
    ];
    assert_eq!(form(write), expected);
    assert_eq!(write.header("idempotency-key"), Some(&*format!("checkout-discounts-{session}-version-")));
    assert_eq!(write.header("stripe-version"), Some("2026-10-28.endive"));

    // The same again changes nothing, and a quote shows it.
    assert!(!store.shop.call(THRESHOLD, &session).await.changed());
    let quote = store.shop.call(Endpoint::Quote, &session).await.body["value"].clone();
    assert_eq!(quote["current"]["amount_off"], 1_449);
    assert_eq!(
        (&quote["current"]["name"], &quote["amount_subtotal"]),
        (&json!("10% off carts over $100"), &json!(14_498))
    );
}

#[tokio::test]
async fn uneven_share_splits_its_line_and_clearing_merges_it() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(3, 0);
    let first = store.line_ids(&session)[0].clone();
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    assert_eq!(store.lines(&session), "1x12166 2x12167");
    assert!(!store.shop.call(Endpoint::Refresh, &session).await.changed());
    store.writes();

    assert_eq!(store.shop.remove(&session, "all").await.amount(), 0);
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("3x12500".to_owned(), 0));
    assert_eq!(store.line_ids(&session), std::slice::from_ref(&first));
    let writes = store.writes();
    let expected = [
        format!("line_items[0][id]={first}"),
        "line_items[0][quantity]=3".to_owned(),
        format!("line_items[0][price]={}", store.boots),
        "line_items[0][metadata][discount_price]=".to_owned(),
        "line_items[0][metadata][discount_inline_price]=".to_owned(),
        "line_items[0][metadata][discount_list]=".to_owned(),
        "line_items[0][metadata][discount_off]=".to_owned(),
        "line_items[0][metadata][discount_part]=".to_owned(),
        "metadata[discount_cart_threshold]=".to_owned(),
        "metadata[discount_amount]=".to_owned(),
        "metadata[discount_name]=".to_owned(),
        "metadata[discount_customer]=".to_owned(),
        "metadata[discount_offers]=".to_owned(),
        "metadata[discount_policy]=".to_owned(),
        "metadata[discount_writes]=2".to_owned(),
        "metadata[discount_version]=...".to_owned(),
        "expand[]=discounts.coupon".to_owned(),
        "expand[]=line_items".to_owned(),
    ];
    assert_eq!(writes.iter().map(form).collect::<Vec<_>>(), [expected]);
    let state = store.shop.stripe().session_state(&session).unwrap();
    assert_eq!((&state.lines[0].metadata, state.metadata.len()), (&json!({}), 2), "{:?}", state.metadata);
}

#[tokio::test]
async fn cart_and_its_prices_are_one_write() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(1, 0);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    store.writes();
    // More boots, and socks that are new to the cart; the same discount over other lines.
    let answer = store.cart(&session, &[(&store.boots, 2), (&store.socks, 1)]).await;
    assert_eq!((answer.amount(), answer.body["value"]["amount_subtotal"].clone()), (1_000, json!(25_999)));
    assert_eq!((store.shop.discount(&session), store.shop.list_subtotal(&session)), (1_000, 25_999));
    assert_eq!(store.writes().len(), 1);
    // A cart that earns nothing goes back to the list, in the same write.
    assert_eq!(store.cart(&session, &[(&store.socks, 4)]).await.amount(), 0);
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("4x999".to_owned(), 0));
    assert_eq!(store.writes().len(), 1);
    assert!(!store.cart(&session, &[(&store.socks, 4)]).await.changed());
}

#[tokio::test]
async fn cart_of_more_than_one_page_is_shared_whole() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(1, 0);
    let prices: Vec<(String, u64)> = (0..60).map(|at| (store.shop.stripe().add_price("usd", 301 + at), 1)).collect();
    assert!(store.shop.stripe().set_cart(&session, &prices));
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    assert_eq!(store.shop.discount(&session), 1_000);
    assert!(!store.shop.call(Endpoint::Refresh, &session).await.changed());
    assert_eq!(store.shop.remove(&session, "all").await.amount(), 0);
    assert_eq!(store.shop.discount(&session), 0);
}

#[tokio::test]
async fn rejected_cart_stays_and_its_discount_with_it() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(2, 0);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    store.writes();
    store.shop.stripe().fault(Fault::Rejected("price_inactive"), On::write());
    assert_eq!(store.cart(&session, &[(&store.boots, 5)]).await.status, 502);
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("2x12000".to_owned(), 1_000));
    assert_eq!(store.writes().len(), 1, "cart and prices are one parameter");
}

#[tokio::test]
async fn whatever_stripe_does_to_the_write_the_prices_fit_the_cart() {
    for fault in [Fault::Status(500), Fault::ExecuteThen500, Fault::FailStored500, Fault::AnswerLost, Fault::ResetAfter]
    {
        let store = Store::open(TEN_OFF).await;
        let session = store.session(3, 0);
        store.shop.call(THRESHOLD, &session).await;
        store.shop.stripe().fault(fault.clone(), On::write().times(1));
        let answer = store.cart(&session, &[(&store.socks, 7)]).await;
        assert_eq!(answer.amount(), 0, "{fault:?}: {}", answer.body);
        assert_eq!((store.lines(&session), store.shop.discount(&session)), ("7x999".to_owned(), 0), "{fault:?}");
    }
}
