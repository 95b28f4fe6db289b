//! Payment intents, charges, refunds, and the sessions that make them.

use sandbox::IntentStatus;
use serde_json::{Value, json};

use crate::client::{client, id, ids, off, path};

#[tokio::test]
async fn a_paid_session_has_a_payment_intent_with_a_charge() {
    let client = client().await;
    let customer = client.running.add_customer(json!({"email": "a@example.com"}));
    let session = client.session(
        2000,
        &[("customer", &customer), ("payment_intent_data[metadata][order]", "7"), ("metadata[channel]", "app")],
    );
    client.post(&path(&session), &off(300)).await.ok();
    client.running.complete(&session);
    let plain = client.get(&path(&session)).await.ok();
    assert!(plain["payment_intent"].as_str().unwrap().starts_with("pi_"));
    let shown = client.get(&format!("{}?expand[]=payment_intent.latest_charge", path(&session))).await.ok();
    let intent = &shown["payment_intent"];
    assert_eq!(
        (&intent["amount"], &intent["amount_received"], &intent["currency"], &intent["status"]),
        (&json!(1700), &json!(1700), &json!("usd"), &json!("succeeded"))
    );
    assert_eq!((&intent["metadata"], &intent["customer"]), (&json!({"order": "7"}), &json!(customer)));
    let charge = &intent["latest_charge"];
    assert_eq!(
        (&charge["amount"], &charge["paid"], &charge["refunded"], &charge["metadata"]),
        (&json!(1700), &json!(true), &json!(false), &json!({"order": "7"}))
    );
    assert_eq!((&charge["payment_intent"], &charge["customer"]), (&intent["id"], &json!(customer)));
    assert!(charge["created"].as_i64() >= shown["created"].as_i64());
    client.running.complete(&session);
    assert_eq!(client.get(&path(&session)).await.ok(), plain, "nobody pays twice");
}

#[tokio::test]
async fn a_page_that_confirms_pays() {
    let client = client().await;
    let session = client.session(1000, &[]);
    let secret = client.running.session(&session).unwrap()["client_secret"].as_str().unwrap().to_owned();
    let body = format!("key=pk_test_sandbox&client_secret={secret}&expected_amount=1000");
    let paid = client.post(&format!("/v1/payment_pages/{session}/confirm"), &body).await.ok();
    assert_eq!((&paid["payment_status"], &paid["customer"]), (&json!("paid"), &Value::Null));
    let intent = client.get(&format!("/v1/payment_intents/{}", paid["payment_intent"].as_str().unwrap())).await.ok();
    assert_eq!((&intent["status"], &intent["amount"]), (&json!("succeeded"), &json!(1000)));
}

#[tokio::test]
async fn a_guest_who_has_nothing_to_pay_becomes_a_customer() {
    let client = client().await;
    let free = client.session(1000, &[("customer_email", "a@example.com")]);
    client.post(&path(&free), &off(1000)).await.ok();
    client.running.complete(&free);
    let session = client.get(&format!("{}?expand[]=customer", path(&free))).await.ok();
    assert_eq!((&session["payment_status"], &session["payment_intent"]), (&json!("no_payment_required"), &Value::Null));
    assert_eq!(session["customer"]["email"], "a@example.com");
    let known = client.running.add_customer(json!({}));
    let free = client.session(1000, &[("customer", &known)]);
    client.post(&path(&free), &off(1000)).await.ok();
    client.running.complete(&free);
    assert_eq!(client.get(&path(&free)).await.ok()["customer"], json!(known));
    let asked = client.session(1000, &[("customer_creation", "always")]);
    client.running.complete(&asked);
    let customer = client.get(&path(&asked)).await.ok()["customer"].clone();
    let intents = client.get(&format!("/v1/payment_intents?customer={}", customer.as_str().unwrap())).await.ok();
    assert_eq!(intents["data"][0]["amount"], 1000);
}

#[tokio::test]
async fn typed_email_is_set_on_a_customer_without_one() {
    let client = client().await;
    let of = async |customer: &str| client.get(&format!("/v1/customers/{customer}")).await.ok()["email"].clone();
    let (bare, known) =
        (client.running.add_customer(json!({})), client.running.add_customer(json!({"email": "a@x.de"})));
    for (customer, typed, email) in [(&bare, true, "typed@example.com"), (&known, false, "a@x.de")] {
        let session = client.session(1000, &[("customer", customer)]);
        assert_eq!(client.running.enter_email(&session, "typed@example.com"), typed);
        assert_ne!(client.get(&path(&session)).await.ok()["customer_details"]["email"], "typed@example.com");
        drop(client.running.deliveries());
        client.running.complete(&session);
        assert_eq!(of(customer).await, email);
        let updated = client.running.deliveries().iter().filter(|event| event.kind == "customer.updated").count();
        assert_eq!(updated, usize::from(typed));
        assert_eq!(client.get(&path(&session)).await.ok()["customer_details"]["email"], email);
        assert!(!client.running.enter_email(&session, "late@example.com"), "it is complete");
    }
    client.running.patch_customer(&bare, json!({"email": "moved@example.com"}));
    let listed = client.get("/v1/checkout/sessions?customer_details[email]=typed%40example.com").await.ok();
    assert_eq!(ids(&listed).len(), 1, "an order keeps the address of its time");
}

#[tokio::test]
async fn page_sends_a_guests_email_when_it_confirms() {
    let client = client().await;
    let session = client.session(1000, &[("customer_creation", "always")]);
    let secret = client.running.session(&session).unwrap()["client_secret"].as_str().unwrap().to_owned();
    let confirm = async |email: &str| {
        let body = format!("key=pk_test_sandbox&client_secret={secret}&expected_amount=1000&email={email}");
        client.post(&format!("/v1/payment_pages/{session}/confirm"), &body).await
    };
    assert_eq!(confirm("nobody").await.error()["code"], "email_invalid");
    let paid = confirm("guest%40example.com").await.ok();
    assert_eq!(paid["customer_details"]["email"], "guest@example.com");
    assert_eq!(paid["customer"]["email"], "guest@example.com");
}

#[tokio::test]
async fn a_total_that_cannot_be_charged_is_not_paid() {
    let client = client().await;
    let session = client.session(1000, &[]);
    let cheap = client.running.add_price("usd", 49);
    assert!(client.running.set_cart(&session, &[(cheap, 1)]));
    client.running.complete(&session);
    assert_eq!(client.get(&path(&session)).await.ok()["status"], "open");
}

#[tokio::test]
async fn a_delayed_payment_comes_or_fails_later() {
    for (succeeds, payment_status, status) in
        [(true, "paid", "succeeded"), (false, "unpaid", "requires_payment_method")]
    {
        let client = client().await;
        let session = client.session(1000, &[]);
        assert!(!client.running.settle(&session, succeeds), "nothing is under way");
        client.running.complete_delayed(&session);
        let read = format!("{}?expand[]=payment_intent.latest_charge", path(&session));
        let waiting = client.get(&read).await.ok();
        assert_eq!((&waiting["status"], &waiting["payment_status"]), (&json!("complete"), &json!("unpaid")));
        assert_eq!(
            (&waiting["payment_intent"]["status"], &waiting["payment_intent"]["latest_charge"]["status"]),
            (&json!("processing"), &json!("pending"))
        );
        assert!(client.running.settle(&session, succeeds));
        let settled = client.get(&read).await.ok();
        assert_eq!((&settled["status"], &settled["payment_status"]), (&json!("complete"), &json!(payment_status)));
        assert_eq!(settled["payment_intent"]["status"], status);
        assert!(!client.running.settle(&session, succeeds));
    }
}

#[tokio::test]
async fn an_intent_is_made_changed_confirmed_and_then_fixed() {
    let client = client().await;
    let customer = client.running.add_customer(json!({}));
    let body = format!("amount=5000&currency=usd&customer={customer}&metadata[order]=7&description=Tea");
    let made = client.post("/v1/payment_intents", &body).await.ok();
    assert_eq!((&made["status"], &made["latest_charge"]), (&json!("requires_payment_method"), &Value::Null));
    let path = format!("/v1/payment_intents/{}", id(&made));
    assert_eq!(client.get(&path).await.ok(), made);
    let changed = client.post(&path, "amount=4500&metadata[discount]=500").await.ok();
    assert_eq!((&changed["amount"], &changed["metadata"]), (&json!(4500), &json!({"order": "7", "discount": "500"})));
    let confirm = format!("{path}/confirm");
    assert_eq!(client.post(&confirm, "").await.error()["code"], "payment_intent_unexpected_state");
    let paid = client.post(&confirm, "payment_method=pm_card_visa&expand[]=latest_charge").await.ok();
    assert_eq!((&paid["status"], &paid["amount_received"]), (&json!("succeeded"), &json!(4500)));
    assert_eq!(
        (&paid["latest_charge"]["amount"], &paid["latest_charge"]["customer"]),
        (&json!(4500), &json!(customer))
    );
    for (path, body) in [(&path, "amount=1000"), (&confirm, ""), (&format!("{path}/cancel"), "")] {
        let answer = client.post(path, body).await;
        let error = answer.error();
        assert_eq!((answer.status, &error["code"]), (400, &json!("payment_intent_unexpected_state")), "{path}");
        assert_eq!(error["payment_intent"]["id"], made["id"]);
    }
    assert_eq!(client.post(&path, "metadata[verdict]=ok").await.ok()["metadata"]["verdict"], "ok");
}

#[tokio::test]
async fn intents_refuse_what_cannot_be_charged_or_is_unknown() {
    let client = client().await;
    let intent = client.post("/v1/payment_intents", "amount=5000&currency=usd").await.ok();
    let own = format!("/v1/payment_intents/{}", id(&intent));
    let cases = [
        ("/v1/payment_intents", "currency=usd", "amount"),
        ("/v1/payment_intents", "amount=49&currency=usd", "amount"),
        ("/v1/payment_intents", "amount=100000000&currency=usd", "amount"),
        ("/v1/payment_intents", "amount=500&currency=zzz", "currency"),
        ("/v1/payment_intents", "amount=500&currency=usd&customer=cus_none", "customer"),
        ("/v1/payment_intents", "amount=500&currency=usd&discounts=1", "discounts"),
        (own.as_str(), "amount=49", "amount"),
        (own.as_str(), "amount=0", "amount"),
    ];
    for (path, body, param) in cases {
        assert_eq!(client.post(path, body).await.error()["param"], param, "{path} {body}");
    }
    assert_eq!(client.get(&own).await.ok(), intent);
    assert_eq!(client.get("/v1/payment_intents/pi_none").await.error()["code"], "resource_missing");
    let canceled = client.post(&format!("{own}/cancel"), "cancellation_reason=abandoned").await.ok();
    assert_eq!((&canceled["status"], &canceled["cancellation_reason"]), (&json!("canceled"), &json!("abandoned")));
    assert!(canceled["canceled_at"].is_i64());
}

#[tokio::test]
async fn tests_put_an_intent_into_any_state() {
    let client = client().await;
    let intent = id(&client.post("/v1/payment_intents", "amount=5000&currency=usd").await.ok());
    for status in [IntentStatus::RequiresAction, IntentStatus::Processing, IntentStatus::RequiresCapture] {
        assert!(client.running.move_payment_intent(&intent, status));
        let shown = client.get(&format!("/v1/payment_intents/{intent}")).await.ok();
        assert_eq!(shown["status"], status.as_str());
    }
    assert!(!client.running.move_payment_intent("pi_none", IntentStatus::Canceled));
}

#[tokio::test]
async fn intents_and_charges_are_listed_by_customer() {
    let client = client().await;
    let (one, two) = (client.running.add_customer(json!({})), client.running.add_customer(json!({})));
    for (customer, cents) in [(&one, 1000), (&two, 2000), (&one, 3000)] {
        client.running.complete(&client.session(cents, &[("customer", customer)]));
    }
    let amounts = async |query: &str| -> Vec<i64> {
        let page = client.get(query).await.ok();
        page["data"].as_array().unwrap().iter().map(|object| object["amount"].as_i64().unwrap()).collect()
    };
    for kind in ["payment_intents", "charges"] {
        assert_eq!(amounts(&format!("/v1/{kind}")).await, [3000, 2000, 1000]);
        assert_eq!(amounts(&format!("/v1/{kind}?customer={one}")).await, [3000, 1000]);
        assert_eq!(amounts(&format!("/v1/{kind}?customer={one}&limit=1")).await, [3000]);
        assert_eq!(amounts(&format!("/v1/{kind}?created[lt]=5")).await, [0_i64; 0]);
    }
    let page = client.get(&format!("/v1/payment_intents?customer={two}&expand[]=data.latest_charge")).await.ok();
    assert_eq!(page["data"][0]["latest_charge"]["paid"], true);
}

#[tokio::test]
async fn sessions_are_listed_newest_first_and_filtered() {
    let client = client().await;
    let customer = client.running.add_customer(json!({"email": "a@example.com"}));
    let own = [("customer", customer.as_str())];
    let all: Vec<String> = [(1000, &own[..]), (2000, &own[..]), (3000, &[]), (4000, &[])]
        .map(|(cents, more)| client.session(cents, more))
        .to_vec();
    client.post(&path(&all[1]), &off(500)).await.ok();
    client.running.complete(&all[1]);
    client.running.expire(&all[2]);
    client.running.patch_session(&all[3], |session| session.expires_at = session.created - 1);
    let newest: Vec<String> = all.iter().rev().cloned().collect();
    let list = async |query: &str| ids(&client.get(&format!("/v1/checkout/sessions?{query}")).await.ok());
    assert_eq!(list("").await, newest);
    assert_eq!(list(&format!("customer={customer}")).await, newest[2..]);
    assert_eq!(list("customer_details[email]=a%40example.com").await, newest[2..]);
    assert_eq!(list("status=complete").await, newest[2..3]);
    assert_eq!(list("status=expired").await, newest[..2]);
    assert_eq!(list("status=open&created[gte]=1").await, newest[3..]);
    assert_eq!(list("created[lte]=1").await.len(), 0);
    let expand = "expand[]=data.discounts.coupon&expand[]=data.payment_intent.latest_charge&expand[]=data.customer\
                  &expand[]=data.line_items&status=complete&limit=100";
    let page = client.get(&format!("/v1/checkout/sessions?{expand}")).await.ok();
    assert_eq!((&page["url"], &page["has_more"]), (&json!("/v1/checkout/sessions"), &json!(false)));
    let session = &page["data"][0];
    assert_eq!(session["payment_intent"]["latest_charge"]["amount"], 1500);
    assert_eq!(
        (&session["discounts"][0]["coupon"]["amount_off"], &session["customer"]["email"]),
        (&json!(500), &json!("a@example.com"))
    );
    assert_eq!(session["line_items"]["data"][0]["amount_total"], 1500);
    let intent = id(&session["payment_intent"]);
    assert_eq!(list(&format!("payment_intent={intent}")).await, newest[2..3]);
    assert_eq!(list(&format!("limit=2&starting_after={}", newest[0])).await, newest[1..3]);
    let deep = client.get("/v1/checkout/sessions?expand[]=data.line_items.data.price.product").await.error();
    assert_eq!(deep["code"], "property_expansion_max_depth");
    assert_eq!(client.get("/v1/checkout/sessions?status=paid").await.error()["param"], "status");
    assert_eq!(client.get("/v1/checkout/sessions?expand[]=customer").await.status, 400);
}
