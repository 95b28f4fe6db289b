//! The permissions that a restricted key needs for each function, and the limit on guessed codes.

use std::time::Duration;

use end_to_end::shop::writes_coupons;
use end_to_end::{Event, Shop};
use sandbox::{Access, Config, Key, Resource};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::core::Interaction;

use crate::policies::{MOST_CODES, OF_THE_CART, OF_THE_CUSTOMER, OF_THE_HISTORY};

use Access::{Read, Write};
use Resource::{Charge, CheckoutSession, Coupon, Customer, Event as Events, PaymentIntent, Price};

type Scope = (Resource, Access);

/// The event that the webhook receives.
#[derive(Clone, Copy)]
enum Order {
    Paid,
    Free,
    /// A first order, with one that cost nothing open at the same time.
    BesideFree,
}

/// The answer of a function with a key of these scopes: status and code.
async fn answer(endpoint: Endpoint, policy: &str, scopes: &[Scope], order: Order) -> (u16, String) {
    const KEY: &str = "rk_test_some";
    let config = Config { keys: vec![Key::new(Config::TEST_KEY), Key::restricted(KEY, scopes)], ..Config::default() };
    let variables = [("STRIPE_SECRET_KEY", KEY), ("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET)];
    let shop = Shop::on(config, &variables, policy).await;
    let cup = shop.stripe().add_price_of("usd", 4_000, json!({ "id": "prod_cup" }));
    let member = shop.customer(&json!({ "loyalty_tier": "gold" }));
    let only = "server_only";
    let further = [
        ("customer", member.as_str()),
        ("permissions[update_line_items]", only),
        ("permissions[update_shipping_details]", only),
    ];
    let session = shop.session_in("usd", 4_000, &further);
    let lines = json!([{ "price": cup, "quantity": 2 }]);
    let address = json!({ "line1": "7 Nightingale Road", "country": "US" });
    let mut event = Event::post(
        endpoint,
        &json!({
            "checkout_session_id": session, "interaction": "all", "line_items": lines, "name": "Canaria Serinus",
            "address": address, "code": Shop::CODE,
        }),
    );
    if endpoint == Endpoint::CheckoutSession {
        event = Event::post(endpoint, &json!({ "line_items": lines }));
    }
    if endpoint == Endpoint::Webhook {
        // Given by a function with another key: it has something to judge.
        let app = Shop::app(&shop.url(), &[], policy).await;
        let give = async |session: &str, interaction| {
            let add = Endpoint::Add(interaction);
            let body = json!({ "checkout_session_id": session, "code": Shop::CODE });
            assert_eq!(Event::post(add, &body).send_to(&app, add).await.status(), 200);
        };
        match order {
            Order::Paid => give(&session, Interaction::CartThreshold).await,
            Order::Free => give(&session, Interaction::Code).await,
            Order::BesideFree => {
                let free = shop.session_of(&member, 4_000);
                give(&free, Interaction::Code).await;
                give(&session, Interaction::Loyalty).await;
                shop.stripe().advance_clock(Duration::from_secs(1));
                shop.stripe().complete(&free);
            }
        }
        shop.stripe().complete(&session);
        let mut deliveries = shop.stripe().deliveries().into_iter().rev();
        let delivery = deliveries.find(|delivery| delivery.kind.ends_with("session.completed")).expect("it was paid");
        event = Event::delivery(&delivery.signature, &delivery.body);
    }
    let answer = shop.send(endpoint, event).await;
    (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn each_function_needs_these_permissions_and_no_others() {
    let (policy, history) = (&*OF_THE_CUSTOMER, &*OF_THE_HISTORY);
    let session = (CheckoutSession, Write);
    // A price is read with its product. The sandbox asks no permission for that; Stripe may ask for Products: read.
    let cart = [session, (Price, Read)];
    let webhook = [session, (Customer, Write), (PaymentIntent, Write), (Charge, Read)];
    // Without a coupon, the verdict on a free order is kept with the session.
    let free = [session, (Customer, Write), (PaymentIntent, Read), (Charge, Read), (Coupon, Write)];
    let free = if writes_coupons() { &free[..] } else { &free[..4] };
    let beside = [session, (Customer, Write), (PaymentIntent, Write), (Charge, Read), (Events, Read)];
    let with_customer = [session, (Customer, Read)];
    let mut cases: Vec<(Endpoint, &str, &[Scope], Order)> = vec![
        (Endpoint::Cart, &OF_THE_CART, &cart, Order::Paid),
        (Endpoint::CheckoutSession, &OF_THE_CART, &cart, Order::Paid),
        (Endpoint::ShippingAddress, &OF_THE_CART, &cart[..1], Order::Paid),
        (Endpoint::Webhook, &OF_THE_CART, &webhook, Order::Paid),
        (Endpoint::Webhook, &OF_THE_CART, free, Order::Free),
        (Endpoint::Webhook, history, &beside, Order::BesideFree),
    ];
    let others = [Endpoint::Add(Interaction::CartThreshold), Endpoint::Remove, Endpoint::Refresh, Endpoint::Quote];
    for endpoint in others {
        cases.push((endpoint, &OF_THE_CART, &cart[..1], Order::Paid));
        cases.push((endpoint, policy, &with_customer, Order::Paid));
    }
    for (endpoint, policy, scopes, order) in cases {
        let all = answer(endpoint, policy, scopes, order).await;
        assert_eq!(all.0, 200, "{endpoint:?} with {scopes:?}: {}", all.1);
        for lacking in 0..scopes.len() {
            let mut fewer = scopes.to_vec();
            fewer.remove(lacking);
            let refused = answer(endpoint, policy, &fewer, order).await;
            assert_eq!(refused, (500, "misconfigured".to_owned()), "{endpoint:?} without {:?}", scopes[lacking]);
        }
    }
}

/// Adds every interaction, then types as many codes as are allowed, the right one last, and one more.
async fn try_all_codes(shop: &Shop, key: &str, id: &str) {
    for interaction in Interaction::ALL {
        let endpoint = Endpoint::Add(interaction);
        let body = json!({ key: id, "code": "guess 1" });
        assert_eq!(shop.send(endpoint, Event::post(endpoint, &body)).await.status, 200, "{interaction:?}");
    }
    let code = Endpoint::Add(Interaction::Code);
    let typed = |typed: String| shop.send(code, Event::post(code, &json!({ key: id, "code": typed })));
    for guess in 2..33 {
        assert_eq!(typed(format!("guess {guess}")).await.amount(), 600, "{guess}");
    }
    assert_eq!(typed("spring".to_owned()).await.amount(), 3_600);
    assert_eq!(typed("guess 34".to_owned()).await.refusal(), (429, "rate_limited"));
}

#[tokio::test]
async fn maximum_of_codes_fits_the_metadata() {
    let shop = Shop::open(&MOST_CODES).await;
    let member = shop.customer(&json!({ "loyalty_tier": "gold" }));
    let session = shop.session_of(&member, 20_000);
    try_all_codes(&shop, "checkout_session_id", &session).await;
    assert_eq!(
        (shop.discount(&session), shop.metadata(&session).as_object().unwrap().len()),
        (3_600, if writes_coupons() { 42 } else { 46 })
    );

    let cart = [("subtotal", "20000"), ("shipping", "0"), ("tax", "0"), ("quantity", "1")];
    let cart = cart.map(|(key, value)| (format!("metadata[discount_{key}]"), value));
    let mut params = vec![("currency", "usd"), ("amount", "20000"), ("customer", member.as_str())];
    params.extend(cart.iter().map(|(key, value)| (key.as_str(), *value)));
    let intent = shop.stripe().create_payment_intent(&params).unwrap()["id"].as_str().unwrap().to_owned();
    try_all_codes(&shop, "payment_intent_id", &intent).await;
    let shown = shop.stripe().objects("payment_intent").into_iter().find(|shown| shown["id"] == intent).unwrap();
    assert_eq!((&shown["amount"], shown["metadata"].as_object().unwrap().len()), (&json!(16_400), 50));
}

#[tokio::test]
async fn intent_with_full_metadata_is_rejected_unchanged() {
    let shop = Shop::open(&MOST_CODES).await;
    let theirs: Vec<String> = (0..44).map(|key| format!("metadata[theirs_{key}]")).collect();
    let mut params = vec![("currency", "usd"), ("amount", "20000"), ("metadata[discount_subtotal]", "20000")];
    params.extend(theirs.iter().map(|key| (key.as_str(), "x")));
    let intent = shop.stripe().create_payment_intent(&params).unwrap()["id"].as_str().unwrap().to_owned();
    shop.stripe().clear_requests();
    let add = Endpoint::Add(Interaction::CartThreshold);
    let answer = shop.send(add, Event::post(add, &json!({ "payment_intent_id": intent }))).await;
    assert_eq!(answer.refusal(), (409, "unsupported_session"));
    assert_eq!(shop.calls().1, 0, "nothing is written that Stripe would refuse");
}

#[tokio::test]
async fn right_code_is_rejected_after_too_many_guesses() {
    let shop = Shop::open(&OF_THE_CART).await;
    let session = shop.session(20_000);
    let code = Endpoint::Add(Interaction::Code);
    let guess = |code_typed: &str| {
        let body: Value = json!({ "checkout_session_id": session, "code": code_typed });
        shop.send(code, Event::post(code, &body))
    };
    for typed in ["one", "two", "three", "ONE", " t w o "] {
        assert_eq!(guess(typed).await.amount(), 0, "{typed}");
    }
    let marks =
        |metadata: &Value| metadata.as_object().unwrap().keys().filter(|key| key.starts_with("discount_try_")).count();
    assert_eq!(marks(&shop.metadata(&session)), 3);
    let refused = guess("spring").await;
    assert_eq!(refused.refusal(), (429, "rate_limited"));
    assert_eq!((shop.discount(&session), marks(&shop.metadata(&session))), (0, 3));
    // Taking the code out does not take the marks away.
    assert_eq!(shop.remove(&session, "all").await.status, 200);
    assert_eq!(guess("spring").await.refusal(), (429, "rate_limited"));
}
