//! What the shop sells, whom it knows, and where the page can send a parcel to.

use serde::Serialize;

/// The shop's one currency.
pub(super) const CURRENCY: &str = "usd";
/// What a parcel costs, in minor units.
pub(super) const SHIPPING: u64 = 590;
/// Where parcels go.
pub(super) const COUNTRIES: [&str; 2] = ["US", "DE"];

/// Something to buy.
#[derive(Serialize, Debug)]
pub(super) struct Product {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// What the shop says of it.
    about: &'static str,
    /// In minor units.
    pub(super) unit_amount: u64,
    /// How many are in a new cart.
    quantity: u32,
}

/// Somebody to buy as.
#[derive(Serialize, Debug)]
pub(super) struct Shopper {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// What is remarkable about the shopper.
    about: &'static str,
    /// Metadata of the Stripe customer, under the keys of the sample policy; a guest is no customer.
    #[serde(skip)]
    pub(super) metadata: Option<&'static [(&'static str, &'static str)]>,
}

/// An address to choose.
#[derive(Serialize, Debug)]
pub(super) struct Place {
    id: &'static str,
    label: &'static str,
    address: PlaceAddress,
}

#[derive(Serialize, Debug)]
struct PlaceAddress {
    name: &'static str,
    line1: &'static str,
    city: &'static str,
    state: &'static str,
    postal_code: &'static str,
    country: &'static str,
}

/// Everything that the page offers to choose.
#[derive(Serialize, Debug)]
pub(super) struct Catalog {
    /// Where the sessions are: `sandbox`, or the address of Stripe.
    pub(super) stripe: String,
    /// The key that Stripe.js is made with; none where the page can't be served.
    pub(super) publishable_key: Option<String>,
    pub(super) currency: &'static str,
    pub(super) products: &'static [Product],
    pub(super) shoppers: &'static [Shopper],
    pub(super) places: &'static [Place],
}

/// Names differ: Stripe's line items are told apart by them.
pub(super) const PRODUCTS: [Product; 5] = [
    product("espresso", "House espresso, 1 kg", "Chocolate, cherry, roasted on Tuesdays", 2_850, 1),
    product("grinder", "Hand grinder", "Steel burrs, 36 settings", 6_400, 1),
    product("kettle", "Gooseneck kettle", "0.9 litres, holds its temperature", 8_900, 0),
    product("scale", "Brew scale", "0.1 g, with a timer", 5_499, 0),
    product("cups", "Stoneware cups, set of two", "Thrown by hand, 180 ml", 3_200, 0),
];

/// One for each kind of offer in the sample policy.
pub(super) const SHOPPERS: [Shopper; 6] = [
    shopper("guest", "Guest", "not signed in", None),
    shopper("silver", "Sam", "silver member", Some(&[("loyalty_tier", "silver"), ("orders", "3")])),
    shopper("gold", "Grace", "gold member", Some(&[("loyalty_tier", "gold"), ("orders", "21")])),
    shopper("tenth", "Theo", "gold member, tenth order", Some(&[("loyalty_tier", "gold"), ("orders", "9")])),
    shopper("win-back", "Wilma", "not seen for long", Some(&[("segments", "win-back"), ("orders", "2")])),
    shopper("vip", "Vera", "VIP", Some(&[("segments", "newsletter,vip"), ("orders", "34")])),
];

/// Two inside the sample policy's places, one outside.
pub(super) const PLACES: [Place; 3] = [
    place("new-york", "New York, NY 10001", "350 W 31st St", "New York", "NY", "10001", "US"),
    place("san-francisco", "San Francisco, CA 94103", "1 Mission St", "San Francisco", "CA", "94103", "US"),
    place("berlin", "Berlin, Germany", "Torstr. 1", "Berlin", "", "10119", "DE"),
];

/// The product of an id.
pub(super) fn by_id(id: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.id == id)
}

/// The product of a line item's description.
pub(super) fn by_name(name: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.name == name)
}

/// The shopper of an id.
pub(super) fn shopper_by_id(id: &str) -> Option<&'static Shopper> {
    SHOPPERS.iter().find(|shopper| shopper.id == id)
}

const fn product(
    id: &'static str,
    name: &'static str,
    about: &'static str,
    unit_amount: u64,
    quantity: u32,
) -> Product {
    Product { id, name, about, unit_amount, quantity }
}

const fn shopper(
    id: &'static str,
    name: &'static str,
    about: &'static str,
    metadata: Option<&'static [(&'static str, &'static str)]>,
) -> Shopper {
    Shopper { id, name, about, metadata }
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
    let address = PlaceAddress { name: "A. Shopper", line1, city, state, postal_code, country };
    Place { id, label, address }
}
