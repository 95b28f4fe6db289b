//! Calls about Checkout Sessions.

use crate::answered::Answered;
use crate::client::RequestClient;
use crate::creation::SessionCreation;
use crate::error::StripeError;
use crate::expand;
use crate::id::{IdempotencyKey, Purchase, SessionId};
use crate::key::SecretKey;
use crate::object::{LineItems, StripeSession};
use crate::query;
use crate::send::parse;
use crate::session_update::SessionUpdate;

impl RequestClient<'_> {
    /// Refuses, without a call, a session of the other mode than the key's. The secret may have been corrected meanwhile.
    ///
    /// # Errors
    ///
    /// - [`StripeError::NotFound`] for a session of the other mode
    /// - [`StripeError::KeyUnreadable`] when there is no key
    pub async fn same_mode(&self, id: &Purchase) -> Result<(), StripeError> {
        let fits = |key: &SecretKey| match id {
            Purchase::Session(id) => key.is_live() == id.is_live(),
            // The id of an intent does not show its mode.
            Purchase::Intent(_) => true,
        };
        if fits(&self.key().await?) || self.key_read_again().await?.as_ref().is_some_and(fits) {
            Ok(())
        } else {
            Err(StripeError::NotFound)
        }
    }

    /// Reads a session, with all of its lines where these are expanded.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers; [`StripeError::Busy`] when the cart changed while its lines were read.
    pub async fn session(&mut self, id: &SessionId, expand: &[&str]) -> Result<StripeSession, StripeError> {
        let session = self.session_page(id, expand).await?;
        self.with_all_lines(session, expand).await
    }

    /// Reads a session. The answer holds at most the first page of its lines, see [`RequestClient::with_all_lines`].
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn session_page(&mut self, id: &SessionId, expand: &[&str]) -> Result<StripeSession, StripeError> {
        let url = self.stripe.url(&["v1", "checkout", "sessions", id.as_str()], &query::expand(expand));
        about(id.as_str(), self.read(url).await?)
    }

    /// Creates a session. Its retries have one idempotency key, so it is made at most once.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn create_session(
        &mut self,
        creation: &SessionCreation<'_>,
        expand: &[&str],
    ) -> Result<StripeSession, StripeError> {
        let body = creation.to_form(&self.stripe.version, expand);
        let answer = self.write(&["v1", "checkout", "sessions"], &body, &IdempotencyKey::new()).await;
        parse(&answer.result?)
    }

    /// Updates a session. The answer holds at most the first page of its lines, see [`RequestClient::with_all_lines`].
    pub async fn update_session(
        &mut self,
        id: &SessionId,
        update: &SessionUpdate,
        key: &IdempotencyKey,
    ) -> Answered<StripeSession> {
        let path = ["v1", "checkout", "sessions", id.as_str()];
        let answer = self.write(&path, &update.to_form(), key).await;
        answer.and_then(|answer| about(id.as_str(), parse(&answer)?))
    }

    /// Expires an open session.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn expire_session(&mut self, id: &SessionId) -> Result<(), StripeError> {
        let path = ["v1", "checkout", "sessions", id.as_str(), "expire"];
        self.write(&path, "", &IdempotencyKey::new()).await.result.map(drop)
    }

    /// Reads the lines of a cart of more than one page, and checks that the sum of the lines is the session's subtotal.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers; [`StripeError::Busy`] when the cart changed while its lines were read.
    pub async fn with_all_lines(
        &mut self,
        mut session: StripeSession,
        expand: &[&str],
    ) -> Result<StripeSession, StripeError> {
        if session.line_items.as_ref().is_some_and(|lines| lines.has_more) {
            session.line_items = Some(self.all_lines(&session.id, expand).await?);
        }
        match &session.line_items {
            Some(lines) if session.amount_subtotal.is_some_and(|sum| lines.subtotal() != Some(sum)) => {
                Err(StripeError::Busy)
            }
            _ => Ok(session),
        }
    }

    async fn all_lines(&mut self, id: &str, expand: &[&str]) -> Result<LineItems, StripeError> {
        let with_products = expand.contains(&expand::LINES_WITH_PRODUCTS);
        let products: &[_] = if with_products { &[expand::PAGE_PRODUCTS] } else { &[] };
        let mut all = LineItems::default();
        loop {
            let after = all.data.last().map(|line| line.id.as_str());
            let path = ["v1", "checkout", "sessions", id, "line_items"];
            let page: LineItems = self.read(self.stripe.url(&path, &query::page(after, products))).await?;
            let more = page.has_more && !page.data.is_empty();
            all.data.extend(page.data);
            if !more {
                return Ok(all);
            }
        }
    }
}

fn about(id: &str, session: StripeSession) -> Result<StripeSession, StripeError> {
    if session.id == id { Ok(session) } else { Err(StripeError::contradicts("it is about another session")) }
}
