//! Claims: what a call may write onto a session is taken before it writes.

use jiff::{SignedDuration, Timestamp};

use crate::held::{Held, Limits};
use crate::key::{CounterKey, Name, SessionKey};
use crate::row::{Change, Contents, Phase, Row, held_by};

/// The time after a session's end at Stripe before the sweep asks for it: the webhook comes first as a rule.
const GRACE: SignedDuration = SignedDuration::from_mins(10);

/// A claim for one write of a discount, and after it the right to give back what that write did not use.
///
/// A claim is made before every write of a session that counts, also if the row already covers it. It only adds: calls that
/// claimed before may still write. Its change raises the row's revision, and by that the give-back of another call that read
/// the session earlier is refused.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Claim(Change);

impl Claim {
    /// Returns whether a write needs a claim: something is to be held, or is held.
    #[must_use]
    pub fn is_needed(row: Option<&Row>, wanted: &Held) -> bool {
        !wanted.is_empty() || row.is_some_and(|row| !row.held.is_empty())
    }

    /// A claim of what is wanted, on top of what the row holds. `expires_at` is the session's end at Stripe.
    ///
    /// If its change is not made, [`Reading::learn`](crate::Reading::learn) what came back, decide again with the room that is
    /// left, and make another claim. The session need not be read again.
    ///
    /// # Errors
    ///
    /// - [`ClaimError::SessionEnded`]: the session is settled, and Stripe takes no write of it.
    /// - [`ClaimError::AboveLimit`]: more of a counter is wanted than its whole limit.
    pub fn new(
        session: &SessionKey,
        row: Option<&Row>,
        wanted: &Held,
        limits: &Limits,
        expires_at: Timestamp,
    ) -> Result<Self, ClaimError> {
        if row.is_some_and(|row| row.phase != Phase::Open) {
            return Err(ClaimError::SessionEnded);
        }
        let above = wanted.iter().find(|(key, amount)| limits.limit(key).is_some_and(|limit| *amount > limit));
        if let Some((key, _)) = above {
            return Err(ClaimError::AboveLimit(key.clone()));
        }
        let held = held_by(row).or(wanted);
        let check_at = expires_at.checked_add(GRACE).unwrap_or(Timestamp::MAX);
        let keeps = row.is_some_and(|row| row.keeps);
        let next = Contents { phase: Phase::Open, held, keeps, check_at };
        Ok(Self(Change::new(session, row, next, limits.clone())))
    }

    /// A claim by another rule, for the model.
    #[cfg(test)]
    pub(crate) const fn forged(change: Change) -> Self {
        Self(change)
    }

    /// The claim of a call that is about to bump the session's version, which needs one in any case. From here on no call
    /// gives back before the session's end: the write that the bump overtakes may still land.
    #[must_use]
    pub fn before_a_bump(self) -> Self {
        Self(self.0.keeping())
    }

    /// The change that names the session that was created after this claim, whose row has an id that was chosen before. Until
    /// it is made, nobody may learn how to pay the session: the sweep takes a row without a session for one that never was.
    #[must_use]
    pub fn name_session(&self, id: Name) -> Change {
        let Row { phase, held, keeps, check_at, .. } = self.0.next().clone();
        let next = Contents { phase, held, keeps, check_at };
        Change::new(self.0.session(), Some(self.0.next()), next, Limits::default()).naming(id)
    }

    /// The change to make before the write.
    #[must_use]
    pub const fn change(&self) -> &Change {
        &self.0
    }

    /// The change that gives back what the session does not hold after the write that was claimed for: `applied` is on the
    /// session by Stripe's answer. `None` if there is nothing to give back.
    ///
    /// Only a write that Stripe made under the session's version allows it, since no write that was claimed for before can
    /// be made any more. After a write that failed, or whose outcome is unknown, and once the version was bumped, claims stay
    /// until the session's end. If the row has moved, another call has claimed since and gives back later.
    #[must_use]
    pub fn give_back(&self, applied: &Held) -> Option<Change> {
        let claimed = self.0.next();
        let held = claimed.held.and(applied);
        let next = Contents { phase: claimed.phase, held, keeps: claimed.keeps, check_at: claimed.check_at };
        (!claimed.keeps && next.held != claimed.held)
            .then(|| Change::new(self.0.session(), Some(claimed), next, Limits::default()))
    }
}

/// The reasons why a claim can't be made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ClaimError {
    /// The session is settled.
    #[error("the session is complete or expired")]
    SessionEnded,
    /// More is wanted than the whole limit.
    #[error("{0} would be more than its limit allows in all")]
    AboveLimit(CounterKey),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::{By, Move};

    fn session() -> SessionKey {
        SessionKey::new(Name::parse("cs_test_1").unwrap())
    }

    fn code(serial: u32) -> CounterKey {
        CounterKey::Code { series: Name::parse("MAY").unwrap(), serial }
    }

    fn held(amounts: &[(u32, u64)]) -> Held {
        amounts.iter().map(|(serial, amount)| (code(*serial), *amount)).collect()
    }

    fn claim(row: Option<&Row>, wanted: &Held, limits: &[(u32, u64)]) -> Result<Claim, ClaimError> {
        let limits = limits.iter().map(|(serial, limit)| (code(*serial), *limit)).collect();
        Claim::new(&session(), row, wanted, &limits, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn claim_only_adds_to_what_the_row_holds() {
        let first = claim(None, &held(&[(1, 3), (2, 1)]), &[(1, 9)]).unwrap();
        let row = first.change().next();
        assert_eq!((first.change().seen(), row.phase), (None, Phase::Open));
        assert_eq!(row.check_at, Timestamp::from_second(600).unwrap());
        let (one, two) = (code(1), code(2));
        let taking = |key, amount, limit| Move { key, by: By::Taking { amount, limit } };
        assert_eq!(first.change().moves(), [taking(&one, 3, Some(9)), taking(&two, 1, None)]);

        let second = claim(Some(row), &held(&[(1, 5)]), &[(1, 9)]).unwrap();
        assert_eq!(second.change().seen(), Some(row.revision));
        assert_eq!(second.change().next().held, held(&[(1, 5), (2, 1)]));
        assert_eq!(second.change().moves(), [taking(&one, 2, Some(9))]);
    }

    #[test]
    fn claim_of_what_is_held_raises_the_revision() {
        let row = claim(None, &held(&[(1, 3)]), &[]).unwrap().change().next().clone();
        let again = claim(Some(&row), &held(&[(1, 2)]), &[(1, 2)]).unwrap();
        assert_eq!(again.change().moves(), []);
        assert_eq!(again.change().next(), &Row { revision: row.revision.next(), ..row });
    }

    #[test]
    fn claim_is_needed_where_something_is_held_or_wanted() {
        let row = |amounts| claim(None, &held(amounts), &[]).unwrap().change().next().clone();
        let wanted = held(&[(1, 1)]);
        for (row, wanted, is_needed) in [
            (None, &Held::NOTHING, false),
            (None, &wanted, true),
            (Some(row(&[])), &Held::NOTHING, false),
            (Some(row(&[(2, 1)])), &Held::NOTHING, true),
            (Some(row(&[])), &wanted, true),
        ] {
            assert_eq!(Claim::is_needed(row.as_ref(), wanted), is_needed, "{row:?} {wanted:?}");
        }
    }

    #[test]
    fn bump_ends_give_backs_until_the_sessions_end() {
        let first = claim(None, &held(&[(1, 3)]), &[]).unwrap().before_a_bump();
        assert!(first.change().next().keeps);
        assert_eq!(first.give_back(&Held::NOTHING), None);
        let second = claim(Some(first.change().next()), &held(&[(2, 1)]), &[]).unwrap();
        assert_eq!(second.give_back(&Held::NOTHING), None, "nor does a later call");
        assert_eq!(second.change().next().held, held(&[(1, 3), (2, 1)]));
    }

    #[test]
    fn session_is_named_once_it_is_known() {
        let first = claim(None, &held(&[(1, 3)]), &[]).unwrap();
        assert_eq!(first.change().next().session, None);
        let id = Name::parse("cs_test_2").unwrap();
        let named = first.name_session(id.clone());
        assert_eq!((named.seen(), named.moves()), (Some(first.change().next().revision), vec![]));
        assert_eq!(named.next().held, first.change().next().held);
        let settled = crate::settle(
            &session(),
            Some(named.next()),
            &Held::NOTHING,
            crate::SessionEnd::Expired,
            Timestamp::UNIX_EPOCH,
        );
        assert_eq!(settled.change.unwrap().next().session, Some(id), "later changes keep it");
    }

    #[test]
    fn settled_sessions_and_hopeless_amounts_are_refused() {
        let open = claim(None, &held(&[(1, 3)]), &[]).unwrap().change().next().clone();
        for phase in [Phase::Done, Phase::Gone] {
            let row = Row { phase, ..open.clone() };
            assert_eq!(claim(Some(&row), &held(&[(1, 1)]), &[]), Err(ClaimError::SessionEnded));
        }
        assert_eq!(claim(Some(&open), &held(&[(1, 4)]), &[(1, 3)]), Err(ClaimError::AboveLimit(code(1))));
        assert!(
            claim(Some(&open), &held(&[(2, 1)]), &[(1, 2), (2, 1)]).is_ok(),
            "what is held may be above a new limit"
        );
    }

    #[test]
    fn give_back_leaves_what_the_session_shows() {
        let claim = claim(None, &held(&[(1, 3), (2, 1)]), &[(1, 3)]).unwrap();
        let claimed = claim.change().next();
        for (applied, left) in [
            (held(&[]), Some(held(&[]))),
            (held(&[(1, 2)]), Some(held(&[(1, 2)]))),
            (held(&[(1, 9), (3, 1)]), Some(held(&[(1, 3)]))),
            (held(&[(1, 3), (2, 1)]), None),
        ] {
            let change = claim.give_back(&applied);
            assert_eq!(change.as_ref().map(|change| change.next().held.clone()), left, "{applied:?}");
            let Some(change) = change else { continue };
            assert_eq!(change.seen(), Some(claimed.revision));
            assert!(change.moves().iter().all(|one| matches!(one.by, By::GivingBack { .. })), "{applied:?}");
        }
    }
}
