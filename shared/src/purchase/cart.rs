//! A session's cart as it is, and as an edit will make it.

use discounts_core::command::{CartLine, Edit, PriceId, ShippingAddress};
use discounts_core::money::Amount;
use discounts_core::session::{Cart, Line};

use super::lines::{amount, line_of_price, line_quantity};
use crate::stripe::object::LineItem;
use crate::stripe::{Part, Prices, StripeSession};

/// Returns whether only the server may make an edit of this kind.
#[must_use]
pub fn lets_only_the_server(session: &StripeSession, edit: &Edit) -> bool {
    session.is_server_only(match edit {
        Edit::Cart(_) => Part::LineItems,
        Edit::ShippingAddress(_) => Part::ShippingDetails,
    })
}

/// Returns whether an edit changes nothing.
#[must_use]
pub fn is_already(session: &StripeSession, edit: &Edit) -> bool {
    match edit {
        Edit::Cart(lines) => holds(session, lines),
        Edit::ShippingAddress(address) => goes_to(session, address),
    }
}

fn holds(session: &StripeSession, wanted: &[CartLine]) -> bool {
    let held = session.line_items.as_ref().map(|lines| lines.data.as_slice()).unwrap_or_default();
    let same = |(line, wanted): (&LineItem, &CartLine)| {
        line.price_id() == Some(wanted.price.as_str()) && line.quantity == Some(wanted.quantity)
    };
    held.len() == wanted.len() && held.iter().zip(wanted).all(same)
}

fn goes_to(session: &StripeSession, wanted: &ShippingAddress) -> bool {
    let Some(details) = session.shipping() else { return false };
    let Some(address) = &details.address else { return false };
    let held = [&address.line1, &address.line2, &address.city, &address.state, &address.postal_code];
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let same = |((field, _), held): ((&str, bool), &Option<String>)| wanted.field(field) == given(held).as_deref();
    details.name.as_deref() == Some(&wanted.name)
        && address.country.as_deref() == Some(&wanted.country)
        && ShippingAddress::FIELDS.into_iter().zip(held).all(same)
}

/// The product of a price that is in the cart.
#[must_use]
pub fn product_in_cart<'s>(session: &'s StripeSession, price: &PriceId) -> Option<&'s str> {
    session.line_of(price.as_str())?.price.as_ref()?.product_id()
}

/// The cart with these lines; none where only Stripe can price it, as with tiers.
#[must_use]
pub fn cart_with(session: &StripeSession, now: &Cart, wanted: &[CartLine], prices: &Prices) -> Option<Cart> {
    let currency = now.currency;
    let line = |wanted: &CartLine| {
        let held = session.line_of(wanted.price.as_str());
        let price = held.and_then(|line| line.price.as_ref()).or_else(|| prices.get(wanted.price.as_str()))?;
        let share = held.and_then(LineItem::unit_share).and_then(amount);
        let unit = share.or_else(|| price.amount_for_each_unit(currency.as_str()).and_then(amount))?;
        let subtotal = unit.get().checked_mul(wanted.quantity).and_then(Amount::new)?;
        Some(line_of_price(price, currency, wanted.quantity, subtotal))
    };
    let lines: Vec<Line> = wanted.iter().map(line).collect::<Option<_>>()?;
    let sum = lines.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.subtotal.get()));
    let subtotal = sum.and_then(Amount::new)?;
    Some(Cart { subtotal, quantity: line_quantity(&lines), lines: Some(lines), ..now.clone() })
}
