//! Policies that several tests share, made of offers in one line each.

use std::sync::LazyLock;

/// An offer: id, interaction, condition, and what it gives.
type Offer = (&'static str, &'static str, &'static str, &'static str);

/// Sessions of our own, in which only the server changes cart and address.
const CHECKOUT: &str = r#"
    [checkout]
    return_url = "https://shop.example.com/return"
    products = ["prod_cup", "prod_pot", "prod_tray"]
    server_only = ["line_items", "shipping_details"]
"#;
/// Customers who are new enough to be known from their first order on.
const HISTORY: &str = "[customer]\nhistory_since = \"2020-01-01\"\n";

const LARGE: Offer = ("large", "cart-threshold", "subtotal_over = { usd = '100.00' }", "percent = '10'");
const FORTY: Offer =
    ("large", "cart-threshold", "subtotal_at_least = { usd = '40.00' }", "amount_off = { usd = '5.00' }");
const GOLD: Offer = ("gold", "loyalty", "tier = ['gold']", "amount_off = { usd = '1.00' }");

/// One offer of each interaction for an eligible session of `order`; the largest wins.
pub(crate) static FIVE: LazyLock<String> = LazyLock::new(|| {
    let offers = [
        ("member", "loyalty", "tier = ['gold']", "amount_off = { usd = '5.00' }"),
        ("cart", "cart-threshold", "subtotal_at_least = { usd = '100.00' }", "amount_off = { usd = '10.00' }"),
        ("place", "location", "country = ['US']", "amount_off = { usd = '7.00' }"),
        ("time", "limited-time", "starts = 2020-01-01", "amount_off = { usd = '3.00' }"),
        ("personal", "customer-offer", "segment = ['vip']", "amount_off = { usd = '12.00' }"),
        // Known, and out of reach of every cart.
        (
            "letter",
            "code",
            "code = ['SPRING']\nwhen.subtotal_over = { usd = '90000.00' }",
            "amount_off = { usd = '9.00' }",
        ),
    ];
    policy("", &offers)
});

/// Each interaction gives another sum, they add up, and what is earned follows cart and address.
pub(crate) static SUMS: LazyLock<String> = LazyLock::new(|| {
    let limits = "combine = 'sum'\n[limits]\nwrites_per_session = 1000\ncodes_per_session = 33\n";
    let offers = [
        GOLD,
        LARGE,
        ("california", "location", "region = ['US-CA']", "amount_off = { usd = '4.00' }"),
        ("time", "limited-time", "starts = 2020-01-01", "amount_off = { usd = '0.50' }"),
        ("vip", "customer-offer", "segment = ['vip']", "amount_off = { usd = '2.00' }"),
        ("spring", "code", "code = ['SPRING']", "amount_off = { usd = '8.00' }"),
    ];
    policy(&format!("{limits}{CHECKOUT}"), &offers)
});

/// Offers that ask nothing about the customer, and a limit on codes.
pub(crate) static OF_THE_CART: LazyLock<String> = LazyLock::new(|| {
    let spring = ("spring", "code", "code = ['SPRING']", "amount_off = { usd = '40.00' }");
    policy(&format!("[limits]\ncodes_per_session = 3\n{CHECKOUT}"), &[FORTY, spring])
});

/// [`OF_THE_CART`], and an offer for gold members.
pub(crate) static OF_THE_CUSTOMER: LazyLock<String> = LazyLock::new(|| policy(&OF_THE_CART, &[GOLD]));

/// [`OF_THE_CART`], and an offer for a first order.
pub(crate) static OF_THE_HISTORY: LazyLock<String> = LazyLock::new(|| {
    let welcome = ("welcome", "loyalty", "first_order = true", "amount_off = { usd = '9.00' }");
    policy(&format!("{}{HISTORY}", *OF_THE_CART), &[welcome])
});

/// Every interaction of a code's rivals gives something, and as many codes may be tried as a policy can allow.
pub(crate) static MOST_CODES: LazyLock<String> = LazyLock::new(|| {
    let spring = ("spring", "code", "code = ['SPRING']", "amount_off = { usd = '30.00' }");
    policy("limits.codes_per_session = 33\ncombine = 'sum'\n", &[GOLD, FORTY, spring])
});

/// There is something to gain everywhere: by history, by threshold, by step, by place, by time, by code, by line. `combine` is
/// the policy's, and `flash_ends` is when the offer of limited time ends. With shipping rates, there is something to gain by
/// these as well.
pub(crate) fn attacked(combine: &str, flash_ends: &str, rates: &[&str]) -> String {
    let limits = "[limits]\ncodes_per_session = 3\nwrites_per_session = 12\n";
    let flash = format!("ends = '{flash_ends}'");
    let ladder = "ladder = [{ over = { usd = '150.00' }, amount_off = { usd = '18.00' } }, \
                  { over = { usd = '300.00' }, amount_off = { usd = '45.00' } }]";
    let trays = "percent = '40'\ngive.on = { tags = ['sale'] }";
    let member = "segment = ['member']\nwhen.subtotal_at_least = { usd = '50.00' }";
    let offers = [
        ("welcome", "loyalty", "first_order = true", "amount_off = { usd = '20.00' }"),
        ("patron", "loyalty", "lifetime_spend_at_least = { usd = '150.00' }", "amount_off = { usd = '7.00' }"),
        LARGE,
        ("more", "cart-threshold", "", ladder),
        ("california", "location", "region = ['US-CA']", "amount_off = { usd = '8.00' }"),
        ("trays", "cart-threshold", "contains = { tags = ['sale'], quantity_at_least = 2 }", trays),
        ("member", "customer-offer", member, "amount_off = { usd = '6.00' }"),
        ("staff", "customer-offer", "email_domain = ['staff.example']", "amount_off = { usd = '15.00' }"),
        ("spring", "code", "code = ['SPRING']", "amount_off = { usd = '12.00' }"),
        ("flash", "limited-time", &flash, "amount_off = { usd = '9.00' }"),
    ];
    let on_shipping = [
        (
            "standard",
            "automatic",
            "subtotal_at_least = { usd = '50.00' }",
            "shipping = { percent = '100', cap = { usd = '5.90' } }",
        ),
        (
            "express",
            "cart-threshold",
            "subtotal_over = { usd = '150.00' }",
            "shipping = { percent = '50', rates = ['shr_express'] }",
        ),
    ];
    let (on_shipping, rates) = match rates {
        [] => (&[][..], String::new()),
        rates => (&on_shipping[..], format!("shipping_rates = {rates:?}\n")),
    };
    policy(&format!("combine = '{combine}'\n{limits}{HISTORY}{CHECKOUT}{rates}"), &[&offers, on_shipping].concat())
}

/// Settings, and offers named after their ids.
fn policy(settings: &str, offers: &[(&str, &str, &str, &str)]) -> String {
    offers.iter().fold(settings.to_owned(), |policy, (id, interaction, when, give)| {
        let when = if when.is_empty() { String::new() } else { format!("when.{when}\n") };
        format!("{policy}\n[[offer]]\nid = '{id}'\ninteraction = '{interaction}'\nname = '{id}'\n{when}give.{give}\n")
    })
}
