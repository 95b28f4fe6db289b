//! The snapshot of a Checkout Session, in every version of Stripe's API that this service meets.

use discounts_core::money::{Amount, Currency};
use discounts_core::session::{
    Address, AppliedDiscount, AppliedState, Cart, Customer, DiscountRecord, LedgerFacts, ShippingCost, Shopper,
    Snapshot,
};
use jiff::Timestamp;

use super::error::PurchaseError;
use super::lines::{amount, line_quantity};
use super::list_lines::{has_marks, is_adjustable, off_list, whole_cart};
use super::metadata::{
    AMOUNT, NAME, SESSION_WRITES, coupon_policy, coupon_record, is_decided_once, is_in_lines, lines_record,
};
use super::writer::DiscountWriter;
use crate::stripe::object::{Discount, Expandable, LineItems, ShippingDetails, StripeCoupon, StripeCustomer};
use crate::stripe::{Part, StripeSession};

/// The session as a decision may see it.
///
/// # Errors
///
/// - [`PurchaseError::NotOpen`], [`PurchaseError::NotServerOnly`], [`PurchaseError::AdjustableQuantity`],
///   [`PurchaseError::Unsupported`]: it can't hold a discount of ours
/// - [`PurchaseError::HiddenDiscount`], [`PurchaseError::HiddenLines`]: the discount was not expanded
pub fn snapshot(session: &StripeSession, writer: DiscountWriter) -> Result<Snapshot, PurchaseError> {
    match session.status.as_deref() {
        Some("open") => {}
        Some(_) => return Err(PurchaseError::NotOpen),
        None => return Err(PurchaseError::Unsupported("it has no status")),
    }
    match writer {
        // Stripe need not show the permission: then the write is tried.
        DiscountWriter::DynamicDiscounts
            if session.permission(Part::Discounts).is_some() && !session.is_server_only(Part::Discounts) =>
        {
            return Err(PurchaseError::NotServerOnly);
        }
        DiscountWriter::LineItems if session.line_items.as_ref().is_some_and(is_adjustable) => {
            return Err(PurchaseError::AdjustableQuantity);
        }
        _ => {}
    }
    let mut snapshot = past_snapshot(session)?;
    snapshot.held.discount = applied_discount(session, &snapshot, writer)?;
    Ok(snapshot)
}

/// The session as a decision may see it, in any status and without the discount on it: it is decided from nothing.
///
/// # Errors
///
/// - [`PurchaseError::Unsupported`], with the reason why no discount was ever possible
/// - [`PurchaseError::HiddenLines`] if the discount is in lines that the session does not show: its list prices are unknown
pub fn past_snapshot(session: &StripeSession) -> Result<Snapshot, PurchaseError> {
    if session.mode.as_deref() != Some("payment") {
        return Err(PurchaseError::Unsupported("its mode is not payment"));
    }
    let currency = session.currency.as_deref().and_then(|code| Currency::parse(code).ok());
    let currency = currency.ok_or(PurchaseError::Unsupported("it has no currency that Stripe presents"))?;
    // Lines of another sum are of another moment, or not all: nothing is known of the cart's lines then.
    let of_this_cart = |lines: &&LineItems| lines.subtotal() == session.amount_subtotal;
    let shown = session.line_items.as_ref().filter(of_this_cart);
    if shown.is_none() && is_in_lines_of(session) {
        return Err(PurchaseError::HiddenLines);
    }
    let lines = shown.and_then(|lines| whole_cart(lines, currency));
    let subtotal = list_subtotal(session).and_then(amount);
    let cart = Cart {
        currency,
        subtotal: subtotal.ok_or(PurchaseError::Unsupported("it has no subtotal"))?,
        shipping: session.amount_shipping().and_then(amount).unwrap_or_default(),
        shipping_cost: shipping_cost(session),
        must_charge: false,
        quantity: lines.as_deref().and_then(line_quantity),
        lines,
    };
    let metadata = session.metadata.clone().unwrap_or_default();
    let writes = metadata.get(SESSION_WRITES).and_then(|writes| writes.parse().ok()).unwrap_or_default();
    let held = AppliedState { writes, ..AppliedState::asked_for(&metadata) };
    Ok(Snapshot {
        id: Some(session.id.clone()),
        cart,
        shopper: session_shopper(session),
        address: session.shipping().and_then(address),
        code: held.code.clone(),
        metadata,
        held,
        ledger: LedgerFacts::default(),
    })
}

/// The cost of shipping; none while no shipping rate is chosen.
fn shipping_cost(session: &StripeSession) -> Option<ShippingCost> {
    let amount = session.amount_shipping().and_then(amount)?;
    let rate = session.shipping_rate().map(str::to_owned);
    (rate.is_some() || amount > Amount::ZERO).then_some(ShippingCost { amount, rate })
}

/// The amount that is taken off, by Stripe and by lower line prices; none where the session does not show it.
#[must_use]
pub fn amount_discount(session: &StripeSession) -> Option<Amount> {
    session.amount_discount().and_then(amount)?.checked_add(off_list_prices(session))
}

/// The lines at their list prices, in minor units.
pub(super) fn list_subtotal(session: &StripeSession) -> Option<i64> {
    session.amount_subtotal?.checked_add_unsigned(off_list_prices(session).get())
}

/// Returns whether a discount may be in the prices of lines: by the session's record, or by a mark on a line.
pub(super) fn may_have_lower_prices(session: &StripeSession) -> bool {
    is_in_lines_of(session) || session.line_items.as_ref().is_some_and(has_marks)
}

fn is_in_lines_of(session: &StripeSession) -> bool {
    session.metadata.as_ref().is_some_and(is_in_lines)
}

/// The amount that lower line prices take off.
fn off_list_prices(session: &StripeSession) -> Amount {
    let currency = session.currency.as_deref().and_then(|code| Currency::parse(code).ok());
    session.line_items.as_ref().zip(currency).map_or(Amount::ZERO, |(lines, currency)| off_list(lines, currency))
}

/// The customer who is only known by reference: the merchant's server wrote the id, Stripe does not expand it.
#[must_use]
pub fn referenced_customer(session: &StripeSession) -> Option<&str> {
    let reference = session.client_reference_id.as_deref().filter(|_| session.customer.is_none())?;
    let body = reference.strip_prefix("cus_")?;
    let plain = !body.is_empty() && body.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then_some(reference)
}

fn session_shopper(session: &StripeSession) -> Shopper {
    match &session.customer {
        Some(customer) => shopper(customer),
        None => referenced_customer(session).map_or(Shopper::Guest, |id| unknown_customer(id).uncounted()),
    }
}

/// The customer as a decision may see it.
pub(super) fn shopper(customer: &Expandable<StripeCustomer>) -> Shopper {
    match customer {
        Expandable::Object(customer) => Shopper::Customer(customer_facts(customer)),
        Expandable::Id(id) => unknown_customer(id),
    }
}

/// A customer with only an id.
fn unknown_customer(id: &str) -> Shopper {
    Shopper::Customer(Customer { id: id.to_owned(), ..Customer::default() })
}

/// The customer as a decision may see them. Of a deleted one, only the id is left.
pub(super) fn customer_facts(customer: &StripeCustomer) -> Customer {
    if customer.deleted {
        return Customer { id: customer.id.clone(), ..Customer::default() };
    }
    Customer {
        id: customer.id.clone(),
        created: customer.created.and_then(|seconds| Timestamp::from_second(seconds).ok()),
        uncounted: false,
        metadata: customer.metadata.clone().unwrap_or_default(),
    }
}

/// The shipping address alone: what the shopper typed elsewhere is no fact.
pub(super) fn address(details: &ShippingDetails) -> Option<Address> {
    let address = details.address.as_ref()?;
    address.country.as_ref()?;
    Some(Address {
        country: address.country.clone(),
        state: address.state.clone(),
        postal_code: address.postal_code.clone(),
    })
}

/// The discount that is applied: by a coupon, by lower line prices, or by both.
fn applied_discount(
    session: &StripeSession,
    snapshot: &Snapshot,
    writer: DiscountWriter,
) -> Result<AppliedDiscount, PurchaseError> {
    let coupon = coupon_discount(session)?;
    let in_lines = off_list_prices(session);
    if in_lines == Amount::ZERO {
        return Ok(match (coupon, writer) {
            // Someone else has replaced the lines: what the session says of them goes.
            (AppliedDiscount::Nothing, DiscountWriter::LineItems) if is_in_lines_of(session) => {
                unexplained(Amount::ZERO, snapshot.cart.currency)
            }
            // The coupon of a session that is decided once: nothing comes on top of it anyway.
            (coupon, DiscountWriter::LineItems) if is_decided_once(session) => coupon,
            // Without the preview nothing takes it off, so nothing may come on top of it.
            (AppliedDiscount::Ours { .. } | AppliedDiscount::Foreign { .. }, DiscountWriter::LineItems) => {
                AppliedDiscount::Foreign { amount: Amount::MAX }
            }
            (coupon, _) => coupon,
        });
    }
    let currency = snapshot.cart.currency;
    let written = snapshot.metadata.get(AMOUNT).and_then(|text| text.parse().ok()).and_then(Amount::new);
    Ok(match (coupon, writer) {
        (_, DiscountWriter::LineItems) if written == Some(in_lines) => AppliedDiscount::Ours {
            amount_off: in_lines,
            currency,
            name: snapshot.metadata.get(NAME).cloned().unwrap_or_default(),
            record: lines_record(&snapshot.metadata),
        },
        // Without a name it is never as decided, so it is written again.
        (AppliedDiscount::Ours { amount_off, .. }, DiscountWriter::DynamicDiscounts) => {
            unexplained(amount_off.checked_add(in_lines).unwrap_or(Amount::MAX), currency)
        }
        _ => unexplained(in_lines, currency),
    })
}

fn unexplained(amount_off: Amount, currency: Currency) -> AppliedDiscount {
    AppliedDiscount::Ours { amount_off, currency, name: String::new(), record: DiscountRecord::default() }
}

fn coupon_discount(session: &StripeSession) -> Result<AppliedDiscount, PurchaseError> {
    let amount_discount = session.amount_discount().and_then(amount).unwrap_or_default();
    let Some(discounts) = &session.discounts else {
        // Absent unless expanded, and the read expands it.
        return if amount_discount == Amount::ZERO {
            Ok(AppliedDiscount::Nothing)
        } else {
            Err(PurchaseError::HiddenDiscount)
        };
    };
    let foreign = AppliedDiscount::Foreign { amount: amount_discount };
    Ok(match discounts.as_slice() {
        [] => AppliedDiscount::Nothing,
        [discount] => of_our_coupon(discount).unwrap_or(foreign),
        _ => foreign,
    })
}

fn of_our_coupon(discount: &Discount) -> Option<AppliedDiscount> {
    let coupon: &StripeCoupon = discount.coupon().filter(|coupon| coupon_policy(coupon).is_some())?;
    let currency = coupon.currency.as_deref().and_then(|code| Currency::parse(code).ok());
    Some(match (coupon.amount_off.and_then(amount), currency) {
        (Some(amount_off), Some(currency)) => {
            let name = coupon.name.clone().unwrap_or_default();
            AppliedDiscount::Ours { amount_off, currency, name, record: coupon_record(coupon) }
        }
        // A coupon of another kind that bears a copy of our mark.
        _ => AppliedDiscount::Foreign { amount: Amount::MAX },
    })
}

#[cfg(test)]
mod tests;
