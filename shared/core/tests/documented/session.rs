//! A session in a line of words.

use discounts_core::Policy;
use discounts_core::money::{Amount, Currency};
use discounts_core::policy::CustomerKeys;
use discounts_core::session::{
    Address, AppliedState, Cart, Customer, Line, ShippingCost, Shopper, ShopperCode, Snapshot,
};
use jiff::Timestamp;

/// A Wednesday.
const NOON: &str = "2026-06-03T12:00:00Z";

/// The session of a line of an example.
pub(crate) struct Told {
    pub(crate) snapshot: Snapshot,
    pub(crate) now: Timestamp,
}

impl Told {
    /// `150.00 usd; tier gold; to US-CA 94105; at 2026-11-27T09:00:00-05:00`, or lines instead of a sum:
    /// `3 x shirt at 20.00 [clothes sale] + 2 x mug at 8.00, usd`.
    pub(crate) fn read(text: &str, policy: &Policy) -> Self {
        let mut facts = text.split(';').map(str::trim);
        let mut told = Self { snapshot: cart(facts.next().unwrap()), now: NOON.parse().unwrap() };
        for fact in facts {
            let (key, value) = fact.split_once(' ').unwrap_or((fact, ""));
            told.learn(key, value, policy);
        }
        told
    }

    fn learn(&mut self, key: &str, value: &str, policy: &Policy) {
        let currency = self.snapshot.cart.currency;
        let keys = &policy.customer;
        let instant = |text: &str| text.parse::<Timestamp>().unwrap_or_else(|_| panic!("{text} is no instant"));
        match key {
            "shipping" => self.ships(value, currency),
            "session" => self.snapshot.id = Some(value.to_owned()),
            "code" => self.snapshot.code = ShopperCode::parse(value),
            "units" => self.snapshot.cart.quantity = Some(value.parse().unwrap()),
            "at" => self.now = instant(value),
            "channel" => {
                self.snapshot.metadata.insert(key.to_owned(), value.to_owned());
            }
            "to" => {
                let (place, postal_code) = value.split_once(' ').unwrap_or((value, ""));
                let (country, state) = place.split_once('-').unwrap_or((place, ""));
                let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
                self.snapshot.address =
                    Some(Address { country: given(country), state: given(state), postal_code: given(postal_code) });
            }
            "customer" => self.customer().id = format!("cus_{}", value.strip_prefix("cus_").unwrap_or("1")),
            "email" => self.fact(&keys.verified_email, value),
            "since" => self.customer().created = Some(instant(value)),
            "plan" | "birthday" | "friends" => self.fact(key, value),
            "tier" => self.fact(&keys.tier, value),
            "segments" => self.fact(&keys.segments, value),
            "orders" => self.fact(&keys.orders, value),
            "uses" => self.fact(&keys.uses, value),
            "checkout-orders" => {
                self.fact(CustomerKeys::CHECKOUT_ORDERS, value);
                self.customer().metadata.entry(CustomerKeys::CHECKOUT_USES.to_owned()).or_insert("none".to_owned());
            }
            "returned" => self.fact(CustomerKeys::CHECKOUT_RETURNED, value),
            "checkout-uses" => self.fact(CustomerKeys::CHECKOUT_USES, value),
            "spent" => self.fact(&format!("{}_{currency}", keys.lifetime_spend), &amount(value, currency).to_string()),
            "last-order" => self.fact(&keys.last_order_at, &instant(value).as_second().to_string()),
            _ => panic!("{key} is nothing that a session tells"),
        }
    }

    /// `5.90 shr_standard`: what shipping costs, and the chosen rate, which may be left out.
    fn ships(&mut self, text: &str, currency: Currency) {
        let (cost, rate) = text.split_once(' ').map_or((text, None), |(cost, rate)| (cost, Some(rate.to_owned())));
        let amount = amount(cost, currency);
        self.snapshot.cart.shipping = amount;
        self.snapshot.cart.shipping_cost = Some(ShippingCost { amount, rate });
    }

    fn fact(&mut self, key: &str, value: &str) {
        self.customer().metadata.insert(key.to_owned(), value.to_owned());
    }

    /// The shopper, who is one from now on.
    fn customer(&mut self) -> &mut Customer {
        if matches!(self.snapshot.shopper, Shopper::Guest) {
            self.snapshot.shopper = Shopper::Customer(Customer { id: "cus_1".to_owned(), ..Customer::default() });
        }
        match &mut self.snapshot.shopper {
            Shopper::Customer(customer) => customer,
            Shopper::Guest => panic!("it was one just now"),
        }
    }
}

fn cart(text: &str) -> Snapshot {
    let (sum, code) = text.rsplit_once([' ', ',']).unwrap_or_else(|| panic!("no currency in {text}"));
    let currency = Currency::parse(code.trim()).unwrap();
    let lines = sum.contains(" x ").then(|| {
        let lines = sum.trim_end_matches(',').split(" + ");
        lines.map(|text| line(text, currency)).collect::<Vec<_>>()
    });
    let (subtotal, quantity) = match &lines {
        Some(lines) => (sum_of(lines), lines.iter().map(|line| line.quantity).sum()),
        None => (amount(sum.trim(), currency), 1),
    };
    Snapshot {
        id: None,
        cart: Cart {
            currency,
            subtotal,
            shipping: Amount::ZERO,
            shipping_cost: None,
            must_charge: false,
            quantity: Some(quantity),
            lines,
        },
        shopper: Shopper::Guest,
        address: None,
        code: None,
        metadata: <_>::default(),
        held: AppliedState::default(),
    }
}

/// `3 x shirt at 20.00 [clothes sale]`
fn line(text: &str, currency: Currency) -> Line {
    let (units, rest) = text.split_once(" x ").unwrap_or_else(|| panic!("no units in {text}"));
    let (item, price) = rest.split_once(" at ").unwrap_or_else(|| panic!("no price in {text}"));
    let (price, tags) = price.split_once('[').unwrap_or((price, ""));
    let (quantity, unit) = (units.trim().parse().unwrap(), amount(price.trim(), currency));
    Line {
        product: Some(format!("prod_{item}")),
        price: Some(format!("price_{item}")),
        tags: Some(tags.trim_end_matches(']').replace(' ', ",")),
        quantity,
        unit_amount: Some(unit),
        subtotal: Amount::new(unit.get() * quantity).unwrap(),
    }
}

fn sum_of(lines: &[Line]) -> Amount {
    lines.iter().fold(Amount::ZERO, |sum, line| sum.checked_add(line.subtotal).unwrap())
}

fn amount(text: &str, currency: Currency) -> Amount {
    Amount::parse(text, currency).unwrap_or_else(|fault| panic!("{text} {fault}"))
}
