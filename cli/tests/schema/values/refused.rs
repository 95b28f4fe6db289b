//! Values that both refuse.

use super::*;

#[test]
fn both_refuse_faulty_values() {
    for text in [
        "timezone = \"Mars/Olympus\"".to_owned(),
        "combine = \"bets\"".to_owned(),
        "rounding = \"up\"".to_owned(),
        "replace_foreign = \"yes\"".to_owned(),
        "combined_name = \"\"".to_owned(),
        "combined_name = \" a\"".to_owned(),
        "combined_name = \"a\\tb\"".to_owned(),
        "combined_name = \"a\\u0085b\"".to_owned(),
        "timezone = \"Etc/Unknown\"".to_owned(),
        format!("combined_name = \"{}\"", "a".repeat(41)),
        "limits = 5".to_owned(),
        "customer = \"vip\"".to_owned(),
        "[offer]\nid = \"a\"".to_owned(),
        "offer = [\"a\"]".to_owned(),
        "[limits]\nmax_percent = 50".to_owned(),
        "[limits]\nmax_percent = \"0\"".to_owned(),
        "[limits]\nmax_percent = \"0.0000\"".to_owned(),
        "[limits]\nmax_percent = \"100.0001\"".to_owned(),
        "[limits]\nmax_percent = \"101\"".to_owned(),
        "[limits]\nmax_percent = \"5%\"".to_owned(),
        "[limits]\nmax_percent = \"5.\"".to_owned(),
        "[limits]\nmax_percent = \"0.00001\"".to_owned(),
        "[limits]\nmax_amount = {}".to_owned(),
        "[limits]\nmax_amount = \"5\"".to_owned(),
        "[limits]\nmax_amount = { usd = 5 }".to_owned(),
        "[limits]\nmax_amount = { usd = \"0.00\" }".to_owned(),
        "[limits]\nmax_amount = { usd = \"1.005\" }".to_owned(),
        "[limits]\nmax_amount = { usd = \"1,000\" }".to_owned(),
        "[limits]\nmax_amount = { usd = \"-5\" }".to_owned(),
        "[limits]\nmax_amount = { jpy = \"1.0\" }".to_owned(),
        "[limits]\nmax_amount = { kwd = \"1.0005\" }".to_owned(),
        "[limits]\nmax_amount = { kwd = \"0.000\" }".to_owned(),
        "[limits]\nmax_amount = { isk = \"1.50\" }".to_owned(),
        "[limits]\nmax_amount = { isk = \"0\" }".to_owned(),
        "[limits]\nmax_amount = { USD = \"1\" }".to_owned(),
        "[limits]\nmax_amount = { xxx = \"1\" }".to_owned(),
        "[limits]\nwrites_per_session = 0".to_owned(),
        "[limits]\nwrites_per_session = 1.5".to_owned(),
        "[customer]\ntier = \" \"".to_owned(),
        "[customer]\norders = \"checkout_orders\"".to_owned(),
        "[customer]\nuses = \" checkout_uses\"".to_owned(),
        "[customer]\ncounts = \"both\"".to_owned(),
        "[customer]\nhistory_since = \"last year\"".to_owned(),
        "[customer]\nhistory_since = 2026".to_owned(),
        offer("give.percent = \"5\"\nwhen.quantity_at_least = 1").replace("\"a\"", "\"A\""),
        offer("give.percent = \"5\"\nwhen.quantity_at_least = 1").replace("cart-threshold", "cart"),
        give("give.percent = \"5\"\npriority = \"high\""),
        give("give.percent = \"5\"\nexclusive = 1"),
        give("give = {}"),
        give("give.percent = \"5\"\ngive.amount_off.usd = \"5\""),
        give("give.cap.usd = \"5\"\ngive.amount_off.usd = \"5\""),
        give("give.percent = \"5\"\ngive.per_unit = true"),
        give("give.percent = \"5\"\ngive.cheapest = true\ngive.max_units = 2"),
        give("give.percent = \"5\"\ngive.max_units = 0"),
        give("give.percent = \"5\"\ngive.on = {}"),
        give("give.percent = \"5\"\ngive.except = { tags = [] }"),
        give("give.ladder = []"),
        give("give.ladder = [{ percent = \"5\" }]"),
        give("give.ladder = [{ over.usd = \"1\", at_least.usd = \"1\", percent = \"5\" }]"),
        give("give.ladder = [{ over.usd = \"1\" }]"),
        give("give.ladder = [{ over.usd = \"1\", amount_off.usd = \"1\", cap.usd = \"1\" }]"),
        give("give.ladder = [{ over.usd = \"1\", percent = \"5\" }]\ngive.max_units = 2"),
        give("give.ladder = [{ over.usd = \"1\", percent = \"5\" }]\ngive.cheapest = true"),
        when("when.tier = []"),
        when("when.tier = \"gold\""),
        when("when.tier = [1]"),
        when("when.segment = [\" \"]"),
        when("when.customer = [\"jane\"]"),
        when("when.email_domain = [\"jane@example.edu\"]"),
        when("when.email_domain = [\"*example.edu\"]"),
        when("when.email_domain = [\"edu\"]"),
        when("when.first_order = false"),
        when("when.every_nth_order = 0"),
        when("when.orders_at_least = 0"),
        when("when.orders_at_most = -1"),
        when("when.days_since_last_order_at_least = \"5\""),
        when("when.subtotal_at_least = { usd = \"0\" }"),
        when("when.contains = { quantity_at_least = 2 }"),
        when("when.contains_none = {}"),
        when("when.country = [\"USA\"]"),
        when("when.region = [\"CA\"]"),
        when("when.postal_prefix = [\"1\"]"),
        when("when.country = [\"US\", \"CA\"]\nwhen.postal_prefix = [\"1\"]"),
        when("when.currency = [\"dollar\"]"),
        when("when.starts = \"soon\""),
        when("when.starts = \"-002026-11-27\""),
        when("when.starts = \"20261127\""),
        when("when.starts = \"2026-11-27T08\""),
        when("when.starts = \"2026-11-27T08:30:00-05\""),
        when("when.starts = 2026"),
        when("when.weekdays = [\"friday\"]"),
        when("when.hours = [\"17-19\"]"),
        when("when.hours = [\"17:00-25:00\"]"),
        when("when.metadata = {}"),
        when("when.metadata = { channel = \"app\" }"),
    ] {
        assert!(!faults(&text).is_empty(), "it loads:\n{text}");
        assert!(!against(&text).is_empty(), "it fits the schema:\n{text}");
    }
}

#[test]
fn both_refuse_faulty_checkout_and_further_keys() {
    for text in [
        "[customer]\nuses = \" \"".to_owned(),
        "[customer]\nuses = \"a[b\"".to_owned(),
        format!("[customer]\nuses = \"{}\"", "u".repeat(39)),
        format!("[customer]\norders = \"{}\"", "o".repeat(41)),
        format!("[customer]\nlifetime_spend = \"{}\"", "s".repeat(37)),
        "[customer]\ntier = \"tier[0]\"".to_owned(),
        "[limits]\ncodes_per_session = 0".to_owned(),
        "[limits]\ncodes_per_session = 36".to_owned(),
        "[checkout]\nreturn_url = \"http://shop.example\"".to_owned(),
        "[checkout]\nreturn_url = \"http://localhost.evil.example\"".to_owned(),
        "[checkout]\nreturn_url = \"https://a@b\"".to_owned(),
        "[checkout]\nreturn_url = \"https:///a\"".to_owned(),
        "[checkout]\nreturn_url = \"/return\"".to_owned(),
        "[checkout]\nprices = [\"prod_1\"]".to_owned(),
        "[checkout]\nproducts = []".to_owned(),
        "[checkout]\nserver_only = [\"lines\"]".to_owned(),
        "[checkout]\ncountries = [\"USA\"]".to_owned(),
        "[checkout]\nshipping_rates = [\"shr_1\", \"shr_2\", \"shr_3\", \"shr_4\", \"shr_5\", \"shr_6\"]".to_owned(),
        "[checkout]\ncustomer_claim = \" \"".to_owned(),
        "[checkout]\ngrace = \"25h\"".to_owned(),
        "[checkout]\ngrace = \"1441m\"".to_owned(),
        "[checkout]\ngrace = \"86401s\"".to_owned(),
        "[checkout]\ngrace = \"15\"".to_owned(),
        "[checkout]\ngrace = 15".to_owned(),
        when("when.uses_at_most = 0"),
        when("when.code = []"),
        when("when.code = [\" \"]"),
        when("when.code = [\"a\\u0000b\"]"),
    ] {
        assert!(!faults(&text).is_empty(), "it loads:\n{text}");
        assert!(!against(&text).is_empty(), "it fits the schema:\n{text}");
    }
}

#[test]
fn both_refuse_faulty_days() {
    for text in [
        when("when.customer_metadata = {}"),
        when("when.anniversary = { days_after = 3 }"),
        when("when.anniversary = { of = \"birthday\", days_after = 181 }"),
        when("when.days_of_month = [0]"),
        when("when.days_of_month = [32]"),
        when("when.weekdays_of_month = [\"6th mon\"]"),
        when("when.weekdays_of_month = [\"mon\"]"),
        when("when.dates = [\"02-30\"]"),
        when("when.dates = [\"11-31\"]"),
        when("when.dates = [\"12-24..\"]"),
        when("when.subtotal_at_most = { usd = \"0\" }"),
    ] {
        assert!(!faults(&text).is_empty(), "it loads:\n{text}");
        assert!(!against(&text).is_empty(), "it fits the schema:\n{text}");
    }
}

#[test]
fn both_refuse_faulty_offers_on_shipping() {
    for text in [
        give("give.percent = \"5\"\ngive.rates = [\"shr_1\"]"),
        give("give.shipping = true"),
        give("give.shipping = \"half\""),
        give("give.shipping = {}"),
        give("give.shipping = { percent = \"5\", amount_off.usd = \"1\" }"),
        give("give.shipping = \"free\"\ngive.percent = \"5\""),
        give("give.shipping = \"free\"\ngive.cap.usd = \"0\""),
        give("give.shipping = \"free\"\ngive.rates = [\"standard\"]"),
        give("give.shipping = \"free\"\ngive.max_units = 2"),
        give("give.shipping = \"free\"\ngive.cheapest = true"),
        give("give.shipping = \"free\"\ngive.on = \"cart\""),
        give("give.shipping = \"free\"\ngive.except = { tags = [\"a\"] }"),
    ] {
        assert!(!faults(&text).is_empty(), "it loads:\n{text}");
        assert!(!against(&text).is_empty(), "it fits the schema:\n{text}");
    }
}
