use super::*;
use crate::interaction::Interaction;
use crate::money::Rounding;
use crate::policy::{Combine, Condition, CustomerKeys, Policy};
use crate::test_support::{amount, at, currency};

fn instants(policy: &Policy) -> Vec<jiff::Timestamp> {
    let conditions = policy.offers.iter().flat_map(|offer| &offer.conditions);
    let instants = conditions.filter_map(|condition| match condition {
        Condition::Starts(starts) => Some(starts.0),
        Condition::Ends(ends) => Some(ends.0),
        _ => None,
    });
    instants.collect()
}

#[test]
fn the_sample_policy_loads_and_has_offers_of_every_interaction() {
    let sample = policy(include_str!("../../../../../../discounts.toml"));
    assert_eq!(sample.offers.len(), 12);
    for interaction in Interaction::ALL {
        assert!(sample.offers_of(interaction.into()).count() >= 1, "{interaction}");
    }
    assert!(sample.limits.max_percent.is_some() && sample.limits.max_amount.is_some());
}

#[test]
fn an_empty_policy_is_one_with_every_default() {
    let empty = policy("");
    assert_eq!((empty.combine, empty.rounding, empty.replace_foreign), (Combine::Best, Rounding::Down, false));
    assert_eq!(empty.combined_name.as_str(), "Your discounts");
    assert_eq!(empty.zone.iana_name(), Some("UTC"));
    assert_eq!((empty.customer, empty.history_since), (CustomerKeys::default(), None));
    assert_eq!((empty.limits.writes_per_session, empty.limits.codes_per_session), (50, 10));
    assert!(empty.limits.max_percent.is_none() && empty.limits.max_amount.is_none());
    assert!(empty.offers.is_empty() && !empty.switched_off);
}

#[test]
fn every_key_of_the_policy_is_heard() {
    let text = "timezone = \"Europe/Berlin\"\ncombine = \"sequential\"\nrounding = \"half-up\"\n\
                replace_foreign = true\ncombined_name = \"Together\"\n\
                limits.max_percent = \"50\"\nlimits.max_amount.usd = \"200\"\nlimits.minimum_charge.kwd = \"0.150\"\n\
                limits.writes_per_session = 7\nlimits.codes_per_session = 3\n\
                [customer]\ntier = \"t\"\nsegments = \"s\"\norders = \"o\"\nlifetime_spend = \"l\"\n\
                last_order_at = \"a\"\nuses = \"u\"\nhistory_since = \"2026-01-01\"";
    let policy = policy(text);
    assert_eq!(
        (policy.combine, policy.rounding, policy.replace_foreign),
        (Combine::Sequential, Rounding::HalfUp, true)
    );
    assert_eq!(policy.combined_name.as_str(), "Together");
    assert_eq!(policy.limits.max_percent.unwrap().to_string(), "50");
    assert_eq!(policy.limits.max_amount.as_ref().unwrap().get(currency("usd")), Some(amount(20_000)));
    assert_eq!(policy.limits.minimum_charge(currency("kwd")), Some(amount(150)));
    assert_eq!((policy.limits.writes_per_session, policy.limits.codes_per_session), (7, 3));
    let keys = &policy.customer;
    let all = [&keys.tier, &keys.segments, &keys.orders, &keys.lifetime_spend, &keys.last_order_at, &keys.uses];
    assert_eq!(all, ["t", "s", "o", "l", "a", "u"]);
    assert_eq!(policy.history_since, Some(at("2025-12-31T23:00:00Z")), "midnight in Berlin");
}

#[test]
fn offer_is_public_by_default_unless_personal_or_for_a_code() {
    let text = "[[offer]]\nid = \"a\"\ninteraction = \"loyalty\"\nname = \"A\"\nwhen.tier = [\"x\"]\n\
                give.percent = \"5\"\n\
                [[offer]]\nid = \"b\"\ninteraction = \"customer-offer\"\nname = \"B\"\nwhen.tier = [\"x\"]\n\
                give.percent = \"5\"\n\
                [[offer]]\nid = \"c\"\ninteraction = \"customer-offer\"\nname = \"C\"\nwhen.tier = [\"x\"]\n\
                give.percent = \"5\"\npublic = true\npriority = -3\nexclusive = true\n\
                [[offer]]\nid = \"d\"\ninteraction = \"code\"\nname = \"D\"\nwhen.code = [\"x\"]\n\
                give.percent = \"5\"";
    let policy = policy(text);
    let offers = policy.offers.iter();
    let seen: Vec<_> =
        offers.map(|offer| (offer.id.as_str(), offer.priority, offer.is_exclusive(), offer.public)).collect();
    assert_eq!(seen, [("a", 0, false, true), ("b", 0, false, false), ("d", 0, false, false), ("c", -3, true, true)]);
}

#[test]
fn offers_stand_by_priority_and_then_in_the_order_of_the_file() {
    let offer = |id: &str, priority: i64| complete(&format!("priority = {priority}\n")).replace("\"a\"", id);
    let text = [offer("\"a\"", 0), offer("\"b\"", 5), offer("\"c\"", 0), offer("\"d\"", 5)].concat();
    let policy = policy(&text);
    let ids: Vec<_> = policy.offers.iter().map(|offer| offer.id.as_str()).collect();
    assert_eq!(ids, ["b", "d", "a", "c"]);
}

#[test]
fn a_name_may_have_forty_characters_of_any_size() {
    let name = "é".repeat(40);
    let policy = policy(&complete("").replace("\"A\"", &format!("\"{name}\"")));
    assert_eq!(policy.offers[0].name.as_str(), name);
}

#[test]
fn times_are_toml_or_text_with_or_without_an_offset() {
    for (written, instant) in [
        ("2026-11-27T00:00:00", "2026-11-27T05:00:00Z"),
        ("2026-11-27 00:00:00", "2026-11-27T05:00:00Z"),
        ("2026-11-27T00:00:00Z", "2026-11-27T00:00:00Z"),
        ("2026-11-27T00:00:00+01:00", "2026-11-26T23:00:00Z"),
        ("2026-11-27", "2026-11-27T05:00:00Z"),
        ("\"2026-11-27T00:00:00\"", "2026-11-27T05:00:00Z"),
        ("\"2026-11-27T00:00:00-08:00\"", "2026-11-27T08:00:00Z"),
        ("\"2026-11-27\"", "2026-11-27T05:00:00Z"),
        ("2026-03-08T02:30:00", "2026-03-08T07:00:00Z"),
        ("2026-11-01T01:30:00", "2026-11-01T05:30:00Z"),
    ] {
        let text = format!("timezone = \"America/New_York\"\n{}when.starts = {written}", complete(""));
        assert_eq!(instants(&policy(&text)), [at(instant)], "{written}");
    }
}

#[test]
fn tables_may_be_dotted_inline_or_under_their_own_heading() {
    let offers = |text: &str| format!("{:?}", policy(text).offers);
    let dotted = format!("{CART_OFFER}when.subtotal_over.usd = \"100.00\"\ngive.amount_off.usd = \"5.00\"");
    let inline = format!(
        "{CART_OFFER}when = {{ subtotal_over = {{ usd = \"100\" }} }}\ngive = {{ amount_off = {{ usd = \"5\" }} }}"
    );
    let headed =
        format!("{CART_OFFER}[offer.when.subtotal_over]\nusd = \"100.0\"\n[offer.give.amount_off]\nusd = \"5.0\"");
    assert_eq!(offers(&dotted), offers(&inline));
    assert_eq!(offers(&dotted), offers(&headed));
}
