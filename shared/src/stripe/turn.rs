//! Whose turn it is to write.
//!
//! Stripe has no condition for a write, but it does a thing only once under one key (Stripe API reference, "Idempotent
//! requests"). So each write on a session whose cart or address only the server changes leaves a mark in it, and the next
//! one is made under a key made of that mark. Of two calls that have read the same session Stripe takes one's write and
//! refuses the other's, which reads again: a discount never meets another cart than it was decided on.

use std::time::Duration;

use uuid::Uuid;

use super::object::StripeSession;
use super::{IdempotencyKey, StripeError};

/// Key of the session's metadata.
pub(super) const SESSION_TURN: &str = "discount_turn";
/// Looks at a session whose key is taken while nothing has come of it: the other write may still be under way, or has
/// failed for good. The pauses between them are three seconds together; a write takes Stripe half of one.
const LOOKS: u32 = 9;
/// Before the second look; twice as long before each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(25);

/// A write's turn.
#[derive(Debug)]
pub(super) struct Turn {
    /// Under which it is made.
    pub(super) key: IdempotencyKey,
    /// What it leaves in the session.
    pub(super) leaves: String,
}

/// The turns of one request.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// The mark that the session bore when it was read last.
    mark: String,
    /// How many keys of this mark are spent: their writes failed, and Stripe remembers it.
    spent: u32,
    looks: u32,
    /// A write of this request was refused under the key: Stripe may remember that.
    refused: bool,
    /// Marks are not kept where this Stripe is.
    forgotten: bool,
}

impl StripeSession {
    /// The mark that the last write left; none where writes need no turn.
    fn mark(&self) -> Option<&str> {
        let permissions = self.permissions.as_ref()?;
        let server_only = |who: &Option<String>| who.as_deref() == Some("server_only");
        let metadata = self.metadata.as_ref()?;
        let mark = metadata.get(SESSION_TURN).map_or("", String::as_str);
        let ours = mark.len() <= 32 && mark.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let waits = server_only(&permissions.line_items) || server_only(&permissions.shipping_details);
        (ours && waits).then_some(mark)
    }

    /// Whether its next write brings a further key into the metadata.
    pub(super) fn gets_a_mark(&self) -> bool {
        self.mark() == Some("")
    }
}

impl Turns {
    /// The turn of a write on a session as it was read; none where writes need none.
    pub(super) fn of(&mut self, session: &StripeSession) -> Option<Turn> {
        let mark = session.mark().filter(|_| !self.forgotten)?;
        if *mark != *self.mark {
            *self = Self { mark: mark.to_owned(), ..Self::default() };
        }
        let key = IdempotencyKey::of_turn(&session.id, mark, self.spent);
        Some(Turn { key, leaves: Uuid::new_v4().simple().to_string() })
    }

    /// What follows from how a write ended.
    pub(super) fn ended(&mut self, turn: &Turn, answer: &Result<StripeSession, StripeError>) {
        match answer {
            Ok(session) => self.forgotten = session.mark() != Some(&turn.leaves),
            Err(StripeError::KeySpent) => self.spend(),
            Err(StripeError::KeyInUse) => {
                self.looks = self.looks.saturating_add(1);
                if self.refused || self.looks >= LOOKS {
                    self.spend();
                }
            }
            Err(error) => self.refused |= error.is_of_the_request(),
        }
    }

    /// How long to wait before the session is looked at again: at first not at all.
    pub(super) fn pause(&self) -> Duration {
        match self.looks.checked_sub(2) {
            Some(doublings) => FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(doublings)),
            None => Duration::ZERO,
        }
    }

    fn spend(&mut self) {
        *self = Self { mark: std::mem::take(&mut self.mark), spent: self.spent.saturating_add(1), ..Self::default() };
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn session(permissions: &Value, mark: Option<&str>) -> StripeSession {
        let metadata = mark.map_or_else(|| json!({}), |mark| json!({ SESSION_TURN: mark }));
        let session = json!({ "id": "cs_test_1", "permissions": permissions, "metadata": metadata });
        serde_json::from_value(session).unwrap()
    }

    fn closed(mark: Option<&str>) -> StripeSession {
        session(&json!({ "update_line_items": "server_only" }), mark)
    }

    fn key(turns: &mut Turns, session: &StripeSession) -> String {
        turns.of(session).unwrap().key.as_str().to_owned()
    }

    fn fails(turns: &mut Turns, session: &StripeSession, error: StripeError) {
        let turn = turns.of(session).unwrap();
        turns.ended(&turn, &Err(error));
    }

    #[test]
    fn only_what_the_server_alone_changes_is_written_by_turns() {
        for (permissions, by_turns) in [
            (json!({ "update_line_items": "server_only" }), true),
            (json!({ "update_shipping_details": "server_only" }), true),
            (json!({ "update_line_items": "client_only", "update_shipping_details": null }), false),
            (json!({ "update_discounts": "server_only" }), false),
            (json!(null), false),
        ] {
            assert_eq!(Turns::default().of(&session(&permissions, None)).is_some(), by_turns, "{permissions}");
        }
        assert!(Turns::default().of(&closed(Some("what is this"))).is_none(), "a mark of somebody else");
    }

    #[test]
    fn who_reads_the_same_session_writes_under_the_same_key_and_leaves_another_mark() {
        let (mut one, mut other) = (Turns::default(), Turns::default());
        let (ones, others) = (one.of(&closed(Some("a1"))).unwrap(), other.of(&closed(Some("a1"))).unwrap());
        assert_eq!(ones.key, others.key);
        assert_ne!(ones.leaves, others.leaves);
        let next = key(&mut other, &closed(Some(&ones.leaves)));
        assert!(next != others.key.as_str() && next.len() <= 255);
    }

    #[test]
    fn a_key_whose_failure_is_replayed_is_left_at_once() {
        let mut turns = Turns::default();
        let first = key(&mut turns, &closed(None));
        fails(&mut turns, &closed(None), StripeError::KeySpent);
        assert_ne!(key(&mut turns, &closed(None)), first);
        assert_eq!(turns.pause(), Duration::ZERO);
    }

    #[test]
    fn a_key_that_somebody_else_has_is_left_only_when_nothing_comes_of_it_for_seconds() {
        let mut turns = Turns::default();
        let first = key(&mut turns, &closed(None));
        let mut waited = Duration::ZERO;
        for _ in 1..LOOKS {
            fails(&mut turns, &closed(None), StripeError::KeyInUse);
            waited += turns.pause();
            assert_eq!(key(&mut turns, &closed(None)), first);
        }
        assert!(waited > Duration::from_secs(3), "{waited:?}");
        fails(&mut turns, &closed(None), StripeError::KeyInUse);
        assert_ne!(key(&mut turns, &closed(None)), first);
        // Whatever is known of a mark's keys says nothing of the next one's.
        assert_eq!(key(&mut turns, &closed(Some("b2"))), key(&mut Turns::default(), &closed(Some("b2"))));
    }

    #[test]
    fn a_key_under_which_it_was_refused_itself_is_left_after_one_look() {
        let mut turns = Turns::default();
        let first = key(&mut turns, &closed(None));
        fails(&mut turns, &closed(None), StripeError::DiscountsRefused);
        assert_eq!(key(&mut turns, &closed(None)), first, "Stripe may not remember what it refused");
        fails(&mut turns, &closed(None), StripeError::KeyInUse);
        assert_ne!(key(&mut turns, &closed(None)), first);
    }

    #[test]
    fn a_stripe_that_keeps_no_marks_is_written_to_without_turns() {
        let mut turns = Turns::default();
        let turn = turns.of(&closed(None)).unwrap();
        turns.ended(&turn, &Ok(closed(None)));
        assert!(turns.of(&closed(None)).is_none());
    }
}
