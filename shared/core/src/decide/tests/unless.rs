//! Sessions that an offer is not for.

mod times;
mod told;

use super::*;
use crate::decide::explain;
use crate::interaction::InteractionSet;
use crate::session::{Facts, Shopper};
use crate::test_support::{NOON, amount};
use crate::{Snapshot, decide};

/// A policy of one offer for every cart that the keys exclude.
fn excluding(unless: &str) -> crate::Policy {
    let keys = "[customer]\nhistory_since = \"2026-01-01\"\n";
    let lines = format!("give.amount_off = {{ usd = \"5.00\", eur = \"5.00\" }}\n[offer.unless]\n{unless}");
    policy(&format!("{keys}{}", for_all("it", &lines)))
}

/// Every row is what excludes, a session and the verdict at noon.
fn each_is(rows: &[(&str, Snapshot, &str)]) {
    for (unless, session, expected) in rows {
        let decision = decided(&excluding(unless), session);
        assert_eq!(verdict(&decision), *expected, "{unless}\n{session:?}");
    }
}

fn with(key: &str, value: &str) -> Snapshot {
    Snapshot::customer([(key, value)])
}

fn to(country: &str, state: &str, postal_code: &str) -> Snapshot {
    Snapshot::guest(15_000).ships_to(country, state, postal_code)
}

#[test]
fn customers_without_a_word_are_not_excluded_by_it() {
    let staff = "segment = [\"staff\"]";
    let gold = "tier = [\"gold\", \"silver\"]";
    let plan = "customer_metadata = { plan = [\"pro\"] }";
    each_is(&[
        (staff, with("segments", "new, Staff"), r#"excluded_by_segment ["staff"] ["new","staff"]"#),
        (staff, with("segments", "new"), "applies"),
        (staff, Snapshot::customer([]), "applies"),
        (staff, Snapshot::guest(15_000), "applies"),
        (gold, with("loyalty_tier", "Silver"), r#"excluded_by_tier ["gold","silver"] "silver""#),
        (gold, with("loyalty_tier", "bronze"), "applies"),
        (gold, Snapshot::customer([]), "applies"),
        (gold, Snapshot::guest(15_000), "applies"),
        (plan, with("plan", "PRO"), r#"excluded_by_customer_metadata ["pro"] "pro""#),
        (plan, with("plan", "team"), "applies"),
        (plan, Snapshot::customer([]), "applies"),
        (plan, Snapshot::guest(15_000), "applies"),
        ("customer = [\"cus_1\"]", Snapshot::customer([]), r#"excluded_by_customer "cus_1""#),
        ("customer = [\"cus_2\"]", Snapshot::customer([]), "applies"),
        (
            "email_domain = [\"*.edu\"]",
            Snapshot::customer([]).email("a@b.edu"),
            r#"excluded_by_email_domain ["*.edu"] "b.edu""#,
        ),
        ("email_domain = [\"*.edu\"]", Snapshot::customer([]), "applies"),
    ]);
}

#[test]
fn unknown_orders_may_be_those_that_exclude() {
    let uncounted = |facts: Snapshot| Snapshot { shopper: facts.shopper.clone().uncounted(), ..facts };
    for key in [
        "orders_at_least = 3",
        "orders_at_most = 3",
        "first_order = true",
        "every_nth_order = 3",
        "uses_at_most = 3",
        "lifetime_spend_at_least.usd = \"100.00\"",
        "days_since_last_order_at_least = 30",
        "days_since_last_order_at_most = 30",
    ] {
        each_is(&[
            (key, uncounted(with("orders", "5")), "customer_facts_missing"),
            (key, with("offer_uses", "broken"), "customer_facts_missing"),
            (key, Snapshot::customer([]), "customer_facts_missing"),
            (key, Snapshot::guest(15_000), "applies"),
        ]);
    }
    for key in ["customer_for_days_at_least = 30", "anniversary.of = \"created\""] {
        each_is(&[(key, Snapshot::customer([]), "customer_facts_missing"), (key, Snapshot::guest(15_000), "applies")]);
    }
}

#[test]
fn customers_without_an_order_are_not_excluded_by_the_last() {
    let new = || Snapshot::customer([]).created("2026-02-01T00:00:00Z");
    let last = |at: &'static str| with("last_order_at", at);
    each_is(&[
        ("days_since_last_order_at_most = 30", new(), "applies"),
        ("days_since_last_order_at_least = 30", new(), "applies"),
        // 2026-06-02 and 2026-03-03 at noon.
        ("days_since_last_order_at_most = 30", last("1780401600"), "excluded_by_days_since_last_order_at_most 30 1"),
        ("days_since_last_order_at_most = 30", last("1772539200"), "applies"),
        ("days_since_last_order_at_least = 30", last("1772539200"), "excluded_by_days_since_last_order_at_least 30 92"),
        ("days_since_last_order_at_least = 30", last("1780401600"), "applies"),
    ]);
}

#[test]
fn counts_exclude_at_their_bounds() {
    let orders = |count| with("orders", count);
    let returned = || Snapshot::customer([("checkout_orders", "3"), ("checkout_orders_returned", "1")]);
    each_is(&[
        ("orders_at_least = 3", orders("3"), "excluded_by_orders_at_least 3 3"),
        ("orders_at_least = 3", orders("2"), "applies"),
        // What is given back counts against the customer.
        ("orders_at_least = 3", returned(), "excluded_by_orders_at_least 3 2"),
        ("orders_at_most = 2", returned(), "excluded_by_orders_at_most 2 3"),
        ("orders_at_most = 1", returned(), "applies"),
        ("orders_at_least = 1200", with("checkout_orders", "1000+"), "excluded_by_orders_at_least 1200 1000"),
        ("orders_at_most = 1200", with("checkout_orders", "1000"), "excluded_by_orders_at_most 1200 1000"),
        ("first_order = true", orders("0"), "excluded_by_first_order 1 1"),
        ("first_order = true", orders("1"), "applies"),
        ("every_nth_order = 3", orders("2"), "excluded_by_every_nth_order 3 3"),
        ("every_nth_order = 3", orders("3"), "applies"),
        ("uses_at_most = 2", with("offer_uses", "it:1"), "excluded_by_uses_at_most 2 1"),
        ("uses_at_most = 2", with("offer_uses", "it:2"), "applies"),
        (
            "lifetime_spend_at_least.usd = \"100.00\"",
            with("lifetime_spend_usd", "10000"),
            "excluded_by_lifetime_spend_at_least 10000 10000",
        ),
        ("lifetime_spend_at_least.usd = \"100.00\"", with("lifetime_spend_usd", "9999"), "applies"),
    ]);
}

#[test]
fn nth_order_excludes_however_often_the_offer_was_used() {
    let facts = Snapshot::customer([("orders", "2"), ("offer_uses", "it:2")]);
    let text = "customer.history_since = \"2026-01-01\"\n".to_owned()
        + &offer("it", "loyalty", "give.percent = \"5\"\nwhen.uses_at_most = 9\nunless.every_nth_order = 3");
    assert_eq!(verdict(&decided(&policy(&text), &facts)), "excluded_by_every_nth_order 3 3");
}

#[test]
fn sums_and_quantities_exclude_at_their_bounds() {
    let units = |quantity| Snapshot::guest(15_000).quantity(quantity);
    each_is(&[
        ("subtotal_over.usd = \"100.00\"", Snapshot::guest(10_001), "excluded_by_subtotal_over 10001 10001"),
        ("subtotal_over.usd = \"100.00\"", Snapshot::guest(10_000), "applies"),
        ("subtotal_at_least.usd = \"100.00\"", Snapshot::guest(10_000), "excluded_by_subtotal_at_least 10000 10000"),
        ("subtotal_at_least.usd = \"100.00\"", Snapshot::guest(9_999), "applies"),
        ("subtotal_below.usd = \"100.00\"", Snapshot::guest(9_999), "excluded_by_subtotal_below 10000 9999"),
        ("subtotal_below.usd = \"100.00\"", Snapshot::guest(10_000), "applies"),
        ("subtotal_at_most.usd = \"100.00\"", Snapshot::guest(10_000), "excluded_by_subtotal_at_most 10001 10000"),
        ("subtotal_at_most.usd = \"100.00\"", Snapshot::guest(10_001), "applies"),
        // What it means in another currency is not said.
        ("subtotal_at_least.usd = \"100.00\"", Snapshot::guest(100).pays_in("eur"), r#"currency_not_offered "eur""#),
        ("currency = [\"eur\"]", Snapshot::guest(100).pays_in("eur"), "excluded_by_currency"),
        ("currency = [\"eur\"]", Snapshot::guest(100), "applies"),
        ("quantity_at_least = 3", units(Some(3)), "excluded_by_quantity_at_least 3 3"),
        ("quantity_at_least = 3", units(Some(2)), "applies"),
        ("quantity_at_least = 3", units(None), "quantity_too_low 1; excluded_by_quantity_at_least 3"),
    ]);
}

#[test]
fn items_exclude_if_they_are_or_may_be_in_the_cart() {
    let cart = |tags| Snapshot::guest(0).lines([("prod_a", tags, 2, 1_000)]);
    let two = "contains = { tags = [\"sale\"], quantity_at_least = 2 }";
    let three = "contains = { tags = [\"sale\"], quantity_at_least = 3 }";
    let worth =
        |least: &str| format!("contains = {{ tags = [\"sale\"], subtotal_at_least = {{ usd = \"{least}\" }} }}");
    let gone = || Snapshot::guest(15_000);
    each_is(&[
        (two, cart("sale"), "excluded_by_contains 2 2"),
        (two, cart("new"), "applies"),
        (two, cart("?"), "excluded_by_contains 2 2"),
        (three, cart("sale"), "applies"),
        (three, cart("?"), "applies"),
        (&worth("20.00"), cart("sale"), "excluded_by_contains 2000 2000"),
        (&worth("20.01"), cart("sale"), "applies"),
        (&worth("20.01"), cart("sale").pays_in("eur"), r#"currency_not_offered "eur""#),
        (two, gone(), "excluded_by_contains 2"),
        ("contains_none.tags = [\"gift\"]", cart("gift"), "applies"),
        ("contains_none.tags = [\"gift\"]", cart("new"), "excluded_by_contains_none"),
        ("contains_none.tags = [\"gift\"]", cart("?"), "excluded_by_contains_none"),
        ("contains_none.tags = [\"gift\"]", gone(), "excluded_by_contains_none"),
        (
            "contains_none.tags = [\"gift\"]",
            Snapshot::guest(0).lines([("prod_a", "new", 1, 1_000), ("prod_b", "gift", 0, 1_000)]),
            "excluded_by_contains_none",
        ),
    ]);
}

#[test]
fn place_that_is_not_known_is_not_another_one() {
    let far = "region = [\"US-HI\", \"US-AK\"]";
    each_is(&[
        (far, to("US", "NY", "10001"), "applies"),
        (far, to("US", "Texas", ""), "applies"),
        (far, to("US", "hawaii", ""), r#"excluded_by_region ["US-HI","US-AK"] "US-HI""#),
        (far, to("US", "AK", ""), r#"excluded_by_region ["US-HI","US-AK"] "US-AK""#),
        (far, to("US", "Hawaai", ""), r#"excluded_by_region ["US-HI","US-AK"] "[redacted]""#),
        (far, to("US", "", "96801"), "address_missing"),
        (far, to("DE", "", ""), "applies"),
        (far, to("DE", "HI", ""), "applies"),
        (far, to("", "HI", ""), "address_missing"),
        (far, Snapshot::guest(15_000), "address_missing"),
        ("country = [\"US\"]", to("us", "", ""), r#"excluded_by_country ["US"] "US""#),
        ("country = [\"US\"]", to("PR", "", ""), r#"excluded_by_country ["US"] "PR""#),
        ("country = [\"US\"]", to("CA", "", ""), "applies"),
        ("country = [\"US\"]", Snapshot::guest(15_000), "address_missing"),
    ]);
}

#[test]
fn postal_codes_are_of_their_country_or_of_the_offers() {
    let own = "country = [\"US\"]\npostal_prefix = [\"967\", \"968\"]";
    each_is(&[
        (own, to("US", "", "96801"), r#"excluded_by_postal_prefix ["967","968"]"#),
        (own, to("US", "", "10001"), "applies"),
        (own, to("US", "", ""), "address_missing"),
        (own, to("US", "", " - "), "address_missing"),
        (own, to("DE", "", "96801"), "applies"),
        (own, to("DE", "", ""), "applies"),
        (own, Snapshot::guest(15_000), "address_missing"),
    ]);
    let when = "when.country = [\"GB\"]\nunless.postal_prefix = [\"N1\"]\ngive.percent = \"5\"";
    let british = policy(&offer("it", "location", when));
    for (session, expected) in [
        (to("GB", "", "N1 1AA"), r#"excluded_by_postal_prefix ["N1"]"#),
        (to("GB", "", "N19 4AB"), "applies"),
        (to("GB", "", ""), "address_missing"),
        (to("US", "", "N1"), r#"place_not_eligible ["GB"] "US""#),
    ] {
        assert_eq!(verdict(&decided(&british, &session)), expected, "{session:?}");
    }
}

#[test]
fn keys_of_one_table_exclude_together() {
    let both = "metadata = { channel = [\"app\"], store = [\"7\"] }";
    let session = |channel: &str, store: &str| Snapshot::guest(100).says("channel", channel).says("store", store);
    each_is(&[
        (both, session("app", "7"), r#"excluded_by_metadata ["7"] "7""#),
        (both, session("app", "8"), "applies"),
        (both, session("web", "7"), "applies"),
        (both, Snapshot::guest(100), "applies"),
    ]);
}

#[test]
fn code_excludes_those_who_type_it() {
    each_is(&[
        ("code = [\"spring\"]", Snapshot::guest(100).types("SPR ING"), "excluded_by_code"),
        ("code = [\"spring\"]", Snapshot::guest(100).types("other"), "applies"),
        ("code = [\"spring\"]", Snapshot::guest(100), "applies"),
    ]);
}
