//! Each interaction, code, remove, refresh and quote on sessions that the page may change, and on one it may not.

use discounts_core::Interaction;
use end_to_end::{Recording, Shop};
use serde_json::{Value, json};
use shared::Endpoint;

use super::POLICY;

fn of(session: &str) -> Value {
    json!({ "checkout_session_id": session, "code": "spring", "interaction": "all" })
}

/// A member in California who earns every offer.
fn eligible(shop: &Shop, further: &[(&str, &str)]) -> String {
    let member = shop.customer(&json!({ "loyalty_tier": "gold", "segments": "vip" }));
    let mut params = vec![("customer", member.as_str())];
    params.extend_from_slice(further);
    let session = shop.session_in("usd", 20_000, &params);
    shop.set_address(&session, "US", "CA", "94103");
    session
}

#[tokio::test]
async fn interactions_send_what_is_recorded() {
    let mut recording = Recording::of(Shop::open(POLICY).await, POLICY);
    for interaction in Interaction::ALL {
        recording.scenario(&format!("{interaction}: earned, repeated, quoted, refreshed, removed"));
        let session = eligible(&recording.shop, &[]);
        recording.shop.stripe().clear_requests();
        let add = Endpoint::Add(interaction);
        for endpoint in [add, add, Endpoint::Quote, Endpoint::Refresh, Endpoint::Remove] {
            recording.post(endpoint, &of(&session)).await;
        }
    }
    recording.scenario("every interaction, one after the other");
    let session = eligible(&recording.shop, &[]);
    recording.shop.stripe().clear_requests();
    for interaction in Interaction::ALL {
        recording.post(Endpoint::Add(interaction), &of(&session)).await;
    }
    let one = json!({ "checkout_session_id": session, "interaction": "loyalty" });
    recording.post(Endpoint::Remove, &one).await;
    recording.post(Endpoint::Remove, &of(&session)).await;
    recording.check("interactions.txt");
}

#[tokio::test]
async fn sessions_send_what_is_recorded() {
    let mut recording = Recording::of(Shop::open(POLICY).await, POLICY);
    let add = Endpoint::Add;

    recording.scenario("a guest earns nothing");
    let guest = recording.shop.session(5_000);
    recording.shop.stripe().clear_requests();
    for interaction in Interaction::ALL {
        recording.post(add(interaction), &of(&guest)).await;
    }

    recording.scenario("a customer that the session only refers to");
    let member = recording.shop.customer(&json!({ "loyalty_tier": "gold" }));
    let referring = recording.shop.session_in("usd", 20_000, &[("client_reference_id", &member)]);
    recording.shop.stripe().clear_requests();
    recording.post(add(Interaction::Loyalty), &of(&referring)).await;

    recording.scenario("a cart that grows and shrinks");
    let cart = recording.shop.session(15_000);
    recording.shop.stripe().clear_requests();
    recording.post(add(Interaction::CartThreshold), &of(&cart)).await;
    for cents in [30_000, 9_000] {
        recording.shop.set_subtotal(&cart, cents);
        recording.post(Endpoint::Refresh, &of(&cart)).await;
    }

    recording.scenario("a session that only the server changes");
    let server_only = eligible(&recording.shop, &[("permissions[update_line_items]", "server_only")]);
    recording.shop.stripe().clear_requests();
    let (threshold, loyalty) = (add(Interaction::CartThreshold), add(Interaction::Loyalty));
    for endpoint in [threshold, threshold, loyalty, Endpoint::Refresh, Endpoint::Quote, Endpoint::Remove] {
        recording.post(endpoint, &of(&server_only)).await;
    }

    recording.scenario("sessions that are paid, expired or unknown");
    for end in ["paid", "expired", "unknown"] {
        let mut session = recording.shop.session(15_000);
        match end {
            "paid" => recording.shop.stripe().complete(&session),
            "expired" => recording.shop.stripe().expire(&session),
            _ => session = format!("cs_test_{}", "a".repeat(58)),
        }
        recording.shop.stripe().clear_requests();
        recording.post(threshold, &of(&session)).await;
        recording.post(Endpoint::Quote, &of(&session)).await;
    }
    recording.check("sessions.txt");
}

#[tokio::test]
async fn line_items_are_read_as_recorded() {
    let policy = r#"
        [[offer]]
        id = "dozen"
        interaction = "cart-threshold"
        name = "From a dozen"
        when.quantity_at_least = 12
        give.amount_off = { usd = "3.00" }
    "#;
    let mut recording = Recording::of(Shop::open(policy).await, policy);
    recording.scenario("a cart of two pages of lines");
    let session = recording.shop.session(1_000);
    let lines: Vec<_> = (0..12).map(|_| (recording.shop.stripe().add_price("usd", 500), 1)).collect();
    assert!(recording.shop.stripe().set_cart(&session, &lines));
    recording.shop.stripe().clear_requests();
    for endpoint in [Endpoint::Add(Interaction::CartThreshold), Endpoint::Refresh, Endpoint::Remove] {
        recording.post(endpoint, &of(&session)).await;
    }
    recording.check("lines.txt");
}
