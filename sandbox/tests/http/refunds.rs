//! Refunds of charges, whole, in parts, and failing later.

use serde_json::json;

use crate::client::{client, id, ids, path};

#[tokio::test]
async fn charges_are_refunded_in_parts_and_whole() {
    let client = client().await;
    let session = client.session(1000, &[]);
    client.running.complete(&session);
    let intent = client.get(&path(&session)).await.ok()["payment_intent"].as_str().unwrap().to_owned();
    let charges = client.get(&format!("/v1/charges?payment_intent={intent}")).await.ok();
    let charge = id(&charges["data"][0]);
    let refund = client.post("/v1/refunds", &format!("charge={charge}&amount=300&metadata[why]=late")).await.ok();
    assert_eq!((&refund["amount"], &refund["payment_intent"]), (&json!(300), &json!(intent)));
    assert_eq!((&refund["metadata"], refund.get("livemode")), (&json!({"why": "late"}), None));
    let part = client.get(&format!("/v1/charges/{charge}")).await.ok();
    assert_eq!((&part["amount_refunded"], &part["refunded"]), (&json!(300), &json!(false)));
    let more = client.post("/v1/refunds", &format!("charge={charge}&amount=701")).await.error();
    assert_eq!(more["param"], "amount");
    let rest = client.post("/v1/refunds", &format!("payment_intent={intent}&expand[]=charge")).await.ok();
    assert_eq!((&rest["amount"], &rest["charge"]["refunded"]), (&json!(700), &json!(true)));
    assert_eq!(rest["charge"]["amount_refunded"], 1000);
    let again = client.post("/v1/refunds", &format!("charge={charge}")).await.error();
    assert_eq!(again["code"], "charge_already_refunded");
    let listed = client.get(&format!("/v1/refunds?charge={charge}")).await.ok();
    assert_eq!(ids(&listed), [id(&rest), id(&refund)]);
    let unpaid = id(&client.post("/v1/payment_intents", "amount=5000&currency=usd").await.ok());
    for wrong in [
        String::new(),
        "charge=ch_none".into(),
        format!("payment_intent={unpaid}"),
        format!("charge={charge}&payment_intent={intent}"),
    ] {
        assert_eq!(client.post("/v1/refunds", &wrong).await.status, 400, "{wrong}");
    }
    assert_eq!(client.get(&path(&session)).await.ok()["payment_status"], "paid");
}

#[tokio::test]
async fn refund_that_fails_later_gives_the_amount_back_to_the_charge() {
    let client = client().await;
    let session = client.session(1000, &[]);
    client.running.complete(&session);
    let charge = client.running.charge_of(&session).unwrap();
    let kept = client.running.refund(&charge, Some(300)).unwrap();
    let failing = id(&client.running.refund(&charge, None).unwrap());
    drop(client.running.deliveries());
    assert!(client.running.fail_refund(&failing));
    assert!(!client.running.fail_refund(&failing), "it has failed");
    let kinds: Vec<String> = client.running.deliveries().into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["charge.refund.updated", "refund.updated", "refund.failed"]);
    let shown = client.get(&format!("/v1/charges/{charge}")).await.ok();
    assert_eq!((&shown["amount_refunded"], &shown["refunded"]), (&json!(300), &json!(false)));
    let failed = client.get(&format!("/v1/refunds/{failing}")).await.ok();
    assert_eq!((&failed["status"], &failed["failure_reason"]), (&json!("failed"), &json!("unknown")));
    assert_eq!(client.get(&format!("/v1/refunds/{}", id(&kept))).await.ok()["status"], "succeeded");
    assert_eq!(client.running.refund(&charge, None).unwrap()["amount"], 700);
}
