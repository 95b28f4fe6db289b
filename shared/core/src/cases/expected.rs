//! The outcome that a case expects: `12.00`, `nothing`, or `nothing: tier_not_eligible`.

use std::fmt;

use crate::condition::{codes, exclusions};
use crate::document::{Wrong, unknown};
use crate::money::{Amount, Currency};
use crate::reason::Code;

/// The outcome that a case expects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expected {
    /// A discount.
    Amount(Amount, Currency),
    /// No discount, and these reasons against offers; none if the case names none.
    Nothing(Vec<Code>),
}

impl Expected {
    const NOTHING: &'static str = "nothing";

    /// Reads the outcome of a cart in a currency.
    pub(super) fn read(text: &str, currency: Currency) -> Result<Self, Wrong> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix(Self::NOTHING) {
            return match rest.trim().strip_prefix(':') {
                Some(reasons) => {
                    reasons.split(',').map(|word| code(word.trim())).collect::<Result<_, _>>().map(Self::Nothing)
                }
                None if rest.is_empty() => Ok(Self::Nothing(Vec::new())),
                None => Err(form().into()),
            };
        }
        match Amount::parse(text, currency) {
            Ok(Amount::ZERO) => {
                Err(Wrong::from("where no discount is given, write \"nothing\"").instead(Some("\"nothing\"")))
            }
            Ok(amount) => Ok(Self::Amount(amount, currency)),
            Err(_) if !text.starts_with(|first: char| first.is_ascii_digit()) => Err(form().into()),
            Err(fault) => Err(format!("{text} {fault}").into()),
        }
    }
}

fn form() -> String {
    "gives is an amount, such as \"12.00\", \"nothing\", or \"nothing: tier_not_eligible\"".to_owned()
}

fn code(word: &str) -> Result<Code, Wrong> {
    let known: Vec<Code> = codes().chain(exclusions()).collect();
    let found = known.iter().find(|code| code.as_str() == word).copied();
    found.ok_or_else(|| {
        let words: Vec<&str> = known.iter().map(|code| code.as_str()).collect();
        let Wrong { message, code, .. } = unknown("a reason", word, &words);
        // The span is that of the whole text.
        Wrong { message, code, instead: None }
    })
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(amount, currency) => write!(f, "{}", amount.display(*currency)),
            Self::Nothing(codes) if codes.is_empty() => f.write_str(Self::NOTHING),
            Self::Nothing(codes) => {
                let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
                write!(f, "{}: {}", Self::NOTHING, codes.join(", "))
            }
        }
    }
}
