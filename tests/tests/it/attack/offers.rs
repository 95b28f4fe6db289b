//! The offers, and the ways to earn them.

/// There is something to gain everywhere: by history, by threshold, by step, by place, by time, by code, by line.
pub(super) const OFFERS: &str = r#"
    [limits]
    codes_per_session = 3
    writes_per_session = 12

    [customer]
    history_since = "2020-01-01"

    [checkout]
    return_url = "https://shop.example.com/return"
    products = ["prod_cup", "prod_pot", "prod_tray"]
    server_only = ["line_items", "shipping_details"]

    [[offer]]
    id = "welcome"
    interaction = "loyalty"
    name = "Welcome"
    when.first_order = true
    give.amount_off = { usd = "20.00" }

    [[offer]]
    id = "large"
    interaction = "cart-threshold"
    name = "10% off carts over $100"
    when.subtotal_over = { usd = "100.00" }
    give.percent = "10"

    [[offer]]
    id = "more"
    interaction = "cart-threshold"
    name = "The more you buy"
    give.ladder = [
        { over = { usd = "150.00" }, amount_off = { usd = "18.00" } },
        { over = { usd = "300.00" }, amount_off = { usd = "45.00" } },
    ]

    [[offer]]
    id = "california"
    interaction = "location"
    name = "Hello California"
    when.region = ["US-CA"]
    give.amount_off = { usd = "8.00" }

    [[offer]]
    id = "trays"
    interaction = "cart-threshold"
    name = "40% off trays"
    when.contains = { tags = ["sale"], quantity_at_least = 2 }
    give.percent = "40"
    give.on = { tags = ["sale"] }

    [[offer]]
    id = "member"
    interaction = "customer-offer"
    name = "For members"
    when.segment = ["member"]
    when.subtotal_at_least = { usd = "50.00" }
    give.amount_off = { usd = "6.00" }

    [[offer]]
    id = "patron"
    interaction = "loyalty"
    name = "For patrons"
    when.lifetime_spend_at_least = { usd = "150.00" }
    give.amount_off = { usd = "7.00" }

    [[offer]]
    id = "spring"
    interaction = "code"
    name = "Spring"
    when.code = ["SPRING"]
    give.amount_off = { usd = "12.00" }
"#;

/// Products for sale: id, cents, tags. The welcome pays for a whole cup.
pub(super) const GOODS: [(&str, i64, &str); 3] =
    [("prod_cup", 1_500, ""), ("prod_pot", 9_000, "new"), ("prod_tray", 2_500, "sale")];
/// Carts: how many of each.
pub(super) const CARTS: [[u64; 3]; 6] = [[1, 0, 0], [0, 1, 0], [2, 1, 0], [0, 2, 0], [0, 1, 3], [1, 4, 2]];
/// Addresses: country and state.
pub(super) const PLACES: [(&str, &str); 3] = [("US", "CA"), ("US", "NY"), ("DE", "BY")];
pub(super) const CODES: [&str; 5] = ["spring", "SUMMER", "AUTUMN", "WINTER", "MAY"];
