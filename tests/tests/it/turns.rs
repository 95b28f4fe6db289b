//! Optimistic locking of sessions whose cart or address only the server changes: no failure blocks the other callers.

use end_to_end::shop::GUIDE;
use end_to_end::{Event, Shop};
use sandbox::{Config, Fault, Hold, On, Recorded};
use serde_json::json;
use shared::Endpoint;
use shared::core::Interaction;

use crate::cart::{POLICY, Store};

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);

/// The writes since the last look: under which key, and with which parameters but those that ask for the answer's form.
fn writes(shop: &Shop) -> Vec<(String, Vec<String>)> {
    let told = |request: &Recorded| {
        let pairs = request.form.iter().filter(|(key, _)| !key.starts_with("expand"));
        let key = request.header("idempotency-key").unwrap_or_default().to_owned();
        (key, pairs.map(|(key, value)| format!("{key}={value}")).collect())
    };
    let told = shop.stripe().requests().iter().filter(|request| request.method == "POST").map(told).collect();
    shop.stripe().clear_requests();
    told
}

/// A write that is executed once its caller has given up.
async fn a_discount_arrives_after_its_caller_has_left(other_parameters_first: bool) {
    let config = Config { other_parameters_first, ..Config::default() };
    let store = Store::on(config, POLICY).await;
    let session = store.session(3);
    let write = Hold::new();
    store.shop.stripe().fault(Fault::Hold(write.clone()), On::write());
    let add = async {
        let status = store.shop.call(CART, &session).await.status;
        write.release();
        status
    };
    let shrink = async {
        write.reached().await;
        store.cart(&session, &[(&store.cup, 1)]).await.status
    };
    let answered = |requests: &[Recorded]| requests.iter().filter(|request| request.status.is_some()).count();
    let watch = async {
        // Three cups earn 12.00, one of them nothing.
        loop {
            let held = store.holds(&session);
            assert!([(12_000, 0), (12_000, 1_200), (4_000, 0)].contains(&held), "{held:?}");
            let seen = answered(&store.shop.stripe().requests());
            store.shop.stripe().requests_are(|requests| answered(requests) > seen).await;
        }
    };
    let both = async { tokio::join!(add, shrink) };
    let (add, shrink) = tokio::select! {
        statuses = both => statuses,
        () = watch => unreachable!("it never ends"),
    };
    store.shop.sees("every answer", |requests| answered(requests) == requests.len()).await;
    assert!([200, 409].contains(&add), "{add}");
    // Where Stripe tells that a key is in use, the call does not wait that long.
    let (status, held) = if other_parameters_first { (200, (4_000, 0)) } else { (409, (12_000, 1_200)) };
    assert_eq!((shrink, store.holds(&session)), (status, held));
}

#[tokio::test]
async fn write_outliving_its_caller_meets_no_smaller_cart() {
    tokio::join!(
        a_discount_arrives_after_its_caller_has_left(true),
        a_discount_arrives_after_its_caller_has_left(false)
    );
}

#[tokio::test]
async fn lost_key_gets_one_version_bump() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session_in("usd", 15_000, &[("permissions[update_line_items]", "server_only")]);
    // A function that is ended in the middle of its write, and Stripe remembers a failure.
    shop.stripe().clear_requests();
    shop.stripe().fault(Fault::FailStored500, On::write().times(1));
    let (function, event) = (shop.function(), Event::post(CART, &json!({ "checkout_session_id": session })));
    let ended = tokio::spawn(async move { event.send_to(&function, CART).await });
    shop.write_is_sent().await;
    ended.abort();
    drop(ended.await);
    writes(&shop);

    // Two calls find the key taken, wait for it, and go on under the same further mark.
    let (one, other) = tokio::join!(shop.call(CART, &session), shop.call(CART, &session));
    assert_eq!((one.amount(), other.amount()), (1_500, 1_500));
    let further = format!("checkout-discounts-{session}-bump--0");
    let written = writes(&shop);
    let moved: Vec<_> = written.iter().filter(|(key, _)| *key == further).collect();
    assert!(
        !moved.is_empty() && moved.iter().all(|(_, pairs)| *pairs == ["metadata[discount_version]=1"]),
        "{moved:?}"
    );
    assert!(written.iter().any(|(key, _)| *key == format!("checkout-discounts-{session}-version-1")));
    assert_eq!(shop.metadata(&session)["discount_writes"], "1");

    assert_eq!(shop.remove(&session, "all").await.amount(), 0);
    assert_eq!(writes(&shop).len(), 1, "nobody waits for it any more");
}

#[tokio::test]
async fn replayed_rejection_is_not_taken_for_a_conflict() {
    of_coupons!("a cart and its line prices are one parameter, which is not split");
    let store = Store::on(Config { discounts_with_other_updates: false, ..Config::default() }, POLICY).await;
    let session = store.session(3);
    assert_eq!(store.shop.call(CART, &session).await.amount(), 1_200);
    let mark = store.shop.metadata(&session)["discount_version"].as_str().unwrap().to_owned();
    writes(&store.shop);

    assert_eq!(store.cart(&session, &[(&store.cup, 1)]).await.amount(), 0);
    let keys: Vec<String> = writes(&store.shop).into_iter().map(|(key, _)| key).collect();
    let turn = |mark: &str| format!("checkout-discounts-{session}-version-{mark}");
    let (first, next) = (turn(&mark), turn(&format!("{mark}1")));
    let further = format!("checkout-discounts-{session}-bump-{mark}-0");
    // Both in one update; the discount alone; once more to know whose the key is; a mark of its own; the discount.
    assert_eq!(keys[..5], [first.clone(), first.clone(), first, further, next]);
}
