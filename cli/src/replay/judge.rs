//! The decision for one line.

use jiff::Timestamp;
use shared::core::counts;
use shared::core::decide::decide_from;
use shared::core::money::{Amount, Currency, Overflow};
use shared::core::session::{Facts, Snapshot};
use shared::core::{Decision, InteractionSet, Policy};
use shared::purchase::{amount_discount, past_snapshot};
use shared::stripe::{SessionId, StripeSession};

use super::input::LONGEST_LINE;
use super::unusable::{BadLine, Unusable};
use crate::missing_expansion::{MissingExpansion, missing_expansions};

/// The question that a replay asks of every session.
#[derive(Debug)]
pub(super) struct Question {
    /// The policy that is tried.
    pub(super) policy: Policy,
    /// The one that it is compared with; without it, with what was taken off.
    pub(super) against: Option<Policy>,
    /// The interactions; without them, those that the session was asked for.
    pub(super) interactions: Option<InteractionSet>,
    /// The moment; without it, the one at which the session was created.
    pub(super) now: Option<Timestamp>,
}

/// A session that can be decided for.
#[derive(Debug)]
pub(super) struct PastSession {
    session: StripeSession,
    snapshot: Snapshot,
    set: InteractionSet,
    now: Timestamp,
}

/// The decision for a session.
#[derive(Debug)]
pub(super) struct Replayed<'a> {
    pub(super) facts: Facts<'a>,
    pub(super) decision: Decision,
    /// The discount to compare with; none if the session does not say.
    pub(super) before: Option<Amount>,
}

impl Question {
    /// Reads a line.
    pub(super) fn read(&self, line: &[u8]) -> Result<PastSession, Unusable> {
        if line.len() > LONGEST_LINE {
            return Err(Unusable::Bad(BadLine::TooLong));
        }
        let session: StripeSession = serde_json::from_slice(line).map_err(|error| Unusable::Bad(error.into()))?;
        if SessionId::parse(&session.id).is_none() {
            return Err(Unusable::Bad(BadLine::Id));
        }
        let snapshot = past_snapshot(&session)?;
        let now = self.now.or_else(|| session.created.and_then(|seconds| Timestamp::from_second(seconds).ok()));
        let now = now.ok_or(Unusable::Skipped("it does not say when it was created: name a moment with --now"))?;
        let set = self.interactions.unwrap_or(snapshot.held.interactions);
        Ok(PastSession { session, snapshot, set, now })
    }

    /// Decides for a session.
    pub(super) fn decide<'s>(&self, past: &'s PastSession) -> Result<Replayed<'s>, Unusable> {
        let of = |policy: &Policy| {
            // What was left then is not known: no limit counts as reached.
            let rooms = counts::untouched(policy, &past.snapshot, past.now);
            let facts = Facts { rooms, ..Facts::of(policy, &past.snapshot, past.set) };
            let decision = decide_from(policy, &facts, past.set, past.now)?;
            Ok::<_, Overflow>((facts, decision))
        };
        let (facts, decision) = of(&self.policy)?;
        let before = match &self.against {
            Some(against) => Some(amount(&of(against)?.1)),
            None => amount_discount(&past.session),
        };
        Ok(Replayed { facts, decision, before })
    }

    /// The data that the policies read and the export of a session left out.
    pub(super) fn left_out(&self, past: &PastSession) -> impl Iterator<Item = MissingExpansion> {
        let policies = [Some(&self.policy), self.against.as_ref()].into_iter().flatten();
        missing_expansions(&past.session, policies, past.set)
    }
}

impl PastSession {
    pub(super) fn session(&self) -> &StripeSession {
        &self.session
    }

    pub(super) fn currency(&self) -> Currency {
        self.snapshot.cart.currency
    }

    pub(super) fn subtotal(&self) -> Amount {
        self.snapshot.cart.subtotal
    }

    /// Returns whether the session was asked for no interaction.
    pub(super) fn asks_for_nothing(&self) -> bool {
        self.set.is_empty()
    }
}

/// The discount, 0 for none.
pub(super) fn amount(decision: &Decision) -> Amount {
    decision.discount.as_ref().map_or(Amount::ZERO, |discount| discount.amount_off)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn question(text: &str) -> Question {
        let policy = Policy::load("p.toml", text).unwrap();
        Question { policy, against: None, interactions: None, now: None }
    }

    fn session(otherwise: &Value) -> String {
        let mut session = json!({
            "id": "cs_test_a1", "status": "complete", "mode": "payment", "currency": "usd", "created": 1_790_000_000,
            "amount_subtotal": 15_000, "metadata": {"discount_loyalty": "on"}, "customer": null,
            "total_details": {"amount_discount": 500, "amount_shipping": null},
        });
        for (key, value) in otherwise.as_object().unwrap() {
            session[key] = value.clone();
        }
        session.to_string()
    }

    #[test]
    fn session_is_decided_at_its_time_for_what_it_asked_for() {
        let text = session(&json!({}));
        let past = question("").read(text.as_bytes()).unwrap();
        assert_eq!((past.now.as_second(), past.set), (1_790_000_000, shared::core::Interaction::Loyalty.into()));
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let question = Question { interactions: Some(InteractionSet::all()), now: Some(now), ..question("") };
        let past = question.read(text.as_bytes()).unwrap();
        assert_eq!((past.now, past.set), (now, InteractionSet::all()));
    }

    #[test]
    fn line_without_a_session_is_bad_and_not_quoted() {
        let long = "x".repeat(LONGEST_LINE + 1);
        for (line, why) in [
            ("jane@example.com", "is not JSON (column 1)"),
            ("{\"id\":", "ends in the middle of its JSON: write one session a line, such as jq -c does (column 6)"),
            ("[]", "is not a Checkout Session as Stripe returns it (column 2)"),
            ("{\"object\": \"list\"}", "is not a Checkout Session as Stripe returns it (column 18)"),
            ("{\"id\": \"evt_1\"}", "is not a Checkout Session: its id does not begin with cs_test_ or cs_live_"),
            (
                &session(&json!({"amount_subtotal": "jane@example.com"})),
                "is not a Checkout Session as Stripe returns it",
            ),
            (&long, "is longer than 8 MiB: write one session a line"),
        ] {
            let Err(Unusable::Bad(found)) = question("").read(line.as_bytes()) else { panic!("{line} is read") };
            let found = found.to_string();
            assert!(found.starts_with(why) && !found.contains("jane"), "{found}");
        }
    }

    #[test]
    fn session_that_never_could_hold_a_discount_is_skipped() {
        for (otherwise, why) in [
            (json!({"mode": "subscription"}), "its mode is not payment"),
            (json!({"amount_subtotal": null}), "it has no subtotal"),
            (json!({"created": null}), "it does not say when it was created: name a moment with --now"),
        ] {
            let read = question("").read(session(&otherwise).as_bytes());
            assert!(matches!(read, Err(Unusable::Skipped(found)) if found == why), "{why}");
        }
    }

    #[test]
    fn sum_beyond_stripes_integers_is_a_bad_line() {
        let text = "combine = \"sum\"\n".to_owned()
            + &["a", "b"].map(|id| format!("[[offer]]\nid = \"{id}\"\ninteraction = \"cart-threshold\"\nname = \"{id}\"\nwhen.subtotal_over = {{ usd = \"1.00\" }}\ngive.percent = \"100\"\n")).concat();
        let question = Question { interactions: Some(InteractionSet::all()), ..question(&text) };
        let text = session(&json!({"amount_subtotal": i64::MAX}));
        let past = question.read(text.as_bytes()).unwrap();
        assert!(matches!(question.decide(&past), Err(Unusable::Bad(_))));
    }
}
