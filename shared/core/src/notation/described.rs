//! A session as a line describes it.

use jiff::Timestamp;

use super::cart;
use super::fault::NotationFault;
use super::piece::Piece;
use crate::interaction::InteractionSet;
use crate::policy::Policy;
use crate::session::Snapshot;

/// A session as a line describes it.
#[derive(Clone, Debug)]
pub struct Described {
    /// The session.
    pub snapshot: Snapshot,
    /// The time, where the line says one.
    pub at: Option<Timestamp>,
    /// The interactions that the shopper has asked for, where the line says it.
    pub asked: Option<InteractionSet>,
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
        let mut described = Self { snapshot: cart::read(cart)?, at: None, asked: None };
        for piece in pieces {
            described.learn(piece.trim(), policy)?;
        }
        Ok(described)
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
