//! The facts that a set of offers reads: nothing else is asked of Stripe, and nothing else is logged.

use serde::{Deserialize, Serialize};

/// A fact about the session or its shopper that a condition can read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fact {
    /// The customer's id.
    Customer,
    /// The member's tier.
    Tier,
    /// The customer's segments.
    Segments,
    /// The domain of the customer's e-mail address.
    EmailDomain,
    /// The number of completed orders.
    Orders,
    /// How often the customer has used each offer.
    Uses,
    /// The sum of those orders.
    LifetimeSpend,
    /// When the last one was completed.
    LastOrderAt,
    /// When the customer was created.
    CustomerSince,
    /// Words of the customer's metadata.
    CustomerMetadata,
    /// Days of the customer's life.
    CustomerDays,
    /// The number of units in the cart.
    Quantity,
    /// The lines of the cart, with their products.
    Lines,
    /// The cost of shipping.
    ShippingCost,
    /// The chosen shipping rate.
    ShippingRate,
    /// The country of the shipping address.
    Country,
    /// The region of the shipping address.
    Region,
    /// The postal code of the shipping address.
    PostalCode,
    /// True if there is a postal code, where a condition under `unless` names some.
    HasPostalCode,
    /// The code that the shopper typed.
    Code,
    /// The session's metadata.
    Metadata,
    /// The draws of experiments.
    Draws,
    /// The code of a series.
    SignedCode,
    /// The rooms that are left in the limits of counted offers.
    Rooms,
}

/// A set of facts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Reads(u32);

impl Fact {
    /// Returns whether it is unknown if a customer does not have it. A customer without one of the others has none: no tier
    /// is a tier, too.
    #[must_use]
    pub const fn is_counted(self) -> bool {
        matches!(self, Self::Orders | Self::Uses | Self::LifetimeSpend | Self::LastOrderAt | Self::CustomerSince)
    }
}

impl Reads {
    /// Nothing but the cart's sums.
    pub const NOTHING: Self = Self(0);

    /// Returns whether the fact is read.
    #[must_use]
    pub const fn contains(self, fact: Fact) -> bool {
        self.0 & (1 << fact as u32) != 0
    }

    /// Returns whether a fact is read that only Stripe's customer object holds.
    #[must_use]
    pub fn customer_object(self) -> bool {
        use Fact::{
            CustomerDays, CustomerMetadata, CustomerSince, EmailDomain, LastOrderAt, LifetimeSpend, Orders, Segments,
            Tier, Uses,
        };
        let counted = [Orders, Uses, LifetimeSpend, LastOrderAt, CustomerSince];
        let said = [Tier, Segments, EmailDomain, CustomerMetadata, CustomerDays];
        counted.into_iter().chain(said).any(|fact| self.contains(fact))
    }

    /// Returns whether anything about the shopper is read.
    #[must_use]
    pub fn shopper(self) -> bool {
        self.contains(Fact::Customer) || self.customer_object()
    }

    /// Returns whether anything about the shipping address is read.
    #[must_use]
    pub fn place(self) -> bool {
        [Fact::Country, Fact::Region, Fact::PostalCode].into_iter().any(|fact| self.contains(fact))
    }
}

impl From<Fact> for Reads {
    fn from(fact: Fact) -> Self {
        Self(1 << fact as u32)
    }
}

impl FromIterator<Self> for Reads {
    fn from_iter<I: IntoIterator<Item = Self>>(reads: I) -> Self {
        reads.into_iter().fold(Self::NOTHING, |all, more| Self(all.0 | more.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customers_id_needs_no_customer_object() {
        let id: Reads = Fact::Customer.into();
        assert!(id.shopper() && !id.customer_object());
        let tier: Reads = Fact::Tier.into();
        assert!(tier.shopper() && tier.customer_object() && !tier.place());
        assert!(Reads::from(Fact::PostalCode).place());
    }
}
