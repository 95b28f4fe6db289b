//! Why an offer does not apply, and what it would take, in words.

use jiff::Timestamp;
use shared::core::Policy;
use shared::core::decide::{Explanation, Reason, Value};
use shared::core::money::Amount;

use super::shown::Shown;

/// A sentence that begins with the reason's code.
pub(super) fn text(policy: &Policy, explanation: &Explanation, reason: &Reason) -> String {
    let shown = |value: &Value| shown(policy, explanation, value);
    let sentence = reason
        .code
        .sentence()
        .replace("{actual}", &shown(&reason.actual))
        .replace("{required}", &shown(&reason.required))
        .replace("{lacking}", &lacks(explanation, reason))
        .replace("{compared}", &compared(reason, shown));
    format!("{}: {sentence}", reason.code)
}

/// Both values, if there are two.
fn compared(reason: &Reason, shown: impl Fn(&Value) -> String) -> String {
    match (&reason.required, &reason.actual) {
        (Value::None, _) | (_, Value::None) => String::new(),
        (required, actual) => format!(": it says {}, and there is {}", shown(required), shown(actual)),
    }
}

/// On the clock of the shop's wall.
pub(super) fn moment(policy: &Policy, moment: Timestamp) -> String {
    moment.to_zoned(policy.zone.clone()).to_string()
}

fn shown(policy: &Policy, explanation: &Explanation, value: &Value) -> String {
    match value {
        Value::None => "unknown".to_owned(),
        Value::Amount(amount) => explanation.shown(*amount),
        Value::Count(count) => count.to_string(),
        Value::Time(time) => moment(policy, *time),
        Value::Word(word) => word.to_string(),
        Value::Typed(text) => format!("\"{}\", which is no region that is known", text.reveal()),
        Value::Words(words) if words.is_empty() => "none".to_owned(),
        Value::Words(words) => words.iter().map(|word| &**word).collect::<Vec<_>>().join(" or "),
    }
}

/// The missing part, if it is a difference.
fn lacks(explanation: &Explanation, reason: &Reason) -> String {
    let lacks = match (&reason.required, &reason.actual) {
        (Value::Amount(asked), Value::Amount(is)) => {
            Some(asked.saturating_sub(*is)).filter(|lacks| *lacks > Amount::ZERO).map(|lacks| explanation.shown(lacks))
        }
        (Value::Count(asked), Value::Count(is)) => asked.checked_sub(*is).map(|lacks| lacks.to_string()),
        _ => None,
    };
    lacks.map(|lacks| format!(", {lacks} more")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use shared::core::InteractionSet;
    use shared::core::decide::explain;
    use shared::stripe::StripeSession;

    use super::*;

    /// The reasons against an offer with these conditions for a member with 21 orders and 200.00 USD in the cart.
    fn whys(when: &str) -> Vec<String> {
        let offer =
            "[[offer]]\nid = \"it\"\ninteraction = \"loyalty\"\nname = \"it\"\ngive.percent = \"10\"\n[offer.when]\n";
        let policy = Policy::load("p.toml", &format!("timezone = \"Asia/Tokyo\"\n{offer}{when}")).unwrap();
        let session = include_str!("../../tests/data/gold-member.json");
        let session: StripeSession = serde_json::from_str(session).unwrap();
        let now = "2026-11-20T15:00:00Z".parse().unwrap();
        let explanation = explain(
            &policy,
            &shared::purchase::snapshot(&session, <_>::default()).unwrap(),
            InteractionSet::all(),
            now,
        )
        .unwrap();
        explanation
            .offers
            .iter()
            .flat_map(|said| &said.reasons)
            .map(|reason| text(&policy, &explanation, reason))
            .collect()
    }

    #[test]
    fn what_it_would_take_is_said_in_numbers() {
        for (when, why) in [
            ("tier = [\"silver\", \"bronze\"]", "tier_not_eligible: the tier is gold; it asks for silver or bronze"),
            ("orders_at_least = 30", "too_few_orders: 21 orders are completed; it asks for 30, 9 more"),
            ("orders_at_most = 20", "too_many_orders: 21 orders are completed; it asks for 20 at most"),
            ("first_order = true", "not_first_order: this is order 22, not the first"),
            (
                "customer_for_days_at_least = 400",
                "customer_too_new: the customer is 320 days old; it asks for 400, 80 more",
            ),
            ("segment = [\"vip\"]", "customer_facts_missing: the customer does not say what it asks"),
            (
                "tier = [\"gold\"]\nsubtotal_over = { usd = \"300.00\" }",
                "subtotal_too_low: it counts 200.00; it asks for 300.01, 100.01 more",
            ),
            (
                "tier = [\"gold\"]\nquantity_at_least = 6",
                "quantity_too_low: 4 units are in the cart; it asks for 6, 2 more",
            ),
            (
                "tier = [\"gold\"]\ncontains_none = { products = [\"prod_kettle\"], tags = [\"x\"] }",
                "item_excluded: something is in the cart, or may be, that it is not given on",
            ),
            ("tier = [\"gold\"]\ncountry = [\"US\"]", "address_missing: the session has no shipping address"),
            (
                "tier = [\"gold\"]\nends = 2026-11-20T00:00:00",
                "ended: it ended at 2026-11-20T00:00:00+09:00[Asia/Tokyo]",
            ),
            (
                "tier = [\"gold\"]\nmetadata = { channel = [\"app\"] }",
                "metadata_not_eligible: the session's metadata does not say app",
            ),
            (
                "tier = [\"gold\"]\n[offer.unless]\norders_at_least = 20",
                "excluded_by_orders_at_least: unless.orders_at_least excludes it: it says 20, and there is 21",
            ),
            (
                "tier = [\"gold\"]\n[offer.unless]\nweekdays = [\"sat\"]",
                "excluded_by_weekdays: unless.weekdays excludes it",
            ),
        ] {
            assert_eq!(whys(when), [why]);
        }
        assert!(whys("tier = [\"gold\"]").is_empty());
    }
}
