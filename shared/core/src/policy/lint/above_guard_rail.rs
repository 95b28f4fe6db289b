//! An offer that promises more than the guard rails ever let through.

use super::file::{File, Lint, Remark};
use crate::money::{Amount, Percent};
use crate::policy::{Base, Effect, Offer, Part, Rate};

pub(super) const LINT: Lint = Lint { code: "above-guard-rail", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let offers = file.policy.offers.iter();
    offers.flat_map(|offer| parts(offer).into_iter().filter_map(|part| above(file, offer, &part))).collect()
}

/// The parts of an offer's effect, on goods or on shipping.
fn parts(offer: &Offer) -> Vec<Part<'_>> {
    let Effect::Shipping(shipping) = &offer.gives else { return offer.gives.parts() };
    let path = ["give", "shipping"].map(str::to_owned).to_vec();
    // With a cap, the amount is given only on what costs less.
    let part = Part { path, reach: None, rate: shipping.rate() };
    if shipping.cap.is_some() { Vec::new() } else { vec![part] }
}

fn above(file: &File<'_>, offer: &Offer, part: &Part<'_>) -> Option<Remark> {
    let limits = &file.policy.limits;
    let path = &part.path;
    match part.rate {
        // With a cap, the percent counts only on small carts; of some lines only, it is less of the cart.
        Rate::Percent { percent, cap: None } if matches!(offer.base, Base::Cart) => {
            let most = limits.max_percent.filter(|most| percent > *most)?;
            Some(remark(file, offer, path, "percent", &shown(percent), "max_percent", &shown(most)))
        }
        Rate::Percent { .. } => None,
        Rate::AmountOff(amounts) | Rate::AmountOffEachUnit(amounts) => {
            let limit = limits.max_amount.as_ref()?;
            amounts.iter().find_map(|(currency, amount)| {
                let most = limit.get(currency).filter(|most| amount > *most)?;
                let shown = |amount: Amount| format!("{} {currency}", amount.display(currency));
                Some(remark(file, offer, path, "amount_off", &shown(amount), "max_amount", &shown(most)))
            })
        }
    }
}

fn shown(percent: Percent) -> String {
    format!("{percent}%")
}

fn remark(file: &File<'_>, offer: &Offer, path: &[String], key: &str, gives: &str, limit: &str, most: &str) -> Remark {
    let path: Vec<&str> = path.iter().map(String::as_str).chain([key]).collect();
    Remark::new(
        file.places.in_offer(offer, &path),
        format!("\"{}\" promises {gives}, but {limit} never lets more than {most} through", offer.id),
        format!("give at most {most}, or raise {limit} under [limits]"),
    )
}
