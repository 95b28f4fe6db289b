//! Calls about customers, and about the metadata of objects.

use crate::answered::Answered;
use crate::client::RequestClient;
use crate::error::StripeError;
use crate::form::Form;
use crate::id::IdempotencyKey;
use crate::object::StripeCustomer;

/// An object whose metadata is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MetadataOwner<'i> {
    /// A customer.
    Customer(&'i str),
    /// A payment intent.
    PaymentIntent(&'i str),
    /// A coupon.
    Coupon(&'i str),
    /// A Checkout Session.
    Session(&'i str),
}

impl<'i> MetadataOwner<'i> {
    fn path(self) -> Vec<&'i str> {
        match self {
            Self::Customer(id) => vec!["v1", "customers", id],
            Self::PaymentIntent(id) => vec!["v1", "payment_intents", id],
            Self::Coupon(id) => vec!["v1", "coupons", id],
            Self::Session(id) => vec!["v1", "checkout", "sessions", id],
        }
    }
}

impl RequestClient<'_> {
    /// Reads a customer.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn customer(&mut self, id: &str) -> Result<StripeCustomer, StripeError> {
        self.read(self.stripe.url(&["v1", "customers", id], "")).await
    }

    /// Writes keys of an object's metadata; an empty value removes its key.
    pub async fn write_metadata<'m>(
        &mut self,
        owner: MetadataOwner<'_>,
        pairs: impl IntoIterator<Item = (&'m str, &'m str)>,
        key: &IdempotencyKey,
    ) -> Answered<()> {
        let form = pairs.into_iter().fold(Form::default(), |form, (key, value)| form.metadata(key, value));
        self.write(&owner.path(), &form.encode(), key).await.and_then(|_| Ok(()))
    }
}
