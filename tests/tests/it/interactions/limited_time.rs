//! Offers of a limited time.

use super::*;

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
