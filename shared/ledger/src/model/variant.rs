//! The steps in which a wrong protocol differs.

use std::rc::Rc;

use super::stripe::Session;
use super::world::{World, key};
use super::wrong::Wrong;
use crate::row::Contents;
use crate::{Change, Claim, Held, Limits, Phase, Row, SessionEnd, SessionKey};

/// A change that makes a row hold what is given.
pub(super) fn holding(session: &SessionKey, row: &Row, held: Held) -> Option<Change> {
    let contents = Contents { phase: row.phase, held, check_at: row.check_at };
    (contents.held != row.held && row.phase == Phase::Open)
        .then(|| Change::new(session, Some(row), contents, Limits::default()))
}

/// The claim of a call that made none, as if the row had been left by it.
pub(super) fn of_another(session: &SessionKey, row: &Row) -> Claim {
    Claim::forged(Change::forged(session, row.clone()))
}

/// The claim that a protocol makes.
pub(super) fn claim(
    world: &Rc<World>,
    id: usize,
    session: &Session,
    row: Option<&Row>,
    wanted: &Held,
    right: Claim,
) -> Claim {
    let Some(row) = row else { return right };
    let drops = match world.wrong {
        Some(Wrong::ClaimDropsOthers) => true,
        Some(Wrong::VersionInTheRow) => {
            world.versions.borrow().get(&(id, row.revision)).is_none_or(|version| *version != session.version)
        }
        _ => false,
    };
    if !drops {
        return right;
    }
    let held = session.applied.or(wanted);
    let contents = Contents { phase: Phase::Open, held, check_at: right.change().next().check_at };
    let limits = super::world::limits(wanted.iter().map(|(key, _)| key));
    Claim::forged(Change::new(&key(id), Some(row), contents, limits))
}

/// The row that a claim is made again with.
pub(super) fn moved(world: &Rc<World>, before: Option<Row>, now: Option<Row>) -> Option<Row> {
    match (world.wrong, before, now) {
        (Some(Wrong::FreshRevision), Some(before), Some(now)) => Some(Row { held: before.held, ..now }),
        (_, _, now) => now,
    }
}

/// The end that a settlement is made for.
pub(super) fn settled(world: &World, end: SessionEnd) -> SessionEnd {
    let confirms = world.is(Wrong::PendingIsConfirmed) && end == SessionEnd::Pending;
    if confirms { SessionEnd::Paid } else { end }
}
