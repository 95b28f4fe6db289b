//! Reading and updating what is being paid for: a session, or the payment intent that stands for one.

use discounts_core::difference::Update;

use super::client::{RequestClient, parse};
use super::intent::{self, StripeIntent};
use super::object::{Expandable, LineItems, List, StripeCustomer, StripeSession};
use super::turn::Turn;
use super::{IdempotencyKey, IntentId, Purchase, SecretKey, SessionId, StripeError, form, lines};
use crate::command::Edit;

/// The customer of a session that only refers to one.
#[derive(Debug, Clone, Default)]
pub(super) enum Referenced {
    #[default]
    NotRead,
    Customer(StripeCustomer),
    Nobody,
}

impl RequestClient<'_> {
    /// Refuses a session of the other mode without a call: the key shows its mode. The secret may have been mended.
    ///
    /// # Errors
    ///
    /// [`StripeError::NotFound`], or why there is no key.
    pub async fn same_mode(&self, id: &Purchase) -> Result<(), StripeError> {
        let fits = |key: &SecretKey| match id {
            Purchase::Session(id) => key.is_live() == id.is_live(),
            // Its id does not show its mode.
            Purchase::Intent(_) => true,
        };
        if fits(&self.key().await?) || self.key_read_again().await?.as_ref().is_some_and(fits) {
            Ok(())
        } else {
            Err(StripeError::NotFound)
        }
    }

    /// Retrieves a session, or an intent as the session that it stands in for.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn purchase(&mut self, id: &Purchase, expand: &[&'static str]) -> Result<StripeSession, StripeError> {
        match id {
            Purchase::Session(id) => self.session(id, expand).await,
            Purchase::Intent(id) => self.intent(id, &intent::expand(expand)).await,
        }
    }

    /// Retrieves a session.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn session(&mut self, id: &SessionId, expand: &[&str]) -> Result<StripeSession, StripeError> {
        let url = self.stripe.url(&["v1", "checkout", "sessions", id.as_str()], &form::expand(expand));
        let session = about(id.as_str(), self.read(url).await?)?;
        self.with_all_lines(session, expand).await
    }

    async fn intent(&mut self, id: &IntentId, expand: &[&str]) -> Result<StripeSession, StripeError> {
        let url = self.stripe.url(&["v1", "payment_intents", id.as_str()], &form::expand(expand));
        let intent: StripeIntent = self.read(url).await?;
        let known = intent.is_known();
        let session = about(id.as_str(), intent.into_session()?)?;
        if !known {
            // Checkout's own intents follow their session: what is written to one of them is lost, or worse.
            let query = form::query(&[("payment_intent", id.as_str()), ("limit", "1")], &[]);
            let made: List<StripeSession> = self.read(self.stripe.url(&["v1", "checkout", "sessions"], &query)).await?;
            if !made.data.is_empty() {
                return Err(StripeError::NotFound);
            }
        }
        Ok(session)
    }

    /// Updates a session or an intent, a session by turns where it has them. `before` is what was read of it last.
    ///
    /// # Errors
    ///
    /// As Stripe answers; [`StripeError::KeySpent`] when it replays a failure, [`StripeError::KeyInUse`] when another call
    /// had the turn.
    pub async fn update(
        &mut self,
        id: &Purchase,
        before: &StripeSession,
        (update, edit): (&Update, Option<&Edit>),
        expand: &[&'static str],
    ) -> Result<StripeSession, StripeError> {
        match id {
            Purchase::Session(id) => {
                let turn = self.turn(id, before).await?;
                let body = form::update(before, update, (edit, turn.as_ref()), expand);
                match turn {
                    Some(turn) => self.update_in_turn(id, &turn, &body).await,
                    None => self.update_session(id, &body, &IdempotencyKey::new()).await,
                }
            }
            Purchase::Intent(id) => {
                let body = intent::update(before, update, &intent::expand(expand));
                let answer = self.write(&["v1", "payment_intents", id.as_str()], &body).await?;
                about(id.as_str(), parse::<StripeIntent>(&answer)?.into_session()?)
            }
        }
    }

    async fn update_session(
        &mut self,
        id: &SessionId,
        body: &str,
        key: &IdempotencyKey,
    ) -> Result<StripeSession, StripeError> {
        let answer = self.write_with(&["v1", "checkout", "sessions", id.as_str()], body, key).await?;
        about(id.as_str(), parse(&answer)?)
    }

    /// The turn of the next write; the session is given a further mark where the key of its present one is lost.
    async fn turn(&mut self, id: &SessionId, before: &StripeSession) -> Result<Option<Turn>, StripeError> {
        let turn = if self.correcting { None } else { self.turns.of(before) };
        if let Some(further) = turn.as_ref().and_then(|turn| turn.further.as_ref()) {
            let answer = self.update_session(id, &form::mark(&further.mark), &further.key).await;
            self.turns.moved_on(further, &answer);
            answer?;
        }
        Ok(turn.filter(|_| !self.turns.are_forgotten()))
    }

    async fn update_in_turn(&mut self, id: &SessionId, turn: &Turn, body: &str) -> Result<StripeSession, StripeError> {
        let mut answer = self.update_session(id, body, &turn.key).await;
        if matches!(answer, Err(StripeError::KeyInUse))
            && let Some(refused) = self.turns.refused()
        {
            // By whom? What this request was refused itself is told once more where Stripe remembers it.
            let again = self.update_session(id, &refused, &turn.key).await;
            if again.is_err() && self.replayed {
                answer = Err(StripeError::KeySpent);
            }
        }
        self.turns.ended(turn, body, &answer);
        answer
    }

    /// Fills in a customer who is only known by reference; one who does not exist is a guest.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn add_referenced_customer(&mut self, session: &mut StripeSession) -> Result<(), StripeError> {
        let Some(id) = session.referenced_customer() else { return Ok(()) };
        if matches!(self.referenced, Referenced::NotRead) {
            let url = self.stripe.url(&["v1", "customers", id], "");
            self.referenced = match self.read::<StripeCustomer>(url).await {
                Ok(customer) => Referenced::Customer(customer),
                Err(StripeError::NotFound) => Referenced::Nobody,
                Err(error) => return Err(error),
            };
        }
        match &self.referenced {
            Referenced::Customer(customer) => session.customer = Some(Expandable::Object(customer.clone())),
            Referenced::Nobody | Referenced::NotRead => session.forget_reference(),
        }
        Ok(())
    }

    /// Reads the lines of a cart of more than one page, and checks that the lines are those of the session's sum.
    ///
    /// # Errors
    ///
    /// [`StripeError::Busy`] when the cart has changed in between; else as Stripe answers.
    pub async fn with_all_lines(
        &mut self,
        mut session: StripeSession,
        expand: &[&str],
    ) -> Result<StripeSession, StripeError> {
        if session.line_items.as_ref().is_some_and(|lines| lines.has_more) {
            session.line_items = Some(self.all_lines(&session.id, expand).await?);
        }
        match &session.line_items {
            Some(lines) if lines.subtotal() != session.amount_subtotal() => Err(StripeError::Busy),
            _ => Ok(session),
        }
    }

    async fn all_lines(&mut self, id: &str, expand: &[&str]) -> Result<LineItems, StripeError> {
        let products: &[_] = if expand.contains(&lines::WITH_PRODUCTS) { &[lines::PAGE_WITH_PRODUCTS] } else { &[] };
        let mut all = LineItems::default();
        loop {
            let after = all.data.last().map(|line| line.id.as_str());
            let path = ["v1", "checkout", "sessions", id, "line_items"];
            let page: LineItems = self.read(self.stripe.url(&path, &form::page(after, products))).await?;
            let more = page.has_more && !page.data.is_empty();
            all.data.extend(page.data);
            if !more {
                return Ok(all);
            }
        }
    }
}

fn about(id: &str, session: StripeSession) -> Result<StripeSession, StripeError> {
    if session.id == id { Ok(session) } else { Err(StripeError::Unreadable("it is about another session")) }
}
