//! Conditions on who buys.

use super::*;
use crate::Snapshot;

fn with(key: &str, value: &str) -> Snapshot {
    Snapshot::customer([(key, value)])
}

#[test]
fn tiers_segments_and_customers_are_listed() {
    each_verdict_is(
        "loyalty",
        &[
            ("tier = [\"gold\", \"silver\"]", with("loyalty_tier", "silver"), "applies"),
            ("tier = [\"gold\"]", with("loyalty_tier", " gold "), "applies"),
            ("tier = [\"gold\"]", with("loyalty_tier", "silver"), r#"tier_not_eligible ["gold"] "silver""#),
            ("tier = [\"Gold\"]", with("loyalty_tier", "GOLD\u{200b}"), "applies"),
            ("tier = [\"go\u{ad}ld\"]", with("loyalty_tier", "ｇｏｌｄ"), "applies"),
            ("tier = [\"gold\"]", with("loyalty_tier", "\u{200b}"), "customer_facts_missing"),
            ("tier = [\"gold\"]", with("loyalty_tier", "Silver"), r#"tier_not_eligible ["gold"] "silver""#),
            ("tier = [\"été\"]", with("loyalty_tier", "ete"), r#"tier_not_eligible ["été"] "ete""#),
            ("segment = [\"VIP\"]", with("segments", "new，ＶＩＰ"), "applies"),
            ("segment = [\"vip\"]", with("segments", "new, vip ,x"), "applies"),
            ("segment = [\"vip\"]", with("segments", "vips,x"), r#"segment_not_eligible ["vip"] ["vips","x"]"#),
            ("customer = [\"cus_2\", \"cus_1\"]", Snapshot::customer([]), "applies"),
            ("customer = [\"cus_2\"]", Snapshot::customer([]), r#"customer_not_eligible "cus_1""#),
        ],
    );
}

#[test]
fn email_domain_is_whole_in_any_spelling_or_below_another() {
    let of = |email| Snapshot::customer([]).email(email);
    let edu = "email_domain = [\"Example.edu\"]";
    each_verdict_is(
        "loyalty",
        &[
            (edu, of("jane@example.edu"), "applies"),
            (edu, of("Jane@EXAMPLE.EDU"), "applies"),
            (edu, of("jane@sub.example.edu"), r#"email_not_eligible ["example.edu"] "sub.example.edu""#),
            (edu, of("jane@notexample.edu"), r#"email_not_eligible ["example.edu"] "notexample.edu""#),
            (edu, of("jane@example.edu.evil.com"), r#"email_not_eligible ["example.edu"] "example.edu.evil.com""#),
            (edu, of("jane＠ｅｘａｍｐｌｅ．edu\u{200b}"), "applies"),
            ("email_domain = [\"münchen.de\"]", of("jane@xn--mnchen-3ya.de"), "applies"),
            ("email_domain = [\"xn--mnchen-3ya.de\"]", of("jane@MÜNCHEN.de"), "applies"),
            ("email_domain = [\"*.ac.uk\"]", of("jane@ox.AC.uk"), "applies"),
            ("email_domain = [\"*.ac.uk\"]", of("jane@ac.uk"), r#"email_not_eligible ["*.ac.uk"] "ac.uk""#),
            (edu, of("example.edu"), "customer_facts_missing"),
            (edu, of("@example.edu"), "customer_facts_missing"),
        ],
    );
}

#[test]
fn orders_are_counted_with_this_one_where_its_number_matters() {
    each_verdict_is(
        "loyalty",
        &[
            ("first_order = true", with("orders", "0"), "applies"),
            ("first_order = true", with("orders", "1"), "not_first_order 1 2"),
            ("every_nth_order = 10", with("orders", "9"), "applies"),
            ("every_nth_order = 10", with("orders", "19"), "applies"),
            ("every_nth_order = 10", with("orders", "10"), "not_nth_order 10 11"),
            ("every_nth_order = 10", with("orders", "8"), "not_nth_order 10 9"),
            ("every_nth_order = 1", with("orders", "0"), "applies"),
            ("orders_at_least = 3", with("orders", "3"), "applies"),
            ("orders_at_least = 3", with("orders", "2"), "too_few_orders 3 2"),
            ("orders_at_most = 3", with("orders", "3"), "applies"),
            ("orders_at_most = 3", with("orders", "4"), "too_many_orders 3 4"),
            ("every_nth_order = 10", with("orders", "18446744073709551615"), "customer_facts_missing"),
        ],
    );
}

#[test]
fn missing_count_is_zero_orders_only_since_history_since() {
    let created = |time| Snapshot::customer([]).created(time);
    let first = "first_order = true";
    each_verdict_is(
        "loyalty",
        &[
            (first, created("2025-12-31T23:59:59Z"), "customer_facts_missing"),
            (first, created("2026-01-01T00:00:00Z"), "applies"),
            (first, created("2026-05-01T00:00:00Z"), "applies"),
            (first, Snapshot::customer([]), "customer_facts_missing"),
            (first, with("orders", "2").created("2026-05-01T00:00:00Z"), "not_first_order 1 3"),
            (first, with("orders", "0").created("2020-05-01T00:00:00Z"), "applies"),
            (first, with("orders", "none").created("2026-05-01T00:00:00Z"), "customer_facts_missing"),
            (first, with("orders", "-1").created("2026-05-01T00:00:00Z"), "customer_facts_missing"),
            (first, with("orders", "1.0").created("2026-05-01T00:00:00Z"), "customer_facts_missing"),
            (first, with("orders", "  ").created("2026-05-01T00:00:00Z"), "customer_facts_missing"),
        ],
    );
}

#[test]
fn lifetime_spend_is_in_the_sessions_currency() {
    let spent = "lifetime_spend_at_least = { usd = \"100.00\", eur = \"90.00\" }";
    each_verdict_is(
        "loyalty",
        &[
            (spent, with("lifetime_spend_usd", "10000"), "applies"),
            (spent, with("lifetime_spend_usd", "9999"), "spend_too_low 10000 9999"),
            (spent, with("lifetime_spend_eur", "10000"), "customer_facts_missing"),
            (spent, with("lifetime_spend", "10000"), "customer_facts_missing"),
            (spent, with("lifetime_spend_usd", "100.00"), "customer_facts_missing"),
            (spent, Snapshot::customer([("lifetime_spend_usd", " "), ("orders", "0")]), "customer_facts_missing"),
            (spent, with("orders", "0"), "spend_too_low 10000 0"),
            (spent, with("orders", "2"), "customer_facts_missing"),
            (spent, Snapshot::customer([]).created("2026-05-01T00:00:00Z"), "spend_too_low 10000 0"),
            (spent, with("lifetime_spend_jpy", "99999").pays_in("jpy"), r#"currency_not_offered "jpy""#),
        ],
    );
}

#[test]
fn days_of_a_customers_history_have_86400_seconds() {
    // Noon is 1780488000; 30 days are 2592000 s.
    let pause = "days_since_last_order_at_least = 30";
    let soon = "days_since_last_order_at_most = 30";
    let age = "customer_for_days_at_least = 30";
    let created = |time| Snapshot::customer([]).created(time);
    each_verdict_is(
        "loyalty",
        &[
            (pause, with("last_order_at", "1777896000"), "applies"),
            (pause, with("last_order_at", "1777896001"), "ordered_too_recently 30 29"),
            (pause, with("last_order_at", "yesterday"), "customer_facts_missing"),
            (pause, with("last_order_at", "99999999999999999"), "customer_facts_missing"),
            (pause, with("orders", "0"), "customer_facts_missing"),
            (soon, with("last_order_at", "1777809601"), "applies"),
            (soon, with("last_order_at", "1777809600"), "ordered_too_long_ago 30 31"),
            (age, created("2026-05-04T12:00:00Z"), "applies"),
            (age, created("2026-05-04T12:00:01Z"), "customer_too_new 30 29"),
            (age, created("2027-01-01T00:00:00Z"), "customer_too_new 30 0"),
            (age, Snapshot::customer([]), "customer_facts_missing"),
        ],
    );
}

#[test]
fn an_offer_may_be_used_so_many_times_by_each_customer() {
    let twice = "uses_at_most = 2";
    let new = || Snapshot::customer([]).created("2026-01-01T00:00:00Z");
    each_verdict_is(
        "loyalty",
        &[
            (twice, with("offer_uses", "it:0"), "applies"),
            (twice, with("offer_uses", "it:1"), "applies"),
            (twice, with("offer_uses", "it:2"), "used_up 2 2"),
            (twice, with("offer_uses", "it:3"), "used_up 2 3"),
            ("uses_at_most = 1", with("offer_uses", "it:1"), "used_up 1 1"),
            (twice, with("offer_uses", "other:9"), "applies"),
            (twice, with("offer_uses", "none"), "applies"),
            (twice, Snapshot::customer([("offer_uses", "other:9"), ("offer_uses_5", "it:2")]), "used_up 2 2"),
            (twice, with("offer_uses", "it:twice"), "customer_facts_missing"),
            (twice, with("offer_uses", "other:twice"), "customer_facts_missing"),
            (twice, with("offer_uses", ""), "customer_facts_missing"),
            (twice, new(), "applies"),
            (twice, Snapshot::customer([]).created("2025-12-31T23:59:59Z"), "customer_facts_missing"),
            (twice, Snapshot::customer([("offer_uses", "it:2")]).created("2026-01-01T00:00:00Z"), "used_up 2 2"),
            (
                twice,
                Snapshot::customer([("offer_uses", "?")]).created("2026-01-01T00:00:00Z"),
                "customer_facts_missing",
            ),
        ],
    );
}

#[test]
fn an_offer_is_used_up_for_itself_alone() {
    let once = |id: &str| offer(id, "loyalty", "give.amount_off.usd = \"5.00\"\nwhen.uses_at_most = 1");
    let policy = policy(&[once("a"), once("b")].concat());
    let decision = decided(&policy, &with("offer_uses", "a:1"));
    assert_eq!((decision.shares().as_str(), decision.losses().as_str()), ("b 500", "a used_up"));
}

#[test]
fn guests_and_customers_without_the_fact_earn_nothing() {
    for when in [
        "tier = [\"gold\"]",
        "segment = [\"vip\"]",
        "email_domain = [\"example.edu\"]",
        "first_order = true",
        "every_nth_order = 2",
        "orders_at_least = 1",
        "orders_at_most = 5",
        "uses_at_most = 1",
        "lifetime_spend_at_least = { usd = \"1.00\" }",
        "days_since_last_order_at_least = 1",
        "customer_for_days_at_least = 1",
    ] {
        each_verdict_is("loyalty", &[(when, Snapshot::guest(15_000), "customer_unknown")]);
        each_verdict_is("loyalty", &[(when, Snapshot::customer([]), "customer_facts_missing")]);
        each_verdict_is("customer-offer", &[(when, Snapshot::guest(15_000), "customer_unknown")]);
    }
    let one = "customer = [\"cus_1\"]";
    each_verdict_is("customer-offer", &[(one, Snapshot::guest(15_000), "customer_unknown")]);
}
