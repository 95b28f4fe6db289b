//! The lines of a cart, as Stripe returned them and as conditions read them.

use std::borrow::Cow;

use crate::facts::LineFacts;
use crate::money::Amount;
use crate::spelling::fold;

/// A line of a cart.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Line {
    /// `prod_...`
    pub product: Option<String>,
    /// `price_...`
    pub price: Option<String>,
    /// The product's tags, comma-separated; unknown unless the product was asked for.
    pub tags: Option<String>,
    /// How many units.
    pub quantity: u64,
    /// The unit amount of its price, if that is in the session's currency.
    pub unit_amount: Option<Amount>,
    /// All units, before discounts and tax.
    pub subtotal: Amount,
}

impl<'a> From<&'a Line> for LineFacts<'a> {
    fn from(line: &'a Line) -> Self {
        Self {
            product: line.product.as_deref().map(Cow::Borrowed),
            price: line.price.as_deref().map(Cow::Borrowed),
            tags: line.tags.as_deref().map(comma_separated),
            quantity: line.quantity,
            unit_price: line.unit_price(),
            subtotal: line.subtotal,
        }
    }
}

impl Line {
    /// The price of one unit: that of its price, else its share of the line, rounded down. Never more than its share:
    /// a price may be one of a whole package (Stripe's `transform_quantity`).
    fn unit_price(&self) -> Amount {
        let share = self.subtotal.get().checked_div(self.quantity).and_then(Amount::new).unwrap_or_default();
        self.unit_amount.map_or(share, |unit_amount| unit_amount.min(share))
    }
}

/// Words with commas between them, in the form in which they are compared.
pub(super) fn comma_separated(text: &str) -> Vec<Cow<'_, str>> {
    match fold(text) {
        Cow::Borrowed(text) => words(text).map(Cow::Borrowed).collect(),
        Cow::Owned(text) => words(&text).map(|word| Cow::Owned(word.to_owned())).collect(),
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::amount;

    #[test]
    fn unit_price_is_that_of_the_price_or_a_share_of_the_line() {
        for (unit_amount, quantity, subtotal, price) in [
            (Some(999), 3, 2_997, 999),
            (None, 3, 1_000, 333),
            (None, 0, 1_000, 0),
            (Some(0), 2, 0, 0),
            (Some(1_000), 10, 1_000, 100),
        ] {
            let unit_amount = unit_amount.map(amount);
            let line = Line { unit_amount, quantity, subtotal: amount(subtotal), ..Line::default() };
            assert_eq!(LineFacts::from(&line).unit_price, amount(price), "{line:?}");
        }
    }

    #[test]
    fn tags_are_words_with_commas_between_them_or_unknown() {
        let tags = |text: Option<&str>| {
            let line = Line { tags: text.map(str::to_owned), ..Line::default() };
            LineFacts::from(&line).tags.map(|tags| tags.join("|"))
        };
        assert_eq!(tags(Some(" sale, new ,,")), Some("sale|new".to_owned()));
        assert_eq!(tags(Some("")), Some(String::new()));
        assert_eq!(tags(None), None);
    }
}
