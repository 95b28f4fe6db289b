//! A planned write with what it was planned on: the update, and what the purchase is expected to be after it.

use discounts_ledger::{Claim, Held, Limits};

use crate::difference::{Change, Update};
use crate::money::Amount;
use crate::session::AppliedDiscount;

use super::message::PlannedLine;
use super::view::{PreDiscountTotals, SessionView};

/// A write to be made.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Plan {
    /// The purchase that it was planned on.
    pub(super) view: Box<SessionView>,
    pub(super) update: Update,
    /// Carries the command's edit.
    pub(super) writes_edit: bool,
    /// The cart that it leaves; `None` if the lines stay as they are.
    pub(super) cart: Option<Vec<PlannedLine>>,
    /// After it, nothing of the command is left to write.
    pub(super) completes_command: bool,
    /// The totals after it.
    pub(super) totals: PreDiscountTotals,
    /// The uses that it needs: those of the discount that it puts on. What a session keeps, its row holds already.
    pub(super) uses: Uses,
}

/// The uses in the ledger of a planned discount.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Uses {
    pub(super) wanted: Held,
    pub(super) limits: Limits,
    /// The claim, once it is made.
    pub(super) claim: Option<Claim>,
}

impl Plan {
    /// Returns true for an edit and a discount in one update.
    pub(super) fn is_combined(&self) -> bool {
        self.writes_edit && self.update.discount != Change::Keep
    }

    /// Returns true if it makes a discount of ours smaller.
    pub(super) fn lowers(&self) -> bool {
        let after = match &self.update.discount {
            Change::Keep => return false,
            Change::Put { discount, .. } => discount.amount_off,
            Change::Clear { .. } => Amount::ZERO,
        };
        matches!(&self.view.snapshot.held.discount, AppliedDiscount::Ours { amount_off, .. } if *amount_off > after)
    }

    /// The first write of a split update, which replaces a combined one. If the edit makes the discount smaller, the
    /// discount goes down first, then the edit is written. Else the edit is written first, and the next round raises the
    /// discount. None of them leaves more than is earned.
    pub(super) fn first_of_split(self) -> Self {
        if self.lowers() {
            let totals = self.view.totals;
            Self { writes_edit: false, completes_command: false, totals, ..self }
        } else {
            Self { update: Update::default(), ..self }
        }
    }

    /// Returns true if an answer shows what was written. A discount of someone else, put on in between, is decided on: no error.
    pub(super) fn is_applied(&self, answer: &SessionView) -> bool {
        match (&self.update.discount, &answer.snapshot.held.discount) {
            (Change::Keep, _) | (_, AppliedDiscount::Foreign { .. }) => true,
            (Change::Put { discount, .. }, AppliedDiscount::Ours { name, .. }) => {
                answer.amount_discount == discount.amount_off && *name == *discount.name.as_str()
            }
            (Change::Put { .. }, AppliedDiscount::Nothing) => false,
            (Change::Clear { .. }, applied) => *applied == AppliedDiscount::Nothing,
        }
    }
}
