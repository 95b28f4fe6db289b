//! A session out of an export, in any status, and the facts that the export left out of it.

use shared::core::policy::{Fact, Reads};
use shared::purchase::referenced_customer;
use shared::stripe::StripeSession;
use shared::stripe::object::Expandable;

/// An object that a policy reads and that the export did not expand. An offer that needs it is never earned, so the counts
/// of discounts are too low by that much.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum MissingExpansion {
    /// The customer is an id only.
    Customer,
    /// The customer is named by `client_reference_id`, which Stripe never expands.
    ReferencedCustomer,
    /// There are no lines.
    Lines,
    /// There is only the first page of the lines.
    MoreLines,
    /// A line shows no quantity or no sum, or the sums are not the session's subtotal.
    OtherLines,
    /// The products of the lines, which hold the tags, are ids only.
    Products,
}

/// The expansions that these facts need and a session lacks. `tags` says whether tags are read.
pub(super) fn missing_expansions(
    session: &StripeSession,
    reads: Reads,
    tags: bool,
) -> impl Iterator<Item = MissingExpansion> {
    let customer = match &session.customer {
        Some(Expandable::Id(_)) => Some(MissingExpansion::Customer),
        Some(Expandable::Object(_)) => None,
        None => referenced_customer(session).map(|_| MissingExpansion::ReferencedCustomer),
    };
    let reads_lines = reads.contains(Fact::Quantity) || reads.contains(Fact::Lines);
    let lines = if reads_lines { missing_lines(session) } else { None };
    let products = (tags && lines.is_none() && has_unexpanded_products(session)).then_some(MissingExpansion::Products);
    customer.filter(|_| reads.customer_object()).into_iter().chain(lines).chain(products)
}

fn missing_lines(session: &StripeSession) -> Option<MissingExpansion> {
    match &session.line_items {
        None => Some(MissingExpansion::Lines),
        Some(lines) if lines.has_more => Some(MissingExpansion::MoreLines),
        Some(lines) => {
            let fit =
                lines.subtotal() == session.amount_subtotal && lines.data.iter().all(|line| line.quantity.is_some());
            (!fit).then_some(MissingExpansion::OtherLines)
        }
    }
}

fn has_unexpanded_products(session: &StripeSession) -> bool {
    let mut prices = session.line_items.iter().flat_map(|lines| &lines.data).filter_map(|line| line.price.as_ref());
    prices.any(|price| matches!(price.product, Some(Expandable::Id(_))))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use shared::core::money::Amount;
    use shared::purchase::{PurchaseError, amount_discount, past_snapshot};

    use super::*;

    fn session(otherwise: &Value) -> StripeSession {
        let mut session = json!({
            "id": "cs_test_a1", "status": "complete", "mode": "payment", "currency": "usd", "created": 1_790_000_000,
            "amount_subtotal": 15_000, "metadata": {}, "customer": null, "client_reference_id": null,
            "total_details": {"amount_discount": 500, "amount_shipping": null},
        });
        for (key, value) in otherwise.as_object().unwrap() {
            session[key] = value.clone();
        }
        serde_json::from_value(session).unwrap()
    }

    /// A cart of one line.
    fn lines(subtotal: u32, has_more: bool) -> Value {
        json!({"data": [{"id": "li_1", "quantity": 3, "amount_subtotal": subtotal}], "has_more": has_more})
    }

    fn line_of(product: &Value) -> Value {
        let price = json!({"id": "price_1", "product": product});
        json!({"data": [{"id": "li_1", "quantity": 3, "amount_subtotal": 15_000, "price": price}], "has_more": false})
    }

    #[test]
    fn session_in_any_status_has_a_snapshot() {
        for otherwise in [
            json!({}),
            json!({"status": "expired"}),
            json!({"status": "open"}),
            json!({"permissions": {"update_discounts": "client_only"}}),
        ] {
            assert!(past_snapshot(&session(&otherwise)).is_ok(), "{otherwise}");
        }
        for otherwise in [json!({"mode": "subscription"}), json!({"currency": null}), json!({"amount_subtotal": null})]
        {
            let refused = past_snapshot(&session(&otherwise));
            assert!(matches!(refused, Err(PurchaseError::Unsupported(_))), "{otherwise}");
        }
    }

    #[test]
    fn discount_is_unknown_without_total_details() {
        assert_eq!(amount_discount(&session(&json!({}))), Amount::new(500));
        assert_eq!(amount_discount(&session(&json!({"total_details": null}))), None);
    }

    #[test]
    fn missing_expansion_is_listed_only_if_it_is_read() {
        let object = json!({"id": "cus_1", "metadata": {}});
        let (tier, id, quantity, tags) =
            (Fact::Tier.into(), Fact::Customer.into(), Fact::Quantity.into(), Fact::Lines.into());
        let product = json!({"id": "prod_1", "metadata": {}});
        for (otherwise, reads, left_out) in [
            (json!({"customer": "cus_1"}), tier, Some(MissingExpansion::Customer)),
            (json!({"customer": "cus_1"}), id, None),
            (json!({ "customer": object }), tier, None),
            (json!({"client_reference_id": "cus_1"}), tier, Some(MissingExpansion::ReferencedCustomer)),
            (json!({"client_reference_id": "order-1"}), tier, None),
            (json!({}), quantity, Some(MissingExpansion::Lines)),
            (json!({}), tags, Some(MissingExpansion::Lines)),
            (json!({}), tier, None),
            (json!({"line_items": lines(15_000, false)}), quantity, None),
            (json!({"line_items": lines(15_000, true)}), quantity, Some(MissingExpansion::MoreLines)),
            (json!({"line_items": lines(14_000, false)}), quantity, Some(MissingExpansion::OtherLines)),
            (json!({"line_items": line_of(&json!("prod_1"))}), tags, Some(MissingExpansion::Products)),
            (json!({"line_items": line_of(&json!("prod_1"))}), quantity, None),
            (json!({"line_items": line_of(&product)}), tags, None),
        ] {
            let found: Vec<MissingExpansion> = missing_expansions(&session(&otherwise), reads, reads == tags).collect();
            assert_eq!(found, Vec::from_iter(left_out), "{otherwise}");
        }
    }

    #[test]
    fn lines_are_unknown_unless_they_are_the_whole_cart() {
        let quantity =
            |line_items: Value| past_snapshot(&session(&json!({ "line_items": line_items }))).unwrap().cart.quantity;
        assert_eq!(quantity(lines(15_000, false)), Some(3));
        assert_eq!(quantity(lines(15_000, true)), None);
        assert_eq!(quantity(lines(14_000, false)), None);
    }
}
