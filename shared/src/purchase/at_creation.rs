//! Discounts that a session has from its creation: a coupon of its own. Such a session is decided once.

use discounts_core::session::DiscountRecord;

use super::error::PurchaseError;
use super::metadata::{AT_CREATION, NO_COUPON, SESSION_POLICY, is_decided_once, offers_metadata};
use super::object::PurchaseObject;
use super::writer::DiscountWriter;
use crate::stripe::CouponId;

/// The names of Stripe's own pages, in all versions. Stripe changes the lines of neither, and nothing of a hosted one.
const HOSTED: [&str; 2] = ["hosted", "hosted_page"];
const EMBEDDED: [&str; 2] = ["embedded", "embedded_page"];

/// The metadata of a session that is decided once.
#[must_use]
pub fn session_metadata(discount: Option<(&CouponId, &DiscountRecord, &str)>) -> Vec<(String, String)> {
    let Some((coupon, record, policy)) = discount else { return vec![(AT_CREATION.to_owned(), NO_COUPON.to_owned())] };
    let policy = (SESSION_POLICY.to_owned(), policy.to_owned());
    let coupon = (AT_CREATION.to_owned(), coupon.as_str().to_owned());
    offers_metadata(&record.offers).into_iter().chain([policy, coupon]).collect()
}

/// Checks that a purchase can be changed.
///
/// # Errors
///
/// [`PurchaseError::NotUpdatable`] for a session that was decided once, or of a page that Stripe does not change.
pub fn check_updatable(purchase: &PurchaseObject, writer: DiscountWriter) -> Result<(), PurchaseError> {
    let PurchaseObject::Session(session) = purchase else { return Ok(()) };
    let is_on = |pages: &[&str]| session.ui_mode.as_deref().is_some_and(|mode| pages.contains(&mode));
    let fixed = is_decided_once(session) || is_on(&HOSTED) || (writer == DiscountWriter::LineItems && is_on(&EMBEDDED));
    if fixed { Err(PurchaseError::NotUpdatable) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn sessions_of_stripes_pages_and_those_decided_once_stay() {
        let (coupons, lines) = (DiscountWriter::DynamicDiscounts, DiscountWriter::LineItems);
        let marked = json!({ AT_CREATION: NO_COUPON });
        for (ui_mode, metadata, writer, updatable) in [
            ("custom", json!({}), coupons, true),
            ("elements", json!({}), lines, true),
            ("hosted", json!({}), coupons, false),
            ("hosted_page", json!({}), lines, false),
            ("embedded", json!({}), coupons, true),
            ("embedded", json!({}), lines, false),
            ("embedded_page", json!({}), lines, false),
            ("embedded_page", marked.clone(), coupons, false),
            ("form", json!({}), lines, true),
        ] {
            let session: Value = json!({ "id": "cs_test_1", "ui_mode": ui_mode, "metadata": metadata });
            let purchase = PurchaseObject::Session(serde_json::from_value(session).unwrap());
            assert_eq!(check_updatable(&purchase, writer).is_ok(), updatable, "{ui_mode} {metadata} {writer:?}");
        }
    }
}
