//! The `Stripe-Version` header, and the one table of what differs between versions.
//!
//! Dates are those of Stripe's changelog (docs.stripe.com/changelog).

use crate::error::ApiError;

/// The preview header that unlocks updates of discounts by the server.
const SERVER_UPDATES: &str = "checkout_server_update_beta=v1";

/// Beta headers that Stripe is known to accept from any account.
const OPEN_BETAS: [&str; 2] = ["custom_checkout_beta=v2", "checkout_manual_approval_preview=v1"];

/// Names of release trains and the first date of each.
const TRAINS: [(&str, &str); 5] = [
    ("endive", "2026-09-30"),
    ("dahlia", "2026-03-25"),
    ("clover", "2025-09-30"),
    ("basil", "2025-03-31"),
    ("acacia", "2024-09-30"),
];

/// When a parameter came: on a date for everybody, and earlier under the preview.
struct Since {
    endpoint: &'static str,
    param: &'static str,
    /// `None`: never left the preview.
    date: Option<&'static str>,
    preview: bool,
}

const fn since(endpoint: &'static str, param: &'static str, date: &'static str) -> Since {
    let (date, preview) = (Some(date), true);
    Since { endpoint, param, date, preview }
}

/// Never a part of the preview of updates by the server.
const fn general(endpoint: &'static str, param: &'static str, date: &'static str) -> Since {
    Since { endpoint, param, date: Some(date), preview: false }
}

const fn preview(endpoint: &'static str, param: &'static str) -> Since {
    Since { endpoint, param, date: None, preview: true }
}

/// Parameters that not every version has; paths without array indices.
const PARAMS: &[Since] = &[
    preview("create_session", "permissions[update_discounts]"),
    preview("create_session", "permissions[update_line_items]"),
    preview("create_session", "permissions[update]"),
    preview("create_session", "discounts[coupon_data]"),
    since("create_session", "permissions", "2025-03-31"),
    preview("update_session", "discounts"),
    preview("update_session", "automatic_tax"),
    preview("update_session", "invoice_creation"),
    preview("update_session", "subscription_data"),
    since("update_session", "collected_information", "2025-02-24"),
    since("update_session", "shipping_options", "2025-03-31"),
    // The SDKs have it from 2025-12-15.clover on; Stripe's guide sends it under basil.
    since("update_session", "line_items", "2025-03-31"),
    since("update_session", "payment_intent_data", "2026-10-28"),
    general("create_payment_intent", "amount_details", "2025-10-29"),
    general("update_payment_intent", "amount_details", "2025-10-29"),
];

/// The place of the shipping address in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShippingPlace {
    /// `shipping_details` at the top (up to acacia).
    Top,
    /// Both places (2025-02-24.acacia only).
    Both,
    /// `collected_information.shipping_details` (basil on).
    Collected,
}

/// An accepted version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    /// As it was sent.
    pub(crate) text: String,
    date: String,
    /// Preview parameters are unlocked.
    pub(crate) preview: bool,
}

impl Version {
    /// Reads a header; `unlocked` says whether the account has the preview in this mode.
    pub(crate) fn parse(header: &str, unlocked: bool) -> Result<Self, ApiError> {
        let invalid = |why: &str| Err(ApiError::invalid(format!("Invalid Stripe API version: {header}. {why}")));
        let mut parts = header.split(';').map(str::trim).filter(|part| !part.is_empty());
        let Some(base) = parts.next() else {
            return invalid("The version is empty.");
        };
        let (date, train) = match base.split_once('.') {
            Some((date, train)) => (date, Some(train)),
            None => (base, None),
        };
        if !is_date(date) || !fits(date, train) {
            return invalid("You can find the versions in https://stripe.com/docs/upgrades.");
        }
        let mut preview = train == Some("preview") && unlocked;
        for beta in parts {
            let known = beta == SERVER_UPDATES;
            if (known && !unlocked) || (!known && !OPEN_BETAS.contains(&beta)) {
                return invalid(&format!("You do not have permission to pass this beta header: {beta}"));
            }
            preview |= known;
        }
        Ok(Self { text: header.to_owned(), date: date.to_owned(), preview })
    }

    /// A version without the checks: for calls that do not come over HTTP, and so have no header to refuse.
    pub(crate) fn assumed(text: &str, preview: bool) -> Self {
        let date = text.chars().take(10).collect();
        Self { text: text.to_owned(), date, preview }
    }

    /// True if the endpoint has the parameter (a path without array indices) under this version.
    pub(crate) fn has_param(&self, endpoint: &str, param: &str) -> bool {
        PARAMS
            .iter()
            .filter(|row| row.endpoint == endpoint && row.param == param)
            .all(|row| (row.preview && self.preview) || row.date.is_some_and(|date| self.from(date)))
    }

    /// Names of `hosted`, `embedded`, `custom` (and `form`) as this version spells them.
    pub(crate) fn ui_modes(&self) -> &'static [&'static str] {
        if self.from("2026-03-25") {
            &["hosted_page", "embedded_page", "elements", "form"]
        } else {
            &["hosted", "embedded", "custom"]
        }
    }

    /// The place of the shipping address.
    pub(crate) fn shipping_place(&self) -> ShippingPlace {
        if self.from("2025-03-31") {
            ShippingPlace::Collected
        } else if self.from("2025-02-24") {
            ShippingPlace::Both
        } else {
            ShippingPlace::Top
        }
    }

    /// True if a Discount object names its coupon under `source` (clover on) and no longer under `coupon`.
    pub(crate) fn discount_has_source(&self) -> bool {
        self.from("2025-09-30")
    }

    /// True if a session has `discounts`.
    pub(crate) fn session_has_discounts(&self) -> bool {
        self.from("2025-01-27")
    }

    fn from(&self, date: &str) -> bool {
        self.date.as_str() >= date
    }
}

fn is_date(text: &str) -> bool {
    let shape = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(shape)
}

/// Versions from 2024-09-30 on carry the name of their train; older ones carry none.
fn fits(date: &str, train: Option<&str>) -> bool {
    let of_date = TRAINS.iter().find(|(_, first)| date >= *first).map(|(name, _)| *name);
    train == of_date || (train == Some("preview") && of_date.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BETA: &str = "2025-03-31.basil; checkout_server_update_beta=v1;";

    fn version(header: &str) -> Version {
        Version::parse(header, true).unwrap()
    }

    #[test]
    fn the_beta_header_unlocks_and_is_refused_without_the_preview() {
        assert!(version(BETA).has_param("update_session", "discounts"));
        assert!(!version("2025-03-31.basil").has_param("update_session", "discounts"));
        let refused = Version::parse(BETA, false).unwrap_err().body("", false);
        let message = refused["error"]["message"].as_str().unwrap();
        assert!(message.starts_with("Invalid Stripe API version: 2025-03-31.basil;"), "{message}");
        assert!(message.ends_with("checkout_server_update_beta=v1"), "{message}");
    }

    #[test]
    fn preview_versions_need_no_beta_header() {
        assert!(version("2026-10-14.preview").has_param("update_session", "discounts"));
        let locked = Version::parse("2026-10-14.preview", false).unwrap();
        assert!(!locked.has_param("update_session", "discounts"));
    }

    #[test]
    fn unknown_versions_are_refused() {
        for bad in ["", "basil", "2025-3-31.basil", "2025-03-31.clover", "2025-03-31", "2025-03-31.basil; x=v1"] {
            assert!(Version::parse(bad, true).is_err(), "{bad}");
        }
        assert!(Version::parse("2024-06-20", true).is_ok());
        assert!(Version::parse("2026-10-28.endive; custom_checkout_beta=v2", false).is_ok());
    }

    #[test]
    fn parameters_become_general_on_their_date() {
        assert!(!version("2025-02-24.acacia").has_param("update_session", "line_items"));
        assert!(version("2025-03-31.basil").has_param("update_session", "line_items"));
        assert!(version(BETA).has_param("update_session", "line_items"));
        assert!(!version("2025-01-27.acacia").has_param("update_session", "shipping_options"));
        assert!(version("2024-09-30.acacia").has_param("update_session", "metadata"));
        for (header, has) in [(BETA, false), ("2025-09-30.clover", false), ("2025-10-29.clover", true)] {
            assert_eq!(version(header).has_param("update_payment_intent", "amount_details"), has, "{header}");
        }
    }

    #[test]
    fn names_follow_the_version() {
        assert!(version("2026-02-25.clover").ui_modes().contains(&"custom"));
        assert!(version("2026-03-25.dahlia").ui_modes().contains(&"elements"));
        assert_eq!(version("2024-12-18.acacia").shipping_place(), ShippingPlace::Top);
        assert_eq!(version("2025-02-24.acacia").shipping_place(), ShippingPlace::Both);
        assert_eq!(version("2025-03-31.basil").shipping_place(), ShippingPlace::Collected);
        assert!(!version("2025-08-27.basil").discount_has_source());
        assert!(version("2025-09-30.clover").discount_has_source());
        assert!(!version("2024-12-18.acacia").session_has_discounts());
    }
}
