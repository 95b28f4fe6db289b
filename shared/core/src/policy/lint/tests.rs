use super::{codes, lint};
use crate::Policy;
use crate::test_support::{NOON, at, offer, policy};

mod amounts;
mod beaten;
mod checkout;
mod codes;
mod conditions;
mod currencies;
mod groups;
mod items;
mod ladders;
mod limits;
mod places;
mod shipping;
mod tiers;
mod times;

/// The guard rails of every policy of the tests that does not say otherwise.
const GUARDED: &str = "timezone = \"UTC\"\ncustomer.history_since = \"2020-01-01\"\n[limits]\nmax_percent = \"50\"\n";

/// The findings in a policy: the code and the marked text, a line each.
fn found(text: &str) -> String {
    let findings = lint(&policy(text), text, at(NOON));
    let lines = findings.iter().map(|finding| format!("{} {}", finding.code, &text[finding.span.clone()]));
    lines.collect::<Vec<_>>().join("\n")
}

/// Every row is the text of a policy, after what guards it, and all that is found in it.
fn each_is_found(rows: &[(String, &str)]) {
    for (text, expected) in rows {
        let text = format!("{GUARDED}{text}");
        assert_eq!(found(&text), *expected, "\n{text}\n");
    }
}

/// An offer for every cart that gives something in every currency; one that asks for items means the whole cart.
fn cart(id: &str, lines: &str) -> String {
    let items = lines.contains("when.contains.") || lines.contains("when.contains =");
    let on = if items && !lines.contains("give.on") { "give.on = \"cart\"\n" } else { "" };
    offer(id, "automatic", &format!("when.quantity_at_least = 1\n{on}{lines}"))
}

#[test]
fn every_lint_has_a_code_of_its_own() {
    let mut all: Vec<_> = codes().collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn the_sample_policy_means_what_it_says_on_every_date() {
    let text = include_str!("../../../../../discounts.toml");
    let policy = Policy::load("discounts.toml", text).unwrap();
    for now in ["2000-02-29T00:00:00Z", "2026-11-20T00:00:00Z", "2026-11-27T17:00:00Z", "2099-12-31T23:59:59Z"] {
        assert_eq!(lint(&policy, text, at(now)), []);
    }
}

#[test]
fn findings_stand_in_the_order_of_the_file() {
    let text = [
        cart("b", "give.percent = \"90\""),
        offer("a", "location", "priority = 5\nwhen.country = [\"UK\"]\ngive.percent = \"5\""),
    ];
    each_is_found(&[(text.concat(), "above-guard-rail \"90\"\nunknown-country \"UK\"")]);
}

#[test]
fn what_is_written_in_any_form_is_found_at_its_place() {
    let when = |lines: &str| {
        format!("[[offer]]\nid = \"a\"\ninteraction = \"location\"\nname = \"A\"\ngive.percent = \"5\"\n{lines}")
    };
    each_is_found(&[
        (when("when = { country = [\"UK\"] }"), "unknown-country \"UK\""),
        (when("[offer.when]\ncountry = [\"FR\", 'UK']"), "unknown-country 'UK'"),
        (when("\"when\".\"country\" = [ # here\n  \"UK\",\n]"), "unknown-country \"UK\""),
    ]);
}

/// The sections of `docs/check.md` that describe a lint: its code, its example, what it says.
fn described() -> Vec<(&'static str, &'static str, String)> {
    let sections = include_str!("../../../../../docs/check.md").split("\n#### ").skip(1);
    let section = |text: &'static str| {
        let (code, rest) = text.split_once('\n').unwrap();
        let (example, rest) = rest.split_once("```toml\n").unwrap().1.split_once("```").unwrap();
        let said: Vec<&str> = rest.lines().filter_map(|line| line.strip_prefix("> ")).collect();
        (code, example, said.join(" "))
    };
    sections.map(section).collect()
}

#[test]
fn the_documentation_describes_every_lint_in_its_order() {
    assert!(described().iter().map(|(code, ..)| *code).eq(codes()));
}

#[test]
fn each_documented_example_has_its_finding_and_no_other() {
    for (code, example, said) in described() {
        let mut findings = lint(&policy(example), example, at(NOON));
        // The examples leave the guard rails and the minima out, and say so.
        findings.retain(|finding| finding.code == code || !["no-guard-rails", "no-minimum"].contains(&finding.code));
        let found: Vec<_> = findings.iter().map(|finding| (finding.code, finding.message.as_str())).collect();
        assert_eq!(found, [(code, said.as_str())], "{example}");
    }
}
