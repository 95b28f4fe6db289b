//! The shopper's code.

use super::*;

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
