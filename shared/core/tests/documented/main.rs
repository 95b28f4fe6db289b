//! `docs/policy.md`: every example loads and gives the stated discount. So do the promotions beside this file.
//!
//! An example is a block of `toml` with a block of `decide` after it: a session on the left of each line, what the policy
//! gives on the right. A block that holds no offer is part of one.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod blocks;

use blocks::{Example, examples};
use discounts_core::cases;
use discounts_core::condition::codes;
use discounts_core::notation::{Described, FACTS};
use discounts_core::policy::lint::lint;
use discounts_core::policy::{Condition, Effect, Selection, Subject};
use discounts_core::{Decision, Interaction, InteractionSet, Policy, decide};

const DOCS: &str = include_str!("../../../../docs/policy.md");
const CASES: &str = include_str!("../../../../docs/cases.md");
const PROMOTIONS: &str = include_str!("promotions.md");
/// Dates on which no sound policy may be found to have a mistake.
const DATES: [&str; 3] = ["2026-06-03T12:00:00Z", "2027-02-28T12:00:00Z", "2036-11-28T12:00:00Z"];

fn load(example: &Example) -> Policy {
    let text = example.policy();
    Policy::load("docs/policy.md", &text).unwrap_or_else(|faults| panic!("{faults}\n{text}"))
}

fn described(session: &str, policy: &Policy) -> Described {
    Described::read(session, policy).unwrap_or_else(|fault| panic!("{fault}, at {:?} of {session}", fault.span))
}

/// `20.00`, or `nothing: reason_code, reason_code`.
fn outcome(decision: &Decision) -> String {
    if let Some(discount) = &decision.discount {
        return discount.amount_off.display(discount.currency);
    }
    let reasons = decision.rejected.iter().flat_map(|rejected| &rejected.reasons);
    let mut codes: Vec<String> = Vec::new();
    for reason in reasons {
        let code = serde_json::to_string(&reason.code).unwrap().trim_matches('"').to_owned();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    format!("nothing: {}", codes.join(", "))
}

#[test]
fn every_example_loads_and_comes_to_what_it_says() {
    let mut decided = 0;
    for example in examples(DOCS).into_iter().chain(examples(PROMOTIONS)) {
        let policy = load(&example);
        for (session, expected) in &example.outcomes {
            let read = described(session, &policy);
            let decision = decide(&policy, &read.snapshot, InteractionSet::all(), read.moment()).unwrap();
            assert_eq!(outcome(&decision), *expected, "{session}\n{}", example.text);
            decided += 1;
        }
    }
    assert!(decided >= 100, "{decided} outcomes");
}

#[test]
fn every_example_is_decided() {
    for example in examples(DOCS) {
        assert!(!example.outcomes.is_empty(), "no outcome of\n{}", example.text);
    }
}

#[test]
fn every_key_of_the_loader_is_in_the_docs() {
    for (table, text) in [
        ("the policy", "x = 1"),
        ("limits", "limits.x = 1"),
        ("customer", "customer.x = 1"),
        ("checkout", "checkout.x = 1"),
        ("a group", "[[group]]\nx = 1"),
        ("an offer", "[[offer]]\nx = 1"),
        ("when", "[[offer]]\nwhen.x = 1"),
        ("unless", "[[offer]]\nunless.x = 1"),
        ("share", "[[offer]]\nwhen.share.x = 1"),
        ("give", "[[offer]]\ngive.x = 1"),
        ("contains", "[[offer]]\nwhen.contains.x = 1"),
        ("on", "[[offer]]\ngive.on.x = 1"),
        ("limit", "[[offer]]\nlimit.x = 1"),
        ("code_series", "[[offer]]\nwhen.code_series.x = 1"),
        ("a step of the ladder", "[[offer]]\ngive.ladder = [{ x = 1 }]"),
        ("a part of the bundle", "[[offer]]\ngive.bundle = [{ x = 1 }]"),
        ("shipping", "[[offer]]\ngive.shipping.x = 1"),
        ("anniversary", "[[offer]]\nwhen.anniversary.x = 1"),
    ] {
        let faults = Policy::load("p.toml", text).unwrap_err();
        let known = format!("\"x\" is not a key of {table}: there are ");
        let said = faults.faults.iter().find_map(|fault| fault.message.strip_prefix(&known));
        for key in said.unwrap_or_else(|| panic!("{faults}")).split(", ") {
            // In a table of keys, as the head of a table, or in an example.
            let shown = [format!("`{key}`"), format!("[{key}]"), format!(".{key} = "), format!(" {key} = ")];
            assert!(shown.iter().any(|shown| DOCS.contains(shown)), "docs/policy.md lacks {key} of {table}");
        }
    }
}

#[test]
fn docs_name_every_reason() {
    for code in codes() {
        assert!(DOCS.contains(&format!("`{code}`")), "docs/policy.md lacks the reason {code}");
    }
}

#[test]
fn docs_table_has_the_row_of_every_condition() {
    for row in Condition::ROWS {
        for key in row.keys {
            let line = format!("| `{}` | {} | `{}` |", key.name, key.value, row.code);
            assert!(DOCS.lines().any(|written| written == line), "docs/policy.md lacks the row\n{line}");
        }
    }
}

#[test]
fn condition_example_holds_at_its_boundary_and_fails_beyond() {
    for row in Condition::ROWS {
        let when: Vec<String> = row.example.when.iter().map(|line| format!("when.{line}")).collect();
        let example = Example { text: when.join("\n"), outcomes: Vec::new() };
        let policy = load(&example);
        let mut interactions = InteractionSet::all();
        if row.subject != Subject::Code {
            interactions = interactions.without(Interaction::Code.into());
        }
        for (session, applies) in [(row.example.holds, true), (row.example.fails, false)] {
            let read = described(session, &policy);
            let decision = decide(&policy, &read.snapshot, interactions, read.moment()).unwrap();
            assert_eq!(decision.discount.is_some(), applies, "{session}\n{}", example.text);
            if !applies {
                let codes: Vec<_> = decision.rejected.iter().flat_map(|rejected| &rejected.reasons).collect();
                assert!(codes.iter().any(|reason| reason.code == row.code), "{session}: {codes:?}");
            }
        }
    }
}

#[test]
fn docs_table_has_the_row_of_every_effect() {
    let keys = Effect::ROWS.iter().flat_map(|row| row.keys);
    for key in keys.chain(Selection::ROWS.iter().flat_map(|row| row.keys)) {
        let line = format!("| `{}` | {} |", key.name, key.value);
        assert!(DOCS.lines().any(|written| written == line), "docs/policy.md lacks the row\n{line}");
    }
}

#[test]
fn cases_docs_have_the_row_of_every_fact() {
    let spring = "[[offer]]\nid = \"spring\"\ninteraction = \"cart-threshold\"\nname = \"Spring\"\n\
                  when.quantity_at_least = 1\ngive.percent = \"10\"\nlimit.uses = 5";
    let policy = load(&Example { text: spring.to_owned(), outcomes: Vec::new() });
    for (word, value, meaning) in FACTS {
        let line = format!("| `{word}` | `{word} {value}` | {meaning} |");
        assert!(CASES.lines().any(|written| written == line), "docs/cases.md lacks the row\n{line}");
        described(&format!("150.00 usd; {word} {value}"), &policy);
    }
}

#[test]
fn cases_of_examples_hold() {
    let mut judged = 0;
    for example in examples(DOCS) {
        let text = example.policy();
        let policy = load(&example);
        for case in cases::load("docs/policy.md", &text, &policy).unwrap_or_else(|faults| panic!("{faults}")) {
            assert_eq!(cases::judge(&policy, &case).unwrap(), None, "{text}");
            judged += 1;
        }
    }
    assert!(judged >= 2, "{judged} cases");
}

#[test]
fn effect_example_gives_what_it_says() {
    let effects = Effect::ROWS.iter().map(|row| &row.example);
    for row in effects.chain(Selection::ROWS.iter().map(|row| &row.example)) {
        let give: Vec<String> = row.give.iter().map(|line| format!("give.{line}")).collect();
        let example = Example { text: give.join("\n"), outcomes: Vec::new() };
        let policy = load(&example);
        for (session, expected) in row.outcomes {
            let read = described(session, &policy);
            let decision = decide(&policy, &read.snapshot, InteractionSet::all(), read.moment()).unwrap();
            assert_eq!(outcome(&decision), *expected, "{session}\n{}", example.text);
        }
    }
}

/// The lints that find something in an example under guard rails on one of the dates.
fn found(example: &Example) -> Vec<&'static str> {
    let guard_rails = "limits.max_percent = \"60\"\n";
    let text = format!("{guard_rails}{}", example.policy());
    let policy = load(&Example { text: text.clone(), outcomes: Vec::new() });
    let mut found: Vec<&str> =
        DATES.iter().flat_map(|now| lint(&policy, &text, now.parse().unwrap())).map(|finding| finding.code).collect();
    found.dedup();
    found
}

#[test]
fn recipes_are_clean_on_every_date() {
    let (_, recipes) = DOCS.split_once("\n## Recipes\n").unwrap();
    for example in examples(recipes) {
        let mut found = found(&example);
        // Two recipes have a last day.
        found.retain(|code| *code != "window-over" || !example.text.contains("when.ends"));
        assert!(found.is_empty(), "{found:?}\n{}", example.text);
    }
}

#[test]
fn sound_promotions_are_clean_on_every_date() {
    for example in examples(PROMOTIONS) {
        let found = found(&example);
        assert!(found.is_empty(), "{found:?}\n{}", example.text);
    }
}
