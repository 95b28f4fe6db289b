//! A session out of an export: whatever has become of it, and with what the export left out of it.

use discounts_core::money::Amount;
use discounts_core::policy::{Fact, Reads};
use discounts_core::session::Snapshot;
use jiff::Timestamp;

use super::StripeError;
use super::object::{Expandable, StripeSession};
use super::session::amount;

/// What a policy reads of a session and the session does not hold, since it was not asked for. What needs it is never
/// earned, so a count of discounts is too low by as much.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MissingExpansion {
    /// The customer is there as an id only.
    Customer,
    /// The customer is named by `client_reference_id`, which Stripe never expands.
    ReferencedCustomer,
    /// The lines are not there.
    Lines,
    /// Only the first page of the lines is there.
    MoreLines,
    /// A line does not say how many units it holds or what they cost, or they do not come to the session's subtotal.
    OtherLines,
    /// The products of the lines, which hold the tags, are there as ids only.
    Products,
}

impl StripeSession {
    /// The session as a decision may see it, also where it is complete or has expired, or does not let a server write
    /// discounts. What it held of ours is not part of it: it is decided from nothing.
    ///
    /// # Errors
    ///
    /// [`StripeError::Unsupported`], and why no discount was ever possible.
    pub fn past_snapshot(&self) -> Result<Snapshot, StripeError> {
        self.in_any_state()
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// `open`, `complete` or `expired`.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }

    /// When it was created.
    #[must_use]
    pub fn created(&self) -> Option<Timestamp> {
        self.created.and_then(|seconds| Timestamp::from_second(seconds).ok())
    }

    /// What was taken off; none where the session does not say.
    #[must_use]
    pub fn taken_off(&self) -> Option<Amount> {
        self.total_details.as_ref().and_then(|total| total.amount_discount).and_then(amount)
    }

    /// What of these facts can't be known, because the session was not expanded. `tags` says whether tags are read.
    pub fn left_out(&self, reads: Reads, tags: bool) -> impl Iterator<Item = MissingExpansion> {
        let customer = match &self.customer {
            Some(Expandable::Id(_)) => Some(MissingExpansion::Customer),
            Some(Expandable::Object(_)) => None,
            None => self.referenced_customer().map(|_| MissingExpansion::ReferencedCustomer),
        };
        let lines =
            if reads.contains(Fact::Quantity) || reads.contains(Fact::Lines) { self.lines_left_out() } else { None };
        let products =
            (tags && lines.is_none() && self.has_unexpanded_products()).then_some(MissingExpansion::Products);
        customer.filter(|_| reads.customer_object()).into_iter().chain(lines).chain(products)
    }

    fn lines_left_out(&self) -> Option<MissingExpansion> {
        match &self.line_items {
            None => Some(MissingExpansion::Lines),
            Some(lines) if lines.has_more => Some(MissingExpansion::MoreLines),
            Some(lines) => {
                let fit =
                    lines.subtotal() == self.amount_subtotal && lines.data.iter().all(|line| line.quantity.is_some());
                (!fit).then_some(MissingExpansion::OtherLines)
            }
        }
    }

    fn has_unexpanded_products(&self) -> bool {
        let prices = self.line_items.iter().flat_map(|lines| &lines.data).filter_map(|line| line.price.as_ref());
        prices.into_iter().any(|price| matches!(price.product, Some(Expandable::Id(_))))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

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
    fn whatever_has_become_of_a_session_it_can_be_decided_again() {
        for otherwise in [
            json!({}),
            json!({"status": "expired"}),
            json!({"status": "open"}),
            json!({"permissions": {"update_discounts": "client_only"}}),
        ] {
            assert!(session(&otherwise).past_snapshot().is_ok(), "{otherwise}");
        }
        for otherwise in [json!({"mode": "subscription"}), json!({"currency": null}), json!({"amount_subtotal": null})]
        {
            let refused = session(&otherwise).past_snapshot();
            assert!(matches!(refused, Err(StripeError::Unsupported(_))), "{otherwise}");
        }
    }

    #[test]
    fn what_was_taken_off_is_known_or_not() {
        assert_eq!(session(&json!({})).taken_off(), Amount::new(500));
        assert_eq!(session(&json!({"total_details": null})).taken_off(), None);
        assert_eq!(session(&json!({})).created().unwrap().as_second(), 1_790_000_000);
    }

    #[test]
    fn what_an_export_left_out_is_told_where_it_is_read() {
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
            let found: Vec<MissingExpansion> = session(&otherwise).left_out(reads, reads == tags).collect();
            assert_eq!(found, Vec::from_iter(left_out), "{otherwise}");
        }
    }

    #[test]
    fn lines_that_are_not_the_whole_cart_are_none() {
        let quantity =
            |line_items: Value| session(&json!({ "line_items": line_items })).past_snapshot().unwrap().cart.quantity;
        assert_eq!(quantity(lines(15_000, false)), Some(3));
        assert_eq!(quantity(lines(15_000, true)), None);
        assert_eq!(quantity(lines(14_000, false)), None);
    }
}
