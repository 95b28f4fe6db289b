//! Calls about what customers have bought.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::client::RequestClient;
use crate::error::StripeError;
use crate::expand;
use crate::id::CustomerId;
use crate::object::{Dispute, List, StripeSession};
use crate::query;

/// The most sessions that are read of one customer.
const MAX_SESSIONS: usize = 1_000;
/// The sizes of a page of sessions. Sessions, payments, charges and coupons with full metadata have 100 KB each, so a page
/// of many can be larger than an answer that is read.
const PAGE_SIZES: [&str; 3] = ["100", "25", "5"];
/// The most pages of a hundred events that are read.
const MAX_EVENT_PAGES: usize = 5;
/// The type of the event of a completion.
const COMPLETED: &str = "checkout.session.completed";
/// The statuses of a dispute that leaves the payment with the shop (Stripe API reference, The Dispute object).
const WON: [&str; 2] = ["won", "warning_closed"];

/// A customer's completed sessions.
#[derive(Debug, Default)]
pub struct CompletedSessions {
    /// The newest, newest first, with coupons and charges.
    pub sessions: Vec<StripeSession>,
    /// True if there are older ones.
    pub more: bool,
}

/// An event, with only the session's id and the time of its completion.
#[derive(Deserialize, Debug)]
struct Completion {
    id: String,
    created: i64,
    data: CompletionData,
}

#[derive(Deserialize, Debug)]
struct CompletionData {
    object: CompletedSession,
}

#[derive(Deserialize, Debug)]
struct CompletedSession {
    id: String,
}

impl RequestClient<'_> {
    /// A customer's completed sessions, the newest thousand.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn completed_sessions(&mut self, customer: &CustomerId) -> Result<CompletedSessions, StripeError> {
        let mut found = CompletedSessions::default();
        let mut sizes = PAGE_SIZES.as_slice();
        while let [size, smaller @ ..] = sizes {
            let after = found.sessions.last().map(|session| session.id.clone());
            let mut parameters = vec![("customer", customer.as_str()), ("status", "complete"), ("limit", size)];
            parameters.extend(after.as_deref().map(|after| ("starting_after", after)));
            let query = query::with_parameters(&parameters, &expand::PAGE_ORDERS);
            let page: Result<List<StripeSession>, _> =
                self.read(self.stripe.url(&["v1", "checkout", "sessions"], &query)).await;
            let page = match page {
                // It was larger than what is read of an answer.
                Err(StripeError::Unreadable(_)) if !smaller.is_empty() => {
                    sizes = smaller;
                    continue;
                }
                page => page?,
            };
            let has_more = page.has_more && !page.data.is_empty();
            found.sessions.extend(page.data);
            found.more = has_more;
            if !has_more || found.sessions.len() >= MAX_SESSIONS {
                break;
            }
        }
        Ok(found)
    }

    /// Returns whether a charge is disputed, and the dispute is not won. A charge shows only whether it ever was disputed.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn is_disputed(&mut self, charge: &str) -> Result<bool, StripeError> {
        let query = query::with_parameters(&[("charge", charge), ("limit", "100")], &[]);
        let page: List<Dispute> = self.read(self.stripe.url(&["v1", "disputes"], &query)).await?;
        let won = |dispute: &Dispute| dispute.status.as_deref().is_some_and(|status| WON.contains(&status));
        Ok(page.data.is_empty() || !page.data.iter().all(won))
    }

    /// The times, in Unix seconds, at which some of these sessions were completed, at a moment or after it. A session does
    /// not show that; Stripe's events do (Stripe API reference, List all events: newest first, 30 days). Sessions that were
    /// completed before, or are not among the newest five hundred events, are missing from the result.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn completion_times(
        &mut self,
        from: i64,
        sessions: &BTreeSet<&str>,
    ) -> Result<BTreeMap<String, i64>, StripeError> {
        let from = from.to_string();
        let mut found = BTreeMap::new();
        let mut after: Option<String> = None;
        for _ in 0..MAX_EVENT_PAGES {
            let mut parameters = vec![("type", COMPLETED), ("created[gte]", from.as_str()), ("limit", "100")];
            parameters.extend(after.as_deref().map(|after| ("starting_after", after)));
            let query = query::with_parameters(&parameters, &[]);
            let page: List<Completion> = self.read(self.stripe.url(&["v1", "events"], &query)).await?;
            after = page.data.last().map(|event| event.id.clone()).filter(|_| page.has_more);
            let completed = page.data.into_iter().map(|event| (event.data.object.id, event.created));
            found.extend(completed.filter(|(session, _)| sessions.contains(session.as_str())));
            if after.is_none() || found.len() == sessions.len() {
                break;
            }
        }
        Ok(found)
    }
}
