//! The `line_items` writer, on an account with what is generally available.

mod list_prices;
mod operation;
mod refused;
mod writes;

use discounts_core::Interaction;
use end_to_end::{Answer, Event, Shop};
use sandbox::{Config, Recorded};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::purchase::DiscountWriter;

const THRESHOLD: Endpoint = Endpoint::Add(Interaction::CartThreshold);

/// 10.00 off carts over 100.00, and two products that may be bought.
const TEN_OFF: &str = r#"
    [checkout]
    return_url = "https://shop.example.com/return"
    products = ["prod_boots", "prod_socks"]

    [[offer]]
    id = "ten"
    interaction = "cart-threshold"
    name = "Ten off"
    when.subtotal_over = { usd = "100.00" }
    give.amount_off = { usd = "10.00" }
"#;

/// A shop with boots of 125.00 and socks of 9.99.
struct Store {
    shop: Shop,
    boots: String,
    socks: String,
}

impl Store {
    async fn open(policy: &str) -> Self {
        let shop = Shop::with_writer(DiscountWriter::LineItems, Config::default(), &[], policy).await;
        let price = |cents, product: &str| {
            let price = shop.stripe().add_price_of("usd", cents, json!({ "id": product }));
            (price, product.to_owned())
        };
        let (boots, socks) = (price(12_500, "prod_boots").0, price(999, "prod_socks").0);
        Self { shop, boots, socks }
    }

    /// A session of this many boots and socks.
    fn session(&self, boots: u64, socks: u64) -> String {
        let quantities = [boots.to_string(), socks.to_string()];
        let mut params = vec![
            ("mode", "payment"),
            ("ui_mode", "custom"),
            ("return_url", "https://shop.example.com/return"),
            ("line_items[0][price]", &self.boots),
            ("line_items[0][quantity]", &quantities[0]),
        ];
        if socks > 0 {
            params.extend([("line_items[1][price]", &*self.socks), ("line_items[1][quantity]", &quantities[1])]);
        }
        let session = self.shop.create(&params);
        self.shop.stripe().clear_requests();
        session
    }

    async fn cart(&self, session: &str, lines: &[(&str, u64)]) -> Answer {
        let line = |(price, quantity): &(&str, u64)| json!({ "price": price, "quantity": quantity });
        let lines: Vec<Value> = lines.iter().map(line).collect();
        let body = json!({ "checkout_session_id": session, "line_items": lines });
        self.shop.send(Endpoint::Cart, Event::post(Endpoint::Cart, &body)).await
    }

    /// The lines, as `2x11250`.
    fn lines(&self, session: &str) -> String {
        let state = self.shop.stripe().session_state(session).unwrap();
        let unit = |line: &sandbox::Line| self.shop.stripe().unit_amount(&line.price, "usd").unwrap();
        state.lines.iter().map(|line| format!("{}x{}", line.quantity, unit(line))).collect::<Vec<_>>().join(" ")
    }

    fn line_ids(&self, session: &str) -> Vec<String> {
        self.shop.stripe().session_state(session).unwrap().lines.into_iter().map(|line| line.id).collect()
    }

    /// The writes since the last look.
    fn writes(&self) -> Vec<Recorded> {
        let requests = self.shop.stripe().requests();
        self.shop.stripe().clear_requests();
        requests.into_iter().filter(|request| request.method == "POST").collect()
    }
}

fn form(request: &Recorded) -> Vec<String> {
    let version = |key: &str| key == "metadata[discount_version]";
    let pair = |(key, value): &(String, String)| format!("{key}={}", if version(key) { "..." } else { value });
    request.form.iter().map(pair).collect()
}
