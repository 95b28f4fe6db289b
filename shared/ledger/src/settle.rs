//! The end of a session, for the webhook and the sweep: its uses are confirmed or given back.

use jiff::{SignedDuration, Timestamp};

use crate::held::{Held, Limits};
use crate::key::SessionKey;
use crate::row::{Change, Contents, Order, Phase, Row, held_by};

/// The time between two questions to Stripe about a payment that is pending.
const PENDING_RECHECK: SignedDuration = SignedDuration::from_hours(24);

/// The end of a session, as Stripe returns the session. An event is only a reason to read it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionEnd {
    /// Complete and paid.
    Paid,
    /// Complete, and the payment is not known to succeed yet.
    Pending,
    /// Complete, and the payment has failed.
    Failed,
    /// Expired.
    Expired,
}

/// The change that brings a row to the end of its session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settlement {
    /// The change; `None` if the row is as it should be.
    pub change: Option<Change>,
    /// The amounts that are on the session without a claim. They are counted now, whatever the limits say. Anything here is
    /// an incident.
    pub over_given: Held,
}

impl Settlement {
    /// This settlement, which also keeps the order for reports if it confirms one.
    #[must_use]
    pub fn with_order(self, order: Order) -> Self {
        Self { change: self.change.map(|change| change.with_order(order)), ..self }
    }
}

/// Settles a session that has ended: Stripe makes no further write of it, so the row holds what is on it (`applied`), or nothing
/// if it can't be paid. If the row has moved, settle the row that came back.
///
/// A row never returns to an earlier phase: a delivery that read the session before its payment failed changes nothing.
#[must_use]
pub fn settle(session: &SessionKey, row: Option<&Row>, applied: &Held, end: SessionEnd, now: Timestamp) -> Settlement {
    let held = held_by(row);
    let recheck = now.checked_add(PENDING_RECHECK).unwrap_or(Timestamp::MAX);
    let (phase, next, check_at) = match end {
        SessionEnd::Paid => (Phase::Done, applied.clone(), now),
        SessionEnd::Pending => (Phase::Open, applied.clone(), recheck),
        SessionEnd::Failed | SessionEnd::Expired => (Phase::Gone, Held::NOTHING, now),
    };
    let as_it_is = match row {
        Some(row) => row.phase > phase || (row.phase == phase && phase != Phase::Open && row.held == next),
        None => next.is_empty(),
    };
    if as_it_is {
        return Settlement { change: None, over_given: Held::NOTHING };
    }
    let over_given = next.beyond(held);
    let contents = Contents { phase, held: next, keeps: false, check_at };
    Settlement { change: Some(Change::new(session, row, contents, Limits::default())), over_given }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{CounterKey, Name};
    use crate::row::{By, Revision};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn session() -> SessionKey {
        SessionKey::new(Name::parse("cs_test_1").unwrap())
    }

    fn held(amount: u64) -> Held {
        let key = CounterKey::Uses { offer: Name::parse("spring").unwrap(), period: None };
        [(key, amount)].into_iter().collect()
    }

    fn row(phase: Phase, amount: u64) -> Row {
        Row {
            revision: Revision::FIRST,
            phase,
            held: held(amount),
            keeps: false,
            check_at: NOW,
            session: None,
            order: None,
        }
    }

    #[test]
    fn end_of_a_session_confirms_or_gives_back() {
        use Phase::{Done, Gone, Open};
        use SessionEnd::{Expired, Failed, Paid, Pending};
        for (before, applied, end, after) in [
            (Some((Open, 3)), 2, Paid, Some((Done, 2))),
            (Some((Open, 3)), 2, Pending, Some((Open, 2))),
            (Some((Open, 3)), 2, Failed, Some((Gone, 0))),
            (Some((Open, 3)), 2, Expired, Some((Gone, 0))),
            (Some((Done, 2)), 2, Failed, Some((Gone, 0))),
            (Some((Open, 0)), 0, Paid, Some((Done, 0))),
            (Some((Done, 3)), 2, Paid, Some((Done, 2))),
            // Another delivery, or one that read the session earlier.
            (Some((Done, 2)), 2, Paid, None),
            (Some((Done, 2)), 2, Pending, None),
            (Some((Gone, 0)), 2, Paid, None),
            (Some((Gone, 0)), 2, Pending, None),
            (Some((Gone, 0)), 2, Expired, None),
            // A session that never had a claim.
            (None, 0, Paid, None),
            (None, 0, Expired, None),
            (None, 2, Expired, None),
        ] {
            let row = before.map(|(phase, amount)| row(phase, amount));
            let settlement = settle(&session(), row.as_ref(), &held(applied), end, NOW);
            let next = settlement.change.as_ref().map(|change| (change.next().phase, change.next().held.clone()));
            assert_eq!(next, after.map(|(phase, amount)| (phase, held(amount))), "{before:?} {applied} {end:?}");
            assert!(settlement.over_given.is_empty(), "{before:?} {applied} {end:?}");
        }
    }

    #[test]
    fn paid_discount_that_nobody_claimed_is_counted() {
        for (row, beyond) in [(None, 5), (Some(row(Phase::Open, 2)), 3)] {
            let settlement = settle(&session(), row.as_ref(), &held(5), SessionEnd::Paid, NOW);
            assert_eq!(settlement.over_given, held(beyond));
            let change = settlement.change.unwrap();
            let moves: Vec<By> = change.moves().iter().map(|one| one.by).collect();
            assert_eq!(moves, [By::Taking { amount: beyond, limit: None }]);
        }
    }

    #[test]
    fn order_is_kept_with_a_confirmed_row_alone() {
        let currency = Name::parse("usd").unwrap();
        let order = Order { at: NOW, currency, total: 4_200, gave: [(Name::parse("spring").unwrap(), 300)].into() };
        for (end, kept) in
            [(SessionEnd::Paid, Some(order.clone())), (SessionEnd::Expired, None), (SessionEnd::Pending, None)]
        {
            let settlement =
                settle(&session(), Some(&row(Phase::Open, 1)), &held(1), end, NOW).with_order(order.clone());
            let left = settlement.change.unwrap().next().clone();
            assert_eq!(left.order, kept, "{end:?}");
            let again = settle(&session(), Some(&left), &held(1), SessionEnd::Failed, NOW).change;
            assert_eq!(again.and_then(|change| change.next().order.clone()), kept, "a later change keeps it");
        }
    }

    #[test]
    fn pending_payment_is_asked_for_once_a_day() {
        let settlement = settle(&session(), Some(&row(Phase::Open, 2)), &held(2), SessionEnd::Pending, NOW);
        assert_eq!(settlement.change.unwrap().next().check_at, Timestamp::from_second(86_400).unwrap());
    }
}
