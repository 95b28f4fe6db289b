//! Sessions and policies for the tests: what a test does not say is a guest with 150.00 USD in the cart, on a
//! Wednesday at noon.
#![expect(clippy::arithmetic_side_effects, reason = "the numbers of a test are small, and a panic fails it")]

use jiff::Timestamp;

use crate::decide::{Decision, decide};
use crate::interaction::{Interaction, InteractionSet};
use crate::money::{Amount, Currency};
use crate::policy::Policy;
use crate::session::{
    Address, AppliedDiscount, AppliedState, Cart, Customer, DiscountRecord, Line, ShippingCost, Shopper, ShopperCode,
    Snapshot,
};

/// Wednesday, 08:00 in New York.
pub(crate) const NOON: &str = "2026-06-03T12:00:00Z";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn amount(minor: u64) -> Amount {
    Amount::new(minor).unwrap()
}

pub(crate) fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

/// The policy of a text that must load.
pub(crate) fn policy(text: &str) -> Policy {
    Policy::load("p.toml", text).unwrap_or_else(|faults| panic!("{faults}\n{text}"))
}

/// The faults of a text that must not load.
pub(crate) fn faults(text: &str) -> String {
    Policy::load("p.toml", text).expect_err("it must not load").to_string()
}

/// One `[[offer]]`, named as its id.
pub(crate) fn offer(id: &str, interaction: &str, lines: &str) -> String {
    format!("[[offer]]\nid = \"{id}\"\ninteraction = \"{interaction}\"\nname = \"{id}\"\n{lines}\n")
}

/// An offer for every cart: `cart-threshold` from the first cent in any currency of the tests.
pub(crate) fn for_all(id: &str, lines: &str) -> String {
    offer(id, "cart-threshold", &format!("when.quantity_at_least = 1\n{lines}"))
}

/// The decision of a policy for every interaction at noon.
pub(crate) fn decided(policy: &Policy, session: &Snapshot) -> Decision {
    decide(policy, session, InteractionSet::all(), at(NOON)).unwrap()
}

impl Decision {
    /// The discount, 0 for none.
    pub(crate) fn off(&self) -> u64 {
        self.discount.as_ref().map_or(0, |discount| discount.amount_off.get())
    }

    /// The offers that apply: `a 500, b 100`.
    pub(crate) fn shares(&self) -> String {
        let shares = self.applied.iter().map(|applied| format!("{} {}", applied.offer, applied.amount));
        shares.collect::<Vec<_>>().join(", ")
    }

    /// The offers that do not: `c not_best, d subtotal_too_low`.
    pub(crate) fn losses(&self) -> String {
        let codes = |reasons: &[crate::decide::Reason]| {
            reasons.iter().map(|reason| word(&reason.code)).collect::<Vec<_>>().join("+")
        };
        let losses = self.rejected.iter().map(|rejected| format!("{} {}", rejected.offer, codes(&rejected.reasons)));
        losses.collect::<Vec<_>>().join(", ")
    }

    /// The guard rails that cut it: `max_percent, currency_step`.
    pub(crate) fn cuts(&self) -> String {
        self.clamped_by.iter().map(word).collect::<Vec<_>>().join(", ")
    }
}

/// The word that a value is written as.
pub(crate) fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap().trim_matches('"').to_owned()
}

impl Snapshot {
    /// A guest with a cart of this subtotal, in cents.
    pub(crate) fn guest(subtotal: u64) -> Self {
        Self {
            id: None,
            cart: Cart {
                currency: currency("usd"),
                subtotal: amount(subtotal),
                shipping: Amount::ZERO,
                shipping_cost: None,
                must_charge: false,
                quantity: Some(1),
                lines: None,
            },
            shopper: Shopper::Guest,
            address: None,
            code: None,
            metadata: <_>::default(),
            held: AppliedState::default(),
            ledger: <_>::default(),
        }
    }

    /// A customer with a cart of this subtotal, in cents, and these facts in the metadata.
    pub(crate) fn customer<const N: usize>(facts: [(&str, &str); N]) -> Self {
        let metadata = facts.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let customer = Customer { id: "cus_1".to_owned(), metadata, ..Customer::default() };
        Self { shopper: Shopper::Customer(customer), ..Self::guest(15_000) }
    }

    pub(crate) fn created(self, created: &str) -> Self {
        self.with_customer(|customer| customer.created = Some(at(created)))
    }

    pub(crate) fn email(self, email: &str) -> Self {
        self.with_customer(|customer| drop(customer.metadata.insert("verified_email".to_owned(), email.to_owned())))
    }

    fn with_customer(mut self, change: impl FnOnce(&mut Customer)) -> Self {
        match &mut self.shopper {
            Shopper::Customer(customer) => change(customer),
            Shopper::Guest => panic!("a guest has no customer object"),
        }
        self
    }

    pub(crate) fn subtotal(mut self, subtotal: u64) -> Self {
        self.cart.subtotal = amount(subtotal);
        self
    }

    pub(crate) fn shipping(mut self, shipping: u64) -> Self {
        self.cart.shipping = amount(shipping);
        self
    }

    /// This shipping rate is chosen, at this cost.
    pub(crate) fn ships_by(self, rate: &str, cost: u64) -> Self {
        let mut session = self.shipping(cost);
        session.cart.shipping_cost = Some(ShippingCost { amount: amount(cost), rate: Some(rate.to_owned()) });
        session
    }

    pub(crate) fn must_charge(mut self) -> Self {
        self.cart.must_charge = true;
        self
    }

    pub(crate) fn pays_in(mut self, code: &str) -> Self {
        self.cart.currency = currency(code);
        self
    }

    /// The cart holds these lines: product, tags, units, and what one costs. What is tagged `?` is a product that was
    /// not asked for. The price's id is the product's, with `price_` for `prod_`.
    pub(crate) fn lines<const N: usize>(mut self, lines: [(&str, &str, u64, u64); N]) -> Self {
        let line = |(product, tags, quantity, unit): (&str, &str, u64, u64)| Line {
            product: Some(product.to_owned()),
            price: Some(product.replace("prod_", "price_")),
            tags: Some(tags.to_owned()).filter(|tags| tags != "?"),
            quantity,
            unit_amount: Some(amount(unit)),
            subtotal: amount(unit * quantity),
        };
        let lines: Vec<Line> = lines.into_iter().map(line).collect();
        self.cart.subtotal = amount(lines.iter().map(|line| line.subtotal.get()).sum());
        self.cart.quantity = Some(lines.iter().map(|line| line.quantity).sum());
        self.cart.lines = Some(lines);
        self
    }

    pub(crate) fn quantity(mut self, quantity: Option<u64>) -> Self {
        self.cart.quantity = quantity;
        self
    }

    /// An address of country, state and postal code; what is empty is missing.
    pub(crate) fn ships_to(mut self, country: &str, state: &str, postal_code: &str) -> Self {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let address = Address { country: given(country), state: given(state), postal_code: given(postal_code) };
        self.address = Some(address);
        self
    }

    /// A request brings this code.
    pub(crate) fn types(mut self, code: &str) -> Self {
        self.code = Some(ShopperCode::parse(code).unwrap());
        self
    }

    /// The session holds this, and what is decided on is what it holds.
    pub(crate) fn holding(mut self, held: AppliedState) -> Self {
        self.code.clone_from(&held.code);
        self.held = held;
        self
    }

    pub(crate) fn named(mut self, id: &str) -> Self {
        self.id = Some(id.to_owned());
        self
    }

    pub(crate) fn says(mut self, key: &str, value: &str) -> Self {
        self.metadata.insert(key.to_owned(), value.to_owned());
        self
    }
}

impl AppliedState {
    /// These codes, one after the other. It still holds the last one.
    pub(crate) fn codes<const N: usize>(codes: [&str; N]) -> Self {
        let codes = codes.map(|code| ShopperCode::parse(code).unwrap());
        Self {
            interactions: codes.last().map(|_| Interaction::Code.into()).unwrap_or_default(),
            code: codes.last().cloned(),
            tried: codes.iter().map(ShopperCode::mark).collect(),
            ..Self::default()
        }
    }

    /// A discount of ours in USD, and nothing else.
    pub(crate) fn ours(amount_off: u64, name: &str) -> Self {
        Self::ours_of(amount_off, name, name)
    }

    /// This discount, made up of other offers than the one with its name.
    pub(crate) fn ours_of(amount_off: u64, name: &str, offers: &str) -> Self {
        let (amount_off, currency, name) = (amount(amount_off), currency("usd"), name.to_owned());
        let record = DiscountRecord { offers: offers.to_owned(), ..DiscountRecord::default() };
        Self { discount: AppliedDiscount::Ours { amount_off, currency, name, record }, ..Self::default() }
    }

    /// A discount of another system.
    pub(crate) fn foreign(minor: u64) -> Self {
        Self { discount: AppliedDiscount::Foreign { amount: amount(minor) }, ..Self::default() }
    }
}
