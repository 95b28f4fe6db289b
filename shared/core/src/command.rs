//! Commands: changes that a request makes to a purchase, to its set of interactions, its cart or its address.

use std::fmt;

use crate::interaction::{Interaction, InteractionSet};
use crate::session::ShopperCode;

/// A change that a request asks for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum SessionCommand {
    /// Adds an interaction, with the code that the shopper typed where it takes one.
    Add(Interaction, Option<ShopperCode>),
    /// Removes interactions.
    Remove(InteractionSet),
    /// Decides again: the cart, the address or the time has changed.
    Refresh,
    /// Changes the session itself, and its discount with it.
    Change(Edit),
}

/// A change of the session itself.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Edit {
    /// Replaces the cart.
    Cart(Vec<CartLine>),
    /// Replaces the shipping address.
    ShippingAddress(ShippingAddress),
}

/// A quantity of one price.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CartLine {
    /// The price.
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

/// The id of a price: `^price_[A-Za-z0-9]{1,128}$`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PriceId(String);

impl PriceId {
    /// The longest part after the prefix. Stripe docs bound the length of ids at 255.
    const LONGEST: usize = 128;

    /// Checks the form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix("price_")?;
        let fits = (1..=Self::LONGEST).contains(&body.len()) && body.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| Self(text.to_owned()))
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A shipping address, with the fields of Stripe's `collected_information.shipping_details`. Prints as `[redacted]`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ShippingAddress {
    /// The recipient.
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
    /// The code that the shopper typed.
    #[must_use]
    pub const fn code(&self) -> Option<&ShopperCode> {
        match self {
            Self::Add(_, code) => code.as_ref(),
            Self::Remove(_) | Self::Refresh | Self::Change(_) => None,
        }
    }

    /// The set after the command.
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
    fn commands_change_only_the_set() {
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
    fn price_ids_have_their_prefix_and_a_plain_body() {
        assert_eq!(PriceId::parse("price_1Mcd6Z").unwrap().as_str(), "price_1Mcd6Z");
        for id in ["", "price_", "price_a/b", "price_\u{e4}", "prod_1"] {
            assert!(PriceId::parse(id).is_none(), "{id}");
        }
    }

    #[test]
    fn addresses_print_as_redacted() {
        let fields = vec![("line1", "7 Nightingale Road".to_owned())];
        let address = ShippingAddress { name: "Canaria".to_owned(), country: "US".to_owned(), fields };
        assert_eq!(format!("{:?}", Edit::ShippingAddress(address)), "ShippingAddress([redacted])");
    }
}
