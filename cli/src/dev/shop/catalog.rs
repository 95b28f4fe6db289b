//! The products of the shop, its shoppers, and the addresses of the page.

use serde::Serialize;

/// The shop's one currency.
pub(super) const CURRENCY: &str = "usd";

/// Something to buy.
#[derive(Serialize, Debug)]
pub(super) struct Product {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// The description.
    about: &'static str,
    /// In minor units.
    pub(super) unit_amount: u32,
    /// The number of pieces in a new cart.
    quantity: u32,
}

impl Product {
    /// The id at Stripe, as `[checkout] products` lists it.
    pub(super) fn stripe_id(&self) -> String {
        format!("prod_{}", self.id)
    }

    /// The id of its price in the sandbox: examples can name it.
    pub(super) fn sandbox_price(&self) -> String {
        format!("price_{}", self.id)
    }
}

/// A shopper to buy as.
#[derive(Serialize, Debug)]
pub(super) struct Shopper {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// The description of the shopper.
    about: &'static str,
    /// The data of a member; none for a guest.
    #[serde(skip)]
    pub(super) member: Option<Member>,
}

/// The data of a member.
#[derive(Debug)]
pub(super) struct Member {
    /// Metadata of the Stripe customer, under the keys of the sample policy.
    pub(super) metadata: &'static [(&'static str, &'static str)],
    /// The number of earlier orders, each of one piece of the first product.
    pub(super) orders: u32,
}

/// An address to choose.
#[derive(Serialize, Debug)]
pub(super) struct Place {
    id: &'static str,
    label: &'static str,
    name: &'static str,
    address: PlaceAddress,
}

#[derive(Serialize, Debug)]
struct PlaceAddress {
    line1: &'static str,
    city: &'static str,
    state: &'static str,
    postal_code: &'static str,
    country: &'static str,
}

/// Names differ: Stripe.js tells line items apart by them.
pub(super) const PRODUCTS: [Product; 5] = [
    product("espresso", "House espresso, 1 kg", "Chocolate, cherry, roasted on Tuesdays", 2_850, 1),
    product("grinder", "Hand grinder", "Steel burrs, 36 settings", 6_400, 1),
    product("kettle", "Gooseneck kettle", "0.9 litres, holds its temperature", 8_900, 0),
    product("scale", "Brew scale", "0.1 g, with a timer", 5_499, 0),
    product("cups", "Stoneware cups, set of two", "Thrown by hand, 180 ml", 3_200, 0),
];

/// One for each kind of offer in the sample policy; Theo's next order but one is a tenth.
pub(super) const SHOPPERS: [Shopper; 6] = [
    Shopper { id: "guest", name: "Guest", about: "not signed in", member: None },
    member("silver", "Sam", "silver member", &[("loyalty_tier", "silver")], 3),
    member("gold", "Grace", "gold member", &[("loyalty_tier", "gold")], 6),
    member("regular", "Theo", "eight orders so far", &[], 8),
    member("win-back", "Wilma", "not seen for long", &[("segments", "win-back")], 2),
    member("vip", "Vera", "VIP", &[("segments", "newsletter,vip")], 5),
];

/// Two inside the sample policy's places, one outside.
pub(super) const PLACES: [Place; 3] = [
    place("new-york", "New York, NY 10001", "350 W 31st St", "New York", "NY", "10001", "US"),
    place("san-francisco", "San Francisco, CA 94103", "1 Mission St", "San Francisco", "CA", "94103", "US"),
    place("berlin", "Berlin, Germany", "Torstr. 1", "Berlin", "", "10119", "DE"),
];

/// The shopper of an id.
pub(super) fn shopper_by_id(id: &str) -> Option<&'static Shopper> {
    SHOPPERS.iter().find(|shopper| shopper.id == id)
}

const fn product(
    id: &'static str,
    name: &'static str,
    about: &'static str,
    unit_amount: u32,
    quantity: u32,
) -> Product {
    Product { id, name, about, unit_amount, quantity }
}

const fn member(
    id: &'static str,
    name: &'static str,
    about: &'static str,
    metadata: &'static [(&'static str, &'static str)],
    orders: u32,
) -> Shopper {
    Shopper { id, name, about, member: Some(Member { metadata, orders }) }
}

const fn place(
    id: &'static str,
    label: &'static str,
    line1: &'static str,
    city: &'static str,
    state: &'static str,
    postal_code: &'static str,
    country: &'static str,
) -> Place {
    Place { id, label, name: "A. Shopper", address: PlaceAddress { line1, city, state, postal_code, country } }
}
