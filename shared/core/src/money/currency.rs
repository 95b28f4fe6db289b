//! The currencies that Stripe presents, and how each counts.
//!
//! Sources: Stripe docs "Supported currencies" (list, zero-decimal, three-decimal, special cases, minimum and
//! maximum charge amounts).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A currency that Stripe presents, in its lower-case ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: [u8; 3],
    form: Form,
}

/// How many minor units make one, and which amounts can be charged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    /// The amount is in whole units: 500 is 500 yen.
    NoDecimals,
    /// Hundredths: 500 is 5.00 dollars.
    TwoDecimals,
    /// Hundredths in the API, but only whole units can be charged.
    TwoDecimalsWhole,
    /// Thousandths, but the last digit must be 0.
    ThreeDecimals,
}

/// The code is not one that Stripe presents.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a currency that Stripe supports: write its three-letter code in lower case, such as usd")]
pub struct UnknownCurrency(pub String);

/// Codes in alphabetical order, a blank after each: no table of pointers that every start would have to relocate.
struct Codes(&'static [u8]);

impl Codes {
    fn contain(&self, [a, b, c]: [u8; 3]) -> bool {
        self.0.as_chunks::<4>().0.binary_search(&[a, b, c, b' ']).is_ok()
    }

    fn words(&self) -> impl Iterator<Item = &'static str> {
        self.0.as_chunks::<4>().0.iter().filter_map(|[code @ .., _]| std::str::from_utf8(code).ok())
    }
}

const NO_DECIMALS: Codes = Codes(b"bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf ");
const TWO_DECIMALS_WHOLE: Codes = Codes(b"isk ugx ");
const THREE_DECIMALS: Codes = Codes(b"bhd jod kwd omr tnd ");
const TWO_DECIMALS: Codes = Codes(
    b"aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny \
      cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd \
      kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok \
      npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top \
      try ttd twd tzs uah usd uyu uzs wst xcd xcg yer zar zmw ",
);

impl Currency {
    /// Every currency, by its code.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let lists = [NO_DECIMALS, TWO_DECIMALS, TWO_DECIMALS_WHOLE, THREE_DECIMALS];
        let mut all: Vec<Self> =
            lists.iter().flat_map(Codes::words).filter_map(|code| Self::parse(code).ok()).collect();
        all.sort_unstable();
        all
    }

    /// The currency of a code, in any case.
    ///
    /// # Errors
    ///
    /// [`UnknownCurrency`] for a code that Stripe does not present.
    pub fn parse(code: &str) -> Result<Self, UnknownCurrency> {
        let unknown = || UnknownCurrency(code.to_owned());
        let mut lower: [u8; 3] = code.as_bytes().try_into().map_err(|_| unknown())?;
        lower.make_ascii_lowercase();
        let form = if TWO_DECIMALS.contain(lower) {
            Form::TwoDecimals
        } else if NO_DECIMALS.contain(lower) {
            Form::NoDecimals
        } else if THREE_DECIMALS.contain(lower) {
            Form::ThreeDecimals
        } else if TWO_DECIMALS_WHOLE.contain(lower) {
            Form::TwoDecimalsWhole
        } else {
            return Err(unknown());
        };
        Ok(Self { code: lower, form })
    }

    /// The lower-case code, as Stripe writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Three ASCII letters, as `parse` has seen to.
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// The three letters of the code.
    pub(super) const fn code(self) -> [u8; 3] {
        self.code
    }

    /// How many decimals an amount of it may be written with.
    #[must_use]
    pub const fn decimals(self) -> u32 {
        match self.form {
            Form::NoDecimals => 0,
            Form::TwoDecimals | Form::TwoDecimalsWhole => 2,
            Form::ThreeDecimals => 3,
        }
    }

    /// The step, in minor units: every charged amount, and so every discount, is a multiple of it.
    #[must_use]
    pub const fn step(self) -> u64 {
        match self.form {
            Form::NoDecimals | Form::TwoDecimals => 1,
            Form::ThreeDecimals => 10,
            Form::TwoDecimalsWhole => 100,
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_currency_counts_as_stripe_does() {
        for (code, decimals, step) in [
            ("usd", 2, 1),
            ("jpy", 0, 1),
            ("kwd", 3, 10),
            ("isk", 2, 100),
            ("ugx", 2, 100),
            ("huf", 2, 1),
            ("twd", 2, 1),
        ] {
            let currency = Currency::parse(code).unwrap();
            assert_eq!((currency.decimals(), currency.step()), (decimals, step), "{code}");
            assert_eq!(currency.as_str(), code);
        }
    }

    #[test]
    fn codes_are_read_in_any_case_and_refused_when_unknown() {
        assert_eq!(Currency::parse("USD").unwrap().as_str(), "usd");
        for code in ["", "us", "usdd", "xxx", "€€", "üsd", "btc"] {
            assert_eq!(Currency::parse(code), Err(UnknownCurrency(code.to_owned())));
        }
    }

    #[test]
    fn codes_are_unique_and_sorted() {
        let mut all = Vec::new();
        for codes in [NO_DECIMALS, TWO_DECIMALS, TWO_DECIMALS_WHOLE, THREE_DECIMALS] {
            let text = std::str::from_utf8(codes.0).unwrap();
            let words: Vec<&str> = text.split_terminator(' ').collect();
            assert!(words.is_sorted(), "a code is found only in its place: {words:?}");
            assert!(words.iter().all(|word| Currency::parse(word).unwrap().as_str() == *word));
            all.extend(words);
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!((all.len(), count), (140, 140));
        assert_eq!(Currency::all().iter().map(Currency::as_str).collect::<Vec<_>>(), all);
    }
}
