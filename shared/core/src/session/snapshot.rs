//! A Checkout Session at one moment.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{AppliedState, LedgerFacts, Line};
use crate::code::ShopperCode;
use crate::interaction::{Interaction, InteractionSet};
use crate::money::{Amount, Currency};
use crate::policy::Policy;

/// An open session in payment mode, as Stripe returned it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Snapshot {
    /// `cs_...`, or `pi_...`; without one, no experiment draws it.
    pub id: Option<String>,
    /// The cart.
    pub cart: Cart,
    /// The shopper.
    pub shopper: Shopper,
    /// The shipping address, once the shopper has entered it.
    pub address: Option<Address>,
    /// The code that is decided on: the one that the session holds, or the one that a request brings instead.
    pub code: Option<ShopperCode>,
    /// The session's metadata.
    pub metadata: BTreeMap<String, String>,
    /// The state that this service has left in the session.
    pub held: AppliedState,
    /// The facts of the ledger, where the policy counts.
    pub ledger: LedgerFacts,
}

impl Snapshot {
    /// Returns whether it has been asked for more codes than the policy allows, the one that is decided on among them.
    ///
    /// Calls at the same moment can write more codes than there may be, since none sees the others' yet. A call that then
    /// reads the session sees all of them: no code counts on it any more.
    #[must_use]
    pub fn codes_are_spent(&self, policy: &Policy) -> bool {
        let tried = u64::try_from(self.held.tried.len()).unwrap_or(u64::MAX);
        let most = policy.limits.codes_per_session;
        // Below the limit there is room for any other one: a mark is a hash, and costs as much as the decision.
        let is_new = || self.code.as_ref().is_some_and(|code| !self.held.tried.contains(&code.mark()));
        tried > most || (tried == most && is_new())
    }

    /// A set of interactions without those that the session can't be decided for: `code`, once its codes are spent.
    #[must_use]
    pub fn honoured(&self, policy: &Policy, set: InteractionSet) -> InteractionSet {
        if self.codes_are_spent(policy) { set.without_values() } else { set }
    }

    /// The code that counts in a set.
    pub(super) fn code_of(&self, policy: &Policy, set: InteractionSet) -> Option<&ShopperCode> {
        self.code.as_ref().filter(|_| self.honoured(policy, set).contains(Interaction::Code))
    }
}

/// The sums of a cart, before discounts and tax.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Cart {
    /// The session's currency.
    pub currency: Currency,
    /// All lines: Stripe's `amount_subtotal`.
    pub subtotal: Amount,
    /// Shipping: what is charged beside the lines.
    pub shipping: Amount,
    /// The cost of shipping that offers on shipping are given on; none while no shipping rate is chosen.
    pub shipping_cost: Option<ShippingCost>,
    /// True if something must be left to pay: a Checkout Session may be free, a payment intent may not.
    pub must_charge: bool,
    /// How many units; unknown unless the lines were asked for.
    pub quantity: Option<u64>,
    /// The lines; unknown unless they were asked for.
    pub lines: Option<Vec<Line>>,
}

/// The cost of shipping.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ShippingCost {
    /// Before discounts and tax.
    pub amount: Amount,
    /// The chosen shipping rate, `shr_...`; unknown where a purchase has none, such as a payment intent.
    pub rate: Option<String>,
}

/// The shopper.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Shopper {
    /// Nobody that the shop knows.
    Guest,
    /// A customer of the shop.
    Customer(Customer),
}

impl Shopper {
    /// Returns this shopper in a purchase that nobody counts.
    #[must_use]
    pub fn uncounted(self) -> Self {
        match self {
            Self::Customer(customer) => Self::Customer(Customer { uncounted: true, ..customer }),
            Self::Guest => Self::Guest,
        }
    }

    /// The customer's id; none for a guest.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Customer(customer) => Some(&customer.id),
            Self::Guest => None,
        }
    }
}

/// Stripe's customer object. Nothing that the shopper types is in it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Customer {
    /// `cus_...`
    pub id: String,
    /// When it was created; unknown unless the object was asked for.
    pub created: Option<Timestamp>,
    /// True if Stripe does not list this purchase among the customer's orders, so that nobody would count it: the session
    /// only refers to the customer, or it is a payment intent.
    pub uncounted: bool,
    /// Facts, under the keys that the policy names.
    pub metadata: BTreeMap<String, String>,
}

/// The session's shipping address.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Address {
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The region's code, with or without the country before it.
    pub state: Option<String>,
    /// The postal code, as typed.
    pub postal_code: Option<String>,
}
