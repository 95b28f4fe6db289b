//! The view of a purchase that the protocol reads: Stripe's object, parsed once.

use discounts_core::command::ShippingAddress;
use discounts_core::reconcile::{LinePricing, LineView, PreDiscountTotals, SessionVersion, SessionView, VERSION_KEY};
use discounts_core::session::Snapshot;
use jiff::Timestamp;

use super::error::PurchaseError;
use super::intent::{INTENT_KEYS, Intent};
use super::list_lines::list_lines;
use super::metadata::{LINE_KEYS, SESSION_KEYS};
use super::object::PurchaseObject;
use super::session::{amount_discount, referenced_customer, snapshot};
use super::writer::DiscountWriter;
use crate::stripe::{Part, StripeSession};

/// The view of a purchase that can hold a discount of ours. `counts` says that uses may be claimed for it, which needs the
/// session's version.
///
/// # Errors
///
/// - [`PurchaseError::NotOpen`], [`PurchaseError::NotServerOnly`], [`PurchaseError::AdjustableQuantity`],
///   [`PurchaseError::Unsupported`]: it can't hold a discount of ours
/// - [`PurchaseError::HiddenDiscount`], [`PurchaseError::HiddenLines`]: the discount was not expanded
pub fn view(purchase: &PurchaseObject, writer: DiscountWriter, counts: bool) -> Result<SessionView, PurchaseError> {
    match purchase {
        PurchaseObject::Session(session) => Ok(session_view(session, snapshot(session, writer)?, (writer, counts))),
        PurchaseObject::Intent(intent) => Ok(intent_view(intent, intent.snapshot()?)),
    }
}

fn session_view(session: &StripeSession, snapshot: Snapshot, (writer, counts): (DiscountWriter, bool)) -> SessionView {
    let currency = snapshot.cart.currency;
    let lines = session.line_items.as_ref().map(|lines| list_lines(lines, currency)).unwrap_or_default();
    let lines: Vec<LineView> = lines.into_iter().map(|list| list.view).collect();
    let line_pricing = match writer {
        DiscountWriter::LineItems => LinePricing::Lower,
        DiscountWriter::DynamicDiscounts if lines.iter().any(|line| line.is_marked) => LinePricing::Restore,
        DiscountWriter::DynamicDiscounts => LinePricing::List,
    };
    let subtotal = i64::try_from(snapshot.cart.subtotal.get()).ok();
    SessionView {
        totals: PreDiscountTotals { subtotal, shipping: session.amount_shipping(), currency },
        amount_discount: amount_discount(session).unwrap_or_default(),
        amount_total: session.amount_total,
        intent_amount: None,
        expires_at: session.expires_at.and_then(|second| Timestamp::from_second(second).ok()),
        version: version(session, counts || line_pricing != LinePricing::List),
        // Without the tool for the quantity, which was looked for, only the server changes the lines of such a session.
        server_only_lines: writer == DiscountWriter::LineItems || session.is_server_only(Part::LineItems),
        server_only_shipping: session.is_server_only(Part::ShippingDetails),
        lines,
        line_pricing,
        shipping: shipping(session),
        customer_by_reference: referenced_customer(session).is_some(),
        discount_keys: match writer {
            DiscountWriter::LineItems => &LINE_KEYS,
            DiscountWriter::DynamicDiscounts => &SESSION_KEYS,
        },
        snapshot,
    }
}

fn intent_view(intent: &Intent, snapshot: Snapshot) -> SessionView {
    SessionView {
        totals: intent.totals(snapshot.cart.currency),
        amount_discount: intent.amount_discount(),
        amount_total: intent.amount_total(),
        intent_amount: Some(intent.amount()),
        expires_at: None,
        version: intent.version(),
        server_only_lines: false,
        server_only_shipping: false,
        lines: Vec::new(),
        line_pricing: LinePricing::List,
        shipping: None,
        customer_by_reference: false,
        discount_keys: &INTENT_KEYS,
        snapshot,
    }
}

/// The version that the last write left, empty before the first one. `None` if writes need no version, since the page may
/// change cart and address, and if the key holds a value that this service did not write. A write that replaces the lines
/// always needs one, and so does one that uses are claimed for.
fn version(session: &StripeSession, is_needed: bool) -> Option<SessionVersion> {
    let server_only = session.is_server_only(Part::LineItems) || session.is_server_only(Part::ShippingDetails);
    if is_needed {
        return Some(version_left(session).unwrap_or_default());
    }
    version_left(session).filter(|_| server_only)
}

/// The version in a session's metadata, empty before the first write.
pub(super) fn version_left(session: &StripeSession) -> Option<SessionVersion> {
    SessionVersion::parse(session.metadata.as_ref()?.get(VERSION_KEY).map_or("", String::as_str))
}

/// The shipping address with the fields that an edit writes; empty ones are left out.
fn shipping(session: &StripeSession) -> Option<ShippingAddress> {
    let details = session.shipping()?;
    let address = details.address.as_ref()?;
    let values = [&address.line1, &address.line2, &address.city, &address.state, &address.postal_code];
    let fields = ShippingAddress::FIELDS.into_iter().zip(values);
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    Some(ShippingAddress {
        name: details.name.clone()?,
        country: address.country.clone()?,
        fields: fields.filter_map(|((field, _), value)| Some((field, given(value)?))).collect(),
    })
}
