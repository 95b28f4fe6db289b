//! `discounts check` with cases, `discounts try`, and `discounts case`

use serde_json::{Value, json};

use crate::run::{discounts, discounts_with_input, streams};

const NOW: &str = "2026-11-20T15:00:00Z";
const POLICY: &str = "[[offer]]\nid = \"gold\"\ninteraction = \"loyalty\"\nname = \"Gold\"\nwhen.tier = [\"gold\"]\n\
                      give.percent = \"10\"\n\n[limits]\nmax_percent = \"50\"\n";

fn checked(cases: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let arguments = [&["check", "-", "--now", NOW], arguments].concat();
    let output = discounts_with_input(&arguments, &format!("{POLICY}{cases}"));
    let (code, out, err) = streams(&output);
    (code, out.to_owned(), err.to_owned())
}

#[test]
fn check_decides_every_case() {
    let cases = "[[case]]\ncart = \"80.00 usd; tier gold\"\ngives = \"8.00\"\n[[case]]\ncart = \"80.00 usd\"\ngives = \"nothing\"\n";
    assert_eq!(checked(cases, &[]), (Some(0), "stdin: 1 offer, 2 cases, no faults\n".to_owned(), String::new()));
}

#[test]
fn check_fails_on_a_case_that_differs() {
    let cases = "[[case]]\ncart = \"80.00 usd; tier gold\"\ngives = \"9.00\"\n[[case]]\ncart = \"80.00 usd\"\ngives = \"nothing\"\n";
    let (code, out, err) = checked(cases, &[]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.starts_with("stdin:12:9: this case expects 9.00, and the policy gives 8.00 by gold\n"), "{err}");
    assert!(err.contains("\n12 | gives = \"9.00\"\n   |         ^^^^^^\n"), "{err}");
    assert!(err.ends_with("\nstdin: 1 offer, 2 cases, 1 of them differs\n"), "{err}");
    let (_, out, _) = checked(cases, &["--json"]);
    let notes: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&notes[0]["code"], &notes[0]["line"], &notes[1]), (&json!("case-differs"), &json!(12), &Value::Null));
}

#[test]
fn check_marks_a_mistake_in_a_line() {
    let (code, _, err) = checked("[[case]]\ncart = \"80.00 usd; tire gold\"\ngives = \"8.00\"\n", &[]);
    assert_eq!(code, Some(1));
    assert!(err.starts_with("stdin:11:20: \"tire\" is not a fact of a session: did you mean \"tier\"?\n"), "{err}");
    assert!(err.contains("^^^^ write tier"), "{err}");
    assert!(err.ends_with("\nstdin: 1 offer, 1 fault\n"), "{err}");
}

#[test]
fn try_prints_what_decide_explains() {
    let arguments = ["--policy", "stacked.toml", "--now", NOW];
    let line = "2 x Tkettle at 89.00 + 2 x Tpapers at 11.00, usd; tier gold; orders 21; shipping 5.90; \
                asked loyalty, cart-threshold";
    let tried = discounts(&[&["try", line], arguments.as_slice()].concat());
    let decided =
        discounts(&[&["decide", "--session", "gold-member.json", "--explain"], arguments.as_slice()].concat());
    assert_eq!(streams(&tried), streams(&decided));
    assert_eq!(tried.status.code(), Some(0));
}

#[test]
fn try_refuses_a_mistake_or_two_times() {
    let output = discounts(&["try", "80.00 usd; tire gold", "--policy", "stacked.toml"]);
    let (code, out, err) = streams(&output);
    assert_eq!((code, out), (Some(2), ""));
    assert!(err.starts_with("CART:1:12: \"tire\" is not a fact"), "{err}");
    let output = discounts(&["try", "80.00 usd; at 2026-06-06", "--policy", "stacked.toml", "--now", NOW]);
    assert_eq!(streams(&output).2, "the cart says \"at\" and --now says another time: leave one of them out\n");
}

#[test]
fn case_of_a_session_holds_and_says_nothing_personal() {
    let arguments = ["case", "--from-session", "gold-member.json", "--policy", "stacked.toml", "--now", NOW];
    let output = discounts(&arguments);
    let (code, case, err) = streams(&output);
    assert_eq!((code, err), (Some(0), ""), "{case}");
    let session = include_str!("../data/gold-member.json");
    for personal in ["@", "cus_", "cs_test"] {
        assert!(session.contains(personal) || personal == "@", "{personal}");
        assert!(!case.replace("cus_1", "").contains(personal), "{case}");
    }
    let policy = include_str!("../data/stacked.toml");
    let output = discounts_with_input(&["check", "-", "--now", NOW], &format!("{policy}\n{case}"));
    assert!(streams(&output).1.contains(", 1 case, no faults"), "{:?}\n{case}", streams(&output));
}
