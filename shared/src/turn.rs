//! Whose turn it is to write.
//!
//! Stripe has no condition for a write, but it does a thing only once under one key (Stripe API reference, "Idempotent
//! requests"). So each write on a session whose cart or address only the server changes leaves a mark in it, and the next
//! one is made under a key made of that mark. Of two calls that have read the same session Stripe takes one's write and
//! refuses the other's, which reads again: a discount never meets another cart than it was decided on.
//!
//! A key whose write failed for good would be in everybody's way. Then the session is given a further mark, in a write
//! that changes nothing else and that is the same whoever makes it: Stripe makes it once, and all go on from there.

use std::time::Duration;

use discounts_core::command::Edit;
use discounts_core::difference::Update;
use tokio::time::Instant;
use uuid::Uuid;

use crate::purchase::{Intent, PurchaseError, PurchaseObject, intent_update, session_update, version, version_update};
use crate::stripe::{
    Answered, Deadline, IdempotencyKey, Purchase, RequestClient, SessionId, SessionUpdate, StripeError, StripeSession,
};

/// Characters of the mark that a write leaves; a count of those that were given up follows.
const MARK: usize = 32;
/// How long a key may be taken while nothing comes of it, before its write is held for failed: whoever makes it has given
/// up on it after five seconds, and this call has still time to write its own.
const PATIENCE: Duration = Duration::from_secs(10);
/// Before the second look at a session whose key is taken; twice as long before each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(25);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// A write's turn.
#[derive(Debug)]
pub(crate) struct Turn {
    /// Under which it is made.
    pub(crate) key: IdempotencyKey,
    /// What it leaves in the session.
    pub(crate) leaves: String,
    /// What has to be written before, where the key of the session's present mark is lost.
    pub(crate) further: Option<Further>,
}

/// A write that does nothing but give the session a further mark.
#[derive(Debug)]
pub(crate) struct Further {
    pub(crate) key: IdempotencyKey,
    pub(crate) mark: String,
}

/// The turns of one request.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    /// The mark that the session bore when it was read last, or was given since.
    mark: String,
    /// Since when its key is known to be taken.
    taken: Option<Instant>,
    looks: u32,
    /// Its write is known to have failed for good.
    lost: bool,
    /// How many keys of the write of a further mark failed for good.
    lost_further: u32,
    /// What this request wrote under the key and was refused: Stripe may remember that.
    refused: Option<SessionUpdate>,
    /// Marks are not kept where this Stripe is.
    forgotten: bool,
    /// Writes take a discount off from here on, which may be done whatever else was written: they wait for no turn.
    correcting: bool,
}

impl Turns {
    /// The turn of a write on a session as it was read; none where writes need none.
    pub(crate) fn of(&mut self, session: &StripeSession) -> Option<Turn> {
        let mark = version(session).filter(|_| !self.forgotten)?;
        if *mark != *self.mark {
            *self = Self { mark: mark.to_owned(), correcting: self.correcting, ..Self::default() };
        }
        let lost = self.lost || self.taken.is_some_and(|since| since.elapsed() >= PATIENCE);
        let further = lost.then(|| Further {
            key: IdempotencyKey::shared(&format!("{}-further-{mark}-{}", session.id, self.lost_further)),
            mark: further(mark),
        });
        let mark = further.as_ref().map_or(mark, |further| &further.mark);
        let key = IdempotencyKey::shared(&format!("{}-turn-{mark}", session.id));
        Some(Turn { key, leaves: Uuid::new_v4().simple().to_string(), further })
    }

    /// What follows from how the write of a further mark ended. It changes nothing but the mark, so what was decided still
    /// holds if nobody has written under that since.
    pub(crate) fn moved_on(&mut self, to: &Further, answer: &Result<StripeSession, StripeError>) {
        match answer {
            Ok(session) => {
                let forgotten = version(session) != Some(&to.mark);
                *self = Self { mark: to.mark.clone(), forgotten, correcting: self.correcting, ..Self::default() };
            }
            Err(StripeError::ReplayedFailure) => self.lost_further = self.lost_further.saturating_add(1),
            Err(_) => {}
        }
    }

    /// What follows from how a write ended.
    pub(crate) fn ended(&mut self, turn: &Turn, update: &SessionUpdate, answer: &Result<StripeSession, StripeError>) {
        match answer {
            Ok(session) => self.forgotten = version(session) != Some(&turn.leaves),
            Err(StripeError::ReplayedFailure) => self.lost = true,
            Err(StripeError::IdempotencyConflict) => {
                self.looks = self.looks.saturating_add(1);
                self.taken.get_or_insert_with(Instant::now);
            }
            Err(error) if error.is_rejected_by_stripe() => self.refused = Some(update.clone()),
            Err(_) => {}
        }
    }

    /// How long to wait before the session is looked at again: at first not at all.
    pub(crate) fn pause(&self) -> Duration {
        match self.looks.checked_sub(2) {
            Some(doublings) => FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST_PAUSE),
            None => Duration::ZERO,
        }
    }

    /// From here on, no turn is waited for.
    pub(crate) fn correct(&mut self) {
        self.correcting = true;
    }

    /// Waits until another call's write may have come to its end.
    pub(crate) async fn let_others_write(&self, deadline: Deadline) {
        let pause = self.pause().min(deadline.left());
        tokio::time::sleep(pause.mul_f64(1.0 + fastrand::f64() / 2.0)).await;
    }

    /// Updates a session or an intent, a session by turns where it has them. `before` is what was read of it last.
    pub(crate) async fn write(
        &mut self,
        client: &mut RequestClient<'_>,
        id: &Purchase,
        before: &PurchaseObject,
        (update, edit): (&Update, Option<&Edit>),
        expand: &[&'static str],
    ) -> Result<PurchaseObject, PurchaseError> {
        match (id, before) {
            (Purchase::Session(id), PurchaseObject::Session(before)) => {
                let turn = self.next(client, id, before).await?;
                let leaves = turn.as_ref().map(|turn| turn.leaves.as_str());
                let update = session_update(before, update, edit, leaves, expand);
                let answer = match &turn {
                    Some(turn) => self.write_in_turn(client, id, turn, &update).await,
                    None => client.update_session(id, &update, &IdempotencyKey::new()).await.result,
                };
                Ok(PurchaseObject::Session(answer?))
            }
            (Purchase::Intent(id), PurchaseObject::Intent(before)) => {
                let update = intent_update(before, update, expand);
                let answer = client.update_intent(id, &update, &IdempotencyKey::new()).await;
                Ok(PurchaseObject::Intent(Intent::parse(answer.result?)?))
            }
            _ => Err(StripeError::contradicts("it is of another kind than its id").into()),
        }
    }

    /// The turn of the next write; the session is given a further mark where the key of its present one is lost.
    async fn next(
        &mut self,
        client: &mut RequestClient<'_>,
        id: &SessionId,
        before: &StripeSession,
    ) -> Result<Option<Turn>, StripeError> {
        let turn = if self.correcting { None } else { self.of(before) };
        if let Some(further) = turn.as_ref().and_then(|turn| turn.further.as_ref()) {
            let answer = client.update_session(id, &version_update(&further.mark), &further.key).await.result;
            self.moved_on(further, &answer);
            answer?;
        }
        Ok(turn.filter(|_| !self.forgotten))
    }

    async fn write_in_turn(
        &mut self,
        client: &mut RequestClient<'_>,
        id: &SessionId,
        turn: &Turn,
        update: &SessionUpdate,
    ) -> Result<StripeSession, StripeError> {
        let mut answer = client.update_session(id, update, &turn.key).await.result;
        if matches!(answer, Err(StripeError::IdempotencyConflict))
            && let Some(refused) = self.refused.take()
        {
            // By whom? What this request was refused itself is told once more where Stripe remembers it.
            let again = client.update_session(id, &refused, &turn.key).await;
            if matches!(again, Answered { result: Err(_), replayed: true }) {
                answer = Err(StripeError::ReplayedFailure);
            }
        }
        self.ended(turn, update, &answer);
        answer
    }
}

/// The mark that follows one whose key is lost: the same for everybody.
fn further(mark: &str) -> String {
    let (left, times) = mark.split_at_checked(MARK).unwrap_or(("", mark));
    let times = times.parse::<u32>().unwrap_or_default();
    format!("{left}{}", times.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::purchase::MAX_VERSION;

    fn session(permissions: &Value, mark: Option<&str>) -> StripeSession {
        let metadata = mark.map_or_else(|| json!({}), |mark| json!({ "discount_version": mark }));
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
        turns.ended(&turn, &SessionUpdate::default(), &Err(error));
    }

    /// Gives the session the further mark that it needs, and returns that.
    fn moves_on(turns: &mut Turns, session: &StripeSession) -> String {
        let turn = turns.of(session).unwrap();
        let further = turn.further.unwrap();
        turns.moved_on(&further, &Ok(closed(Some(&further.mark))));
        assert_eq!(turn.key, turns.of(&closed(Some(&further.mark))).unwrap().key);
        further.mark
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
    fn a_key_whose_failure_is_replayed_is_left_at_once_and_by_everybody_alike() {
        let (mut one, mut other) = (Turns::default(), Turns::default());
        for turns in [&mut one, &mut other] {
            fails(turns, &closed(None), StripeError::ReplayedFailure);
        }
        let first = key(&mut Turns::default(), &closed(None));
        assert_eq!(moves_on(&mut one, &closed(None)), moves_on(&mut other, &closed(None)));
        assert_ne!(key(&mut one, &closed(Some("1"))), first);
        assert!(one.of(&closed(Some("1"))).unwrap().further.is_none());
    }

    #[test]
    fn each_further_mark_is_another() {
        let left = "0123456789abcdef0123456789abcdef";
        let mut marks = vec![String::new(), left.to_owned()];
        for at in 0..8 {
            let next = further(&marks[at]);
            assert!(next.len() <= MAX_VERSION && !marks.contains(&next), "{next}");
            marks.push(next);
        }
        assert_eq!(marks.last().unwrap(), &format!("{left}4"));
    }

    #[test]
    fn where_the_write_of_a_further_mark_has_failed_for_good_it_is_made_under_the_next_key() {
        let mut turns = Turns::default();
        fails(&mut turns, &closed(None), StripeError::ReplayedFailure);
        let first = turns.of(&closed(None)).unwrap().further.unwrap();
        turns.moved_on(&first, &Err(StripeError::Unavailable { status: 503 }));
        assert_eq!(turns.of(&closed(None)).unwrap().further.unwrap().key, first.key);
        turns.moved_on(&first, &Err(StripeError::ReplayedFailure));
        let second = turns.of(&closed(None)).unwrap().further.unwrap();
        assert_ne!(second.key, first.key);
        assert_eq!(second.mark, first.mark);
    }

    #[test]
    fn a_key_that_somebody_else_has_is_left_only_when_nothing_comes_of_it_for_seconds() {
        let mut turns = Turns::default();
        let first = key(&mut turns, &closed(None));
        for (waited, left) in [(0, false), (1, false), (9, false), (10, true)] {
            fails(&mut turns, &closed(None), StripeError::IdempotencyConflict);
            turns.taken = Instant::now().checked_sub(Duration::from_secs(waited));
            let turn = turns.of(&closed(None)).unwrap();
            assert_eq!((turn.further.is_some(), turn.key.as_str() != first), (left, left), "{waited} s");
        }
        // Whatever is known of a mark's key says nothing of the next one's.
        assert!(turns.of(&closed(Some("b2"))).unwrap().further.is_none());
    }

    #[test]
    fn a_session_whose_key_is_taken_is_looked_at_at_once_and_then_ever_less_often() {
        let mut turns = Turns::default();
        let pauses: Vec<u128> = (0..9)
            .map(|_| {
                fails(&mut turns, &closed(None), StripeError::IdempotencyConflict);
                turns.pause().as_millis()
            })
            .collect();
        assert_eq!(pauses, [0, 25, 50, 100, 200, 400, 800, 1_000, 1_000]);
    }

    #[test]
    fn what_was_refused_under_a_key_is_asked_again_once_before_anybody_else_is_waited_for() {
        let mut turns = Turns::default();
        let first = key(&mut turns, &closed(None));
        fails(&mut turns, &closed(None), StripeError::DiscountsRefused);
        assert_eq!(key(&mut turns, &closed(None)), first, "Stripe may not remember what it refused");
        assert_eq!(turns.refused, Some(SessionUpdate::default()));
    }

    #[test]
    fn a_stripe_that_keeps_no_marks_is_written_to_without_turns() {
        let mut turns = Turns::default();
        let turn = turns.of(&closed(None)).unwrap();
        turns.ended(&turn, &SessionUpdate::default(), &Ok(closed(None)));
        assert!(turns.of(&closed(None)).is_none());

        let mut turns = Turns::default();
        fails(&mut turns, &closed(None), StripeError::ReplayedFailure);
        let further = turns.of(&closed(None)).unwrap().further.unwrap();
        turns.moved_on(&further, &Ok(closed(None)));
        assert!(turns.forgotten);
    }
}
