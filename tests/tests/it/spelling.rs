//! One meaning in any spelling: what shoppers type, what wallets write, and what a policy holds.

use end_to_end::{Answer, Event, Shop};
use sandbox::Config;
use serde_json::json;
use shared::Endpoint;
use shared::core::Interaction;

use crate::cart::{POLICY, Store};

const CODE: Endpoint = Endpoint::Add(Interaction::Code);
const LOCATION: Endpoint = Endpoint::Add(Interaction::Location);
const LOYALTY: Endpoint = Endpoint::Add(Interaction::Loyalty);

async fn types(shop: &Shop, session: &str, code: &str) -> Answer {
    shop.send(CODE, Event::post(CODE, &json!({ "checkout_session_id": session, "code": code }))).await
}

#[tokio::test]
async fn code_in_any_spelling_is_one_of_the_codes_tried() {
    // The policy's own code holds a zero-width space, as text pasted from a web page does.
    let shop = Shop::open(
        "limits.codes_per_session = 1\n[[offer]]\nid = \"letter\"\ninteraction = \"code\"\nname = \"For our readers\"\n\
         when.code = [\"INDIRIM10\u{200b}\"]\ngive.amount_off = { usd = \"5.00\" }",
    )
    .await;
    let session = shop.session(15_000);
    let spellings = [
        "INDIRIM10",
        "indirim 10",
        "INDIRIM10\u{200b}",
        "\u{feff}INDIRIM10",
        "INDI\u{ad}RIM10",
        "ＩＮＤＩＲＩＭ１０",
        "İndirim10",
        "ındırım10",
    ];
    for spelling in spellings {
        assert_eq!(types(&shop, &session, spelling).await.amount(), 500, "{spelling:?}");
    }
    assert_eq!(shop.metadata(&session)["discount_code"], "INDIRIM10");
    assert_eq!(types(&shop, &session, "\u{200b} \u{feff}").await.refusal(), (400, "invalid_request"));
    assert_eq!(types(&shop, &session, "INDIRIM1O").await.refusal(), (429, "rate_limited"), "another code");
}

#[tokio::test]
async fn address_in_any_spelling_is_one_place() {
    let shop = Shop::open(
        r#"
        [[offer]]
        id = "place"
        interaction = "location"
        name = "Hello"
        when.region = ["US-CA", "IE-KE", "US-PR"]
        give.amount_off = { usd = "5.00" }

        [[offer]]
        id = "district"
        interaction = "location"
        name = "Neighbors"
        when.country = ["GB"]
        when.postal_prefix = ["N1"]
        give.amount_off = { usd = "3.00" }
        "#,
    )
    .await;
    let session = shop.session(15_000);
    for (country, state, postal_code, amount) in [
        ("US", "CA", "94105", 500),
        ("US", "California", "94105", 500),
        ("US", "Kalifornien", "94105", 0),
        ("IE", "Co. Kildare", "R51 A2B3", 500),
        ("US", "PR", "00901", 500),
        ("PR", "", "00901", 500),
        ("GB", "", "N1 1AA", 300),
        ("GB", "", "n1c4ag", 300),
        ("GB", "", "N19 4AB", 0),
    ] {
        shop.set_address(&session, country, state, postal_code);
        assert_eq!(shop.call(LOCATION, &session).await.amount(), amount, "{country} {state} {postal_code}");
    }
}

#[tokio::test]
async fn facts_of_a_customer_and_tags_are_compared_without_case() {
    let shop = Shop::open(
        r#"
        [[offer]]
        id = "gold"
        interaction = "loyalty"
        name = "Gold"
        when.tier = ["Gold"]
        when.segment = ["VIP"]
        when.email_domain = ["Example.EDU"]
        when.metadata = { channel = ["App"] }
        when.contains = { tags = ["Shoes"] }
        give.amount_off = { usd = "5.00" }
        "#,
    )
    .await;
    let facts = json!({ "loyalty_tier": "gold\u{200b}", "segments": "new,ＶＩＰ", "verified_email": "jo@EXAMPLE.edu" });
    let customer = shop.customer(&facts);
    let tags = json!({ "metadata": { "tags": "sale, SHOES" } });
    let price = shop.stripe().add_price_of("usd", 4_000, tags);
    let session = shop.session_in("usd", 1_000, &[("customer", customer.as_str()), ("metadata[channel]", "APP")]);
    assert!(shop.stripe().set_cart(&session, &[(price, 1)]));
    assert_eq!(shop.call(LOYALTY, &session).await.amount(), 500);
}

#[tokio::test]
async fn shipping_address_is_refused_if_its_region_is_unclear() {
    let store = Store::on(Config::default(), POLICY).await;
    let session = store.session(1);
    store.shop.call(LOCATION, &session).await;
    assert_eq!(store.address(&session, "california").await.amount(), 800);
    store.shop.stripe().clear_requests();

    let refused = store.address(&session, "Kalifornien").await;
    assert_eq!(refused.refusal(), (400, "invalid_request"));
    let message = refused.body["message"].as_str().unwrap();
    assert!(message.contains("state") && message.contains("US has AA, AE, AK,"), "{message}");
    assert_eq!(store.shop.calls(), (0, 0), "Stripe is not asked");
}
