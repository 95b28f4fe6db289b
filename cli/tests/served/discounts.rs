//! The calls of the page, from the session to the discount on its total.

use serde_json::{Value, json};

use crate::client::Dev;

#[tokio::test]
async fn gold_member_gets_a_discount_and_gives_it_back() {
    let dev = Dev::start().await;
    let session = dev.session("gold", &[("kettle", 2)]).await;
    assert_eq!(dev.stripes(&session).await["amount_total"], 17_800);

    let value = dev.discount("loyalty", &session).await;
    assert_eq!((&value["changed"], &value["discount"]["amount_off"]), (&json!(true), &json!(2225)));
    let held = dev.stripes(&session).await;
    assert_eq!(held["discounts"][0]["coupon"]["name"], "Gold members: 12.5% off");
    assert_eq!(held["amount_total"], 17_800 - 2225);
    assert_eq!(held["metadata"]["discount_loyalty"], "on");

    let body = json!({"checkout_session_id": session, "interaction": "loyalty"});
    assert_eq!(dev.value("/discounts/remove", body).await["discount"], Value::Null);
    let held = dev.stripes(&session).await;
    assert_eq!((&held["discounts"], &held["metadata"]["discount_loyalty"]), (&json!([]), &Value::Null));
    assert_eq!(held["amount_total"], 17_800);
}

#[tokio::test]
async fn account_without_the_preview_sells_at_lower_prices() {
    let dev = Dev::start_with(&[("DISCOUNT_WRITER", "line_items")]).await;
    let session = dev.session("gold", &[("kettle", 2)]).await;
    let value = dev.discount("loyalty", &session).await;
    assert_eq!((&value["changed"], &value["discount"]["amount_off"]), (&json!(true), &json!(2225)));
    assert_eq!((&value["amount_subtotal"], &value["amount_total"]), (&json!(17_800), &json!(17_800 - 2225)));
    let held = dev.stripes(&session).await;
    assert_eq!((&held["discounts"], &held["amount_total"]), (&json!([]), &json!(17_800 - 2225)));
    // 22.25 over two kettles is an odd cent.
    assert_eq!(held["line_items"]["data"].as_array().unwrap().len(), 2);
    assert_eq!(held["metadata"]["discount_name"], "Gold members: 12.5% off");
}

#[tokio::test]
async fn discount_follows_the_cart() {
    let dev = Dev::start().await;
    let session = dev.session("guest", &[("espresso", 1), ("grinder", 1)]).await;
    let value = dev.discount("cart-threshold", &session).await;
    assert_eq!(value["discount"], Value::Null);
    assert_eq!((&value["hints"][0]["code"], &value["hints"][0]["amount"]), (&json!("spend_more"), &json!(751)));

    for (lines, discount, items) in [
        (&[("espresso", 2), ("grinder", 1)][..], 1210, 2),
        (&[("grinder", 1), ("kettle", 3)], 3000, 2),
        (&[("cups", 1)], 0, 1),
    ] {
        dev.change_cart(&session, lines).await;
        let held = dev.stripes(&session).await;
        assert_eq!(held["total_details"]["amount_discount"], discount, "{lines:?}");
        assert_eq!(held["line_items"]["data"].as_array().unwrap().len(), items);
    }
}

#[tokio::test]
async fn discount_follows_the_address() {
    let dev = Dev::start().await;
    let session = dev.session("guest", &[("grinder", 1)]).await;
    assert_eq!(dev.discount("location", &session).await["hints"][0]["code"], "enter_address");
    let catalog = dev.catalog().await;
    let amounts = [("new-york", json!(500)), ("san-francisco", json!(512)), ("berlin", Value::Null)];
    for (place, amount) in amounts {
        let places = catalog["places"].as_array().unwrap();
        let to = places.iter().find(|one| one["id"] == place).unwrap();
        let body = json!({"checkout_session_id": session, "name": to["name"], "address": to["address"]});
        let value = dev.value("/shipping-address", body).await;
        assert_eq!(value["discount"].get("amount_off").cloned().unwrap_or_default(), amount, "{place}");
    }
}

#[tokio::test]
async fn shoppers_of_the_catalog_have_an_offer() {
    let dev = Dev::start().await;
    for (shopper, interaction, offer) in [
        ("silver", "loyalty", "silver"),
        ("gold", "loyalty", "gold"),
        ("win-back", "customer-offer", "win-back"),
        ("vip", "customer-offer", "vip"),
    ] {
        let session = dev.session(shopper, &[("espresso", 4)]).await;
        let value = dev.discount(interaction, &session).await;
        assert_eq!(value["discount"]["offers"], json!([offer]), "{shopper}");
    }
    let session = dev.session("guest", &[("espresso", 4)]).await;
    let quotes = dev.discount("quote", &session).await;
    assert_eq!(quotes["best"]["offers"], json!(["cart-over-100"]));
    assert_eq!(quotes["current"], Value::Null);
}

#[tokio::test]
async fn changed_policy_file_is_reloaded_unless_faulty() {
    let path = std::env::temp_dir().join(format!("discounts-{}.toml", std::process::id()));
    let policy = |percent: &str| {
        format!(
            "[[offer]]\nid = \"gold\"\ninteraction = \"loyalty\"\nname = \"Gold\"\nwhen.tier = [\"gold\"]\ngive.percent = {percent}\n\
             [checkout]\nreturn_url = \"https://shop.example/return\"\nproducts = [\"prod_grinder\"]\n"
        )
    };
    let write = |text: String, age: u64| {
        std::fs::write(&path, text).unwrap();
        // The times differ by more than the resolution of the file system.
        let at = std::time::SystemTime::now() - std::time::Duration::from_secs(age);
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(at).unwrap();
    };
    write(policy("\"10\""), 30);
    let dev = Dev::start_with(&[("DISCOUNT_POLICY", path.to_str().unwrap())]).await;
    let session = dev.session("gold", &[("grinder", 1)]).await;
    for (percent, age, amount) in [("\"10\"", 30, 640), ("\"20\"", 20, 1280), ("20", 10, 1280), ("\"5\"", 0, 320)] {
        write(policy(percent), age);
        let value = dev.discount("loyalty", &session).await;
        assert_eq!(value["discount"]["amount_off"], amount, "{percent}");
    }
    std::fs::remove_file(path).unwrap();
}
