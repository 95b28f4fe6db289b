//! What a restricted key must be allowed for each function, and no more; and how often a session may guess.

use end_to_end::{Event, Shop};
use sandbox::{Access, Config, Key, Resource};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::core::Interaction;

use Access::{Read, Write};
use Resource::{Charge, CheckoutSession, Coupon, Customer, PaymentIntent, Price};

type Scope = (Resource, Access);

/// Nothing of it asks about the customer.
const OF_THE_CART: &str = r#"
    [limits]
    codes_per_session = 3

    [checkout]
    return_url = "https://shop.example.com/return"
    products = ["prod_cup"]
    server_only = ["line_items", "shipping_details"]

    [[offer]]
    id = "large"
    interaction = "cart-threshold"
    name = "Large"
    when.subtotal_at_least = { usd = "40.00" }
    give.amount_off = { usd = "5.00" }

    [[offer]]
    id = "spring"
    interaction = "code"
    name = "Spring"
    when.code = ["SPRING"]
    give.amount_off = { usd = "40.00" }
"#;

/// The same, and an offer that does.
fn of_the_customer() -> String {
    let offer = "[[offer]]\nid = \"gold\"\ninteraction = \"loyalty\"\nname = \"Gold\"\nwhen.tier = [\"gold\"]\n\
                 give.amount_off = { usd = \"9.00\" }\n";
    format!("{OF_THE_CART}\n{offer}")
}

/// What a function answers with a key of these scopes: status and code.
async fn answer(endpoint: Endpoint, policy: &str, scopes: &[Scope], free: bool) -> (u16, String) {
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
        let interaction = if free { Interaction::Code } else { Interaction::CartThreshold };
        let add = Endpoint::Add(interaction);
        let body = json!({ "checkout_session_id": session, "code": Shop::CODE });
        assert_eq!(app.handle(add, Event::post(add, &body).into_request()).await.status(), 200);
        shop.stripe().complete(&session);
        let delivery =
            shop.stripe().deliveries().into_iter().find(|delivery| delivery.kind.ends_with("session.completed"));
        let delivery = delivery.expect("it was paid");
        event = Event::delivery(&delivery.signature, &delivery.body);
    }
    let answer = shop.send(endpoint, event).await;
    (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn each_function_needs_these_permissions_and_no_others() {
    let policy = of_the_customer();
    let session = (CheckoutSession, Write);
    // A price is read with its product. The sandbox asks no permission for that; Stripe may ask for Products: read.
    let cart = [session, (Price, Read)];
    let webhook = [session, (Customer, Write), (PaymentIntent, Write), (Charge, Read)];
    let free = [session, (Customer, Write), (PaymentIntent, Read), (Charge, Read), (Coupon, Write)];
    let with_customer = [session, (Customer, Read)];
    let mut cases: Vec<(Endpoint, &str, &[Scope], bool)> = vec![
        (Endpoint::Cart, OF_THE_CART, &cart, false),
        (Endpoint::CheckoutSession, OF_THE_CART, &cart, false),
        (Endpoint::ShippingAddress, OF_THE_CART, &cart[..1], false),
        (Endpoint::Webhook, OF_THE_CART, &webhook, false),
        (Endpoint::Webhook, OF_THE_CART, &free, true),
    ];
    let others = [Endpoint::Add(Interaction::CartThreshold), Endpoint::Remove, Endpoint::Refresh, Endpoint::Quote];
    for endpoint in others {
        cases.push((endpoint, OF_THE_CART, &cart[..1], false));
        cases.push((endpoint, &policy, &with_customer, false));
    }
    for (endpoint, policy, scopes, free) in cases {
        let all = answer(endpoint, policy, scopes, free).await;
        assert_eq!(all.0, 200, "{endpoint:?} with {scopes:?}: {}", all.1);
        for lacking in 0..scopes.len() {
            let mut fewer = scopes.to_vec();
            fewer.remove(lacking);
            let refused = answer(endpoint, policy, &fewer, free).await;
            assert_eq!(refused, (500, "misconfigured".to_owned()), "{endpoint:?} without {:?}", scopes[lacking]);
        }
    }
}

#[tokio::test]
async fn a_session_guesses_so_many_codes_and_then_not_even_the_right_one_counts() {
    let shop = Shop::open(OF_THE_CART).await;
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
