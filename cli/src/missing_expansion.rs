//! The objects that a policy reads and that a session came without.

use shared::core::policy::{Fact, Reads};
use shared::core::{InteractionSet, Policy};
use shared::purchase::referenced_customer;
use shared::stripe::StripeSession;
use shared::stripe::object::Expandable;

/// An object that a policy reads and that is not expanded. An offer that needs it is never earned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum MissingExpansion {
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

impl MissingExpansion {
    /// The kind of note.
    pub(crate) const fn code(self) -> &'static str {
        self.note().0
    }

    /// The consequence, and what to do.
    pub(crate) const fn text(self) -> &'static str {
        self.note().1
    }

    const fn note(self) -> (&'static str, &'static str) {
        match self {
            Self::Customer => (
                "customer_not_expanded",
                "the customer is an id only, so offers that ask about the customer give nothing: export with \
                 expand[]=customer (a list with expand[]=data.customer)",
            ),
            Self::ReferencedCustomer => (
                "customer_by_reference",
                "the customer is named in client_reference_id, which Stripe does not expand, so offers that ask about the \
                 customer give nothing: put the customer object under customer",
            ),
            Self::Lines => (
                "lines_not_expanded",
                "there are no lines, so offers that ask about them give nothing: export with expand[]=line_items (a list \
                 with expand[]=data.line_items)",
            ),
            Self::OtherLines => (
                "lines_do_not_fit",
                "the lines do not add up to the subtotal, so offers that ask about them give nothing: export the session again",
            ),
            Self::Products => (
                "products_not_expanded",
                "the products are ids only, so offers that ask about tags give nothing: retrieve each session with \
                 expand[]=line_items.data.price.product (a list does not expand so far)",
            ),
            Self::MoreLines => (
                "lines_not_whole",
                "there is only the first page of the lines, so offers that ask about them give nothing: read the other \
                 pages (GET /v1/checkout/sessions/ID/line_items), add them to line_items.data and set has_more to false",
            ),
        }
    }
}

/// The expansions that the offers of a set need, by any of some policies, and that a session lacks.
pub(crate) fn missing_expansions<'p>(
    session: &StripeSession,
    policies: impl Iterator<Item = &'p Policy> + Clone,
    set: InteractionSet,
) -> impl Iterator<Item = MissingExpansion> {
    let reads: Reads = policies.clone().map(|policy| policy.reads(set)).collect();
    let mut offers = policies.flat_map(|policy| policy.offers_of(set));
    let tags = reads.contains(Fact::Lines) && offers.any(|(_, offer)| offer.names_tags());
    missing(session, reads, tags)
}

/// The expansions that these facts need. `tags` says whether tags are read.
fn missing(session: &StripeSession, reads: Reads, tags: bool) -> impl Iterator<Item = MissingExpansion> + use<> {
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
            let found: Vec<MissingExpansion> = missing(&session(&otherwise), reads, reads == tags).collect();
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
