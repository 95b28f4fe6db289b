//! The version of Stripe's API.

use reqwest::header::HeaderValue;

use crate::page::Page;

/// The `Stripe-Version` header. Answers are read in the form of every version, see [`StripeSession`](crate::StripeSession).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version(HeaderValue);

/// The version and preview of Stripe's guide "Dynamically update discounts".
const GUIDE: &str = "2025-03-31.basil; checkout_server_update_beta=v1;";

/// A version that has all that is generally available: `line_items` of an update with their metadata came with
/// 2025-12-15.clover (Stripe's changelog).
const GENERAL: &str = "2026-10-28.endive";

/// The first version with the present names of `ui_mode`.
const UI_MODES_SINCE: &str = "2026-03-25";

/// The first version in which a payment intent has `amount_details[discount_amount]` (the types of Stripe's own clients).
const AMOUNT_DETAILS_SINCE: &str = "2025-10-29";

impl Version {
    /// Parses any version that a header can hold.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        HeaderValue::from_str(text).ok().map(Self)
    }

    /// The newest version that this client was checked against, without a preview.
    #[must_use]
    pub const fn general() -> Self {
        Self(HeaderValue::from_static(GENERAL))
    }

    /// The `ui_mode` of a page: renamed with 2026-03-25.dahlia (Stripe's changelog).
    #[must_use]
    pub fn ui_mode(&self, page: Page) -> &'static str {
        match (page, self.is_from(UI_MODES_SINCE)) {
            (Page::Elements, true) => "elements",
            (Page::Elements, false) => "custom",
            (Page::Hosted, true) => "hosted_page",
            (Page::Hosted, false) => "hosted",
            (Page::Embedded, true) => "embedded_page",
            (Page::Embedded, false) => "embedded",
        }
    }

    /// Returns whether a payment intent can say what discount its amount is lower by.
    pub(crate) fn has_amount_details(&self) -> bool {
        self.is_from(AMOUNT_DETAILS_SINCE)
    }

    fn is_from(&self, first: &str) -> bool {
        let date = self.0.to_str().ok().and_then(|text| text.get(..first.len()));
        // Anything that is no date is as old as can be.
        date.is_some_and(|date| date >= first && date.starts_with(|sign: char| sign.is_ascii_digit()))
    }

    /// The header's value.
    #[must_use]
    pub fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl Default for Version {
    fn default() -> Self {
        Self(HeaderValue::from_static(GUIDE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ui_mode_is_named_as_in_the_version() {
        for (version, spelled) in [
            (GUIDE, "custom"),
            ("2026-03-24.clover", "custom"),
            ("2026-03-25.dahlia; checkout_server_update_beta=v1;", "elements"),
            ("2026-10-14.preview", "elements"),
            (GENERAL, "elements"),
            ("x", "custom"),
        ] {
            assert_eq!(Version::parse(version).unwrap().ui_mode(Page::Elements), spelled, "{version}");
        }
    }
}
