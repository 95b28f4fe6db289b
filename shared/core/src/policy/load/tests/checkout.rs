use jiff::SignedDuration;

use super::*;
use crate::policy::{Checkout, Policy, ServerOnly, UiMode, Words};

fn checkout(lines: &str) -> Checkout {
    policy(&format!("[checkout]\n{lines}")).checkout
}

fn words(words: &Words) -> Vec<&str> {
    words.iter().map(|word| &**word).collect()
}

#[test]
fn missing_table_has_defaults_for_the_claim_and_the_grace() {
    for said in [policy("").checkout, checkout("")] {
        assert_eq!(said, Checkout::default());
        assert_eq!((said.return_url, said.server_only), (None, ServerOnly::default()));
        assert_eq!(said.ui_modes, [UiMode::Elements]);
        assert_eq!((said.customer_claim.as_str(), said.grace), ("stripe_customer_id", SignedDuration::from_mins(15)));
        for list in [&said.prices, &said.products, &said.countries, &said.shipping_rates] {
            assert!(list.is_empty());
        }
    }
}

#[test]
fn every_key_of_the_table_is_heard_and_kept() {
    let text = "[checkout]\nreturn_url = \"https://shop.example/thanks?session={CHECKOUT_SESSION_ID}\"\n\
                prices = [\"price_1\", \"price_A_b\"]\nproducts = [\"prod_1\"]\n\
                server_only = [\"line_items\", \"shipping_details\"]\nwallets = false\ncountries = [\"us\", \"CA\"]\n\
                shipping_rates = [\"shr_1\", \"shr_2\"]\n\
                ui_modes = [\"hosted\", \"elements\", \"hosted\"]\ncustomer_claim = \" custom:stripe \"\ngrace = \"24h\"\n";
    let policy = policy(text);
    let said = &policy.checkout;
    assert_eq!(said.return_url.as_deref(), Some("https://shop.example/thanks?session={CHECKOUT_SESSION_ID}"));
    assert_eq!((words(&said.prices), words(&said.products)), (vec!["price_1", "price_A_b"], vec!["prod_1"]));
    assert_eq!(said.server_only, ServerOnly { line_items: true, shipping_details: true });
    assert_eq!(said.wallets, Some(false));
    assert_eq!(said.ui_modes, [UiMode::Hosted, UiMode::Elements]);
    assert_eq!((words(&said.countries), words(&said.shipping_rates)), (vec!["US", "CA"], vec!["shr_1", "shr_2"]));
    assert_eq!((said.customer_claim.as_str(), said.grace), ("custom:stripe", SignedDuration::from_hours(24)));
    let written = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&written).unwrap().checkout, *said);
}

#[test]
fn a_shopper_returns_over_https_or_to_this_machine() {
    for address in [
        "https://shop.example",
        "https://shop.example:8443/a?b#c",
        "http://localhost:3000/return",
        "http://127.0.0.1/",
        "http://127.9.9.9:80",
        "http://[::1]:3000/",
    ] {
        assert_eq!(checkout(&format!("return_url = \"{address}\"")).return_url.as_deref(), Some(address));
    }
    let wrong = |address: &str| {
        let wrong = "is not where a shopper can return to: write https:// and the rest of the address";
        (format!("[checkout]\nreturn_url = \"{address}\""), format!("p.toml:2:14: \"{address}\" {wrong}"))
    };
    for address in ["", "shop.example", "/return", "https://", "https:///return", "ftp://shop.example", "https://a b"] {
        let (text, fault) = wrong(address);
        each_is_refused(&[(text, &fault)]);
    }
    let (text, fault) = wrong("https://shop.example@evil.example/");
    each_is_refused(&[(text, &fault)]);
    for host in [
        "shop.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "[::2]",
        "[::1]x",
        "localhost:x",
    ] {
        each_is_refused(&[(
            format!("[checkout]\nreturn_url = \"http://{host}/\""),
            "p.toml:2:14: return_url is http: write https; http is for addresses of this machine, such as localhost",
        )]);
    }
}

#[test]
fn the_table_is_as_strict_as_the_rest() {
    let row = |lines: &str, fault| (format!("[checkout]\n{lines}"), fault);
    let five = "\"shr_1\", \"shr_2\", \"shr_3\", \"shr_4\", \"shr_5\"";
    checkout(&format!("shipping_rates = [{five}]"));
    each_is_refused(&[
        ("checkout = 5".to_owned(), "p.toml:1:12: checkout must be a table, not a number"),
        row("retrun_url = \"x\"", r#"p.toml:2:1: "retrun_url" is not a key of checkout: did you mean "return_url"?"#),
        row("prices = [\"prod_1\"]", r#"p.toml:2:11: "prod_1" is not such an id: it begins with price_"#),
        row("products = [\"prod_1\", \"prod_\"]", r#"p.toml:2:23: "prod_" is not such an id: it begins with prod_"#),
        row(
            "prices = [\"price_1,price_2\"]",
            r#"p.toml:2:11: "price_1,price_2" is not such an id: it begins with price_"#,
        ),
        row(
            "prices = []",
            "p.toml:2:10: prices lists nothing, so it could never hold: name at least one or leave it out",
        ),
        row(
            "server_only = [\"line_items\", \"lines\"]",
            r#"p.toml:2:30: "lines" is not a value of server_only: there are line_items, shipping_details"#,
        ),
        row(
            "server_only = \"line_items\"",
            r#"p.toml:2:15: server_only must be a list, such as ["..."], not a string"#,
        ),
        row(
            "countries = [\"USA\"]",
            r#"p.toml:2:14: "USA" is not a country: write its two letters (ISO 3166-1), such as US"#,
        ),
        row(
            &format!("shipping_rates = [{five}, \"shr_6\"]"),
            "p.toml:2:18: shipping_rates lists 6: Stripe offers at most 5",
        ),
        row("wallets = \"no\"", "p.toml:2:11: wallets must be true or false, not a string"),
        row(
            "server_only = [\"shipping_details\"]\nwallets = true",
            "p.toml:3:11: wallets can't be true: Apple Pay and Google Pay collect the address themselves, and server_only lists shipping_details",
        ),
        row("customer_claim = \" \"", r#"p.toml:2:18: customer_claim " " is blank: name something"#),
        row("grace = \"15\"", r#"p.toml:2:9: "15" is not a span of time: write "90s", "15m" or "2h""#),
        row("grace = 15", "p.toml:2:9: grace must be a string, in quotes, not a number"),
        row("grace = \"86401s\"", "p.toml:2:9: grace must be at most 24h"),
    ]);
    assert_eq!(checkout("grace = \"86400s\"").grace, SignedDuration::from_hours(24));
    assert_eq!(checkout("grace = \"0m\"").grace, SignedDuration::ZERO);
}

#[test]
fn pages_are_named_by_the_words_of_a_request() {
    let wrong = |lines: &str| faults(&format!("[checkout]\n{lines}"));
    let unknown = wrong("ui_modes = [\"custom\"]");
    assert!(unknown.contains("p.toml:2:13") && unknown.contains("elements, hosted, embedded"), "{unknown}");
    assert!(wrong("ui_modes = []").contains("lists nothing"));
}
