//! Nobody says what the least is that Stripe charges in a currency in use.

use super::currencies::{in_use, listed};
use super::file::{File, Lint, Remark};

pub(super) const LINT: Lint = Lint { code: "minimum-charge", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let limits = &file.policy.limits;
    let mut unknown: Vec<_> = in_use(file.policy).into_iter().collect();
    unknown.retain(|currency| limits.minimum_charge(*currency).is_none());
    if unknown.is_empty() {
        return Vec::new();
    }
    let currencies = listed(&unknown);
    vec![Remark::new(
        file.places.at(&["limits", "minimum_charge"]),
        format!("Stripe publishes no minimum charge in {currencies}: a discount can leave less than can be charged"),
        format!("under [limits], set minimum_charge for {currencies}: the worth of about 0.50 usd"),
    )]
}
