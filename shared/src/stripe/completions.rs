//! When orders without a payment were completed. A session does not tell; Stripe's events do (Stripe API reference, List all
//! events: the newest first, those of 30 days).

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::StripeError;
use super::client::RequestClient;
use super::form;
use super::object::List;

/// Pages of a hundred.
const MOST_PAGES: usize = 5;
/// The type of the events.
const COMPLETED: &str = "checkout.session.completed";

/// An event, of which only this is read: which session was completed when.
#[derive(Deserialize, Debug)]
struct Completion {
    id: String,
    created: i64,
    data: About,
}

#[derive(Deserialize, Debug)]
struct About {
    object: Completed,
}

#[derive(Deserialize, Debug)]
struct Completed {
    id: String,
}

impl RequestClient<'_> {
    /// When sessions were completed, in Unix seconds, of those of which Stripe tells that it was at a moment or after it.
    /// Nothing is said of a session that was completed before, nor of one that is not found among the newest five hundred.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn completed_from(
        &mut self,
        at: i64,
        sessions: &BTreeSet<&str>,
    ) -> Result<BTreeMap<String, i64>, StripeError> {
        let from = at.to_string();
        let mut found = BTreeMap::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut parameters = vec![("type", COMPLETED), ("created[gte]", from.as_str()), ("limit", "100")];
            parameters.extend(after.as_deref().map(|after| ("starting_after", after)));
            let query = form::query(&parameters, &[]);
            let page: List<Completion> = self.read(self.stripe.url(&["v1", "events"], &query)).await?;
            after = page.data.last().map(|event| event.id.clone()).filter(|_| page.has_more);
            let asked = page.data.into_iter().map(|event| (event.data.object.id, event.created));
            found.extend(asked.filter(|(session, _)| sessions.contains(session.as_str())));
            if after.is_none() || found.len() == sessions.len() {
                break;
            }
        }
        Ok(found)
    }
}
