//! Stripe's rules for currencies: the known ones, their least and largest amounts, and their steps
//! (docs page "Supported currencies").

use crate::error::ApiError;

const SUPPORTED: &str = "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp \
    byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd \
    hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk \
    mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar \
    sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof \
    xpf yer zar zmw";

/// The least that can be charged, in the smallest unit.
const MINIMUM: [(&str, i64); 24] = [
    ("usd", 50),
    ("aed", 200),
    ("aud", 50),
    ("bgn", 100),
    ("brl", 50),
    ("cad", 50),
    ("chf", 50),
    ("czk", 1500),
    ("dkk", 250),
    ("eur", 50),
    ("gbp", 30),
    ("hkd", 400),
    ("huf", 17500),
    ("inr", 50),
    ("jpy", 50),
    ("mxn", 1000),
    ("myr", 200),
    ("nok", 300),
    ("nzd", 50),
    ("pln", 200),
    ("ron", 200),
    ("sek", 300),
    ("sgd", 50),
    ("thb", 1000),
];

/// The currency in lower case, if Stripe knows it.
pub(crate) fn supported(name: &str, param: &str) -> Result<String, ApiError> {
    let lower = name.to_ascii_lowercase();
    if SUPPORTED.split_ascii_whitespace().any(|known| known == lower) {
        return Ok(lower);
    }
    let list = SUPPORTED.split_ascii_whitespace().collect::<Vec<_>>().join(", ");
    let message = format!("Invalid currency: {lower}. Stripe currently supports these currencies: {list}");
    Err(ApiError::param(param, message))
}

fn minimum(currency: &str) -> Option<i64> {
    MINIMUM.iter().find(|(name, _)| *name == currency).map(|(_, least)| *least)
}

/// The most that can be charged: eight digits, twelve in rupiah.
fn maximum(currency: &str) -> i64 {
    if currency == "idr" { 999_999_999_999 } else { 99_999_999 }
}

/// The step that charged amounts must be multiples of.
fn step(currency: &str) -> i64 {
    match currency {
        "bhd" | "jod" | "kwd" | "omr" | "tnd" => 10,
        "isk" | "ugx" => 100,
        _ => 1,
    }
}

/// Checks that the `amount` of a payment intent could be charged.
pub(crate) fn check_charge(currency: &str, amount: i64) -> Result<(), ApiError> {
    let refuse = |message: String| ApiError::param("amount", message);
    if let Some(least) = minimum(currency).filter(|least| amount < *least) {
        let message = format!("Amount must be at least {least} in the smallest unit of {currency}");
        return Err(refuse(message).code("amount_too_small"));
    }
    let most = maximum(currency);
    if amount > most {
        let message = format!("Amount must be no more than {most} in the smallest unit of {currency}");
        return Err(refuse(message).code("amount_too_large"));
    }
    let step = step(currency);
    if amount.checked_rem(step) != Some(0) {
        return Err(refuse(format!("Invalid integer: {amount}; must be divisible by {step} in {currency}")));
    }
    Ok(())
}

/// Checks that a session's total could be charged. Zero is fine, since nothing is charged then.
pub(crate) fn check_payable(currency: &str, total: i64) -> Result<(), ApiError> {
    if let Some(least) = minimum(currency).filter(|least| total > 0 && total < *least) {
        let message = format!(
            "The Checkout Session's total amount due must add up to at least {least} in the smallest unit of {currency}"
        );
        return Err(ApiError::invalid(message).code("amount_too_small"));
    }
    let most = maximum(currency);
    if total > most {
        let message = format!("The Checkout Session's total amount due must be no more than {most} {currency}");
        return Err(ApiError::invalid(message).code("amount_too_large"));
    }
    let step = step(currency);
    if total.checked_rem(step) != Some(0) {
        let message = format!("The Checkout Session's total amount due must be divisible by {step} in {currency}");
        return Err(ApiError::invalid(message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_are_known_in_any_case() {
        assert_eq!(supported("USD", "currency").unwrap(), "usd");
        for unknown in ["", "us", "xxx", "usd eur"] {
            assert!(supported(unknown, "currency").is_err(), "{unknown}");
        }
    }

    #[test]
    fn totals_are_zero_or_chargeable() {
        for (currency, total, fits) in [
            ("usd", 0, true),
            ("usd", 1, false),
            ("usd", 49, false),
            ("usd", 50, true),
            ("usd", 99_999_999, true),
            ("usd", 100_000_000, false),
            ("idr", 100_000_000, true),
            ("jpy", 49, false),
            ("kwd", 1005, false),
            ("kwd", 1010, true),
            ("isk", 150, false),
            ("isk", 200, true),
        ] {
            assert_eq!(check_payable(currency, total).is_ok(), fits, "{total} {currency}");
        }
    }
}
