//! Disputes of charges: their money, their events, and the refunds that they forbid.

use sandbox::{Access, Claim, DisputeStatus, Key, Resource};
use serde_json::json;

use crate::client::{Client, client, id, path};

/// A client, and a charge of 10 dollars that a session has made.
async fn charged() -> (Client, String, String) {
    let client = client().await;
    let session = client.session(1000, &[]);
    client.running.complete(&session);
    let charge = client.running.charge_of(&session).unwrap();
    drop(client.running.deliveries());
    (client, session, charge)
}

fn kinds(client: &Client) -> Vec<String> {
    client.running.deliveries().into_iter().map(|delivery| delivery.kind.replace("charge.dispute.", "")).collect()
}

#[tokio::test]
async fn chargeback_takes_the_money_until_it_is_won() {
    let (client, session, charge) = charged().await;
    let opened = client.running.dispute(&charge, Claim::Chargeback, None).unwrap();
    assert_eq!((&opened["status"], &opened["reason"]), (&json!("needs_response"), &json!("fraudulent")));
    assert_eq!((&opened["amount"], &opened["charge"]), (&json!(1000), &json!(charge)));
    assert_eq!(kinds(&client), ["created", "funds_withdrawn"]);
    let dispute = id(&opened);
    assert!(!client.running.move_dispute(&dispute, DisputeStatus::Won), "nobody wins without evidence");
    assert!(client.running.move_dispute(&dispute, DisputeStatus::UnderReview));
    assert!(client.running.move_dispute(&dispute, DisputeStatus::Won));
    assert!(!client.running.move_dispute(&dispute, DisputeStatus::Lost), "it is decided");
    assert_eq!(kinds(&client), ["updated", "closed", "funds_reinstated"]);
    let won = client.get(&format!("/v1/disputes/{dispute}")).await.ok();
    let moved = |field: &str| -> Vec<i64> {
        won["balance_transactions"].as_array().unwrap().iter().map(|moved| moved[field].as_i64().unwrap()).collect()
    };
    assert_eq!((&won["status"], moved("amount"), moved("net")), (&json!("won"), vec![-1000, 1000], vec![-2500, 1000]));
    let charge = client.get(&format!("/v1/charges/{charge}?expand[]=payment_intent")).await.ok();
    assert_eq!((&charge["disputed"], &charge["amount_refunded"]), (&json!(true), &json!(0)));
    assert_eq!(charge["payment_intent"]["status"], "succeeded");
    assert_eq!(client.get(&path(&session)).await.ok()["payment_status"], "paid");
}

#[tokio::test]
async fn returned_debit_is_lost_at_once() {
    let (client, session, charge) = charged().await;
    let lost = client.running.dispute(&charge, Claim::ReturnedDebit, None).unwrap();
    assert_eq!((&lost["status"], &lost["reason"]), (&json!("lost"), &json!("insufficient_funds")));
    assert_eq!(kinds(&client), ["created", "funds_withdrawn", "closed"]);
    assert_eq!(client.get(&path(&session)).await.ok()["payment_status"], "paid");
}

#[tokio::test]
async fn inquiry_takes_no_money_until_it_escalates() {
    let (client, _, charge) = charged().await;
    let inquiry = client.running.dispute(&charge, Claim::Inquiry, Some(400)).unwrap();
    assert_eq!((&inquiry["status"], &inquiry["amount"]), (&json!("warning_needs_response"), &json!(400)));
    assert_eq!((&inquiry["is_charge_refundable"], &inquiry["balance_transactions"]), (&json!(true), &json!([])));
    assert!(client.running.move_dispute(&id(&inquiry), DisputeStatus::NeedsResponse));
    assert_eq!(kinds(&client), ["created", "updated", "funds_withdrawn"]);
    let escalated = client.get(&format!("/v1/disputes/{}", id(&inquiry))).await.ok();
    assert_eq!(escalated["balance_transactions"][0]["amount"], -400);
    assert_eq!(escalated["is_charge_refundable"], false);
}

#[tokio::test]
async fn charge_is_not_refunded_while_it_is_charged_back() {
    let (client, _, charge) = charged().await;
    let refund = format!("charge={charge}&amount=100");
    client.running.dispute(&charge, Claim::Inquiry, None).unwrap();
    client.post("/v1/refunds", &refund).await.ok();
    let dispute = id(&client.running.dispute(&charge, Claim::Chargeback, None).unwrap());
    let refused = client.post("/v1/refunds", &refund).await;
    assert_eq!((refused.status, &refused.error()["code"]), (400, &json!("charge_disputed")));
    assert!(client.running.move_dispute(&dispute, DisputeStatus::UnderReview));
    assert!(client.running.move_dispute(&dispute, DisputeStatus::Won));
    client.post("/v1/refunds", &refund).await.ok();
}

#[tokio::test]
async fn disputes_are_listed_by_charge_for_keys_that_may() {
    let (mut client, session, charge) = charged().await;
    let dispute = id(&client.running.dispute(&charge, Claim::Chargeback, None).unwrap());
    let intent = client.get(&path(&session)).await.ok()["payment_intent"].as_str().unwrap().to_owned();
    for query in [format!("charge={charge}"), format!("payment_intent={intent}&expand[]=data.charge")] {
        let page = client.get(&format!("/v1/disputes?{query}")).await.ok();
        assert_eq!(page["data"][0]["id"], json!(dispute), "{query}");
    }
    let page = client.get("/v1/disputes?charge=ch_none").await.ok();
    assert_eq!((&page["data"], &page["url"]), (&json!([]), &json!("/v1/disputes")));
    client.running.add_key(Key::restricted("rk_test_charges", &[(Resource::Charge, Access::Write)]));
    client.key = "rk_test_charges".into();
    let refused = client.get("/v1/disputes").await;
    assert!(refused.error()["message"].as_str().unwrap().contains("rak_dispute_read"), "{}", refused.text);
}

#[tokio::test]
async fn only_a_taken_amount_can_be_disputed() {
    let (client, _, charge) = charged().await;
    for (charge, amount) in [(charge.as_str(), Some(1001)), (charge.as_str(), Some(0)), ("ch_none", None)] {
        assert!(client.running.dispute(charge, Claim::Chargeback, amount).is_err(), "{charge} {amount:?}");
    }
    let waiting = client.session(1000, &[]);
    client.running.complete_delayed(&waiting);
    let pending = client.running.charge_of(&waiting).unwrap();
    assert!(client.running.dispute(&pending, Claim::ReturnedDebit, None).is_err());
    assert!(client.running.objects("dispute").is_empty());
}
