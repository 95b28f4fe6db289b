//! `--now`: functions and sandbox that start at another time.

use serde_json::{Value, json};
use shared::clock::Clock;

use crate::client::Dev;

const SALE: &str = r#"
    checkout.products = ["prod_grinder"]
    checkout.return_url = "https://shop.example/return"

    [[offer]]
    id = "sale"
    interaction = "limited-time"
    name = "Sale"
    when.starts = "2041-07-01T00:00:00Z"
    when.ends = "2041-07-02T00:00:00Z"
    give.percent = "10"
"#;

#[tokio::test]
async fn offers_are_decided_at_the_time_of_now() {
    let path = std::env::temp_dir().join(format!("sale-{}.toml", uuid::Uuid::new_v4()));
    std::fs::write(&path, SALE).unwrap();
    for (now, given) in [
        ("2041-06-30T23:00:00Z", Value::Null),
        ("2041-07-01T12:00:00Z", json!("Sale")),
        ("2041-07-02T00:00:00Z", Value::Null),
    ] {
        let clock = Clock::starting_at(now.parse().unwrap());
        let dev = Dev::start_at(clock, &[("DISCOUNT_POLICY", path.to_str().unwrap())]).await;
        let session = dev.session("guest", &[("grinder", 1)]).await;
        assert_eq!(dev.discount("limited-time", &session).await["discount"]["name"], given, "{now}");
    }
    std::fs::remove_file(path).unwrap();
}
