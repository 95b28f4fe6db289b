use super::*;
use crate::condition::Condition;

fn each_condition_is_refused(rows: &[(&str, &str)]) {
    let offer =
        |when: &str| format!("{CART_OFFER}give.percent = \"10\"\n[offer.when]\nsubtotal_below.usd = \"9\"\n{when}");
    let rows: Vec<_> = rows.iter().map(|(when, fault)| (offer(when), *fault)).collect();
    each_is_refused(&rows);
}

#[test]
fn an_unknown_condition_is_refused_with_the_one_that_was_meant() {
    each_condition_is_refused(&[
        (
            "subtotal_ovr = { usd = \"1.00\" }",
            r#"p.toml:8:1: "subtotal_ovr" is not a key of when: did you mean "subtotal_over"?"#,
        ),
        ("teir = [\"gold\"]", r#"p.toml:8:1: "teir" is not a key of when: did you mean "tier"?"#),
    ]);
}

#[test]
fn unknown_condition_is_refused_with_the_list_of_all() {
    let keys: Vec<&str> = Condition::ROWS.iter().flat_map(|row| row.keys).map(|key| key.name).collect();
    let all = format!("p.toml:8:1: \"moon_phase\" is not a key of when: there are {}", keys.join(", "));
    each_condition_is_refused(&[("moon_phase = \"full\"", &all)]);
}

#[test]
fn lists_name_something() {
    each_condition_is_refused(&[
        ("tier = []", "p.toml:8:8: tier lists nothing, so it could never hold: name at least one or leave it out"),
        ("tier = \"gold\"", r#"p.toml:8:8: tier must be a list, such as ["..."], not a string"#),
        ("tier = [1]", "p.toml:8:9: tier must be a string, in quotes, not a number"),
        ("segment = [\"vip\", \" \"]", r#"p.toml:8:19: " " is blank: name something"#),
        (
            "country = []",
            "p.toml:8:11: country lists nothing, so it could never hold: name at least one or leave it out",
        ),
        (
            "currency = []",
            "p.toml:8:12: currency lists nothing, so it could never hold: name at least one or leave it out",
        ),
        (
            "weekdays = []",
            "p.toml:8:12: weekdays lists nothing, so it could never hold: name at least one or leave it out",
        ),
        ("hours = []", "p.toml:8:9: hours lists nothing, so it could never hold: name at least one or leave it out"),
        ("metadata = {}", r#"p.toml:8:12: metadata names no key: write one, such as { channel = ["app"] }"#),
        ("metadata = \"app\"", "p.toml:8:12: metadata must be a table, not a string"),
        (
            "metadata = { channel = [] }",
            "p.toml:8:24: channel lists nothing, so it could never hold: name at least one or leave it out",
        ),
        ("metadata = { channel = \"app\" }", r#"p.toml:8:24: channel must be a list, such as ["..."], not a string"#),
    ]);
}

#[test]
fn words_have_their_forms() {
    each_condition_is_refused(&[
        ("customer = [\"jane\"]", r#"p.toml:8:13: "jane" is not a customer's id: it begins with cus_"#),
        ("customer = [\"cus_\"]", r#"p.toml:8:13: "cus_" is not a customer's id: it begins with cus_"#),
        ("customer = [\"cus_1 \"]", r#"p.toml:8:13: "cus_1 " is not a customer's id: it begins with cus_"#),
        (
            "email_domain = [\"jane@example.edu\"]",
            r#"p.toml:8:17: "jane@example.edu" is not a domain: write what follows the @, such as example.edu, or *.edu for any domain below edu"#,
        ),
        (
            "email_domain = [\"*edu\"]",
            r#"p.toml:8:17: "*edu" is not a domain: write what follows the @, such as example.edu, or *.edu for any domain below edu"#,
        ),
        ("tier = [\" \u{200b}\"]", "p.toml:8:9: \" \u{200b}\" is blank: name something"),
        (
            "country = [\"US\"]\npostal_prefix = [\"-*\"]",
            r#"p.toml:9:18: "-*" has no letter or digit: write the beginning of a postal code"#,
        ),
        (
            "country = [\"USA\"]",
            r#"p.toml:8:12: "USA" is not a country: write its two letters (ISO 3166-1), such as US"#,
        ),
        ("region = [\"CA\"]", r#"p.toml:8:11: "CA" is not a region: write its ISO 3166-2 code, such as US-CA"#),
        ("region = [\"Texas\"]", r#"p.toml:8:11: "Texas" is not a region: write its ISO 3166-2 code, US-TX"#),
        (
            "region = [\"Co. Kildare\"]",
            r#"p.toml:8:11: "Co. Kildare" is not a region: write its ISO 3166-2 code, IE-KE"#,
        ),
        (
            "currency = [\"dollar\"]",
            r#"p.toml:8:13: "dollar" is not a currency that Stripe supports: write its three-letter code in lower case, such as usd"#,
        ),
        ("weekdays = [\"friday\"]", r#"p.toml:8:13: "friday" is not a weekday: did you mean "fri"?"#),
        ("weekdays = [\"Tuesday\"]", r#"p.toml:8:13: "Tuesday" is not a weekday: did you mean "tue"?"#),
        (
            "weekdays = [\"someday\"]",
            r#"p.toml:8:13: "someday" is not a weekday: there are mon, tue, wed, thu, fri, sat, sun"#,
        ),
    ]);
}

#[test]
fn region_is_an_iso_code_of_country_and_subdivision() {
    for region in ["USA-CA", "U-CA", "U1-CA", "-CA", "US-", "US-CALI", "US-C!", "US-C-A", "USCA"] {
        let told = format!("p.toml:8:11: \"{region}\" is not a region: write its ISO 3166-2 code, such as US-CA");
        each_condition_is_refused(&[(&format!("region = [\"{region}\"]"), &told)]);
    }
    for region in ["us-ca", "GB-ENG", "FR-75", "FR-6AE", "IE-D"] {
        policy(&format!("{CART_OFFER}give.percent = \"10\"\nwhen.quantity_at_least = 1\nwhen.region = [\"{region}\"]"));
    }
}

#[test]
fn numbers_are_whole_and_can_hold() {
    each_condition_is_refused(&[
        (
            "first_order = false",
            "p.toml:8:15: first_order can only be true: for everybody else write orders_at_least = 1",
        ),
        ("first_order = 1", "p.toml:8:15: first_order must be true or false, not a number"),
        ("every_nth_order = 0", "p.toml:8:19: every_nth_order must be at least 1"),
        ("every_nth_order = 2.5", "p.toml:8:19: every_nth_order must be a whole number, not a number with a point"),
        ("orders_at_least = 0", "p.toml:8:19: orders_at_least must be at least 1"),
        ("orders_at_most = -1", "p.toml:8:18: orders_at_most must be at least 0"),
        ("orders_at_most = \"3\"", "p.toml:8:18: orders_at_most must be a whole number, not a string"),
        ("days_since_last_order_at_least = 0", "p.toml:8:34: days_since_last_order_at_least must be at least 1"),
        ("customer_for_days_at_least = 0", "p.toml:8:30: customer_for_days_at_least must be at least 1"),
        ("quantity_at_least = 0", "p.toml:8:21: quantity_at_least must be at least 1"),
        (
            "lifetime_spend_at_least = 100",
            r#"p.toml:8:27: lifetime_spend_at_least must be an amount for each currency, such as { usd = "1.00" }, not a number"#,
        ),
        ("subtotal_at_least = { usd = \"0\" }", "p.toml:8:29: subtotal_at_least must be more than 0"),
        (
            "subtotal_over = { usd = 100 }",
            r#"p.toml:8:25: an amount must be a decimal string, such as "20.00", not a number"#,
        ),
    ]);
}

#[test]
fn times_have_their_forms() {
    each_condition_is_refused(&[
        (
            "starts = \"soon\"",
            r#"p.toml:8:10: "soon" is not a time: write 2026-11-27T00:00:00 for the shop's clock, or with an offset, 2026-11-27T00:00:00-05:00"#,
        ),
        (
            "starts = 17:00:00",
            r#"p.toml:8:10: "17:00:00" is not a time: write 2026-11-27T00:00:00 for the shop's clock, or with an offset, 2026-11-27T00:00:00-05:00"#,
        ),
        ("ends = 20261127", "p.toml:8:8: ends must be a string, in quotes, not a number"),
        (
            "ends = \"2026-11-27T00:00:00[Europe/Berlin]\"",
            r#"p.toml:8:8: "2026-11-27T00:00:00[Europe/Berlin]" is not a time: write 2026-11-27T00:00:00 for the shop's clock, or with an offset, 2026-11-27T00:00:00-05:00"#,
        ),
        ("days_of_month = [0]", "p.toml:8:18: 0 is not a day of a month: write 1 to 31, or -1 for the last one"),
        (
            "days_of_month = [32, -32]",
            "p.toml:8:18: 32 is not a day of a month: write 1 to 31, or -1 for the last one\n\
             p.toml:8:22: -32 is not a day of a month: write 1 to 31, or -1 for the last one",
        ),
        ("days_of_month = [\"last\"]", "p.toml:8:18: days_of_month must be a whole number, not a string"),
        (
            "weekdays_of_month = [\"6th mon\"]",
            "p.toml:8:22: \"6th mon\" is not a weekday of a month: write \"1st mon\" to \"5th mon\", or \"last fri\"",
        ),
        (
            "dates = [\"02-30\"]",
            "p.toml:8:10: \"02-30\" is not a day that comes every year: write month and day, such as \"02-14\", or both \
             ends, such as \"12-24..12-26\"",
        ),
        (
            "hours = [\"5pm-7pm\"]",
            r#"p.toml:8:10: "5pm-7pm" is not a span of hours: write "17:00-19:00", or "22:00-02:00" over midnight"#,
        ),
        (
            "hours = [\"17:00\"]",
            r#"p.toml:8:10: "17:00" is not a span of hours: write "17:00-19:00", or "22:00-02:00" over midnight"#,
        ),
        (
            "hours = [\"17:00-17:00\"]",
            r#"p.toml:8:10: "17:00-17:00" is not a span of hours: write "17:00-19:00", or "22:00-02:00" over midnight"#,
        ),
        ("hours = \"17:00-19:00\"", r#"p.toml:8:9: hours must be a list, such as ["..."], not a string"#),
    ]);
}

#[test]
fn a_postal_prefix_stands_beside_exactly_one_country() {
    each_condition_is_refused(&[
        (
            "postal_prefix = [\"100\"]",
            "p.toml:8:17: postal_prefix needs country with exactly one country beside it: the same digits mean another place elsewhere",
        ),
        (
            "country = [\"US\", \"DE\"]\npostal_prefix = [\"100\"]",
            "p.toml:9:17: postal_prefix needs country with exactly one country beside it: the same digits mean another place elsewhere",
        ),
    ]);
    each_condition_is_refused(&[(
        "country = [\"USA\"]\npostal_prefix = [\"100\"]",
        r#"p.toml:8:12: "USA" is not a country: write its two letters (ISO 3166-1), such as US"#,
    )]);
    let one = "country = [\"US\"]\npostal_prefix = [\"100\"]";
    policy(&format!("{CART_OFFER}give.percent = \"10\"\n[offer.when]\nquantity_at_least = 1\n{one}"));
}

#[test]
fn keys_of_unless_are_those_of_when() {
    let offer = |unless: &str| {
        format!("{CART_OFFER}give.percent = \"10\"\nwhen.quantity_at_least = 1\n[offer.unless]\n{unless}")
    };
    let rows = [
        ("teir = [\"gold\"]", "p.toml:8:1: \"teir\" is not a key of unless: did you mean \"tier\"?"),
        ("zip = [\"9\"]", "p.toml:8:1: \"zip\" is not a key of unless: did you mean \"postal_prefix\"?"),
        ("tier = []", "p.toml:8:8: tier lists nothing, so it could never hold: name at least one or leave it out"),
        (
            "postal_prefix = [\"9\"]",
            "p.toml:8:17: postal_prefix needs country with exactly one country beside it: the same digits mean another \
             place elsewhere",
        ),
        (
            "postal_prefix = [\"9\"]\ncountry = [\"US\", \"CA\"]",
            "p.toml:8:17: postal_prefix needs country with exactly one country beside it: the same digits mean another \
             place elsewhere",
        ),
    ];
    each_is_refused(&rows.map(|(unless, fault)| (offer(unless), fault)));
    let table = |unless: &str| format!("{CART_OFFER}give.percent = \"10\"\nwhen.quantity_at_least = 1\n{unless}");
    each_is_refused(&[
        (table("unless = \"tier\""), "p.toml:7:10: unless must be a table, not a string"),
        (
            "[[offer]]\nid = \"a\"\ninteraction = \"automatic\"\nname = \"A\"\ngive.percent = \"10\"\nunless.tier = [\"gold\"]".to_owned(),
            "p.toml:1:1: an automatic offer must have a condition under when, or give a ladder or groups of units: nobody has to ask for it; as it is, it would be open to everybody",
        ),
        // Who is only not excluded may be anybody.
        (
            format!("{CART_OFFER}give.percent = \"10\"\nunless.subtotal_below.usd = \"9\""),
            "p.toml:1:1: an offer of cart-threshold must ask about the subtotal or the quantity, such as when.subtotal_over, or give a ladder; as it is, it would be open to everybody",
        ),
    ]);
}

#[test]
fn every_key_of_when_has_a_reason_under_unless() {
    let keys: Vec<&str> = Condition::ROWS.iter().flat_map(|row| row.keys).map(|key| key.name).collect();
    let codes: Vec<_> = crate::condition::exclusions().map(|code| code.to_string()).collect();
    assert_eq!(codes, keys.iter().map(|key| format!("excluded_by_{key}")).collect::<Vec<_>>());
}

#[test]
fn share_is_of_customers_or_sessions_and_not_of_nothing() {
    let share = |value: &str| format!("share = {value}");
    let rows = [
        (
            share("{ percent = \"0\", of = \"session\", experiment = \"a\" }"),
            "p.toml:8:21: \"0\" is out of range: a percent is above 0 and at most 100",
        ),
        (
            share("{ percent = \"1\", of = \"guests\", experiment = \"a\" }"),
            "p.toml:8:31: \"guests\" is not a value of of: there are customer, session",
        ),
        (
            share("{ percent = \"1\", of = \"session\", experiment = \" \" }"),
            "p.toml:8:55: \" \" is blank: name something",
        ),
        (
            share("{}"),
            "p.toml:8:9: share needs percent\np.toml:8:9: share needs of\np.toml:8:9: share needs experiment",
        ),
    ];
    each_condition_is_refused(&rows.each_ref().map(|(when, fault)| (&**when, *fault)));
}

#[test]
fn contains_is_a_table_or_a_list_of_few() {
    let seven = ["{ tags = [\"a\"] }"; 7].join(", ");
    let rows = [
        (
            "contains = { tags = [\"a\"], quantity_at_least = 3, quantity_at_most = 2 }".to_owned(),
            "p.toml:8:70: quantity_at_most must be at least quantity_at_least, which is 3",
        ),
        (
            "contains = { tags = [\"a\"], quantity_at_most = 0 }".to_owned(),
            "p.toml:8:47: quantity_at_most must be at least 1",
        ),
        ("contains = []".to_owned(), "p.toml:8:12: contains must list 1 to 6 tables, such as [{ tags = [\"shoes\"] }]"),
        (
            format!("contains = [{seven}]"),
            "p.toml:8:12: contains must list 1 to 6 tables, such as [{ tags = [\"shoes\"] }]",
        ),
        (
            "contains = [{ tags = [\"a\"] }, { quantity_at_most = 1 }]".to_owned(),
            "p.toml:8:31: contains names nothing: list products, prices or tags",
        ),
    ];
    each_condition_is_refused(&rows.each_ref().map(|(when, fault)| (&**when, *fault)));
}
