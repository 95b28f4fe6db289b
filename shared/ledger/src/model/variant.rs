//! The steps in which a wrong protocol differs.

use super::counters::{key, limits};
use super::stripe::Session;
use super::world::World;
use super::wrong::Wrong;
use crate::row::Contents;
use crate::{Change, Changed, Claim, Held, Limits, Phase, Row, SessionEnd, SessionKey};

/// A change that makes a row hold what is given.
pub(super) fn holding(session: &SessionKey, row: &Row, held: Held) -> Option<Change> {
    let contents = Contents { phase: row.phase, held, keeps: false, check_at: row.check_at };
    (contents.held != row.held && row.phase == Phase::Open)
        .then(|| Change::new(session, Some(row), contents, Limits::default()))
}

/// The claim of a call that made none, as if the row had been left by it.
pub(super) fn of_another(session: &SessionKey, row: &Row) -> Claim {
    Claim::forged(Change::forged(session, row.clone()))
}

/// The claim that a protocol makes.
pub(super) fn claim(
    world: &World,
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
    let contents = Contents { phase: Phase::Open, held, keeps: false, check_at: right.change().next().check_at };
    let limits = limits(wanted.iter().map(|(key, _)| key));
    Claim::forged(Change::new(&key(id), Some(row), contents, limits))
}

/// The answer that a call takes over from the store, if its claim was not made.
pub(super) fn learned(world: &World, before: Option<&Row>, changed: Changed) -> Changed {
    match (world.wrong, before, changed) {
        (Some(Wrong::FreshRevision), Some(before), Changed::Moved(Some(now))) => {
            Changed::Moved(Some(Row { held: before.held.clone(), ..now }))
        }
        (_, _, changed) => changed,
    }
}

/// The end that a settlement is made for.
pub(super) fn settled(world: &World, end: SessionEnd) -> SessionEnd {
    let confirms = world.is(Wrong::PendingIsConfirmed) && end == SessionEnd::Pending;
    if confirms { SessionEnd::Paid } else { end }
}
