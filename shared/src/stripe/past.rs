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
pub enum LeftOut {
    /// The customer is there as an id only.
    Customer,
    /// The customer is named by `client_reference_id`, which Stripe never expands.
    ReferencedCustomer,
    /// The lines are not there.
    Lines,
    /// Only the first page of the lines is there.
    MoreLines,
}

impl StripeSession {
    /// The session as a decision may see it, also where it is complete or has expired, or does not let a server write
    /// discounts. What it held of ours is not part of it: it is decided from nothing.
    ///
    /// # Errors
    ///
    /// [`StripeError::Unsupported`], and why no discount was ever possible.
    pub fn past_snapshot(&self) -> Result<Snapshot, StripeError> {
        let mut snapshot = self.in_any_state()?;
        if self.has_more_lines() {
            // A part of the cart is not the cart.
            snapshot.cart.quantity = None;
        }
        Ok(snapshot)
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

    /// What of these facts can't be known, because the session was not expanded.
    pub fn left_out(&self, reads: Reads) -> impl Iterator<Item = LeftOut> {
        let customer = match &self.customer {
            Some(Expandable::Id(_)) => Some(LeftOut::Customer),
            Some(Expandable::Object(_)) => None,
            None => self.referenced_customer().map(|_| LeftOut::ReferencedCustomer),
        };
        let lines = match &self.line_items {
            None => Some(LeftOut::Lines),
            Some(_) if self.has_more_lines() => Some(LeftOut::MoreLines),
            Some(_) => None,
        };
        let customer = customer.filter(|_| reads.customer_object());
        customer.into_iter().chain(lines.filter(|_| reads.contains(Fact::Quantity)))
    }

    fn has_more_lines(&self) -> bool {
        self.line_items.as_ref().is_some_and(|lines| lines.has_more)
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

    fn lines(has_more: bool) -> Value {
        json!({"data": [{"id": "li_1", "quantity": 3, "amount_subtotal": 15_000}], "has_more": has_more})
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
        let (tier, id, quantity) = (Fact::Tier.into(), Fact::Customer.into(), Fact::Quantity.into());
        for (otherwise, reads, left_out) in [
            (json!({"customer": "cus_1"}), tier, Some(LeftOut::Customer)),
            (json!({"customer": "cus_1"}), id, None),
            (json!({ "customer": object }), tier, None),
            (json!({"client_reference_id": "cus_1"}), tier, Some(LeftOut::ReferencedCustomer)),
            (json!({"client_reference_id": "order-1"}), tier, None),
            (json!({}), quantity, Some(LeftOut::Lines)),
            (json!({}), tier, None),
            (json!({"line_items": lines(false)}), quantity, None),
            (json!({"line_items": lines(true)}), quantity, Some(LeftOut::MoreLines)),
        ] {
            let found: Vec<LeftOut> = session(&otherwise).left_out(reads).collect();
            assert_eq!(found, Vec::from_iter(left_out), "{otherwise}");
        }
    }

    #[test]
    fn the_first_page_of_the_lines_is_no_count_of_units() {
        let quantity =
            |has_more| session(&json!({"line_items": lines(has_more)})).past_snapshot().unwrap().cart.quantity;
        assert_eq!((quantity(false), quantity(true)), (Some(3), None));
    }
}
