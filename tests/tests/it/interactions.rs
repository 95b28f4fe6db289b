//! Each of the five interactions, from a real event to what the session then holds: eligible, not eligible with its
//! reason, guest, missing address, unknown facts, before and after the window, another currency.

mod code;
mod limited_time;

use discounts_core::Interaction;
use end_to_end::shop::SAMPLE;
use end_to_end::{Event, Shop};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use shared::Endpoint;

const LOYALTY: Endpoint = Endpoint::Add(Interaction::Loyalty);
const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);
const LOCATION: Endpoint = Endpoint::Add(Interaction::Location);
const TIME: Endpoint = Endpoint::Add(Interaction::LimitedTime);
const PERSONAL: Endpoint = Endpoint::Add(Interaction::CustomerOffer);
const CODE: Endpoint = Endpoint::Add(Interaction::Code);

#[tokio::test]
async fn loyalty_gives_a_member_the_tiers_offer_and_others_the_reason() {
    let shop = Shop::open(SAMPLE).await;
    for (metadata, amount, against_gold) in [
        (json!({ "loyalty_tier": "gold" }), 2_500, vec![]),
        (json!({ "loyalty_tier": "silver" }), 1_000, vec!["tier_not_eligible"]),
        (json!({ "loyalty_tier": "gold", "orders": "9" }), 2_500, vec![]),
        (json!({ "loyalty_tier": "bronze", "orders": "9" }), 1_500, vec!["tier_not_eligible"]),
        (json!({ "loyalty_tier": "bronze" }), 0, vec!["tier_not_eligible"]),
        (json!({}), 0, vec!["customer_facts_missing"]),
    ] {
        let session = shop.session_of(&shop.customer(&metadata), 20_000);
        let answer = shop.call(LOYALTY, &session).await;
        assert_eq!(answer.amount(), amount, "{metadata}");
        assert_eq!(shop.discount(&session), amount, "{metadata}");
        assert_eq!(answer.reasons("gold"), against_gold, "{metadata}");
        assert_eq!(answer.body["value"]["amount_total"], 20_000 - amount);
        assert_eq!(answer.body["value"]["interactions"], json!(["loyalty"]));
    }
    let guest = shop.call(LOYALTY, &shop.session(20_000)).await;
    assert_eq!((guest.amount(), guest.reasons("gold")), (0, vec!["customer_unknown".to_owned()]));
}

#[tokio::test]
async fn customer_reference_is_read_and_unknown_ones_are_guests() {
    let shop = Shop::open(SAMPLE).await;
    let gold = shop.customer(&json!({ "loyalty_tier": "gold" }));
    let referring = |reference: &str| shop.session_in("usd", 20_000, &[("client_reference_id", reference)]);
    let session = referring(&gold);
    shop.stripe().clear_requests();
    assert_eq!(shop.call(LOYALTY, &session).await.amount(), 2_500);
    assert_eq!(shop.calls(), (2, 1), "one more read, for the customer");
    for reference in ["cus_nobody", "order-4711"] {
        let answer = shop.call(LOYALTY, &referring(reference)).await;
        assert_eq!(answer.reasons("gold"), ["customer_unknown"], "{reference}");
    }
}

#[tokio::test]
async fn a_deleted_customer_earns_nothing() {
    let shop = Shop::open(SAMPLE).await;
    let customer = shop.customer(&json!({ "loyalty_tier": "gold" }));
    let session = shop.session_of(&customer, 20_000);
    assert!(shop.stripe().delete_customer(&customer));
    assert_eq!(shop.call(LOYALTY, &session).await.reasons("gold"), ["customer_facts_missing"]);
}

#[tokio::test]
async fn what_the_shopper_types_is_never_a_fact() {
    let shop = Shop::open(
        r#"
        [[offer]]
        id = "students"
        interaction = "loyalty"
        name = "Students"
        when.email_domain = ["example.edu"]
        give.percent = "10"
    "#,
    )
    .await;
    let guest = shop.session_in("usd", 20_000, &[("customer_email", "canary.inbox@example.edu")]);
    assert_eq!(shop.call(LOYALTY, &guest).await.reasons("students"), ["customer_unknown"]);
    // Checkout sets a typed address on a customer who has none, so the one on file may be that.
    let typed = shop.session_of(&shop.customer(&json!({})), 20_000);
    assert_eq!(shop.call(LOYALTY, &typed).await.reasons("students"), ["customer_facts_missing"]);
    let verified = json!({ "verified_email": "canary.inbox@example.edu" });
    let student = shop.session_of(&shop.customer(&verified), 20_000);
    assert_eq!(shop.call(LOYALTY, &student).await.amount(), 2_000);
}

#[tokio::test]
async fn cart_over_threshold_earns_and_below_gets_a_hint() {
    let shop = Shop::open(SAMPLE).await;
    for (cents, amount) in [(10_000, 0), (10_001, 1_000), (25_000, 2_000), (30_001, 3_000), (50_001, 6_000)] {
        let answer = shop.call(CART, &shop.session(cents)).await;
        assert_eq!(answer.amount(), amount, "{cents}");
    }
    let near = shop.call(CART, &shop.session(9_000)).await;
    assert_eq!(near.reasons("cart-over-100"), ["subtotal_too_low"]);
    assert_eq!(
        near.body["value"]["hints"][0],
        json!({
            "offer": "cart-over-100", "name": "10% off orders over $100",
            "code": "spend_more", "amount": 1_001, "currency": "usd", "gain": 1_000,
        })
    );
    let yen = shop.call(CART, &shop.session_in("jpy", 20_000, &[])).await;
    assert_eq!((yen.amount(), yen.reasons("cart-over-100")), (0, vec!["currency_not_offered".to_owned()]));
    let euro = shop.call(CART, &shop.session_in("eur", 30_001, &[])).await;
    assert_eq!((euro.amount(), euro.reasons("cart-over-100")), (3_000, vec!["currency_not_offered".to_owned()]));
}

#[tokio::test]
async fn units_are_counted_over_the_whole_cart_also_over_many_pages() {
    let shop = Shop::open(
        r#"
        [[offer]]
        id = "dozen"
        interaction = "cart-threshold"
        name = "From a dozen"
        when.quantity_at_least = 12
        give.amount_off = { usd = "3.00" }
    "#,
    )
    .await;
    let session = shop.session(1_000);
    let short = shop.call(CART, &session).await;
    assert_eq!(short.reasons("dozen"), ["quantity_too_low"]);
    assert_eq!(short.body["value"]["hints"][0]["quantity"], 11);

    let lines: Vec<_> = (0..12).map(|_| (shop.stripe().add_price("usd", 500), 1)).collect();
    assert!(shop.stripe().set_cart(&session, &lines));
    shop.stripe().clear_requests();
    assert_eq!(shop.call(Endpoint::Refresh, &session).await.amount(), 300);
    assert_eq!(shop.calls(), (3, 1), "twelve lines are more than a page of ten: each answer's lines are read whole");
}

#[tokio::test]
async fn a_place_earns_its_offer_once_the_address_is_known() {
    let shop = Shop::open(SAMPLE).await;
    let session = shop.session(20_000);
    let missing = shop.call(LOCATION, &session).await;
    assert_eq!((missing.amount(), missing.reasons("california-launch")), (0, vec!["address_missing".to_owned()]));
    assert_eq!(missing.body["value"]["hints"][0]["code"], "enter_address");

    for (country, state, postal_code, amount) in
        [("US", "CA", "94103", 1_600), ("US", "NY", "10001", 500), ("US", "NY", "14201", 0), ("DE", "", "10115", 0)]
    {
        shop.set_address(&session, country, state, postal_code);
        let answer = shop.call(Endpoint::Refresh, &session).await;
        assert_eq!(answer.amount(), amount, "{country} {state} {postal_code}");
        assert_eq!(shop.discount(&session), amount);
    }
    let elsewhere = shop.call(Endpoint::Refresh, &session).await;
    assert_eq!(elsewhere.reasons("california-launch"), ["place_not_eligible"]);
}

#[tokio::test]
async fn personal_offer_is_hidden_from_other_customers() {
    let shop = Shop::open(SAMPLE).await;
    let session_of = |segments: &str| shop.session_of(&shop.customer(&json!({ "segments": segments })), 20_000);
    for (segments, amount) in [("vip", 3_000), ("news, win-back", 1_000), ("win-back,vip", 3_000), ("news", 0)] {
        let answer = shop.call(PERSONAL, &session_of(segments)).await;
        assert_eq!(answer.amount(), amount, "{segments}");
        assert_eq!(answer.body["value"]["reasons"], json!([]), "they are not public");
        assert_eq!(answer.body["value"]["hints"], json!([]));
    }
    let guest = shop.call(PERSONAL, &shop.session(20_000)).await;
    assert_eq!((guest.amount(), guest.body["value"]["reasons"].clone()), (0, json!([])));
}

#[tokio::test]
async fn offer_without_the_currency_is_not_offered() {
    let policy = r#"
        [[offer]]
        id = "member"
        interaction = "loyalty"
        name = "Member"
        when.tier = ["gold"]
        give.amount_off = { usd = "5.00" }

        [[offer]]
        id = "place"
        interaction = "location"
        name = "Place"
        when.country = ["JP"]
        give.percent = "10"
        give.cap = { usd = "5.00" }

        [[offer]]
        id = "time"
        interaction = "limited-time"
        name = "Time"
        when.starts = 2020-01-01
        when.currency = ["usd", "eur"]
        give.percent = "10"

        [[offer]]
        id = "personal"
        interaction = "customer-offer"
        name = "Personal"
        public = true
        when.segment = ["vip"]
        give.amount_off = { usd = "5.00" }
    "#;
    let shop = Shop::open(policy).await;
    let customer = shop.customer(&json!({ "loyalty_tier": "gold", "segments": "vip" }));
    let session = shop.session_in("jpy", 20_000, &[("customer", &customer)]);
    shop.set_address(&session, "JP", "13", "100-0001");
    for (endpoint, offer) in [(LOYALTY, "member"), (LOCATION, "place"), (TIME, "time"), (PERSONAL, "personal")] {
        let answer = shop.call(endpoint, &session).await;
        assert_eq!((answer.amount(), answer.reasons(offer)), (0, vec!["currency_not_offered".to_owned()]), "{offer}");
        assert_eq!(shop.discount(&session), 0);
    }
}
