//! The parts of a policy that no session ever hit: often a mistake that nothing else shows.

use serde::Serialize;
use shared::core::decide::{Coverage, GroupCoverage, OfferCoverage};
use shared::core::policy::{Group, Offer, OfferId, Reach};
use shared::core::{Policy, Trigger};

/// A part of a policy that nothing hit.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub(super) struct Never {
    /// The offer, or the group.
    #[serde(flatten)]
    pub(super) of: Of,
    /// The part: `offer`, `group`, a condition such as `when.tier` or `unless.tier`, or a step such as `give.ladder step 2`.
    pub(super) part: String,
    /// The meaning, for people.
    pub(super) text: String,
}

/// The owner of a part.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub(super) enum Of {
    Offer(OfferId),
    Group(OfferId),
}

impl Of {
    /// For people.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Offer(id) => id.to_string(),
            Self::Group(id) => format!("group {id}"),
        }
    }
}

/// All of them, in the order of the policy's offers, then of its groups.
pub(super) fn never(policy: &Policy, coverage: &Coverage) -> Vec<Never> {
    let offers = coverage.of(policy).flat_map(|(offer, count)| of_offer(offer, count));
    offers.chain(coverage.of_groups(policy).filter_map(|(group, count)| of_group(group, *count))).collect()
}

/// A group without any eligible offer is named by its offers.
fn of_group(group: &Group, count: GroupCoverage) -> Option<Never> {
    let text = match count {
        GroupCoverage { eligible: 0, .. } | GroupCoverage { applied: 1.., .. } => return None,
        GroupCoverage { eligible, applied: 0 } => {
            format!("had a result in {} and never won: others gave more", sessions(eligible))
        }
    };
    Some(Never { of: Of::Group(group.id.clone()), part: "group".to_owned(), text })
}

fn sessions(count: u64) -> String {
    format!("{count} session{}", if count == 1 { "" } else { "s" })
}

fn of_offer(offer: &Offer, count: &OfferCoverage) -> Vec<Never> {
    let never = |part: String, text: String| Never { of: Of::Offer(offer.id.clone()), part, text };
    if count.asked == 0 {
        let text = match offer.trigger {
            Trigger::Automatic => "no session was decided".to_owned(),
            Trigger::On(interaction) => format!("no session was asked for {interaction}"),
        };
        return vec![never("offer".to_owned(), text)];
    }
    let none = format!("none of {} sessions", count.asked);
    let conditions = offer.conditions.iter().zip(&count.conditions).filter(|(_, held)| **held == 0);
    let conditions = conditions.map(|(condition, _)| {
        let part = condition.path();
        let text = format!("{part} held in {none}");
        never(part, text)
    });
    let steps = offer.gives.steps().into_iter().zip(&count.steps).zip(1_usize..);
    let steps = steps.filter(|((_, counted), _)| **counted == 0).map(|(((from, _), _), place)| {
        let part = format!("give.{} step {place}", offer.gives.row().key());
        let text = format!("{part} ({}) counted in {none}", reach(from));
        never(part, text)
    });
    let applied = (count.applied == 0).then(|| {
        let text = match count.eligible {
            0 => format!("applied to {none}"),
            eligible => format!("eligible in {eligible} and applied to {none}: others came before it"),
        };
        never("offer".to_owned(), text)
    });
    applied.into_iter().chain(conditions).chain(steps).collect()
}

/// The subtotals from which a step counts, as the merchant wrote them: `over 300.00 usd`.
fn reach(reach: &Reach) -> String {
    let word = reach.key().replace('_', " ");
    let amounts = reach.amounts().iter().map(|(currency, amount)| format!("{} {currency}", amount.display(currency)));
    format!("{word} {}", amounts.collect::<Vec<_>>().join(", "))
}
