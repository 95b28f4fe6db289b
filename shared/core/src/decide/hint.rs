//! The steps with which a shopper could save more, and their gains.
//!
//! A gain is a promise: who does exactly what the hint says gets exactly that much more. Where that depends on something
//! else, such as which items are bought, a hint names no gain.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::case::Case;
use super::combine::Outcome;
use super::findings::{Finding, Findings};
use super::gain::{Promise, Prospect, Search};
use super::horizon::Openings;
use super::step::missing_step;
use crate::items::Items;
use crate::money::{Amount, Currency, Overflow};
use crate::policy::{OfferId, OfferName};
use crate::step::MissingStep;

/// The number of hints that a decision gives.
const MOST: usize = 3;

/// One step that would change the discount for the better.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The offer that it leads to.
    pub offer: OfferId,
    /// The name of that offer. Only answers show it: the log has the id.
    pub name: OfferName,
    /// True if the offer is on shipping.
    pub for_shipping: bool,
    /// The step.
    pub step: MissingStep,
    /// The items that are to be added, as the offer names them; none if any item will do.
    pub items: Option<Items>,
    /// The price of the units for which the gain is exact; none if it is for any of the items.
    pub price: Option<Box<str>>,
    /// The session's currency.
    pub currency: Currency,
    /// The exact amount by which the discount is then larger, in minor units; at least 1. None if it is not known.
    pub gain: Option<Amount>,
}

impl Serialize for Hint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut hint = serializer.serialize_struct("Hint", 8)?;
        hint.serialize_field("offer", &self.offer)?;
        hint.serialize_field("code", self.step.code())?;
        if self.for_shipping {
            hint.serialize_field("for", "shipping")?;
        }
        match self.step {
            MissingStep::SpendMore(amount) => hint.serialize_field("amount", &amount)?,
            MissingStep::AddItems(quantity) => hint.serialize_field("quantity", &quantity)?,
            MissingStep::StartsAt(at) => hint.serialize_field("at", &at)?,
            MissingStep::EnterAddress | MissingStep::SignIn => {}
        }
        if let Some(items) = &self.items {
            hint.serialize_field("items", &Named(items))?;
        }
        if let Some(price) = &self.price {
            hint.serialize_field("price", price)?;
        }
        hint.serialize_field("currency", &self.currency)?;
        if let Some(gain) = &self.gain {
            hint.serialize_field("gain", gain)?;
        }
        hint.end()
    }
}

/// The lists of items that name something.
struct Named<'a>(&'a Items);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut lists = serializer.serialize_map(None)?;
        for (key, words) in self.0.lists().into_iter().filter(|(_, words)| !words.is_empty()) {
            lists.serialize_entry(key, words)?;
        }
        lists.end()
    }
}

/// The nearest steps that gain something over `now`, the outcome as it is.
pub(super) fn hints(
    case: &Case<'_>,
    findings: &Findings<'_>,
    openings: &Openings,
    now: &Outcome,
) -> Result<Vec<Hint>, Overflow> {
    let public = findings.iter().filter(Finding::is_public);
    let prospects = public.filter_map(|finding| {
        let missing = missing_step(case, &finding, openings)?;
        Some(Prospect { missing, index: finding.index, offer: finding.offer })
    });
    let mut prospects: Vec<_> = prospects.collect();
    prospects.sort_unstable_by_key(|prospect| (prospect.missing.step, prospect.index));

    let mut search = Search::new(case, &findings.eligibilities, now)?;
    let mut hints = Vec::new();
    for prospect in &prospects {
        // What lies beyond Stripe's integers is no hint, and no reason to refuse what there is.
        if let Ok(Some(Promise { gain, price })) = search.promise(prospect) {
            hints.push(Hint {
                offer: prospect.offer.id.clone(),
                name: prospect.offer.name.clone(),
                for_shipping: prospect.offer.is_on_shipping(),
                step: prospect.missing.step,
                items: prospect.missing.items.cloned(),
                price,
                currency: case.facts().currency,
                gain,
            });
        }
        if hints.len() == MOST || search.is_over() {
            break;
        }
    }
    Ok(hints)
}
