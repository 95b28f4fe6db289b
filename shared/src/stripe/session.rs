//! A Checkout Session as Stripe returns it, in every version that this service meets, and what a decision may see
//! of it.

use std::collections::BTreeMap;

use discounts_core::difference::{Change, Update};
use discounts_core::money::{Amount, Currency};
use discounts_core::session::{Address, AppliedDiscount, AppliedState, Cart, Customer, Shopper, Snapshot};
use jiff::Timestamp;

use super::lines::quantity;
use super::object::{ClientSecret, Coupon, Discount, Expandable, LineItems, ShippingDetails, StripeSession};
use super::{StripeError, intent};

/// Metadata keys of the session that travel with a discount.
pub(super) const SESSION_OFFERS: &str = "discount_offers";
pub(super) const SESSION_POLICY: &str = "discount_policy";
pub(super) const SESSION_WRITES: &str = "discount_writes";
/// All of them, for a session; an intent has more.
const WITH_A_DISCOUNT: [&str; 3] = [SESSION_OFFERS, SESSION_POLICY, SESSION_WRITES];
/// Metadata keys of the coupon. A coupon with the second is ours.
pub(super) const COUPON_OFFERS: &str = "discount_offers";
pub(super) const COUPON_POLICY: &str = "discount_policy";

/// The sums of a session that do not depend on its discount.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PreDiscountTotals {
    /// Before discounts and tax, in minor units.
    pub subtotal: Option<i64>,
    /// In minor units.
    pub shipping: Option<i64>,
    /// As Stripe writes it.
    pub currency: Option<String>,
}

/// Stripe docs "Metadata": at most 50 keys.
const METADATA_KEYS: usize = 50;

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
        let permission = self.permissions.as_ref().and_then(|permissions| permissions.discounts.as_deref());
        // Stripe need not say: then the write is tried.
        if permission.is_some_and(|permission| permission != "server_only") {
            return Err(StripeError::DiscountsRefused);
        }
        let mut snapshot = self.in_any_state()?;
        snapshot.held.discount = self.discount()?;
        Ok(snapshot)
    }

    /// The session as it is, whether or not a discount can still be written to it, and without the one that is on it.
    pub(super) fn in_any_state(&self) -> Result<Snapshot, StripeError> {
        if self.mode.as_deref() != Some("payment") {
            return Err(StripeError::Unsupported("its mode is not payment"));
        }
        let currency = self.currency.as_deref().and_then(|code| Currency::parse(code).ok());
        let currency = currency.ok_or(StripeError::Unsupported("it has no currency that Stripe presents"))?;
        // Lines of another sum are of another moment, or not all: nothing is known of the cart's lines then.
        let of_this_cart = |lines: &&LineItems| lines.subtotal() == self.amount_subtotal;
        let lines = self.line_items.as_ref().filter(of_this_cart).and_then(|lines| lines.whole(currency));
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
            // A session may be free of charge, an intent has to charge something.
            must_charge: self.intent.is_some(),
            quantity: match &self.intent {
                Some(intent) => intent.quantity,
                None => lines.as_deref().and_then(quantity),
            },
            lines,
        };
        let held = self.held();
        Ok(Snapshot {
            cart,
            shopper: self.shopper(),
            address: self.address(),
            code: held.code.clone(),
            metadata: self.metadata.clone().unwrap_or_default(),
            held,
        })
    }

    /// What opens it in a page; none where Stripe does not show it.
    #[must_use]
    pub fn client_secret(&self) -> Option<&ClientSecret> {
        self.client_secret.as_ref()
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

    /// What it comes to before the discount: where that is as expected, a discount that does not fit is Stripe's doing.
    #[must_use]
    pub fn sums(&self) -> PreDiscountTotals {
        let shipping = self.total_details.as_ref().and_then(|total| total.amount_shipping);
        PreDiscountTotals { subtotal: self.amount_subtotal, shipping, currency: self.currency.clone() }
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

    /// Whether an update still fits into the metadata. Clearing always fits.
    #[must_use]
    pub fn has_room_for(&self, update: &Update) -> bool {
        let held = |key: &String| self.metadata.as_ref().is_some_and(|metadata| metadata.contains_key(key));
        let put = matches!(update.discount, Change::Put { .. });
        let travelling = if self.intent.is_some() { &intent::WITH_A_DISCOUNT[..] } else { &WITH_A_DISCOUNT };
        let travelling = travelling.iter().filter(|_| put).map(|key| (*key).to_owned());
        let set = update.of_the_set().filter(|(_, value)| !value.is_empty()).map(|(key, _)| key);
        let new = set.chain(travelling).filter(|key| !held(key)).count();
        let new = new.saturating_add(self.gets_a_mark().into());
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
        let address = self.shipping()?.address.as_ref()?;
        address.country.as_ref()?;
        Some(Address {
            country: address.country.clone(),
            state: address.state.clone(),
            postal_code: address.postal_code.clone(),
        })
    }

    /// In whichever place this version of Stripe's API shows it.
    pub(super) fn shipping(&self) -> Option<&ShippingDetails> {
        let collected = self.collected_information.as_ref().and_then(|collected| collected.shipping_details.as_ref());
        collected.or(self.shipping_details.as_ref())
    }

    fn held(&self) -> AppliedState {
        let Some(metadata) = &self.metadata else { return AppliedState::default() };
        let writes = metadata.get(SESSION_WRITES).and_then(|writes| writes.parse().ok());
        AppliedState { writes: writes.unwrap_or_default(), ..AppliedState::asked_for(metadata) }
    }

    fn discount(&self) -> Result<AppliedDiscount, StripeError> {
        let amount_discount = self.amount_discount();
        let Some(discounts) = &self.discounts else {
            // Absent unless expanded, and it was asked for.
            return match amount_discount {
                Amount::ZERO => Ok(AppliedDiscount::Nothing),
                _ => Err(StripeError::Unreadable("the session has a discount that it does not show")),
            };
        };
        Ok(match discounts.as_slice() {
            [] => AppliedDiscount::Nothing,
            [Discount { coupon: Some(Expandable::Object(coupon)) }] if coupon.is_ours() => coupon.held(),
            _ => AppliedDiscount::Foreign { amount: amount_discount },
        })
    }
}

impl Coupon {
    pub(super) fn is_ours(&self) -> bool {
        self.policy().is_some()
    }

    /// The hash of the policy that it was decided by; none where it is not ours.
    pub(super) fn policy(&self) -> Option<&str> {
        self.metadata.as_ref()?.get(COUPON_POLICY).map(String::as_str)
    }

    /// The offers that it is made of.
    pub(super) fn offers(&self) -> Vec<String> {
        let offers = self.metadata.as_ref().and_then(|metadata| metadata.get(COUPON_OFFERS));
        offers.map(|offers| offers.split(',').map(str::to_owned).collect()).unwrap_or_default()
    }

    fn held(&self) -> AppliedDiscount {
        let currency = self.currency.as_deref().and_then(|code| Currency::parse(code).ok());
        match (self.amount_off.and_then(amount), currency) {
            (Some(amount_off), Some(currency)) => {
                AppliedDiscount::Ours { amount_off, currency, name: self.name.clone().unwrap_or_default() }
            }
            // Somebody copied our mark onto a coupon of another kind.
            _ => AppliedDiscount::Foreign { amount: Amount::MAX },
        }
    }
}

/// A customer of whom only the id is known.
fn unknown_customer(id: &str) -> Shopper {
    Shopper::Customer(Customer { id: id.to_owned(), ..Customer::default() })
}

pub(super) fn amount(minor: i64) -> Option<Amount> {
    u64::try_from(minor).ok().and_then(Amount::new)
}

#[cfg(test)]
mod tests;
