//! The facts about a session that the ledger and the keys at the edge know.

use discounts_ledger::Name;

use crate::code::ShopperCode;
use crate::facts::{Rooms, SignedCode};

/// The facts that the edge finds out where a policy counts. None of them is a key, a code's signature, or an address.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct LedgerFacts {
    /// The rooms of counted offers.
    pub rooms: Rooms<'static>,
    /// The codes that a series of the policy has signed, of those that the session holds or a request brings.
    pub signed_codes: Vec<(ShopperCode, SignedCode<'static>)>,
    /// The name of a guest in counters: a keyed hash of the e-mail address that the session holds, if the policy counts guests by it.
    pub guest: Option<Name>,
}

impl LedgerFacts {
    /// The series and the number of a code.
    #[must_use]
    pub fn signed(&self, code: &ShopperCode) -> Option<&SignedCode<'static>> {
        self.signed_codes.iter().find(|(signed, _)| signed == code).map(|(_, signed)| signed)
    }
}
