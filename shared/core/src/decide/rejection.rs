//! Every reason against an offer, with what it would take and what there is.

use super::case::Case;
use super::findings::Finding;
use crate::condition::{Condition, Context};
use crate::money::Amount;
use crate::policy::Offer;
use crate::reason::{Code, Reason, Shows, Value};

impl Case<'_> {
    /// Every reason against an offer that is not eligible; none against one that is.
    pub(super) fn reasons(&self, finding: &Finding<'_, '_>) -> Vec<Reason> {
        let Finding { index, offer, .. } = *finding;
        // Most offers lack one thing.
        let context = self.context(index, offer);
        let mut reasons: Vec<Reason> = Vec::with_capacity(1);
        for (condition, code) in finding.unmet {
            let reason = self.reason(&context, condition, *code);
            // Several conditions on an unknown customer or address are one reason.
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        if let Some(code) = self.exhausted(offer) {
            let reason = match code.shows() {
                Shows::Currency => Reason { code, required: Value::None, actual: self.currency() },
                Shows::Nothing | Shows::Compared => Reason::plain(code),
            };
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        let effect = match finding.gives {
            Ok(Amount::ZERO) if reasons.is_empty() => Some(Reason::plain(Code::GIVES_NOTHING)),
            Ok(_) if reasons.is_empty() && self.ends_too_soon(index, offer) => Some(Reason::plain(Code::ENDS_TOO_SOON)),
            Ok(_) => None,
            Err(code) if code == Code::SUBTOTAL_TOO_LOW => Some(self.below_the_ladder(index, offer)),
            Err(code) => Some(self.of_effect(index, offer, code)),
        };
        reasons.extend(effect.filter(|reason| !reasons.contains(reason)));
        reasons
    }

    fn below_the_ladder(&self, index: usize, offer: &Offer) -> Reason {
        let base = self.base(index, offer).unwrap_or_default();
        let first = offer.gives.next_base(base, self.facts().currency);
        Reason { code: Code::SUBTOTAL_TOO_LOW, required: Value::amount(first), actual: Value::Amount(base) }
    }

    fn of_effect(&self, index: usize, offer: &Offer, code: Code) -> Reason {
        let (required, actual) = match code.shows() {
            Shows::Nothing => (Value::None, Value::None),
            Shows::Currency => (Value::None, self.currency()),
            Shows::Compared => match self.effect_context(index, offer, self.whole(offer)) {
                Ok(context) => offer.gives.compared(&context),
                Err(_) => (Value::None, Value::None),
            },
        };
        Reason { code, required, actual }
    }

    fn reason(&self, context: &Context<'_>, condition: &Condition, code: Code) -> Reason {
        let (required, actual) = match code.shows() {
            Shows::Nothing => (Value::None, Value::None),
            Shows::Currency => (Value::None, self.currency()),
            Shows::Compared => condition.compared(context),
        };
        Reason { code, required, actual }
    }

    fn currency(&self) -> Value {
        Value::Word(self.facts().currency.as_str().into())
    }
}
