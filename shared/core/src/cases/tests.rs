#![expect(clippy::arithmetic_side_effects, reason = "the numbers of a test are small, and a panic fails it")]

use super::*;
use crate::Policy;
use crate::policy::Note;

const OFFERS: &str = "[[offer]]
id = \"gold\"
interaction = \"loyalty\"
name = \"Gold\"
when.tier = [\"gold\"]
give.percent = \"10\"

[[offer]]
id = \"spring\"
interaction = \"code\"
name = \"Spring\"
when.code = [\"SPRING\"]
give.amount_off = { usd = \"12.00\" }

";

/// The faults or the differences of cases, each with its line and column.
fn found(cases: &str) -> Vec<String> {
    let text = format!("{OFFERS}{cases}");
    let policy = Policy::load("p.toml", &text).unwrap();
    let index = crate::policy::TextIndex::of(&text);
    let lines_before = OFFERS.lines().count();
    let shown = |note: Note<'_>| {
        let place = index.place(note.span.start);
        let help = note.help.map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{}:{} {}{help}", place.line - lines_before, place.column, note.message)
    };
    match load("p.toml", &text, &policy) {
        Ok(cases) => cases
            .iter()
            .filter_map(|case| judge(&policy, case).unwrap())
            .map(|found| shown(Note::from(&found)))
            .collect(),
        Err(faults) => faults.faults.iter().map(|fault| shown(Note::from(fault))).collect(),
    }
}

#[test]
fn case_that_holds_has_no_difference() {
    for case in [
        "cart = \"100.00 usd; tier gold\"\ngives = \"10.00\"",
        "cart = \"100.00 usd; tier gold; code SPRING\"\ngives = \"12.00\"\nof = [\"spring\"]",
        "cart = \"100.00 usd; tier silver\"\ngives = \"nothing\"",
        "cart = \"100.00 usd; tier silver\"\ngives = \"nothing: tier_not_eligible\"",
        "cart = \"100.00 usd; tier silver\"\ngives = \"nothing: tier_not_eligible\"\nof = [\"gold\"]",
        "cart = \"100.00 usd; tier gold; code SPRING; asked loyalty\"\ngives = \"10.00\"\nof = [\"gold\"]",
    ] {
        assert_eq!(found(&format!("[[case]]\n{case}\n")), [""; 0], "{case}");
    }
}

#[test]
fn first_difference_of_a_case_is_named_with_its_place() {
    for (case, difference) in [
        (
            "cart = \"100.00 usd; tier gold\"\ngives = \"12.00\"",
            "3:9 this case expects 12.00, and the policy gives 10.00 by gold (spring: code_unknown)",
        ),
        (
            "cart = \"100.00 usd; tier silver\"\ngives = \"10.00\"\nof = [\"gold\"]",
            "3:9 this case expects 10.00, and the policy gives nothing (gold: tier_not_eligible; \
             1 more do not apply; discounts try shows each)",
        ),
        (
            "cart = \"100.00 usd; tier gold; code SPRING\"\ngives = \"12.00\"\nof = [\"gold\"]",
            "4:6 12.00 is given by spring, not by gold (gold: not_best)",
        ),
        (
            "cart = \"100.00 usd; tier silver\"\ngives = \"nothing: ended\"",
            "3:9 nothing is given, but ended is not a reason against any offer \
             (gold: tier_not_eligible; spring: code_unknown)",
        ),
        (
            "cart = \"100.00 usd; tier silver\"\ngives = \"nothing: tier_not_eligible\"\nof = [\"spring\"]",
            "3:9 nothing is given, but tier_not_eligible is not a reason against spring (spring: code_unknown; \
             1 more do not apply; discounts try shows each)",
        ),
        (
            "cart = \"100.00 usd; asked loyalty\"\ngives = \"nothing\"\nof = [\"spring\"]",
            "3:9 nothing is given, but spring is not considered: the case does not ask for its interaction \
             (gold: customer_unknown)",
        ),
    ] {
        assert_eq!(found(&format!("[[case]]\n{case}\n")), [difference], "{case}");
    }
}

#[test]
fn faults_of_a_case_are_marked_where_they_are() {
    for (case, fault) in [
        ("gives = \"1.00\"", "1:1 a case needs cart"),
        ("cart = \"1.00 usd\"", "1:1 a case needs gives"),
        (
            "cart = \"1.00 usd; tire gold\"\ngives = \"1.00\"",
            "2:19 \"tire\" is not a fact of a session: did you mean \"tier\"?",
        ),
        (
            "cart = '''1.00 usd; tire gold'''\ngives = \"1.00\"",
            "2:21 \"tire\" is not a fact of a session: did you mean \"tier\"?",
        ),
        (
            "cart = \"1.00\\u0020usd; tire gold\"\ngives = \"1.00\"",
            "2:8 \"tire\" is not a fact of a session: did you mean \"tier\"?",
        ),
        ("cart = \"1.00 usd\"\ngives = \"1.001\"", "3:9 1.001 has too many decimals: the currency has 2"),
        ("cart = \"1.00 usd\"\ngives = \"0.00\"", "3:9 where no discount is given, write \"nothing\""),
        ("cart = \"1.00 usd\"\ngives = \"nothing: endet\"", "3:9 \"endet\" is not a reason: did you mean \"ended\"?"),
        (
            "cart = \"1.00 usd\"\ngives = \"some\"",
            "3:9 gives is an amount, such as \"12.00\", \"nothing\", or \"nothing: tier_not_eligible\"",
        ),
        (
            "cart = \"1.00 usd\"\ngives = \"1.00\"\nof = [\"gild\"]",
            "4:7 \"gild\" is not an offer: did you mean \"gold\"?",
        ),
        ("cart = \"1.00 usd\"\ngive = \"1.00\"", "1:1 a case needs gives"),
    ] {
        assert_eq!(found(&format!("[[case]]\n{case}\n"))[0], fault, "{case}");
    }
}

#[test]
fn policy_does_not_carry_its_cases() {
    let with = Policy::load("p.toml", &format!("{OFFERS}[[case]]\ncart = 1\n")).unwrap();
    let without = Policy::load("p.toml", OFFERS).unwrap();
    assert_eq!(format!("{:?}", with.offers), format!("{:?}", without.offers));
    let text = format!("case = 1\n{OFFERS}");
    let faults = load("p.toml", &text, &Policy::load("p.toml", &text).unwrap()).unwrap_err();
    assert_eq!(faults.to_string(), "p.toml:1:8: cases are written as [[case]], with two brackets");
}
