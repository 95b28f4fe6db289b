use crate::test_support::{offer, policy};

#[test]
fn every_condition_knows_the_key_that_it_was_written_under() {
    let amounts = "{ usd = \"1.00\" }";
    for (keys, written) in [
        (&["tier"][..], "tier = [\"a\"]".to_owned()),
        (&["segment"], "segment = [\"a\"]".to_owned()),
        (&["customer"], "customer = [\"cus_1\"]".to_owned()),
        (&["email_domain"], "email_domain = [\"example.edu\"]".to_owned()),
        (&["first_order"], "first_order = true".to_owned()),
        (&["every_nth_order"], "every_nth_order = 3".to_owned()),
        (&["orders_at_least", "orders_at_most"], "orders_at_least = 1\norders_at_most = 2".to_owned()),
        (&["uses_at_most"], "uses_at_most = 1".to_owned()),
        (&["lifetime_spend_at_least"], format!("lifetime_spend_at_least = {amounts}")),
        (&["days_since_last_order_at_least"], "days_since_last_order_at_least = 3".to_owned()),
        (&["customer_for_days_at_least"], "customer_for_days_at_least = 3".to_owned()),
        (&["tier", "subtotal_over"], format!("tier = [\"a\"]\nsubtotal_over = {amounts}")),
        (&["tier", "subtotal_at_least"], format!("tier = [\"a\"]\nsubtotal_at_least = {amounts}")),
        (&["tier", "subtotal_below"], format!("tier = [\"a\"]\nsubtotal_below = {amounts}")),
        (&["tier", "quantity_at_least"], "tier = [\"a\"]\nquantity_at_least = 2".to_owned()),
        (
            &["tier", "contains", "contains_none"],
            "tier = [\"a\"]\ncontains = { tags = [\"a\"] }\ncontains_none = { tags = [\"b\"] }".to_owned(),
        ),
        (&["tier", "country", "region"], "tier = [\"a\"]\ncountry = [\"US\"]\nregion = [\"US-CA\"]".to_owned()),
        (
            &["tier", "country", "postal_prefix"],
            "tier = [\"a\"]\ncountry = [\"US\"]\npostal_prefix = [\"94\"]".to_owned(),
        ),
        (&["tier", "currency"], "tier = [\"a\"]\ncurrency = [\"usd\"]".to_owned()),
        (&["tier", "starts", "ends"], "tier = [\"a\"]\nstarts = 2026-01-01\nends = 2026-02-01".to_owned()),
        (&["tier", "weekdays"], "tier = [\"a\"]\nweekdays = [\"fri\"]".to_owned()),
        (&["tier", "subtotal_at_most"], format!("tier = [\"a\"]\nsubtotal_at_most = {amounts}")),
        (&["days_since_last_order_at_most"], "days_since_last_order_at_most = 3".to_owned()),
        (
            &["tier", "weekdays, days_of_month, weekdays_of_month, dates"],
            "tier = [\"a\"]\nweekdays = [\"fri\"]\ndays_of_month = [1]\nweekdays_of_month = [\"1st fri\"]\n\
             dates = [\"12-01\"]"
                .to_owned(),
        ),
        (&["customer_metadata.plan"], "customer_metadata = { plan = [\"pro\"] }".to_owned()),
        (&["anniversary"], "anniversary = { of = \"birthday\" }".to_owned()),
        (&["tier", "hours"], "tier = [\"a\"]\nhours = [\"17:00-19:00\"]".to_owned()),
        (&["tier", "weekdays, hours"], "tier = [\"a\"]\nweekdays = [\"fri\"]\nhours = [\"17:00-19:00\"]".to_owned()),
        (&["tier", "code"], "tier = [\"a\"]\ncode = [\"A\"]".to_owned()),
        (&["tier", "code_series"], "tier = [\"a\"]\ncode_series = { name = \"A\", count = 1 }".to_owned()),
        (
            &["tier", "share"],
            "tier = [\"a\"]\nshare = { percent = \"1\", of = \"session\", experiment = \"a\" }".to_owned(),
        ),
        (&["tier", "metadata.channel"], "tier = [\"a\"]\nmetadata = { channel = [\"app\"] }".to_owned()),
    ] {
        let text = format!("give.percent = \"1\"\n[offer.when]\n{written}");
        let policy = policy(&offer("it", "loyalty", &text));
        let found: Vec<_> = policy.offers[0].conditions.iter().map(crate::policy::Condition::key).collect();
        assert_eq!(found, keys, "{written}");
    }
}

#[test]
fn a_schedule_is_found_under_a_key_that_was_written() {
    let week = r#"["mon", "tue", "wed", "thu", "fri", "sat", "sun"]"#;
    for (when, word) in [
        ("weekdays = [\"fri\"]".to_owned(), "weekdays"),
        (format!("weekdays = {week}"), "weekdays"),
        ("hours = [\"17:00-19:00\"]".to_owned(), "hours"),
        ("weekdays = [\"fri\"]\nhours = [\"17:00-19:00\"]".to_owned(), "hours"),
    ] {
        let policy = policy(&offer("it", "limited-time", &format!("give.percent = \"1\"\n[offer.when]\n{when}")));
        assert_eq!(policy.offers[0].conditions[0].word(), word, "{when}");
    }
}
