//! The view of a purchase that the protocol reads: Stripe's object, parsed once.

use discounts_core::command::ShippingAddress;
use discounts_core::money::Currency;
use discounts_core::reconcile::{LineView, PreDiscountTotals, PriceView, SessionVersion, SessionView, VERSION_KEY};
use discounts_core::session::Snapshot;

use super::error::PurchaseError;
use super::intent::{INTENT_KEYS, Intent};
use super::lines::{amount, tags};
use super::metadata::SESSION_KEYS;
use super::object::PurchaseObject;
use super::session::{referenced_customer, snapshot};
use crate::stripe::object::{LineItem, Price};
use crate::stripe::{Part, StripeSession};

/// The view of a purchase that can hold a discount of ours.
///
/// # Errors
///
/// - [`PurchaseError::NotOpen`], [`PurchaseError::NotServerOnly`], [`PurchaseError::Unsupported`]: it can't hold a discount
///   of ours
/// - [`PurchaseError::HiddenDiscount`]: the discount was not expanded
pub fn view(purchase: &PurchaseObject) -> Result<SessionView, PurchaseError> {
    match purchase {
        PurchaseObject::Session(session) => Ok(session_view(session, snapshot(session)?)),
        PurchaseObject::Intent(intent) => Ok(intent_view(intent, intent.snapshot()?)),
    }
}

/// The price as far as a cart in a currency needs it; `None` if Stripe does not show its id.
#[must_use]
pub fn price_view(price: &Price, currency: Currency) -> Option<PriceView> {
    Some(PriceView {
        id: price.id.clone()?,
        product: price.product_id().map(str::to_owned),
        tags: tags(price),
        unit_amount: price.unit_amount_in(currency.as_str()).and_then(amount),
        amount_per_unit: price.amount_for_each_unit(currency.as_str()).and_then(amount),
    })
}

fn session_view(session: &StripeSession, snapshot: Snapshot) -> SessionView {
    let currency = snapshot.cart.currency;
    let lines = session.line_items.iter().flat_map(|lines| &lines.data);
    SessionView {
        totals: PreDiscountTotals { subtotal: session.amount_subtotal, shipping: session.amount_shipping(), currency },
        amount_discount: session.amount_discount().and_then(amount).unwrap_or_default(),
        amount_total: session.amount_total,
        intent_amount: None,
        version: version(session),
        server_only_lines: session.is_server_only(Part::LineItems),
        server_only_shipping: session.is_server_only(Part::ShippingDetails),
        lines: lines.map(|line| line_view(line, currency)).collect(),
        shipping: shipping(session),
        customer_by_reference: referenced_customer(session).is_some(),
        discount_keys: &SESSION_KEYS,
        snapshot,
    }
}

fn intent_view(intent: &Intent, snapshot: Snapshot) -> SessionView {
    SessionView {
        totals: intent.totals(snapshot.cart.currency),
        amount_discount: intent.amount_discount(),
        amount_total: intent.amount_total(),
        intent_amount: Some(intent.amount()),
        version: intent.version(),
        server_only_lines: false,
        server_only_shipping: false,
        lines: Vec::new(),
        shipping: None,
        customer_by_reference: false,
        discount_keys: &INTENT_KEYS,
        snapshot,
    }
}

fn line_view(line: &LineItem, currency: Currency) -> LineView {
    LineView {
        id: line.id.clone(),
        quantity: line.quantity,
        price: line.price.as_ref().and_then(|price| price_view(price, currency)),
        unit_share: line.unit_share().and_then(amount),
    }
}

/// The version that the last write left, empty before the first one. `None` if writes need no version, since the page may
/// change cart and address, and if the key holds a value that this service did not write.
pub(super) fn version(session: &StripeSession) -> Option<SessionVersion> {
    let server_only = session.is_server_only(Part::LineItems) || session.is_server_only(Part::ShippingDetails);
    let metadata = session.metadata.as_ref().filter(|_| server_only)?;
    SessionVersion::parse(metadata.get(VERSION_KEY).map_or("", String::as_str))
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
