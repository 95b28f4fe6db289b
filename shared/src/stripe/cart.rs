//! A session's cart as it is, and as it will be once it has been changed.

use discounts_core::money::{Amount, Currency};
use discounts_core::session::{Cart, Line};

use super::PriceId;
use super::lines::quantity;
use super::object::{LineItem, Price, StripeSession};
use super::prices::Prices;
use crate::command::{CartLine, Edit, ShippingAddress};

impl StripeSession {
    /// Whether the page lets only the server make a change of this kind. Stripe shows these permissions where they were
    /// set (stripe-python 16.1, `CheckoutSession.Permissions`).
    #[must_use]
    pub fn lets_only_the_server(&self, edit: &Edit) -> bool {
        let permissions = self.permissions.as_ref();
        let permission = match edit {
            Edit::Cart(_) => permissions.and_then(|permissions| permissions.line_items.as_deref()),
            Edit::ShippingAddress(_) => permissions.and_then(|permissions| permissions.shipping_details.as_deref()),
        };
        permission == Some("server_only")
    }

    /// Whether a change leaves everything as it is.
    #[must_use]
    pub fn is_already(&self, edit: &Edit) -> bool {
        match edit {
            Edit::Cart(lines) => self.holds(lines),
            Edit::ShippingAddress(address) => self.goes_to(address),
        }
    }

    fn holds(&self, wanted: &[CartLine]) -> bool {
        let held = self.line_items.as_ref().map(|lines| lines.data.as_slice()).unwrap_or_default();
        let same = |(line, wanted): (&LineItem, &CartLine)| {
            line.price_id() == Some(wanted.price.as_str()) && line.quantity == Some(wanted.quantity)
        };
        held.len() == wanted.len() && held.iter().zip(wanted).all(same)
    }

    fn goes_to(&self, wanted: &ShippingAddress) -> bool {
        let Some(details) = self.shipping() else { return false };
        let Some(address) = &details.address else { return false };
        let held = [&address.line1, &address.line2, &address.city, &address.state, &address.postal_code];
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let same = |((field, _), held): ((&str, bool), &Option<String>)| wanted.field(field) == given(held).as_deref();
        details.name.as_deref() == Some(&wanted.name)
            && address.country.as_deref() == Some(&wanted.country)
            && ShippingAddress::FIELDS.into_iter().zip(held).all(same)
    }

    /// The line that holds a price, so that it keeps its id.
    pub(super) fn line_of(&self, price: &PriceId) -> Option<&LineItem> {
        let mut lines = self.line_items.iter().flat_map(|lines| &lines.data);
        lines.find(|line| line.price_id() == Some(price.as_str()))
    }

    /// The product of a price that is in the cart.
    #[must_use]
    pub fn product_in_cart(&self, price: &PriceId) -> Option<&str> {
        self.line_of(price)?.price.as_ref()?.product_id()
    }

    /// Whether the cart shows what a price costs.
    #[must_use]
    pub fn shows(&self, price: &PriceId) -> bool {
        self.line_of(price).is_some()
    }

    /// The cart as it will be with these lines; none where only Stripe knows what it will cost, as with tiers.
    #[must_use]
    pub fn cart_with(&self, now: &Cart, wanted: &[CartLine], prices: &Prices) -> Option<Cart> {
        let line = |wanted: &CartLine| {
            let held = self.line_of(&wanted.price);
            let price = held.and_then(|line| line.price.as_ref()).or_else(|| prices.get(&wanted.price))?;
            let unit = held.and_then(LineItem::share).or_else(|| price.for_each_unit(now.currency))?;
            let subtotal = unit.get().checked_mul(wanted.quantity).and_then(Amount::new)?;
            Some(price.line(now.currency, wanted.quantity, subtotal))
        };
        let lines: Vec<Line> = wanted.iter().map(line).collect::<Option<_>>()?;
        let sum = lines.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.subtotal.get()));
        let subtotal = sum.and_then(Amount::new)?;
        Some(Cart { subtotal, quantity: quantity(&lines), lines: Some(lines), ..now.clone() })
    }
}

impl LineItem {
    fn price_id(&self) -> Option<&str> {
        self.price.as_ref()?.id.as_deref()
    }

    /// What a unit of a line costs in the session, where its price is one amount for each unit.
    fn share(&self) -> Option<Amount> {
        let price = self.price.as_ref()?;
        let (quantity, subtotal) = (i64::try_from(self.quantity?).ok()?, self.amount_subtotal?);
        let even = price.is_one_amount() && subtotal.checked_rem(quantity)? == 0;
        u64::try_from(subtotal.checked_div(quantity)?).ok().filter(|_| even).and_then(Amount::new)
    }
}

impl Price {
    fn is_one_amount(&self) -> bool {
        self.unit_amount.is_some() && self.transform_quantity.is_none()
    }

    /// What a unit costs in a currency, where it is one amount for each.
    fn for_each_unit(&self, currency: Currency) -> Option<Amount> {
        let option = || self.currency_options.as_ref()?.get(currency.as_str())?.unit_amount;
        let other = || option().and_then(|minor| u64::try_from(minor).ok()).and_then(Amount::new);
        if self.is_one_amount() { self.unit_amount_in(currency).or_else(other) } else { None }
    }
}
