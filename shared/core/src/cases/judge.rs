//! The first difference between a case and the decision of the policy.

use std::ops::Range;

use super::{Expected, PolicyCase};
use crate::decide::{Decision, Rejected, decide};
use crate::money::{Currency, Overflow};
use crate::policy::{Note, OfferId, Policy, Severity};
use crate::reason::Code;

/// The number of offers whose reasons are shown, where the case names none.
const FEW: usize = 5;

/// A difference between a case and the decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The place of the expectation in the file, in bytes.
    pub span: Range<usize>,
    /// The expected outcome, and the one that the policy gives.
    pub message: String,
    /// The reasons against offers that do not apply.
    pub help: Option<String>,
}

impl Difference {
    /// The code, for machines.
    pub const CODE: &'static str = "case-differs";
}

impl<'a> From<&'a Difference> for Note<'a> {
    fn from(difference: &'a Difference) -> Self {
        Self {
            severity: Severity::Error,
            code: Difference::CODE,
            span: difference.span.clone(),
            message: &difference.message,
            instead: None,
            help: difference.help.as_deref(),
        }
    }
}

/// Decides a case. Returns its first difference: the amount, then the reasons, then the offers.
///
/// # Errors
///
/// [`Overflow`], as [`decide`].
pub fn judge(policy: &Policy, case: &PolicyCase) -> Result<Option<Difference>, Overflow> {
    let session = &case.session;
    let decision = decide(policy, &session.snapshot, session.interactions(), session.moment())?;
    let currency = session.snapshot.cart.currency;
    let (span, message) = match &case.gives {
        Expected::Amount(amount, _) if decision.amount_off() == *amount => {
            match case.of.as_ref().filter(|of| !is_same_set(&of.offers, &applied(&decision))) {
                Some(of) => (
                    of.at.clone(),
                    format!("{} is given by {}, not by {}", case.gives, said(&applied(&decision)), said(&of.offers)),
                ),
                None => return Ok(None),
            }
        }
        Expected::Nothing(codes) if decision.discount.is_none() => match lacking(case, &decision, codes) {
            Some(lacking) => (case.gives_at.clone(), lacking),
            None => return Ok(None),
        },
        expected => {
            let given = outcome(&decision, currency);
            (case.gives_at.clone(), format!("this case expects {expected}, and the policy gives {given}"))
        }
    };
    Ok(Some(Difference { span, message, help: help(case, &decision) }))
}

/// A decision in the words of a case: `12.00 by gold, spring`, or `nothing`.
#[must_use]
pub fn outcome(decision: &Decision, currency: Currency) -> String {
    match &decision.discount {
        Some(discount) => format!("{} by {}", discount.amount_off.display(currency), said(&applied(decision))),
        None => "nothing".to_owned(),
    }
}

fn applied(decision: &Decision) -> Vec<OfferId> {
    decision.applied.iter().map(|applied| applied.offer.clone()).collect()
}

fn is_same_set(some: &[OfferId], others: &[OfferId]) -> bool {
    some.iter().all(|offer| others.contains(offer)) && others.iter().all(|offer| some.contains(offer))
}

fn said(offers: &[OfferId]) -> String {
    offers.iter().map(OfferId::as_str).collect::<Vec<_>>().join(", ")
}

/// The first reason of a case that is against none of its offers, or not against each of those that it names.
fn lacking(case: &PolicyCase, decision: &Decision, codes: &[Code]) -> Option<String> {
    let has = |rejected: &Rejected, code: Code| rejected.reasons.iter().any(|reason| reason.code == code);
    for code in codes {
        match &case.of {
            Some(of) => {
                let rejected = decision.rejected.iter().filter(|rejected| of.offers.contains(&rejected.offer));
                if let Some(without) = rejected.clone().find(|rejected| !has(rejected, *code)) {
                    return Some(format!("nothing is given, but {} is not a reason against {}", code, without.offer));
                }
            }
            None if !decision.rejected.iter().any(|rejected| has(rejected, *code)) => {
                return Some(format!("nothing is given, but {code} is not a reason against any offer"));
            }
            None => {}
        }
    }
    // An offer that is not considered has no reason at all.
    let of = case.of.iter().flat_map(|of| &of.offers);
    let absent = of.into_iter().find(|offer| !decision.rejected.iter().any(|rejected| rejected.offer == **offer));
    absent.map(|offer| {
        format!("nothing is given, but {offer} is not considered: the case does not ask for its interaction")
    })
}

/// The reasons against the offers that the case names, else against the first few.
fn help(case: &PolicyCase, decision: &Decision) -> Option<String> {
    let named = |rejected: &&Rejected| case.of.as_ref().is_some_and(|of| of.offers.contains(&rejected.offer));
    let mut shown: Vec<&Rejected> = decision.rejected.iter().filter(named).collect();
    if shown.is_empty() {
        shown = decision.rejected.iter().take(FEW).collect();
    }
    let more = decision.rejected.len().saturating_sub(shown.len());
    let mut reasons: Vec<String> = shown.into_iter().map(against).collect();
    if reasons.is_empty() {
        return None;
    }
    if more > 0 {
        reasons.push(format!("{more} more do not apply; discounts try shows each"));
    }
    Some(reasons.join("; "))
}

fn against(rejected: &Rejected) -> String {
    let codes: Vec<&str> = rejected.reasons.iter().map(|reason| reason.code.as_str()).collect();
    format!("{}: {}", rejected.offer, codes.join(", "))
}
