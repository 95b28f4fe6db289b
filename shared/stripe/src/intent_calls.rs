//! Calls about payment intents.

use crate::answered::Answered;
use crate::client::RequestClient;
use crate::error::StripeError;
use crate::id::{IdempotencyKey, IntentId};
use crate::intent_update::IntentUpdate;
use crate::object::{List, StripeIntent, StripeSession};
use crate::query;
use crate::send::parse;

impl RequestClient<'_> {
    /// Reads a payment intent.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn intent(&mut self, id: &IntentId, expand: &[&str]) -> Result<StripeIntent, StripeError> {
        let url = self.stripe.url(&["v1", "payment_intents", id.as_str()], &query::expand(expand));
        about(id, self.read(url).await?)
    }

    /// Updates a payment intent.
    pub async fn update_intent(
        &mut self,
        id: &IntentId,
        update: &IntentUpdate,
        key: &IdempotencyKey,
    ) -> Answered<StripeIntent> {
        let answer =
            self.write(&["v1", "payment_intents", id.as_str()], &update.to_form(&self.stripe.version), key).await;
        answer.and_then(|answer| about(id, parse(&answer)?))
    }

    /// Returns whether a Checkout Session made the intent: then the intent follows its session.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn has_session(&mut self, id: &IntentId) -> Result<bool, StripeError> {
        Ok(self.session_of(id).await?.is_some())
    }

    /// Reads the Checkout Session that made an intent, without its coupon; none if no session did.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn session_of(&mut self, id: &IntentId) -> Result<Option<StripeSession>, StripeError> {
        let query = query::with_parameters(&[("payment_intent", id.as_str()), ("limit", "1")], &[]);
        let page: List<StripeSession> = self.read(self.stripe.url(&["v1", "checkout", "sessions"], &query)).await?;
        Ok(page.data.into_iter().next())
    }
}

fn about(id: &IntentId, intent: StripeIntent) -> Result<StripeIntent, StripeError> {
    if intent.id == id.as_str() { Ok(intent) } else { Err(StripeError::contradicts("it is about another intent")) }
}
