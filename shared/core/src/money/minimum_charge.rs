//! Stripe's published minimum charges (Stripe docs, "Supported currencies").

use super::{Amount, Currency};

/// Stripe's published minimum charge, in minor units.
#[rustfmt::skip]
const MINIMUM_CHARGE: &[([u8; 3], u64)] = &[
    (*b"aed", 200), (*b"aud", 50), (*b"bgn", 100), (*b"brl", 50), (*b"cad", 50), (*b"chf", 50), (*b"czk", 1500), (*b"dkk", 250),
    (*b"eur", 50), (*b"gbp", 30), (*b"hkd", 400), (*b"huf", 17500), (*b"inr", 50), (*b"jpy", 50), (*b"mxn", 1000), (*b"myr", 200),
    (*b"nok", 300), (*b"nzd", 50), (*b"pln", 200), (*b"ron", 200), (*b"sek", 300), (*b"sgd", 50), (*b"thb", 1000), (*b"usd", 50),
];

impl Currency {
    /// Stripe's published minimum charge; none where it publishes none.
    #[must_use]
    pub fn minimum_charge(self) -> Option<Amount> {
        let row = MINIMUM_CHARGE.iter().find(|(code, _)| *code == self.code());
        row.and_then(|(_, minimum)| Amount::new(*minimum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minimum_charge_is_of_a_known_currency() {
        for (code, minimum) in MINIMUM_CHARGE {
            let code = std::str::from_utf8(code).unwrap();
            assert_eq!(Currency::parse(code).unwrap().minimum_charge(), Amount::new(*minimum), "{code}");
        }
        assert_eq!(Currency::parse("kwd").unwrap().minimum_charge(), None);
    }
}
