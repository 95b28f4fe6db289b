//! A customer's completed sessions.

use std::collections::BTreeMap;

use discounts_core::money::Currency;
use form_urlencoded::Serializer;
use jiff::Timestamp;

use super::client::RequestClient;
use super::form::{self, metadata};
use super::object::{Charge, Coupon, Discount, Expandable, List, Payment, StripeCustomer, StripeSession};
use super::{CustomerId, SessionId, StripeError};

/// Pages of a hundred.
const MOST_PAGES: usize = 10;
/// What an order needs of a session, in a list of them.
const EXPAND: [&str; 2] = ["data.discounts.coupon", "data.payment_intent.latest_charge"];
/// The same of the session that has just been completed, beside what the policy reads.
const EXPAND_ONE: [&str; 2] = ["customer", "payment_intent.latest_charge"];

/// A completed session, as far as it counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// The session's id.
    pub session: String,
    /// When it was paid, in Unix seconds; where nothing was, when the session was created.
    pub at: i64,
    /// Whether nothing was to be paid: then it was completed at `at` or later.
    pub is_free: bool,
    /// Whether it has been judged, and fits.
    pub fits: bool,
    /// The session's currency.
    pub currency: Currency,
    /// What was paid and not given back, in minor units.
    pub spent: u64,
    /// The offers that its discount was made of.
    pub offers: Vec<String>,
}

impl Order {
    /// The order that a session is; none where it is none: not completed, or its payment has failed.
    #[must_use]
    pub fn of(session: &StripeSession) -> Option<Self> {
        if session.status.as_deref() != Some("complete") || session.mode.as_deref() != Some("payment") {
            return None;
        }
        let payment = session.payment();
        let charge = payment.and_then(Payment::charge);
        let paid = session.payment_status.as_deref() != Some("unpaid");
        let under_way = payment.and_then(|payment| payment.status.as_deref());
        if !paid && !matches!(under_way, Some("processing" | "succeeded" | "requires_capture")) {
            return None;
        }
        let refunded = charge.and_then(|charge| charge.amount_refunded).unwrap_or_default();
        let total = session.amount_total.filter(|_| paid).unwrap_or_default();
        Some(Self {
            session: session.id.clone(),
            at: charge.and_then(|charge| charge.created).or(session.created)?,
            is_free: session.payment_status.as_deref() == Some("no_payment_required")
                && session.payment_intent.is_none(),
            fits: session.fits(),
            currency: Currency::parse(session.currency.as_deref()?).ok()?,
            spent: total.checked_sub(refunded).and_then(|spent| u64::try_from(spent).ok()).unwrap_or_default(),
            offers: session.our_coupon().map(Coupon::offers).unwrap_or_default(),
        })
    }

    /// The same of a session of which Stripe tells that it was completed then: without a charge, that is its time. Others
    /// see it at its creation, or where Stripe's events tell it at its completion, which are no later; so of two orders at
    /// least one counts the other.
    #[must_use]
    pub fn completed(session: &StripeSession, at: Timestamp) -> Option<Self> {
        let charged = session.payment().and_then(Payment::charge).and_then(|charge| charge.created);
        let order = Self::of(session)?;
        Some(Self { at: charged.unwrap_or(at.as_second()), ..order })
    }
}

impl StripeSession {
    pub(super) fn payment(&self) -> Option<&Payment> {
        match &self.payment_intent {
            Some(Expandable::Object(payment)) => Some(payment),
            Some(Expandable::Id(_)) | None => None,
        }
    }

    /// The coupon on it, where this service made it.
    pub(super) fn our_coupon(&self) -> Option<&Coupon> {
        match self.discounts.as_deref() {
            Some([Discount { coupon: Some(Expandable::Object(coupon)) }]) if coupon.is_ours() => Some(coupon),
            _ => None,
        }
    }

    /// The policy that its discount was decided by; none where the discount is not ours.
    #[must_use]
    pub fn decided_by(&self) -> Option<&str> {
        self.our_coupon()?.policy()
    }

    /// The customer, where Stripe knows one and has not deleted it.
    #[must_use]
    pub fn customer_id(&self) -> Option<CustomerId> {
        match self.customer.as_ref()? {
            Expandable::Id(id) => CustomerId::parse(id),
            Expandable::Object(customer) if customer.deleted => None,
            Expandable::Object(customer) => CustomerId::parse(&customer.id),
        }
    }

    /// The metadata of its customer, where the customer was asked for.
    #[must_use]
    pub fn customer_metadata(&self) -> Option<BTreeMap<String, String>> {
        match self.customer.as_ref()? {
            Expandable::Object(customer) => Some(customer.metadata.clone().unwrap_or_default()),
            Expandable::Id(_) => None,
        }
    }
}

impl Payment {
    fn charge(&self) -> Option<&Charge> {
        match &self.latest_charge {
            Some(Expandable::Object(charge)) => Some(charge),
            Some(Expandable::Id(_)) | None => None,
        }
    }
}

impl RequestClient<'_> {
    /// Reads a completed session with everything that its verdict needs.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn completed(&mut self, id: &SessionId, expand: &[&'static str]) -> Result<StripeSession, StripeError> {
        let mut paths: Vec<&str> = expand.to_vec();
        paths.extend(EXPAND_ONE.into_iter().filter(|path| !expand.contains(path)));
        self.session(id, &paths).await
    }

    /// A customer's orders, the newest thousand of them.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn orders(&mut self, customer: &CustomerId) -> Result<Vec<Order>, StripeError> {
        let mut orders = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut parameters = vec![("customer", customer.as_str()), ("status", "complete"), ("limit", "100")];
            parameters.extend(after.as_deref().map(|after| ("starting_after", after)));
            let query = form::query(&parameters, &EXPAND);
            let page: List<StripeSession> = self.read(self.stripe.url(&["v1", "checkout", "sessions"], &query)).await?;
            orders.extend(page.data.iter().filter_map(Order::of));
            after = page.data.last().map(|session| session.id.clone()).filter(|_| page.has_more);
            if after.is_none() {
                break;
            }
        }
        Ok(orders)
    }

    /// A customer's metadata; none where the customer was deleted.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn customer_metadata(
        &mut self,
        customer: &CustomerId,
    ) -> Result<Option<BTreeMap<String, String>>, StripeError> {
        let customer: StripeCustomer = self.read(self.stripe.url(&["v1", "customers", customer.as_str()], "")).await?;
        Ok((!customer.deleted).then(|| customer.metadata.unwrap_or_default()))
    }

    /// Changes keys of a customer's metadata; an empty value removes its key.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn write_customer(
        &mut self,
        customer: &CustomerId,
        changes: &BTreeMap<String, String>,
    ) -> Result<(), StripeError> {
        let pairs = changes.iter().map(|(key, value)| (metadata(key), value));
        let body = Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.write(&["v1", "customers", customer.as_str()], &body).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn session(otherwise: &Value) -> StripeSession {
        let mut session = json!({
            "id": "cs_test_1", "status": "complete", "mode": "payment", "payment_status": "paid", "created": 1000,
            "currency": "usd", "amount_total": 5000, "customer": "cus_1",
            "payment_intent": {"id": "pi_1", "status": "succeeded", "latest_charge": {"created": 1500, "amount_refunded": 0}},
        });
        for (key, value) in otherwise.as_object().unwrap() {
            session[key] = value.clone();
        }
        serde_json::from_value(session).unwrap()
    }

    fn payment(status: &str) -> Value {
        json!({ "id": "pi_1", "status": status, "latest_charge": null })
    }

    #[test]
    fn an_order_is_a_completed_session_whose_payment_has_not_failed() {
        for (otherwise, counts) in [
            (json!({}), true),
            (json!({ "payment_status": "no_payment_required", "payment_intent": null }), true),
            (json!({ "payment_status": "unpaid", "payment_intent": payment("processing") }), true),
            (json!({ "payment_status": "unpaid", "payment_intent": payment("requires_payment_method") }), false),
            (json!({ "payment_status": "unpaid", "payment_intent": payment("canceled") }), false),
            (json!({ "status": "open" }), false),
            (json!({ "status": "expired" }), false),
            (json!({ "mode": "subscription" }), false),
        ] {
            assert_eq!(Order::of(&session(&otherwise)).is_some(), counts, "{otherwise}");
        }
    }

    #[test]
    fn what_was_given_back_was_not_spent() {
        let refunded = |minor: i64| {
            let charge = json!({ "created": 1500, "amount_refunded": minor });
            json!({ "payment_intent": { "id": "pi_1", "status": "succeeded", "latest_charge": charge } })
        };
        let unpaid = json!({ "payment_status": "unpaid", "payment_intent": payment("processing") });
        for (otherwise, spent) in
            [(json!({}), 5000), (refunded(1500), 3500), (refunded(5000), 0), (refunded(6000), 0), (unpaid, 0)]
        {
            assert_eq!(Order::of(&session(&otherwise)).unwrap().spent, spent, "{otherwise}");
        }
    }

    #[test]
    fn an_order_is_of_the_time_of_its_payment() {
        let free = json!({ "payment_status": "no_payment_required", "payment_intent": null });
        assert_eq!(Order::of(&session(&json!({}))).unwrap().at, 1500);
        assert_eq!(Order::of(&session(&free)).unwrap().at, 1000);
        assert!(Order::of(&session(&free)).unwrap().is_free && !Order::of(&session(&json!({}))).unwrap().is_free);
        let under_way = json!({ "payment_status": "unpaid", "payment_intent": payment("processing") });
        assert!(!Order::of(&session(&under_way)).unwrap().is_free, "it will be paid");
        let at = Timestamp::from_second(1700).unwrap();
        assert_eq!(Order::completed(&session(&free), at).unwrap().at, 1700);
        assert_eq!(Order::completed(&session(&json!({})), at).unwrap().at, 1500);
    }

    #[test]
    fn the_offers_of_an_order_are_those_of_our_coupon() {
        let coupon = |metadata: &Value| json!({ "discounts": [{ "coupon": { "id": "c", "metadata": metadata } }] });
        let ours = coupon(&json!({ "discount_policy": "0f", "discount_offers": "gold,vip" }));
        let theirs = coupon(&json!({ "discount_offers": "gold" }));
        assert_eq!(Order::of(&session(&ours)).unwrap().offers, ["gold", "vip"]);
        assert!(Order::of(&session(&theirs)).unwrap().offers.is_empty());
        assert_eq!(session(&ours).decided_by(), Some("0f"));
    }
}
