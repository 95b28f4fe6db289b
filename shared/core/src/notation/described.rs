//! A session as a line describes it.

use jiff::Timestamp;

use super::cart;
use super::fault::NotationFault;
use super::piece::Piece;
use crate::counts;
use crate::interaction::InteractionSet;
use crate::policy::Policy;
use crate::session::{Room, Rooms, Snapshot};

/// A session as a line describes it.
#[derive(Clone, Debug)]
pub struct Described {
    /// The session.
    pub snapshot: Snapshot,
    /// The time, where the line says one.
    pub at: Option<Timestamp>,
    /// The interactions that the shopper has asked for, where the line says it.
    pub asked: Option<InteractionSet>,
    /// The rooms that the line says.
    pub(super) left: Vec<Left>,
    /// True if the ledger does not answer.
    pub(super) has_no_ledger: bool,
}

/// The room of an offer.
#[derive(Clone, Debug)]
pub(super) struct Left {
    pub(super) offer: String,
    /// The limits that the line names.
    pub(super) room: Room,
}

impl Described {
    /// The time where a line says none: noon of Wednesday, 3 June 2026, in UTC. A case decides alike on every day.
    pub const NOON: Timestamp = Timestamp::constant(1_780_488_000, 0);

    /// Reads a line. The policy says the time zone, the keys of the customer's facts, and which other facts there are.
    ///
    /// # Errors
    ///
    /// [`NotationFault`]: the first mistake, with its place.
    pub fn read(text: &str, policy: &Policy) -> Result<Self, NotationFault> {
        let mut pieces = Piece::of(text).split(";").into_iter();
        let cart = pieces.next().unwrap_or(Piece::of(text));
        let snapshot = cart::read(cart)?;
        let mut described = Self { snapshot, at: None, asked: None, left: Vec::new(), has_no_ledger: false };
        for piece in pieces {
            described.learn(piece.trim(), policy)?;
        }
        described.ask_the_ledger(policy);
        Ok(described)
    }

    /// Fills in what is left of limits: the whole, or what the line says.
    fn ask_the_ledger(&mut self, policy: &Policy) {
        let mut rooms = counts::untouched(policy, &self.snapshot, self.moment());
        if let Rooms::Known(rooms) = &mut rooms {
            for Left { offer, room: left } in &self.left {
                let Some(room) = rooms.get_mut(offer.as_str()) else { continue };
                room.uses = left.uses.or(room.uses);
                room.budget = left.budget.or(room.budget);
                room.shopper = left.shopper.or(room.shopper);
                room.code = left.code.or(room.code);
            }
            if self.has_no_ledger {
                self.snapshot.ledger.rooms = Rooms::Unavailable;
                return;
            }
        }
        self.snapshot.ledger.rooms = rooms;
    }

    /// The time that the session is decided for.
    #[must_use]
    pub fn moment(&self) -> Timestamp {
        self.at.unwrap_or(Self::NOON)
    }

    /// The interactions that the session is decided for: all of them where the line says nothing, as a session would be
    /// whose shopper asks for each.
    #[must_use]
    pub fn interactions(&self) -> InteractionSet {
        self.asked.unwrap_or_else(InteractionSet::all)
    }
}
