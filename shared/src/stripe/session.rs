//! A Checkout Session as Stripe returns it, in every version that this service meets, and what a decision may see
//! of it.

use std::collections::BTreeMap;

use discounts_core::money::{Amount, Currency};
use discounts_core::session::{Address, Cart, Customer, Held, HeldDiscount, Shopper, Snapshot};
use discounts_core::{Interaction, InteractionSet};
use jiff::Timestamp;

use super::StripeError;
use super::object::{Coupon, Discount, Expandable, LineItems, StripeSession};

/// Keys of the session's metadata that travel with a discount.
pub(super) const SESSION_OFFERS: &str = "discount_offers";
pub(super) const SESSION_POLICY: &str = "discount_policy";
pub(super) const SESSION_WRITES: &str = "discount_writes";
/// Keys of the coupon's metadata. A coupon with the second is ours.
pub(super) const COUPON_OFFERS: &str = "discount_offers";
pub(super) const COUPON_POLICY: &str = "discount_policy";

/// Stripe docs "Metadata": at most 50 keys.
const METADATA_KEYS: usize = 50;

impl LineItems {
    /// What the lines come to before discounts; `None` where a line does not say.
    pub(super) fn subtotal(&self) -> Option<i64> {
        self.data.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.amount_subtotal?))
    }

    fn quantity(&self) -> Option<u64> {
        self.data.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.quantity?))
    }
}

impl StripeSession {
    /// The session as a decision may see it.
    ///
    /// # Errors
    ///
    /// Why it can't hold a discount of ours.
    pub fn snapshot(&self) -> Result<Snapshot, StripeError> {
        match self.status.as_deref() {
            Some("open") => {}
            Some(_) => return Err(StripeError::NotOpen),
            None => return Err(StripeError::Unsupported("it has no status")),
        }
        if self.mode.as_deref() != Some("payment") {
            return Err(StripeError::Unsupported("its mode is not payment"));
        }
        let permission = self.permissions.as_ref().and_then(|permissions| permissions.update_discounts.as_deref());
        // Stripe need not say: then the write is tried.
        if permission.is_some_and(|permission| permission != "server_only") {
            return Err(StripeError::DiscountsRefused);
        }
        let currency = self.currency.as_deref().and_then(|code| Currency::parse(code).ok());
        let currency = currency.ok_or(StripeError::Unsupported("it has no currency that Stripe presents"))?;
        let subtotal = self.amount_subtotal.and_then(amount);
        let cart = Cart {
            currency,
            subtotal: subtotal.ok_or(StripeError::Unsupported("it has no subtotal"))?,
            shipping: self
                .total_details
                .as_ref()
                .and_then(|total| total.amount_shipping)
                .and_then(amount)
                .unwrap_or_default(),
            quantity: self.line_items.as_ref().and_then(LineItems::quantity),
        };
        Ok(Snapshot {
            cart,
            shopper: self.shopper(),
            address: self.address(),
            metadata: self.metadata.clone().unwrap_or_default(),
            held: self.held()?,
        })
    }

    /// What the shopper pays, in minor units.
    #[must_use]
    pub fn amount_total(&self) -> Option<i64> {
        self.amount_total
    }

    /// What the cart costs before discounts and tax, in minor units.
    #[must_use]
    pub fn amount_subtotal(&self) -> Option<i64> {
        self.amount_subtotal
    }

    /// Whether the cart is the same as it was: then a discount that does not fit is Stripe's doing.
    #[must_use]
    pub fn same_cart(&self, before: &Self) -> bool {
        let sums = |session: &Self| {
            let shipping = session.total_details.as_ref().and_then(|total| total.amount_shipping);
            (session.amount_subtotal, shipping, session.currency.clone())
        };
        sums(self) == sums(before)
    }

    /// What Stripe takes off, in minor units.
    #[must_use]
    pub fn amount_discount(&self) -> Amount {
        let discount = self.total_details.as_ref().and_then(|total| total.amount_discount);
        discount.and_then(amount).unwrap_or_default()
    }

    /// The coupon on the session, for people: its name, and the offers that it says it is made of.
    #[must_use]
    pub fn coupon(&self) -> (&str, Vec<&str>) {
        let discount = self.discounts.as_ref().and_then(|discounts| discounts.first());
        let Some(Discount { coupon: Some(Expandable::Object(coupon)) }) = discount else { return ("", Vec::new()) };
        let offers = coupon.metadata.as_ref().and_then(|metadata| metadata.get(COUPON_OFFERS));
        let offers = offers.map(|offers| offers.split(',').collect()).unwrap_or_default();
        (coupon.name.as_deref().unwrap_or_default(), offers)
    }

    /// Whether an update still fits into the metadata: one that sets these interactions, and `put` says whether it
    /// carries a discount. Clearing always fits.
    #[must_use]
    pub fn has_room_for(&self, asked: InteractionSet, put: bool) -> bool {
        let held = |key: &str| self.metadata.as_ref().is_some_and(|metadata| metadata.contains_key(key));
        let set = asked.iter().map(|interaction| interaction.traits().metadata_key);
        let travelling = [SESSION_OFFERS, SESSION_POLICY, SESSION_WRITES].into_iter().filter(|_| put);
        let new = set.chain(travelling).filter(|key| !held(key)).count();
        let now = self.metadata.as_ref().map_or(0, BTreeMap::len);
        new == 0 || now.saturating_add(new) <= METADATA_KEYS
    }

    /// The customer who is only known by reference: the merchant's server wrote the id, Stripe does not expand it.
    pub(super) fn referenced_customer(&self) -> Option<&str> {
        let reference = self.client_reference_id.as_deref().filter(|_| self.customer.is_none())?;
        let body = reference.strip_prefix("cus_")?;
        let plain = !body.is_empty() && body.bytes().all(|byte| byte.is_ascii_alphanumeric());
        plain.then_some(reference)
    }

    /// The reference names nobody: the shopper is a guest.
    pub(super) fn forget_reference(&mut self) {
        self.client_reference_id = None;
    }

    fn shopper(&self) -> Shopper {
        match &self.customer {
            Some(Expandable::Object(customer)) if customer.deleted => unknown_customer(&customer.id),
            Some(Expandable::Object(customer)) => Shopper::Customer(Customer {
                id: customer.id.clone(),
                created: customer.created.and_then(|seconds| Timestamp::from_second(seconds).ok()),
                email: customer.email.clone(),
                metadata: customer.metadata.clone().unwrap_or_default(),
            }),
            Some(Expandable::Id(id)) => unknown_customer(id),
            None => self.referenced_customer().map_or(Shopper::Guest, unknown_customer),
        }
    }

    /// Only the session's shipping address; what the shopper typed elsewhere is no fact.
    fn address(&self) -> Option<Address> {
        let collected = self.collected_information.as_ref().and_then(|collected| collected.shipping_details.as_ref());
        let address = collected.or(self.shipping_details.as_ref())?.address.as_ref()?;
        address.country.as_ref()?;
        Some(Address {
            country: address.country.clone(),
            state: address.state.clone(),
            postal_code: address.postal_code.clone(),
        })
    }

    fn held(&self) -> Result<Held, StripeError> {
        let value = |key: &str| self.metadata.as_ref().and_then(|metadata| metadata.get(key));
        let interactions =
            Interaction::ALL.into_iter().filter(|interaction| value(interaction.traits().metadata_key).is_some());
        Ok(Held {
            interactions: interactions.collect(),
            discount: self.discount()?,
            writes: value(SESSION_WRITES).and_then(|writes| writes.parse().ok()).unwrap_or_default(),
        })
    }

    fn discount(&self) -> Result<HeldDiscount, StripeError> {
        let amount_discount = self.amount_discount();
        let Some(discounts) = &self.discounts else {
            // Absent unless expanded, and it was asked for.
            return match amount_discount {
                Amount::ZERO => Ok(HeldDiscount::Nothing),
                _ => Err(StripeError::Unreadable("the session has a discount that it does not show")),
            };
        };
        Ok(match discounts.as_slice() {
            [] => HeldDiscount::Nothing,
            [Discount { coupon: Some(Expandable::Object(coupon)) }] if coupon.is_ours() => coupon.held(),
            _ => HeldDiscount::Foreign { amount: amount_discount },
        })
    }
}

impl Coupon {
    fn is_ours(&self) -> bool {
        self.metadata.as_ref().is_some_and(|metadata| metadata.contains_key(COUPON_POLICY))
    }

    fn held(&self) -> HeldDiscount {
        let currency = self.currency.as_deref().and_then(|code| Currency::parse(code).ok());
        match (self.amount_off.and_then(amount), currency) {
            (Some(amount_off), Some(currency)) => {
                HeldDiscount::Ours { amount_off, currency, name: self.name.clone().unwrap_or_default() }
            }
            // Somebody copied our mark onto a coupon of another kind.
            _ => HeldDiscount::Foreign { amount: Amount::MAX },
        }
    }
}

/// A customer of whom only the id is known.
fn unknown_customer(id: &str) -> Shopper {
    Shopper::Customer(Customer { id: id.to_owned(), ..Customer::default() })
}

fn amount(minor: i64) -> Option<Amount> {
    u64::try_from(minor).ok().and_then(Amount::new)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::needless_pass_by_value, reason = "reads as session(json!({...}))")]

    use discounts_core::session::Shopper;
    use serde_json::{Value, json};

    use super::*;

    /// An open session of 150.00 USD with some fields otherwise; `null` is what Stripe writes for nothing.
    fn session(otherwise: Value) -> StripeSession {
        let mut session = json!({
            "id": "cs_test_a1", "status": "open", "mode": "payment", "currency": "usd", "amount_subtotal": 15_000,
            "amount_total": 15_000, "permissions": null, "metadata": {}, "customer": null,
            "client_reference_id": null, "collected_information": null,
            "total_details": {"amount_discount": 0, "amount_shipping": null}, "discounts": [],
        });
        for (key, value) in otherwise.as_object().unwrap() {
            session[key] = value.clone();
        }
        serde_json::from_value(session).unwrap()
    }

    fn held(discounts: Value, amount_discount: i64) -> Result<HeldDiscount, StripeError> {
        let total = json!({"amount_discount": amount_discount, "amount_shipping": 0});
        session(json!({"discounts": discounts, "total_details": total}))
            .snapshot()
            .map(|snapshot| snapshot.held.discount)
    }

    #[test]
    fn only_an_open_payment_session_with_a_sum_can_hold_a_discount() {
        for (otherwise, refused) in [
            (json!({"status": "complete"}), StripeError::NotOpen),
            (json!({"status": "expired"}), StripeError::NotOpen),
            (json!({"status": null}), StripeError::Unsupported("it has no status")),
            (json!({"mode": "setup"}), StripeError::Unsupported("its mode is not payment")),
            (json!({"permissions": {"update_discounts": "client_only"}}), StripeError::DiscountsRefused),
            (json!({"currency": "xxx"}), StripeError::Unsupported("it has no currency that Stripe presents")),
            (json!({"amount_subtotal": null}), StripeError::Unsupported("it has no subtotal")),
            (json!({"amount_subtotal": -1}), StripeError::Unsupported("it has no subtotal")),
        ] {
            assert_eq!(session(otherwise.clone()).snapshot().unwrap_err(), refused, "{otherwise}");
        }
        for permissions in
            [json!(null), json!({}), json!({"update_discounts": null}), json!({"update_discounts": "server_only"})]
        {
            assert!(session(json!({"permissions": permissions})).snapshot().is_ok());
        }
    }

    #[test]
    fn a_discount_is_ours_by_the_mark_on_its_coupon() {
        let coupon = |amount_off: Value, metadata: Value| json!([{"coupon": {"id": "c", "amount_off": amount_off, "currency": "usd", "name": "Ours", "metadata": metadata}}]);
        let mark = json!({"discount_policy": "0123456789abcdef"});
        let usd = Currency::parse("usd").unwrap();
        let ours = HeldDiscount::Ours { amount_off: Amount::new(500).unwrap(), currency: usd, name: "Ours".to_owned() };
        let foreign = |minor| HeldDiscount::Foreign { amount: Amount::new(minor).unwrap() };
        assert_eq!(held(json!([]), 0), Ok(HeldDiscount::Nothing));
        assert_eq!(held(coupon(json!(500), mark.clone()), 500), Ok(ours));
        assert_eq!(held(coupon(json!(500), json!({})), 500), Ok(foreign(500)));
        assert_eq!(held(coupon(json!(500), json!(null)), 500), Ok(foreign(500)));
        assert_eq!(held(json!([{"coupon": "c", "promotion_code": null}]), 300), Ok(foreign(300)));
        assert_eq!(held(json!([{"coupon": null, "promotion_code": "promo_1"}]), 300), Ok(foreign(300)));
        assert_eq!(
            held(coupon(json!(null), mark), 300),
            Ok(HeldDiscount::Foreign { amount: Amount::MAX }),
            "a percent with our mark is nobody's we know"
        );
    }

    #[test]
    fn a_discount_that_is_not_shown_though_it_was_asked_for_is_no_answer() {
        assert_eq!(held(json!(null), 0), Ok(HeldDiscount::Nothing));
        assert!(matches!(held(json!(null), 1), Err(StripeError::Unreadable(_))));
    }

    #[test]
    fn the_address_is_found_where_each_version_keeps_it_and_needs_a_country() {
        let details = json!({"name": "x", "address": {"country": "US", "state": "CA", "postal_code": "94103"}});
        let country =
            |otherwise: Value| session(otherwise).snapshot().unwrap().address.and_then(|address| address.country);
        let us = Some("US".to_owned());
        assert_eq!(country(json!({"collected_information": {"shipping_details": details}})), us);
        assert_eq!(country(json!({"shipping_details": details})), us);
        assert_eq!(
            country(json!({"collected_information": {"shipping_details": null}, "shipping_details": details})),
            us
        );
        assert_eq!(country(json!({"customer_details": details})), None, "what is typed elsewhere is no fact");
        let empty = json!({"name": "x", "address": {"country": null, "state": null, "postal_code": null}});
        assert_eq!(country(json!({"shipping_details": empty})), None);
    }

    #[test]
    fn the_shopper_is_the_customer_else_the_one_referred_to_else_a_guest() {
        let id = |otherwise: Value| match session(otherwise).snapshot().unwrap().shopper {
            Shopper::Customer(customer) => Some(customer.id),
            Shopper::Guest => None,
        };
        let object = json!({"id": "cus_1", "created": 1, "email": null, "metadata": {}});
        assert_eq!(id(json!({"customer": object})).as_deref(), Some("cus_1"));
        assert_eq!(id(json!({"customer": {"id": "cus_1", "deleted": true}})).as_deref(), Some("cus_1"));
        assert_eq!(id(json!({"customer": "cus_1", "client_reference_id": "cus_2"})).as_deref(), Some("cus_1"));
        assert_eq!(id(json!({"client_reference_id": "cus_2"})).as_deref(), Some("cus_2"));
        for reference in [json!(null), json!("order-1"), json!("cus_"), json!("cus_../x")] {
            assert_eq!(id(json!({"client_reference_id": reference})), None);
        }
    }

    #[test]
    fn there_is_room_for_fifty_keys_of_which_ours_may_be_there_already() {
        let with = |theirs: usize, ours: &[&str]| {
            let theirs = (0..theirs).map(|key| format!("theirs_{key}"));
            let keys = theirs.chain(ours.iter().map(|key| (*key).to_owned()));
            let metadata: serde_json::Map<String, Value> = keys.map(|key| (key, json!("x"))).collect();
            session(json!({ "metadata": metadata }))
        };
        let loyalty = InteractionSet::from(Interaction::Loyalty);
        assert!(with(46, &[]).has_room_for(loyalty, true));
        assert!(!with(47, &[]).has_room_for(loyalty, true));
        assert!(with(49, &[]).has_room_for(loyalty, false));
        assert!(!with(50, &[]).has_room_for(loyalty, false));
        assert!(with(49, &["discount_loyalty"]).has_room_for(loyalty, false));
    }
}
