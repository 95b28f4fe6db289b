use serde_json::{Value, json};

use super::*;
use crate::interaction::Interaction;
use crate::test_support::{offer, policy};

const GIVES: &str = "give.amount_off.usd = \"5.00\"\n";

fn full_session() -> Snapshot {
    let facts = [
        ("loyalty_tier", " gold "),
        ("segments", "vip, new,,"),
        ("orders", "3"),
        ("offer_uses", "a:2,b:7"),
        ("lifetime_spend_usd", "9900"),
        ("last_order_at", "1777896000"),
        ("note", "calls himself Johnny"),
    ];
    let customer = Snapshot::customer(facts).email("Jane.Doe@Example.EDU").created("2025-05-04T12:00:00Z");
    let session = customer.ships_to("us", "ca", "94 105-9876").quantity(Some(3)).shipping(900);
    session.says("channel", "app").says("note", "leave at the door")
}

fn facts_of(policy_text: &str, session: &Snapshot, set: InteractionSet) -> Value {
    serde_json::to_value(Facts::of(&policy(policy_text), session, set)).unwrap()
}

#[test]
fn nothing_is_among_the_facts_that_no_offer_of_the_set_reads() {
    let member = format!("{GIVES}when.tier = [\"gold\"]\nwhen.metadata.channel = [\"app\"]");
    let place = format!("{GIVES}when.country = [\"US\"]");
    let cart = format!("{GIVES}when.subtotal_over.usd = \"1.00\"");
    let text = [offer("a", "loyalty", &member), offer("b", "location", &place), offer("c", "cart-threshold", &cart)];
    let sums = json!({"currency": "usd", "subtotal": 15_000, "shipping": 900});
    let with = |key: &str, value: Value| {
        let mut facts = sums.clone();
        facts[key] = value;
        facts
    };
    let mut of_member = with("shopper", json!({"tier": "gold"}));
    of_member["metadata"] = json!({"channel": "app"});
    for (interaction, expected) in [
        (Interaction::CartThreshold, sums.clone()),
        (Interaction::Loyalty, of_member),
        (Interaction::Location, with("place", json!({"country": "US"}))),
        (Interaction::CustomerOffer, sums.clone()),
    ] {
        assert_eq!(facts_of(&text.concat(), &full_session(), interaction.into()), expected, "{interaction}");
    }
}

#[test]
fn what_is_personal_is_reduced_to_what_a_condition_asks() {
    let shopper = "when.email_domain = [\"example.edu\"]\nwhen.segment = [\"vip\"]\nwhen.customer = [\"cus_1\"]\n\
                   when.first_order = true\nwhen.uses_at_most = 3\nwhen.lifetime_spend_at_least.usd = \"1\"\n\
                   when.days_since_last_order_at_least = 1\nwhen.customer_for_days_at_least = 1\n\
                   when.quantity_at_least = 1\nwhen.country = [\"US\"]\nwhen.region = [\"US-CA\"]\n\
                   when.postal_prefix = [\"9\", \"94\", \"941\", \"95\"]";
    let text = offer("a", "loyalty", &format!("{GIVES}{shopper}"));
    let expected = json!({
        "currency": "usd", "subtotal": 15_000, "shipping": 900, "quantity": 3,
        "shopper": {
            "customer": "cus_1", "segments": ["vip", "new"], "email_domain": "example.edu", "orders": 3, "uses": {"a": 2},
            "lifetime_spend": 9_900, "last_order_at": "2026-05-04T12:00:00Z", "since": "2025-05-04T12:00:00Z",
        },
        "place": {"country": "US", "region": "US-CA", "postal_prefix": "941"},
    });
    assert_eq!(facts_of(&text, &full_session(), InteractionSet::all()), expected);
}

#[test]
fn a_guest_without_an_address_has_no_facts_but_the_sums() {
    let text = format!("{GIVES}when.tier = [\"gold\"]\nwhen.country = [\"US\"]\nwhen.metadata.channel = [\"app\"]");
    let facts = facts_of(&offer("a", "loyalty", &text), &Snapshot::guest(15_000), InteractionSet::all());
    assert_eq!(facts, json!({"currency": "usd", "subtotal": 15_000, "shipping": 0}));
}

#[test]
fn the_policy_names_the_keys_of_the_customers_metadata() {
    let keys = "[customer]\ntier = \"level\"\nlifetime_spend = \"spent\"\n";
    let asks = format!("{GIVES}when.tier = [\"gold\"]\nwhen.lifetime_spend_at_least.usd = \"1\"");
    let session = Snapshot::customer([("level", "gold"), ("loyalty_tier", "no"), ("spent_usd", "7")]);
    let facts = facts_of(&format!("{keys}{}", offer("a", "loyalty", &asks)), &session, InteractionSet::all());
    assert_eq!(facts["shopper"], json!({"tier": "gold", "lifetime_spend": 7}));
}

#[test]
fn what_people_type_into_the_wrong_field_is_not_among_the_facts() {
    let text = offer("b", "location", &format!("{GIVES}when.region = [\"US-CA\"]\nwhen.metadata.channel = [\"app\"]"));
    for state in ["7 Nightingale Road", "Jane Doe", "CA 94105", "Calif", "-"] {
        let session = full_session().ships_to("US", state, "94105").says("channel", "Jane's phone");
        let facts = facts_of(&text, &session, Interaction::Location.into());
        assert_eq!(facts["place"], json!({"country": "US", "unclear_region": "[redacted]"}), "{state}");
        assert!(facts.get("metadata").is_none(), "only values that a condition names");
    }
}
