//! The check of `[checkout]`, by which sessions are created and carts changed.

use shared::core::Policy;

use super::finding::Finding;

/// Returns whether a policy lists anything that may be bought.
pub(super) fn sells(policy: &Policy) -> bool {
    !(policy.checkout.prices.is_empty() && policy.checkout.products.is_empty())
}

/// The keys without which no session can be created; none if there are all.
pub(crate) fn missing_keys(policy: &Policy) -> Option<&'static str> {
    match (policy.checkout.return_url.is_some(), sells(policy)) {
        (true, true) => None,
        (true, false) => Some("prices or products"),
        (false, true) => Some("return_url"),
        (false, false) => Some("return_url, and prices or products"),
    }
}

pub(super) fn examine(policy: &Policy) -> Finding {
    let Some(missing) = missing_keys(policy) else {
        return Finding::ok("checkout", "[checkout] says where shoppers return to and what may be bought");
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

/// Says what a server-side address costs; none without one.
pub(super) fn wallets(policy: &Policy) -> Option<Finding> {
    let checkout = &policy.checkout;
    let off = "shipping_details under server_only turns Apple Pay and Google Pay off";
    checkout.server_only.shipping_details.then(|| match checkout.wallets {
        Some(false) => Finding::ok("wallets", format!("{off}, as wallets = false confirms")),
        _ => Finding::warning(
            "wallets",
            off,
            "take it out to keep them, or confirm it with wallets = false (docs/policy.md, recipes under Places)",
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::super::finding::Outcome;
    use super::*;

    #[test]
    fn wallets_that_are_off_are_reported_unless_confirmed() {
        let of = |text: &str| wallets(&Policy::load("p.toml", text).unwrap()).map(|finding| finding.outcome);
        assert_eq!(of("[checkout]\nserver_only = [\"line_items\"]"), None);
        assert_eq!(of("[checkout]\nserver_only = [\"shipping_details\"]"), Some(Outcome::Warning));
        assert_eq!(of("[checkout]\nserver_only = [\"shipping_details\"]\nwallets = false"), Some(Outcome::Ok));
    }

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
