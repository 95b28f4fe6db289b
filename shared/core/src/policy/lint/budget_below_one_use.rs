//! A budget that is smaller than one use: the offer never gives what it says.

use super::file::{File, Lint, Remark};
use crate::effect::Effect;
use crate::policy::Offer;

pub(super) const LINT: Lint = Lint { code: "budget-below-one-use", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().filter_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let Effect::AmountOff(off) = &offer.gives else { return None };
    let budget = offer.limit.as_ref()?.budget.as_ref()?;
    let (currency, one, all) = off.amounts.iter().find_map(|(currency, one)| {
        let all = budget.get(currency).filter(|all| *all < one)?;
        Some((currency, one, all))
    })?;
    Some(Remark::new(
        file.places.in_offer(offer, &["limit", "budget", currency.as_str()]),
        format!(
            "the budget of {} {currency} is smaller than one use of {} {currency}",
            all.display(currency),
            one.display(currency)
        ),
        "the budget is what all uses together may give: write more, or a smaller amount_off",
    ))
}
