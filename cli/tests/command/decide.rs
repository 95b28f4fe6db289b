//! `discounts decide`

mod input;

use serde_json::{Value, json};

use crate::run::{data, discounts, discounts_with_input, streams};

/// A Friday morning, when no offer of time of the sample policy is open.
const NOW: &str = "2026-11-20T15:00:00Z";

fn session() -> String {
    std::fs::read_to_string(data("gold-member.json")).unwrap()
}

/// The session with one member changed.
fn session_with(pointer: &str, value: Value) -> String {
    let mut session: Value = serde_json::from_str(&session()).unwrap();
    *session.pointer_mut(pointer).unwrap() = value;
    session.to_string()
}

fn decide(arguments: &[&str], session: &str) -> Value {
    let arguments = [&["decide", "--session", "-", "--now", NOW], arguments].concat();
    let output = discounts_with_input(&arguments, session);
    let (code, out, err) = streams(&output);
    assert_eq!((code, err), (Some(0), ""));
    serde_json::from_str(out).unwrap()
}

/// The message of a refusal. Its exit code is 2.
fn refused(arguments: &[&str], session: &str) -> String {
    let output = discounts_with_input(&[&["decide", "--session", "-"], arguments].concat(), session);
    let (code, out, err) = streams(&output);
    assert_eq!((code, out), (Some(2), ""), "{err}");
    err.to_owned()
}

#[test]
fn session_is_decided_for_what_it_has_been_asked_for() {
    let decision = decide(&[], &session());
    assert_eq!(decision["interactions"], json!(["loyalty", "cart-threshold"]));
    let discount = json!({"amount_off": 2500, "currency": "usd", "name": "Gold members: 12.5% off"});
    assert_eq!(decision["discount"], discount);
    assert_eq!(decision["applied"], json!([{"offer": "gold", "amount": 2500}]));
    assert_eq!(decision["now"], NOW);
    let rejected: Vec<&str> =
        decision["rejected"].as_array().unwrap().iter().map(|one| one["offer"].as_str().unwrap()).collect();
    assert_eq!(rejected, ["silver", "tenth-order", "cart-over-100", "spend-more"]);
}

#[test]
fn interactions_and_moment_can_be_chosen() {
    let decision = decide(&["--interactions", "cart-threshold"], &session());
    assert_eq!(decision["discount"]["amount_off"], 2000);
    let arguments =
        ["decide", "--session", "gold-member.json", "--interactions", "all", "--now", "2026-11-28T12:00:00-05:00"];
    let output = discounts(&arguments);
    let decision: Value = serde_json::from_str(streams(&output).1).unwrap();
    assert_eq!(decision["interactions"].as_array().unwrap().len(), 6);
    assert_eq!(decision["applied"], json!([{"offer": "gold", "amount": 2500}]));
    assert_eq!(decision["valid_until"], "2026-11-28T22:00:00Z");
}

#[test]
fn session_that_was_asked_for_nothing_is_decided_for_all() {
    let fresh = session_with("/metadata", json!({}));
    let output = discounts_with_input(&["decide", "--session", "-", "--now", NOW], &fresh);
    let (code, out, err) = streams(&output);
    let decision: Value = serde_json::from_str(out).unwrap();
    assert_eq!((code, decision["interactions"].as_array().unwrap().len()), (Some(0), 6));
    assert_eq!(decision["applied"], json!([{"offer": "gold", "amount": 2500}]));
    assert_eq!((&decision["notes"][0]["code"], err), (&json!("asked_for_nothing"), ""));
    let output = discounts_with_input(&["decide", "--session", "-", "--now", NOW, "--explain"], &fresh);
    let (_, out, err) = streams(&output);
    assert!(out.contains("\nnote    the session has been asked for no interaction") && err.is_empty(), "{out}{err}");
    let marks = (0..11).map(|place| (format!("discount_try_000000{place:02}"), json!("on")));
    let spent = session_with("/metadata", marks.collect());
    let output = discounts_with_input(&["decide", "--session", "-", "--now", NOW], &spent);
    let decision: Value = serde_json::from_str(streams(&output).1).unwrap();
    assert_eq!(decision["interactions"].as_array().unwrap().len(), 5);
}

#[test]
fn times_may_be_of_the_shops_clock() {
    for (now, decided) in [("2026-11-20T10:00:00", NOW), ("2026-11-20", "2026-11-20T05:00:00Z")] {
        let output = discounts_with_input(&["decide", "--session", "-", "--now", now], &session());
        let decision: Value = serde_json::from_str(streams(&output).1).unwrap();
        assert_eq!(decision["now"], decided);
    }
}

#[test]
fn many_offers_are_summed_up_unless_all_are_wanted() {
    let offer = |number: u32| {
        format!(
            "[[offer]]\nid = \"o{number}\"\ninteraction = \"loyalty\"\nname = \"O\"\n\
             when.tier = [\"{}\"]\ngive.percent = \"{}\"\n",
            if number < 3 { "gold" } else { "silver" },
            number + 1
        )
    };
    let policy = std::env::temp_dir().join(format!("discounts-many-{}.toml", std::process::id()));
    std::fs::write(&policy, (0..90).map(offer).collect::<Vec<_>>().concat()).unwrap();
    let path = policy.display().to_string();
    let explained = |arguments: &[&str]| {
        let all = [&["decide", "--session", "-", "--policy", &path, "--now", NOW, "--explain"], arguments].concat();
        streams(&discounts_with_input(&all, &session())).1.to_owned()
    };
    let few = explained(&[]);
    assert!(
        few.contains("\no2 (loyalty)\n") && few.contains("\no1 (loyalty)\n") && !few.contains("\no5 (loyalty)"),
        "{few}"
    );
    assert!(few.contains("\n87 more offers do not apply: 87 tier_not_eligible; --all shows each\n"), "{few}");
    let all = explained(&["--all"]);
    assert!(all.contains("\no5 (loyalty)\n") && !all.contains("--all"), "{all}");
    std::fs::remove_file(&policy).unwrap();
}

#[test]
fn code_can_be_tried() {
    let decided = |arguments: &[&str]| {
        let decision = decide(arguments, &session());
        (decision["applied"].clone(), decision["interactions"].clone(), decision["rejected"].clone())
    };
    let (applied, interactions, _) = decided(&["--interactions", "code", "--code", " spr ing"]);
    assert_eq!((applied, interactions), (json!([{"offer": "newsletter", "amount": 2000}]), json!(["code"])));
    let (_, interactions, _) = decided(&["--code", "SPRING"]);
    assert!(interactions.as_array().unwrap().len() > 1, "on top of what the session was asked for");
    let unknown = json!([{"code": "code_unknown", "required": null, "actual": null}]);
    for arguments in [&["--interactions", "code", "--code", "WINTER"][..], &["--interactions", "code"]] {
        assert_eq!(decided(arguments).2[0]["reasons"], unknown);
    }
    assert!(refused(&["--code", "  "], &session()).contains("besides blanks"));
    let marks = (0..10).map(|place| (format!("discount_try_0000000{place}"), json!("on")));
    let spent = session_with("/metadata", marks.collect());
    assert!(refused(&["--code", "SPRING"], &spent).contains("asked for 10 codes"));
}

#[test]
fn another_policy_can_be_tried() {
    let decision = decide(&["--policy", "unguarded.toml", "--interactions", "all"], &session());
    assert_eq!(decision["discount"], Value::Null);
    assert_eq!(decision["rejected"][0]["reasons"][0]["code"], "tier_not_eligible");
}

#[test]
fn faulty_policy_ends_with_one() {
    let output = discounts(&["decide", "--session", "gold-member.json", "--policy", "faulty.toml"]);
    let (code, out, err) = streams(&output);
    assert_eq!((code, out), (Some(1), ""));
    assert!(err.starts_with("faulty.toml:1:11: "), "{err}");
}

#[test]
fn automatic_offers_count_whatever_was_asked_for() {
    for interactions in ["automatic", "location", "code"] {
        let decision = decide(&["--policy", "groups.toml", "--interactions", interactions], &session());
        let asked = if interactions == "automatic" { json!([]) } else { json!([interactions]) };
        assert_eq!(decision["interactions"], asked);
        assert_eq!(decision["applied"], json!([{"offer": "five", "amount": 500}]));
    }
}

#[test]
fn exclusive_offer_that_gives_nothing_is_explained() {
    let policy = "[[offer]]\nid = \"staff\"\ninteraction = \"loyalty\"\nname = \"Staff\"\nexclusive = \"always\"\n\
                  when.tier = [\"gold\"]\ngive = { percent = \"30\", on = { products = [\"prod_none\"] } }\n";
    let file = std::env::temp_dir().join(format!("discounts-staff-{}.toml", std::process::id()));
    std::fs::write(&file, policy).unwrap();
    let path = file.to_str().unwrap();
    let output = discounts(&["decide", "--session", "gold-member.json", "--now", NOW, "--policy", path, "--explain"]);
    std::fs::remove_file(&file).unwrap();
    let (code, out, err) = streams(&output);
    assert_eq!((code, err), (Some(0), ""));
    assert!(out.contains("staff alone, although it gives nothing"), "{out}");
}

#[test]
fn decision_is_explained_in_words_and_in_steps() {
    let documented = include_str!("../../../docs/decide.md").replace("\n    ", "\n");
    for (policy, expected) in [
        ("stacked.toml", "stacked.txt"),
        ("groups.toml", "groups.txt"),
        ("shipping.toml", "shipping.txt"),
        ("../../../discounts.toml", "gold-member.txt"),
    ] {
        let arguments = ["decide", "--session", "gold-member.json", "--now", NOW, "--policy", policy, "--explain"];
        let output = discounts(&arguments);
        let text = std::fs::read_to_string(data(expected)).unwrap();
        // Whatever else is changed in the sample policy changes its hash.
        let without_hash =
            |text: &str| text.lines().filter(|line| !line.starts_with("policy ")).collect::<Vec<_>>().join("\n");
        let (code, out, err) = streams(&output);
        assert_eq!((code, without_hash(out), err), (Some(0), without_hash(&text), ""));
    }
    let stacked = std::fs::read_to_string(data("stacked.txt")).unwrap();
    assert!(documented.contains(stacked.trim_end()), "docs/decide.md shows another explanation");
}
