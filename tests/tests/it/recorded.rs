//! Wire traffic of the main routes, compared with files that a reader can check line by line.
//!
//! `RECORD_WIRE=1 cargo test -p end-to-end recorded` rewrites the files; with `WRITER=line_items` those of `line_items`.

mod carts;
mod creations;
mod faults;
mod intents;
mod orders;
mod sessions;

/// One offer of each interaction, independent of the date.
const POLICY: &str = r#"
    [checkout]
    return_url = "https://shop.example.com/return"
    products = ["prod_cup", "prod_pot"]
    server_only = ["line_items", "shipping_details"]
    countries = ["US", "DE"]

    [customer]
    history_since = "2020-01-01"

    [[offer]]
    id = "gold"
    interaction = "loyalty"
    name = "Gold members: $15 off"
    when.tier = ["gold"]
    give.amount_off = { usd = "15.00" }

    [[offer]]
    id = "welcome"
    interaction = "loyalty"
    name = "Welcome: $5 off"
    when.first_order = true
    give.amount_off = { usd = "5.00" }

    [[offer]]
    id = "large"
    interaction = "cart-threshold"
    name = "10% off carts over $100"
    when.subtotal_over = { usd = "100.00" }
    give.percent = "10"

    [[offer]]
    id = "california"
    interaction = "location"
    name = "Hello California"
    when.region = ["US-CA"]
    give.amount_off = { usd = "8.00" }

    [[offer]]
    id = "season"
    interaction = "limited-time"
    name = "This season: 5% off"
    when.starts = 2020-01-01
    give.percent = "5"

    [[offer]]
    id = "vip"
    interaction = "customer-offer"
    name = "For you"
    when.segment = ["vip"]
    give.amount_off = { usd = "12.00" }

    [[offer]]
    id = "letter"
    interaction = "code"
    name = "For our readers"
    when.code = ["SPRING"]
    give.amount_off = { usd = "4.00" }
"#;
