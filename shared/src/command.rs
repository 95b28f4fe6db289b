//! What a request does to what is being paid for: to its set of interactions, to its cart, to its address.

use std::fmt;

use discounts_core::{Interaction, InteractionSet, ShopperCode};

use crate::stripe::PriceId;

/// What a request does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SessionCommand {
    /// One more interaction is asked for, where it asks for that with what the shopper typed.
    Add(Interaction, Option<ShopperCode>),
    /// These are taken out.
    Remove(InteractionSet),
    /// The set stays; the cart, the address or the time has changed.
    Refresh,
    /// The set stays; the session itself changes, and its discount with it.
    Change(Edit),
}

/// A change of the session itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit {
    /// The cart is this one from now on.
    Cart(Vec<CartLine>),
    /// It goes there from now on.
    ShippingAddress(ShippingAddress),
}

/// So many of a price.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CartLine {
    /// What is bought.
    pub price: PriceId,
    /// 1 to [`CartLine::MOST`].
    pub quantity: u64,
}

impl CartLine {
    /// The most of one price.
    pub const MOST: u64 = 999_999;
    /// The most lines of a cart (Stripe API reference, `line_items` of a session in payment mode).
    pub const MOST_LINES: usize = 100;
}

/// Where it goes, in the words of Stripe's `collected_information.shipping_details`. It prints as `[redacted]`.
#[derive(Clone, PartialEq, Eq)]
pub struct ShippingAddress {
    /// Who receives it.
    pub name: String,
    /// ISO 3166-1 alpha-2, in upper case.
    pub country: String,
    /// The other fields that were given, by Stripe's names.
    pub fields: Vec<(&'static str, String)>,
}

impl ShippingAddress {
    /// The fields beside the country, each with whether it must be given.
    pub const FIELDS: [(&'static str, bool); 5] =
        [("line1", true), ("line2", false), ("city", false), ("state", false), ("postal_code", false)];

    /// The value of a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for ShippingAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl SessionCommand {
    /// What the shopper typed.
    #[must_use]
    pub const fn code(&self) -> Option<&ShopperCode> {
        match self {
            Self::Add(_, code) => code.as_ref(),
            Self::Remove(_) | Self::Refresh | Self::Change(_) => None,
        }
    }

    /// The set after it.
    #[must_use]
    pub fn apply(&self, set: InteractionSet) -> InteractionSet {
        match self {
            Self::Add(interaction, _) => set.with(*interaction),
            Self::Remove(taken) => set.without(*taken),
            Self::Refresh | Self::Change(_) => set,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_change_the_set_and_nothing_else() {
        let loyalty = InteractionSet::from(Interaction::Loyalty);
        let both = loyalty.with(Interaction::Location);
        assert_eq!(SessionCommand::Add(Interaction::Location, None).apply(loyalty), both);
        assert_eq!(SessionCommand::Add(Interaction::Location, None).apply(both), both);
        assert_eq!(SessionCommand::Remove(Interaction::Location.into()).apply(both), loyalty);
        assert_eq!(SessionCommand::Remove(InteractionSet::all()).apply(both), InteractionSet::EMPTY);
        assert_eq!(SessionCommand::Refresh.apply(both), both);
        assert_eq!(SessionCommand::Change(Edit::Cart(Vec::new())).apply(both), both);
    }

    #[test]
    fn an_address_prints_as_redacted() {
        let fields = vec![("line1", "7 Nightingale Road".to_owned())];
        let address = ShippingAddress { name: "Canaria".to_owned(), country: "US".to_owned(), fields };
        assert_eq!(format!("{:?}", Edit::ShippingAddress(address)), "ShippingAddress([redacted])");
    }
}
