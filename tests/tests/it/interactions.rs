//! Each of the five interactions, from a real event to what the session then holds: eligible, not eligible with its
//! reason, guest, missing address, unknown facts, before and after the window, another currency.

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

fn window(starts_in: SignedDuration, ends_in: SignedDuration) -> String {
    let at = |offset| Timestamp::now().checked_add(offset).unwrap();
    format!(
        r#"
        [[offer]]
        id = "sale"
        interaction = "limited-time"
        name = "Sale"
        when.starts = "{}"
        when.ends = "{}"
        give.percent = "20"
    "#,
        at(starts_in),
        at(ends_in)
    )
}

#[tokio::test]
async fn a_window_is_open_between_its_two_ends_and_says_until_when() {
    let (hour, day) = (SignedDuration::from_hours(1), SignedDuration::from_hours(24));
    for (starts_in, ends_in, amount, reason) in
        [(hour, day, 0, Some("not_started")), (-hour, hour, 4_000, None), (-day, -hour, 0, Some("ended"))]
    {
        let shop = Shop::open(&window(starts_in, ends_in)).await;
        let answer = shop.call(TIME, &shop.session(20_000)).await;
        assert_eq!(answer.amount(), amount);
        assert_eq!(answer.reasons("sale"), Vec::from_iter(reason));
        let value = &answer.body["value"];
        assert_eq!(value["valid_until"].is_string(), reason != Some("ended"), "nothing follows once it is over");
        // Only what is had can end.
        let end = if amount > 0 { value["valid_until"].clone() } else { json!(null) };
        assert_eq!(value["ends_at"], end);
        let now: Timestamp = value["now"].as_str().unwrap().parse().unwrap();
        assert!(now.duration_since(Timestamp::now()).abs() < hour, "{now}");
    }
}

#[tokio::test]
async fn an_offer_that_ends_is_taken_off_by_the_next_call() {
    let hour = SignedDuration::from_hours(1);
    let policy = window(-hour, hour);
    let mut shop = Shop::open(&policy).await;
    let session = shop.session(20_000);
    assert_eq!(shop.call(TIME, &session).await.amount(), 4_000);
    shop.go_on_at(&policy, Timestamp::now().checked_add(hour * 2).unwrap()).await;
    let answer = shop.call(TIME, &session).await;
    assert_eq!((answer.amount(), answer.changed(), shop.discount(&session)), (0, true, 0));
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

#[tokio::test]
async fn code_holds_until_the_next_and_guesses_are_limited() {
    let shop = Shop::open(
        r#"
        limits.codes_per_session = 3

        [[offer]]
        id = "letter"
        interaction = "code"
        name = "For our readers"
        when.code = ["SPRING"]
        give.amount_off = { usd = "5.00" }
        "#,
    )
    .await;
    let session = shop.session(15_000);
    let code = Endpoint::Add(Interaction::Code);
    let types = async |typed: &str| {
        let body = json!({ "checkout_session_id": session, "code": typed });
        shop.send(code, Event::post(code, &body)).await
    };
    assert_eq!(types("winter").await.amount(), 0);
    assert_eq!(types(" spr ing ").await.amount(), 500);
    assert!(!types("SPRING").await.changed());
    let unknown = types("summer").await;
    assert_eq!((unknown.amount(), &unknown.body["value"]["code_unknown"]), (500, &json!(true)), "the held code stays");
    assert_eq!(shop.metadata(&session)["discount_code"], "SPRING");
    shop.stripe().clear_requests();
    let refused = types("autumn").await;
    assert_eq!(refused.refusal(), (429, "rate_limited"));
    assert_eq!(shop.calls(), (1, 0), "nothing is written");
    assert_eq!(types("spring").await.amount(), 500, "one that it was asked for before");
    let answer = shop.remove(&session, "code").await;
    assert_eq!(answer.amount(), 0);
    assert!(shop.metadata(&session).get("discount_code").is_none());
    assert_eq!(types("autumn").await.refusal(), (429, "rate_limited"), "the marks stay");
}

#[tokio::test]
async fn guest_with_a_good_code_is_asked_to_sign_in() {
    let shop = Shop::open(
        r#"
        [[offer]]
        id = "friends"
        interaction = "code"
        name = "Friends: $5 off"
        when.code = ["FRIENDS"]
        when.uses_at_most = 1
        give.amount_off = { usd = "5.00" }
    "#,
    )
    .await;
    for (code, reasons, hints) in [
        (
            "friends",
            vec!["customer_unknown"],
            json!([{"offer": "friends", "name": "Friends: $5 off", "code": "sign_in", "currency": "usd"}]),
        ),
        ("fiends", vec![], json!([])),
    ] {
        let body = json!({ "checkout_session_id": shop.session(5_000), "code": code });
        let answer = shop.send(CODE, Event::post(CODE, &body)).await;
        assert_eq!(answer.reasons("friends"), reasons, "{code}");
        assert_eq!(answer.body["value"]["hints"], hints, "{code}");
    }
}
