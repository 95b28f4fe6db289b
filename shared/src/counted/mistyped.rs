//! Codes with a typing error: the shopper learns of it before any call, and it is no guess.

use discounts_core::policy::{Condition, Offer};
use discounts_core::{Policy, ShopperCode};
use discounts_ledger::codes::{MistypedCode, SeriesCode};

use crate::api_error::ApiError;

/// The cause for the log, which holds no code.
pub(crate) const MISTYPED: &str = "a code has a typing error: its check symbol does not fit";

/// Checks a code that a request brings.
///
/// Codes that the policy spells out have no check symbol, so a wrong one of them is a guess. If they have the form of a signed
/// code, nothing tells them apart, and no code is mistyped.
///
/// # Errors
///
/// [`ApiError::CodeMistyped`] if it can be no code of the policy.
pub(crate) fn check_code(policy: &Policy, code: Option<&ShopperCode>) -> Result<(), ApiError> {
    let Some(Err(mistyped)) = code.map(|code| SeriesCode::parse(code.as_str())) else { return Ok(()) };
    let (mut has_series, mut has_words, mut has_similar) = (false, false, false);
    for (_, condition) in policy.offers.iter().flat_map(Offer::written) {
        match condition {
            Condition::CodeSeries(_) => has_series = true,
            Condition::Code(codes) => {
                has_words = true;
                let has_form = |word: &str| matches!(SeriesCode::parse(word), Ok(_) | Err(MistypedCode::Check));
                has_similar |= codes.0.iter().any(|word| has_form(word));
            }
            _ => {}
        }
    }
    let can_be_a_word = if mistyped == MistypedCode::Check { has_similar } else { has_words };
    if has_series && !can_be_a_word { Err(ApiError::CodeMistyped) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_mistyped_if_it_can_be_none_of_the_policy() {
        let series = "when.code_series = { name = \"MAY\", count = 9 }";
        let (word, similar) = ("when.code = [\"SPRING\"]", "when.code = [\"SPRINGSALE26\"]");
        let (good, wrong) = ("CN48-AF9M-1884", "CN48-AF9M-1885");
        for (conditions, typed, is_mistyped) in [
            (&[series][..], good, false),
            (&[series], wrong, true),
            (&[series], "CN48-AF9M-188", true),
            (&[series], "summer", true),
            (&[series, word], good, false),
            (&[series, word], wrong, true),
            (&[series, word], "CN48-AF9M-188", false),
            (&[series, word], "summer", false),
            (&[series, word], "spring", false),
            (&[series, similar], wrong, false),
            (&[series, similar], "SPRINGSALE25", false),
            (&[series, similar], "springsale26", false),
            (&[word], wrong, false),
        ] {
            let offer = |(number, condition): (usize, &&str)| {
                format!(
                    "[[offer]]\nid = \"o{number}\"\ninteraction = \"code\"\nname = \"Off\"\n{condition}\ngive.percent = \"5\"\n"
                )
            };
            let text: String = conditions.iter().enumerate().map(offer).collect();
            let policy = Policy::load("p.toml", &text).unwrap();
            let checked = check_code(&policy, ShopperCode::parse(typed).as_ref());
            assert_eq!(checked == Err(ApiError::CodeMistyped), is_mistyped, "{conditions:?} {typed}");
        }
    }
}
