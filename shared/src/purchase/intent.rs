//! A payment intent of a shop without Checkout Sessions: a discount on it is a smaller `amount`.
//!
//! Source: Stripe docs, "Dynamically update discounts", Payment Intents API; Stripe API reference, Update a
//! payment intent.

use discounts_core::metadata_list::ids;
use discounts_core::money::{Amount, Currency};
use discounts_core::reconcile::{IntentAmount, PreDiscountTotals, SessionVersion, VERSION_KEY};
use discounts_core::session::{
    AppliedDiscount, AppliedState, Cart, DiscountRecord, LedgerFacts, OFFERS_KEY, ShippingCost, Shopper, Snapshot,
};

use super::error::PurchaseError;
use super::lines::amount;
use super::metadata::{AMOUNT, NAME, SESSION_POLICY, SESSION_WRITES, listed_offers};
use super::session::{address, shopper};
use crate::stripe::StripeIntent;

/// The cart as the shop's server wrote it to the intent's metadata, in minor units, before discounts. An intent without the
/// first key is not one of ours.
const SUBTOTAL: &str = "discount_subtotal";
const SHIPPING: &str = "discount_shipping";
const TAX: &str = "discount_tax";
const QUANTITY: &str = "discount_quantity";
/// The total that this service wrote last. An amount that is another one was written by the shop's server.
pub(super) const TOTAL: &str = "discount_total";
/// All keys that travel with a discount.
pub(super) const INTENT_KEYS: [&str; 6] = [AMOUNT, NAME, TOTAL, OFFERS_KEY, SESSION_POLICY, SESSION_WRITES];

/// The states in which Stripe lets an amount be changed.
const OPEN: [&str; 3] = ["requires_payment_method", "requires_confirmation", "requires_action"];

/// A payment intent whose metadata explains its amount, or whose amount this service wrote.
#[derive(Clone, Debug)]
pub struct Intent {
    object: StripeIntent,
    subtotal: i64,
    shipping: i64,
    tax: i64,
    /// The amount that is taken off the cart's total.
    discount: i64,
    /// The total without a discount, and whether the amount is a stale amount.
    amount: IntentAmount,
}

impl Intent {
    /// Reads an intent's metadata.
    ///
    /// # Errors
    ///
    /// - [`PurchaseError::NotMarked`] for one that the shop's server has not meant for discounts
    /// - [`PurchaseError::Unsupported`] if its metadata does not say what the cart costs
    /// - [`PurchaseError::Contradicts`] if its amount is not what its metadata says, and not one that this service wrote
    pub fn parse(object: StripeIntent) -> Result<Self, PurchaseError> {
        if !object.metadata.contains_key(SUBTOTAL) {
            return Err(PurchaseError::NotMarked);
        }
        let number = |key: &str| match object.metadata.get(key) {
            Some(text) => text.trim().parse::<i64>().ok().filter(|minor| *minor >= 0),
            None => Some(0),
        };
        let (Some(subtotal), Some(shipping), Some(tax), Some(discount)) =
            (number(SUBTOTAL), number(SHIPPING), number(TAX), number(AMOUNT))
        else {
            return Err(PurchaseError::Unsupported(
                "its metadata does not say what its cart costs: write whole minor units",
            ));
        };
        let undiscounted = subtotal.checked_add(shipping).and_then(|sum| sum.checked_add(tax));
        let undiscounted = undiscounted.ok_or(PurchaseError::Contradicts)?;
        let taken_off = object.amount.and_then(|amount| undiscounted.checked_sub(amount));
        let taken_off = taken_off.ok_or(PurchaseError::Contradicts)?;
        let is_stale = taken_off != discount;
        let is_ours = object.metadata.get(TOTAL).is_some_and(|total| total.parse().ok() == object.amount);
        if is_stale && !is_ours {
            return Err(PurchaseError::Contradicts);
        }
        Ok(Self {
            object,
            subtotal,
            shipping,
            tax,
            discount: taken_off.max(0),
            amount: IntentAmount { undiscounted, is_stale },
        })
    }

    /// Returns whether a discount was written to it before.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.object.metadata.contains_key(SESSION_WRITES)
    }

    /// The intent as a decision may see it.
    ///
    /// # Errors
    ///
    /// [`PurchaseError::NotOpen`], [`PurchaseError::Contradicts`] if it was paid with the amount of an earlier cart, or
    /// [`PurchaseError::Unsupported`] with the reason why it can't hold a discount.
    pub fn snapshot(&self) -> Result<Snapshot, PurchaseError> {
        if !self.object.status.as_deref().is_some_and(|status| OPEN.contains(&status)) {
            return Err(if self.amount.is_stale { PurchaseError::Contradicts } else { PurchaseError::NotOpen });
        }
        let currency = self.object.currency.as_deref().and_then(|code| Currency::parse(code).ok());
        let currency = currency.ok_or(PurchaseError::Unsupported("it has no currency that Stripe presents"))?;
        let metadata = &self.object.metadata;
        let cart = Cart {
            currency,
            subtotal: amount(self.subtotal).ok_or(PurchaseError::Unsupported("it has no subtotal"))?,
            shipping: self.charged_beside().and_then(amount).unwrap_or_default(),
            shipping_cost: self.shipping_cost(),
            // A session may be free of charge, an intent has to charge something.
            must_charge: true,
            quantity: metadata.get(QUANTITY).and_then(|text| text.trim().parse().ok()),
            lines: None,
        };
        let writes = metadata.get(SESSION_WRITES).and_then(|writes| writes.parse().ok()).unwrap_or_default();
        // The webhook counts sessions only.
        let shopper = self.object.customer.as_ref().map_or(Shopper::Guest, shopper).uncounted();
        let discount = self.applied_discount(currency, &shopper);
        let held = AppliedState { writes, discount, ..AppliedState::asked_for(metadata) };
        Ok(Snapshot {
            id: Some(self.object.id.clone()),
            cart,
            shopper,
            address: self.object.shipping.as_ref().and_then(address),
            code: held.code.clone(),
            metadata: metadata.clone(),
            held,
            // Nobody would confirm its uses: counted offers give nothing.
            ledger: LedgerFacts::default(),
        })
    }

    fn applied_discount(&self, currency: Currency, shopper: &Shopper) -> AppliedDiscount {
        match amount(self.discount) {
            // Without a name it is never as decided, so it is written.
            Some(amount_off) if self.amount.is_stale || self.breakdown_is_stale() => {
                let (name, record) = (String::new(), DiscountRecord::default());
                AppliedDiscount::Ours { amount_off, currency, name, record }
            }
            Some(Amount::ZERO) => AppliedDiscount::Nothing,
            Some(amount_off) if self.object.metadata.contains_key(SESSION_POLICY) => {
                let name = self.object.metadata.get(NAME).cloned().unwrap_or_default();
                let offers = ids::read(&self.object.metadata, OFFERS_KEY).unwrap_or_default();
                // An intent is not audited, so it does not keep for whom it was decided.
                let customer = shopper.id().map(str::to_owned);
                let record = DiscountRecord { offers, customer, ..DiscountRecord::default() };
                AppliedDiscount::Ours { amount_off, currency, name, record }
            }
            Some(amount) => AppliedDiscount::Foreign { amount },
            None => AppliedDiscount::Foreign { amount: Amount::MAX },
        }
    }

    /// Returns whether the breakdown of the amount still shows the discount of an earlier cart. Before the first write, what it
    /// shows is the shop's own.
    fn breakdown_is_stale(&self) -> bool {
        let shown = self.object.amount_details.as_ref().and_then(|details| details.discount_amount);
        self.is_known() && shown.is_some_and(|shown| shown != self.discount)
    }

    pub(super) fn id(&self) -> &str {
        &self.object.id
    }

    pub(super) const fn amount_total(&self) -> Option<i64> {
        self.object.amount
    }

    pub(super) fn amount_discount(&self) -> Amount {
        amount(self.discount).unwrap_or_default()
    }

    pub(super) const fn amount_subtotal(&self) -> i64 {
        self.subtotal
    }

    pub(super) const fn amount(&self) -> IntentAmount {
        self.amount
    }

    /// The version that the last write left, empty before the first one; `None` for a value that this service did not write.
    pub(super) fn version(&self) -> Option<SessionVersion> {
        SessionVersion::parse(self.object.metadata.get(VERSION_KEY).map_or("", String::as_str))
    }

    /// The cost of shipping, where the metadata says it. An intent has no shipping rate.
    fn shipping_cost(&self) -> Option<ShippingCost> {
        let amount = amount(self.shipping).filter(|_| self.object.metadata.contains_key(SHIPPING))?;
        Some(ShippingCost { amount, rate: None })
    }

    fn charged_beside(&self) -> Option<i64> {
        self.shipping.checked_add(self.tax)
    }

    pub(super) fn totals(&self, currency: Currency) -> PreDiscountTotals {
        PreDiscountTotals { subtotal: Some(self.subtotal), shipping: self.charged_beside(), currency }
    }

    pub(super) fn discount_name_and_offers(&self) -> (&str, Vec<String>) {
        if self.discount == 0 {
            return ("", Vec::new());
        }
        let metadata = &self.object.metadata;
        (metadata.get(NAME).map(String::as_str).unwrap_or_default(), listed_offers(metadata))
    }
}

#[cfg(test)]
mod tests;
