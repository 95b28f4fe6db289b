//! The discount over the value of a cart, for each kind of shopper.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::kind::{ShopperKind, kinds};
use crate::decide::decide;
use crate::money::{Amount, Currency, Overflow};
use crate::notation::Described;
use crate::policy::{OfferId, Policy};

/// The values of carts, in major units of a currency with two decimals.
const VALUES: [u64; 9] = [10, 20, 50, 100, 150, 200, 300, 500, 1_000];
/// The most values besides those.
const OWN: usize = 12;

/// One point of a curve.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    /// The value of the cart.
    pub value: Amount,
    /// The discount.
    pub off: Amount,
    /// The offers that make it up.
    pub offers: Vec<OfferId>,
}

/// The discount over the value of a cart for one kind of shopper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Curve {
    /// The shopper.
    pub kind: ShopperKind,
    /// A point for each value, in their order.
    pub points: Vec<Point>,
}

/// The values of carts at which curves are computed: round ones, and those at which an offer of the policy begins or ends, with
/// one unit less.
#[must_use]
pub fn values(policy: &Policy, currency: Currency) -> Vec<Amount> {
    // Yen and the like have no decimals, and their amounts are a hundred times as large.
    let round = VALUES.into_iter().filter_map(|major| {
        let minor = major.checked_mul(if currency.decimals() == 3 { 1_000 } else { 100 })?;
        Amount::new(minor)
    });
    let own = policy.offers.iter().flat_map(|offer| {
        let conditions = offer.written().flat_map(|(_, condition)| {
            let (least, below) = condition.subtotals(currency);
            [least, below]
        });
        let steps = offer.gives.steps().into_iter().map(|(reach, _)| reach.amounts().get(currency));
        conditions.chain(steps).flatten().collect::<Vec<_>>()
    });
    let own: BTreeSet<Amount> = own.filter(|amount| *amount > Amount::ZERO).collect();
    let one = Amount::new(currency.step()).unwrap_or_default();
    let own = own.into_iter().take(OWN).flat_map(|amount| [amount.saturating_sub(one), amount]);
    let all: BTreeSet<Amount> = round.chain(own).filter(|amount| *amount > Amount::ZERO).collect();
    all.into_iter().collect()
}

/// The curves of a policy in a currency: a guest first, then each kind of shopper that an offer asks for. A kind whose words the
/// notation can't say is left out, as is one that gets what a guest gets.
///
/// # Errors
///
/// [`Overflow`], as [`decide`].
pub fn curves(policy: &Policy, currency: Currency, now: Timestamp) -> Result<Vec<Curve>, Overflow> {
    let values = values(policy, currency);
    let mut curves: Vec<Curve> = Vec::new();
    for kind in kinds(policy, currency, now) {
        let mut points = Vec::with_capacity(values.len());
        for value in &values {
            let Ok(described) = Described::read(&kind.line(*value, currency, now), policy) else { break };
            let session = &described.snapshot;
            let decision = decide(policy, session, described.interactions(), described.moment())?;
            let offers = decision.applied.iter().map(|applied| applied.offer.clone()).collect();
            points.push(Point { value: *value, off: decision.amount_off(), offers });
        }
        let is_whole = points.len() == values.len();
        if is_whole && curves.first().is_none_or(|guest| guest.points != points) {
            curves.push(Curve { kind, points });
        }
    }
    Ok(curves)
}
