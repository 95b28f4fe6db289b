//! The check of `[checkout]`, by which sessions are created and carts changed.

use shared::core::Policy;

use super::finding::Finding;

/// Returns whether a policy lists anything that may be bought.
pub(super) fn sells(policy: &Policy) -> bool {
    !(policy.checkout.prices.is_empty() && policy.checkout.products.is_empty())
}

pub(super) fn examine(policy: &Policy) -> Finding {
    let missing = match (policy.checkout.return_url.is_some(), sells(policy)) {
        (true, true) => {
            return Finding::ok("checkout", "[checkout] says where shoppers return to and what may be bought");
        }
        (true, false) => "prices or products",
        (false, true) => "return_url",
        (false, false) => "return_url, and prices or products",
    };
    Finding::warning(
        "checkout",
        format!(
            "[checkout] lacks {missing}: POST /checkout-sessions answers misconfigured{}",
            if sells(policy) { "" } else { ", and POST /cart, too" }
        ),
        "set it in discounts.toml, unless your own server creates the sessions and changes their carts",
    )
}

#[cfg(test)]
mod tests {
    use super::super::finding::Outcome;
    use super::*;

    #[test]
    fn missing_settings_of_checkout_are_named() {
        let (url, prices) = ("return_url = \"https://shop.example\"\n", "prices = [\"price_1\"]\n");
        for (text, outcome, says) in [
            (format!("[checkout]\n{url}{prices}"), Outcome::Ok, "what may be bought"),
            (format!("[checkout]\n{url}"), Outcome::Warning, "lacks prices or products"),
            (
                format!("[checkout]\n{prices}"),
                Outcome::Warning,
                "lacks return_url: POST /checkout-sessions answers misconfigured",
            ),
            (String::new(), Outcome::Warning, "and POST /cart, too"),
        ] {
            let found = examine(&Policy::load("p.toml", &text).unwrap());
            assert_eq!(found.outcome, outcome, "{text}");
            assert!(found.message.contains(says), "{found:?}");
        }
    }
}
