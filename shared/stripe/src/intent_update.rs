//! The parameters of an update of a payment intent (Stripe API reference, Update a payment intent).

use crate::form::Form;
use crate::version::Version;

/// The discount in an intent's breakdown of its amount, which Dashboard and payment methods show; not in every version.
const DISCOUNT_AMOUNT: &str = "amount_details[discount_amount]";

/// An update of a payment intent. Its parameters are sent in the order in which they were added.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct IntentUpdate(Form);

impl IntentUpdate {
    /// Sets the amount, in minor units.
    #[must_use]
    pub fn amount(self, amount: i64) -> Self {
        Self(self.0.pair("amount", amount.to_string()))
    }

    /// Sets the discount that the amount is lower by, in minor units; 0 clears it. It is sent if the version has it.
    #[must_use]
    pub fn discount_amount(self, amount: i64) -> Self {
        // Stripe takes integers above 0.
        let value = if amount > 0 { amount.to_string() } else { String::new() };
        Self(self.0.pair(DISCOUNT_AMOUNT, value))
    }

    /// Sets a key of the metadata; an empty value removes it.
    #[must_use]
    pub fn metadata(self, key: &str, value: &str) -> Self {
        Self(self.0.metadata(key, value))
    }

    /// Expands a path of the answer.
    #[must_use]
    pub fn expand(self, path: &str) -> Self {
        Self(self.0.pair("expand[]", path))
    }

    /// The form body, as a version of Stripe's API takes it.
    #[must_use]
    pub fn to_form(&self, version: &Version) -> String {
        if version.has_amount_details() { self.0.encode() } else { self.0.without(DISCOUNT_AMOUNT).encode() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(form: &str) -> Vec<String> {
        form_urlencoded::parse(form.as_bytes()).map(|(key, value)| format!("{key}={value}")).collect()
    }

    /// Rows: a version, and whether an intent of it has a discount.
    #[test]
    fn discount_of_an_intent_is_sent_if_the_version_has_it() {
        for (version, sent) in [
            ("2025-03-31.basil; checkout_server_update_beta=v1;", false),
            ("2025-10-28.clover", false),
            ("2025-10-29.clover", true),
            ("2026-10-28.endive", true),
            ("2026-10-14.preview", true),
            ("x", false),
        ] {
            let version = Version::parse(version).unwrap();
            for (amount, value) in [(2_000, "2000"), (0, "")] {
                let update = IntentUpdate::default().amount(18_000).discount_amount(amount).metadata("a", "b");
                let discount = format!("amount_details[discount_amount]={value}");
                let expected = ["amount=18000", &discount, "metadata[a]=b"];
                let expected: Vec<&str> = expected.into_iter().filter(|pair| sent || *pair != discount).collect();
                assert_eq!(pairs(&update.to_form(&version)), expected, "{version:?}");
            }
        }
    }

    #[test]
    fn updates_print_without_values() {
        let text = format!("{:?}", IntentUpdate::default().metadata("discount_code", "CANARY"));
        assert!(text.contains("discount_code") && !text.contains("CANARY"), "{text}");
    }
}
