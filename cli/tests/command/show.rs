//! `discounts show`

use crate::run::{discounts, discounts_with_input, streams};

const NOW: &str = "2026-06-03T12:00:00Z";

#[test]
fn sample_policy_is_shown_in_sentences_and_curves() {
    let output = discounts(&["show", "../../../discounts.toml", "--now", NOW]);
    let (code, out, err) = streams(&output);
    assert_eq!((code, err), (Some(0), ""));
    for line in [
        "discounts.toml: offers, best: the largest alone; times of America/New_York\n",
        "  gold (loyalty) \"Gold members: 12.5% off\"\n      12.5% off the WHOLE cart, at most 60.00 eur / 9000 jpy / 60.00 usd, \
         if the tier is gold\n",
        "  usd  150.00, by vip 150.00, never more than 50% of the cart (max_percent), never more than 200.00 (max_amount)\n",
        "\n  black-friday  ........",
        "\n  happy-hour    ++++++++",
        "\ndiscount in usd over the value of the cart, at 2026-06-03 08:00 of the shop's clock\n",
        "\n  tier gold\n",
    ] {
        assert!(out.contains(line), "{line}\n{out}");
    }
}

#[test]
fn offer_of_the_whole_cart_is_seen_in_its_line() {
    let policy = "[[offer]]\nid = \"shoes\"\ninteraction = \"automatic\"\nname = \"Shoes: 20% off\"\n\
                  when.contains = { tags = [\"shoes\"] }\ngive.percent = \"20\"\n";
    let shown = |policy: &str| {
        let output = discounts_with_input(&["show", "-", "--now", NOW], policy);
        streams(&output)
            .1
            .lines()
            .find(|line| line.contains("20% off") && line.starts_with("      "))
            .map(str::to_owned)
    };
    let line = "      20% off the WHOLE cart, if the cart has at least 1 of [shoes]";
    assert_eq!(shown(policy).as_deref(), Some(line));
    let meant = "      20% off [shoes], if the cart has at least 1 of [shoes]";
    assert_eq!(shown(&format!("{policy}give.on = {{ tags = [\"shoes\"] }}\n")).as_deref(), Some(meant));
}

#[test]
fn page_is_one_file_that_needs_no_network() {
    let out = std::env::temp_dir().join(format!("discounts-show-{}.html", std::process::id()));
    let path = out.to_str().unwrap();
    let output = discounts(&["show", "groups.toml", "--now", NOW, "--html", path]);
    let (code, said, err) = streams(&output);
    assert_eq!((code, said, err), (Some(0), format!("{path}: groups.toml as a page\n").as_str(), ""));
    let page = std::fs::read_to_string(&out).unwrap();
    std::fs::remove_file(&out).unwrap();
    for outside in ["<script", "http:", "https:", "src=", "@import", "url(", "<link"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("<svg viewBox") && page.contains("@media print") && page.contains("light-dark("));
}

#[test]
fn unwritable_page_and_unknown_currency_are_named() {
    let output = discounts(&["show", "groups.toml", "--now", NOW, "--html", "/nonexistent/page.html"]);
    let (code, _, err) = streams(&output);
    assert_eq!(code, Some(1));
    assert!(err.starts_with("/nonexistent/page.html can't be written: "), "{err}");
    let output = discounts(&["show", "groups.toml", "--currency", "xyz"]);
    assert_eq!(output.status.code(), Some(2));
}
