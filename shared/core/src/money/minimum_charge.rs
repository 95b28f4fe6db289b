//! Stripe's published minimum charges (Stripe docs, "Supported currencies").

use super::{Amount, Currency};

/// Stripe's published minimum charge, in minor units.
#[rustfmt::skip]
const MINIMUM_CHARGE: &[(&str, u64)] = &[
    ("aed", 200), ("aud", 50), ("bgn", 100), ("brl", 50), ("cad", 50), ("chf", 50), ("czk", 1500), ("dkk", 250),
    ("eur", 50), ("gbp", 30), ("hkd", 400), ("huf", 17500), ("inr", 50), ("jpy", 50), ("mxn", 1000), ("myr", 200),
    ("nok", 300), ("nzd", 50), ("pln", 200), ("ron", 200), ("sek", 300), ("sgd", 50), ("thb", 1000), ("usd", 50),
];

impl Currency {
    /// Stripe's published minimum charge; none where it publishes none.
    #[must_use]
    pub fn minimum_charge(self) -> Option<Amount> {
        let row = MINIMUM_CHARGE.iter().find(|(code, _)| *code == self.as_str());
        row.and_then(|(_, minimum)| Amount::new(*minimum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minimum_charge_is_of_a_known_currency() {
        for (code, _) in MINIMUM_CHARGE {
            assert!(Currency::parse(code).unwrap().minimum_charge().is_some());
        }
        assert_eq!(Currency::parse("kwd").unwrap().minimum_charge(), None);
    }
}
