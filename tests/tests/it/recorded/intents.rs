//! Payment intents of shops without Checkout Sessions.

use discounts_core::Interaction;
use end_to_end::{Recording, Shop};
use serde_json::{Value, json};
use shared::Endpoint;

use super::POLICY;

fn of(intent: &str) -> Value {
    json!({ "payment_intent_id": intent, "code": "spring", "interaction": "all" })
}

fn intent(shop: &Shop, further: &[(&str, &str)]) -> String {
    let mut params = vec![("currency", "usd"), ("amount", "21500"), ("metadata[discount_subtotal]", "20000")];
    params.extend_from_slice(&[("metadata[discount_shipping]", "1000"), ("metadata[discount_tax]", "500")]);
    params.extend_from_slice(further);
    let intent = shop.stripe().create_payment_intent(&params).unwrap();
    shop.stripe().clear_requests();
    intent["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn intents_send_what_is_recorded() {
    let mut recording = Recording::of(Shop::open(POLICY).await, POLICY);
    let member = recording.shop.customer(&json!({ "loyalty_tier": "gold", "segments": "vip" }));
    for interaction in Interaction::ALL {
        recording.scenario(&format!("{interaction}: earned, repeated, quoted, refreshed, removed"));
        let address = [
            ("customer", member.as_str()),
            ("shipping[name]", "Canaria"),
            ("shipping[address][country]", "US"),
            ("shipping[address][state]", "CA"),
            ("shipping[address][line1]", "7 Nightingale Road"),
        ];
        let own = intent(&recording.shop, &address);
        let add = Endpoint::Add(interaction);
        for endpoint in [add, add, Endpoint::Quote, Endpoint::Refresh, Endpoint::Remove] {
            recording.post(endpoint, &of(&own)).await;
        }
    }

    recording.scenario("a guest's intent, one interaction after the other");
    let guest = intent(&recording.shop, &[]);
    for interaction in Interaction::ALL {
        recording.post(Endpoint::Add(interaction), &of(&guest)).await;
    }
    recording.post(Endpoint::Remove, &json!({ "payment_intent_id": guest, "interaction": "code" })).await;

    recording.scenario("intents that are not the shop's, or not open to change");
    let params = [("currency", "usd"), ("amount", "20000")];
    let foreign = recording.shop.stripe().create_payment_intent(&params).unwrap()["id"].as_str().unwrap().to_owned();
    let paid = intent(&recording.shop, &[]);
    assert!(recording.shop.stripe().move_payment_intent(&paid, sandbox::IntentStatus::Succeeded));
    for other in [foreign, paid, "pi_unknown".to_owned()] {
        recording.post(Endpoint::Add(Interaction::CartThreshold), &of(&other)).await;
    }
    recording.post(Endpoint::Cart, &json!({ "payment_intent_id": guest, "line_items": [] })).await;
    recording.check("intents.txt");
}
