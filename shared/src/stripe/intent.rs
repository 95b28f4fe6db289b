//! A payment intent of a shop without Checkout Sessions, read as the session that it stands in for: the four steps are
//! the same, and a discount is a smaller `amount`.
//!
//! Source: Stripe docs, "Dynamically update discounts", Payment Intents API; Stripe API reference, Update a
//! payment intent.

use std::collections::BTreeMap;

use discounts_core::difference::{Change, Update};
use discounts_core::money::Amount;
use form_urlencoded::Serializer;
use serde::Deserialize;

use super::StripeError;
use super::form::{cut, interactions, metadata};
use super::object::{
    Coupon, Discount, Expandable, IntentFacts, ShippingDetails, StripeCustomer, StripeSession, TotalDetails,
};
use super::session::{COUPON_OFFERS, COUPON_POLICY, SESSION_OFFERS, SESSION_POLICY, SESSION_WRITES};

/// What the shop's server says of the cart, in the intent's metadata. Minor units, before discounts. An intent without
/// the first is none of ours.
const SUBTOTAL: &str = "discount_subtotal";
const SHIPPING: &str = "discount_shipping";
const TAX: &str = "discount_tax";
const QUANTITY: &str = "discount_quantity";
/// What this service has taken off, and what it is called: a session keeps both in its coupon.
const AMOUNT: &str = "discount_amount";
const NAME: &str = "discount_name";
/// All that travels with a discount.
pub(super) const WITH_A_DISCOUNT: [&str; 5] = [AMOUNT, NAME, SESSION_OFFERS, SESSION_POLICY, SESSION_WRITES];

/// The states in which Stripe lets an amount be changed.
const OPEN: [&str; 3] = ["requires_payment_method", "requires_confirmation", "requires_action"];

/// The fields of a payment intent that this service reads.
#[derive(Deserialize, Debug)]
pub(super) struct StripeIntent {
    id: String,
    status: Option<String>,
    amount: Option<i64>,
    currency: Option<String>,
    customer: Option<Expandable<StripeCustomer>>,
    shipping: Option<ShippingDetails>,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
}

impl StripeIntent {
    /// Whether a discount has been written to it: then it has been looked at before.
    pub(super) fn is_known(&self) -> bool {
        self.metadata.contains_key(SESSION_WRITES)
    }

    /// The session that it stands in for.
    ///
    /// # Errors
    ///
    /// [`StripeError::NotFound`] for one that the shop's server has not meant for discounts;
    /// [`StripeError::Unsupported`] where its amount is not what its metadata says.
    pub(super) fn into_session(self) -> Result<StripeSession, StripeError> {
        if !self.metadata.contains_key(SUBTOTAL) {
            return Err(StripeError::NotFound);
        }
        let number = |key: &str| match self.metadata.get(key) {
            Some(text) => text.trim().parse::<i64>().ok().filter(|minor| *minor >= 0),
            None => Some(0),
        };
        let unreadable =
            StripeError::Unsupported("its metadata does not say what its cart costs: write whole minor units");
        let (subtotal, shipping, tax, off) = (number(SUBTOTAL), number(SHIPPING), number(TAX), number(AMOUNT));
        let (Some(subtotal), Some(shipping), Some(tax), Some(off)) = (subtotal, shipping, tax, off) else {
            return Err(unreadable);
        };
        let full = subtotal.checked_add(shipping).and_then(|sum| sum.checked_add(tax));
        let taken_off = full.zip(self.amount).and_then(|(full, amount)| full.checked_sub(amount));
        if taken_off != Some(off) {
            return Err(StripeError::Unsupported(
                "its amount is not discount_subtotal, discount_shipping and discount_tax less discount_amount: \
                 write them together",
            ));
        }
        let open = self.status.as_deref().is_some_and(|status| OPEN.contains(&status));
        let quantity = self.metadata.get(QUANTITY).and_then(|text| text.trim().parse().ok());
        Ok(StripeSession {
            id: self.id,
            status: Some(if open { "open" } else { "complete" }.to_owned()),
            mode: Some("payment".to_owned()),
            created: None,
            currency: self.currency.clone(),
            amount_subtotal: Some(subtotal),
            amount_total: self.amount,
            permissions: None,
            customer: self.customer,
            client_reference_id: None,
            collected_information: None,
            shipping_details: self.shipping,
            total_details: Some(TotalDetails {
                amount_discount: Some(off),
                amount_shipping: shipping.checked_add(tax),
            }),
            discounts: Some(discount(&self.metadata, off, self.currency).into_iter().collect()),
            metadata: Some(self.metadata),
            line_items: None,
            client_secret: None,
            payment_intent: None,
            payment_status: None,
            intent: Some(IntentFacts { quantity }),
        })
    }
}

/// What a session's coupon would say.
fn discount(metadata: &BTreeMap<String, String>, off: i64, currency: Option<String>) -> Option<Discount> {
    if off == 0 {
        return None;
    }
    let of = |from: &str, to: &str| Some((to.to_owned(), metadata.get(from)?.clone()));
    let marks = [of(SESSION_POLICY, COUPON_POLICY), of(SESSION_OFFERS, COUPON_OFFERS)];
    let coupon = Coupon {
        id: None,
        amount_off: Some(off),
        currency,
        name: metadata.get(NAME).cloned(),
        metadata: Some(marks.into_iter().flatten().collect()),
    };
    Some(Discount { coupon: Some(Expandable::Object(coupon)) })
}

/// The body of an update: the amount, and what is to be remembered of it.
pub(super) fn update(before: &StripeSession, update: &Update, expand: &[&str]) -> String {
    let mut form = Serializer::new(String::new());
    interactions(&mut form, update);
    let full = || {
        let off = i64::try_from(before.amount_discount().get()).ok()?;
        before.amount_total()?.checked_add(off)
    };
    let amount = |off: Amount| full()?.checked_sub(i64::try_from(off.get()).ok()?);
    let mut put = |amount: Option<i64>, values: [(&str, String); 5]| {
        if let Some(amount) = amount {
            form.append_pair("amount", &amount.to_string());
        }
        for (key, value) in values {
            form.append_pair(&metadata(key), &value);
        }
    };
    match &update.discount {
        Change::Keep => {}
        Change::Put { discount, offers, policy, writes } => put(
            amount(discount.amount_off),
            [
                (AMOUNT, discount.amount_off.to_string()),
                (NAME, discount.name.as_str().to_owned()),
                (SESSION_OFFERS, cut(offers).to_owned()),
                (SESSION_POLICY, policy.to_string()),
                (SESSION_WRITES, writes.to_string()),
            ],
        ),
        Change::Clear { writes } => put(
            amount(Amount::ZERO),
            [
                (AMOUNT, String::new()),
                (NAME, String::new()),
                (SESSION_OFFERS, String::new()),
                (SESSION_POLICY, String::new()),
                (SESSION_WRITES, writes.to_string()),
            ],
        ),
    }
    for path in expand {
        form.append_pair("expand[]", path);
    }
    form.finish()
}

/// What may be expanded of an intent, of what a policy asks for.
pub(super) fn expand(paths: &[&'static str]) -> Vec<&'static str> {
    paths.iter().copied().filter(|path| *path == "customer").collect()
}

#[cfg(test)]
mod tests {
    use discounts_core::money::Currency;
    use discounts_core::{Policy, decide};
    use serde_json::{Value, json};

    use super::*;

    fn intent(otherwise: &Value) -> Result<StripeSession, StripeError> {
        let mut intent = json!({
            "id": "pi_1", "status": "requires_payment_method", "amount": 25_900, "currency": "usd",
            "metadata": {"discount_subtotal": "25000", "discount_shipping": "500", "discount_tax": "400"},
        });
        for (key, value) in otherwise.as_object().unwrap() {
            intent[key] = value.clone();
        }
        serde_json::from_value::<StripeIntent>(intent).unwrap().into_session()
    }

    #[test]
    fn an_intent_reads_as_the_session_that_it_stands_in_for() {
        let snapshot = intent(&json!({})).unwrap().snapshot().unwrap();
        assert_eq!((snapshot.cart.subtotal.get(), snapshot.cart.shipping.get()), (25_000, 900));
        assert_eq!(snapshot.cart.quantity, None);
        assert_eq!(snapshot.held.discount, discounts_core::session::AppliedDiscount::Nothing);
    }

    #[test]
    fn a_discount_takes_five_of_its_fifty_keys() {
        let policy = Policy::load("p.toml", "").unwrap();
        let (amount_off, currency) = (Amount::new(500).unwrap(), Currency::parse("usd").unwrap());
        let discount = decide::Discount { amount_off, currency, name: policy.combined_name };
        let put = Change::Put { discount, offers: "a".to_owned(), policy: policy.hash, writes: 1 };
        let update = Update { discount: put, ..Update::default() };
        // One of them is what the cart costs.
        for (held, fits) in [(45, true), (46, false)] {
            let keys = (1..held).map(|key| (format!("theirs_{key}"), json!("x")));
            let subtotal = ("discount_subtotal".to_owned(), json!("25900"));
            let metadata: serde_json::Map<String, Value> = keys.chain([subtotal]).collect();
            let intent = intent(&json!({ "metadata": metadata })).unwrap();
            assert_eq!(intent.has_room_for(&update), fits, "{held}");
        }
    }

    #[test]
    fn one_that_the_shop_has_not_meant_for_discounts_is_not_there() {
        assert_eq!(intent(&json!({ "metadata": {} })).unwrap_err(), StripeError::NotFound);
    }

    #[test]
    fn an_amount_that_its_metadata_does_not_explain_is_left_alone() {
        for otherwise in [
            json!({ "amount": 25_000 }),
            json!({ "amount": 26_000 }),
            json!({ "metadata": {"discount_subtotal": "much"} }),
            json!({ "metadata": {"discount_subtotal": "-1"} }),
            json!({ "metadata": {"discount_subtotal": "25900", "discount_amount": "100"} }),
        ] {
            assert!(matches!(intent(&otherwise), Err(StripeError::Unsupported(_))), "{otherwise}");
        }
    }

    #[test]
    fn only_some_states_are_open() {
        for (status, open) in [
            ("requires_payment_method", true),
            ("requires_confirmation", true),
            ("requires_action", true),
            ("processing", false),
            ("requires_capture", false),
            ("succeeded", false),
            ("canceled", false),
        ] {
            let refused = intent(&json!({ "status": status })).unwrap().snapshot();
            assert_eq!(refused.is_ok(), open, "{status}");
            assert!(open || refused.unwrap_err() == StripeError::NotOpen, "{status}");
        }
    }
}
