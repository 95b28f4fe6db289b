//! An amount that is no multiple of what can be charged in its currency: it is always cut.

use super::file::{File, Lint, Remark};
use crate::money::{Amount, Currency, Rounding};

pub(super) const LINT: Lint = Lint { code: "not-chargeable", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    for offer in &file.policy.offers {
        for (path, amounts) in offer.gives.amounts() {
            for (currency, amount) in amounts.iter() {
                let charged = Rounding::down_to_step(amount, currency.step());
                if charged == amount {
                    continue;
                }
                let path: Vec<&str> = path.iter().map(String::as_str).chain([currency.as_str()]).collect();
                let charged = if charged == Amount::ZERO { "nothing".to_owned() } else { charged.display(currency) };
                found.push(Remark::new(
                    file.places.in_offer(offer, &path),
                    format!("Stripe can't charge {} {currency} exactly: {charged} is given", amount.display(currency)),
                    format!("write a multiple of {}", step(currency)),
                ));
            }
        }
    }
    found
}

fn step(currency: Currency) -> String {
    Amount::new(currency.step()).unwrap_or_default().display(currency)
}
