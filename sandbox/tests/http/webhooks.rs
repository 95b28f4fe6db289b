//! The delivery of events, in process and over HTTP.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sandbox::{Config, Webhooks, sign};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use crate::client::{Client, client};

/// An endpoint that answers with the statuses it was given, then 200.
struct Receiver {
    url: String,
    got: Arc<Mutex<Vec<(String, String)>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Receiver {
    async fn open(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/webhooks/stripe", listener.local_addr().unwrap());
        let got = Arc::new(Mutex::new(Vec::new()));
        let (log, statuses) = (Arc::clone(&got), statuses.to_vec());
        let task = tokio::spawn(async move {
            let mut statuses = statuses.into_iter();
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (head, body) = read(&mut stream).await;
                log.lock().unwrap().push((head, body));
                let status = statuses.next().unwrap_or(200);
                let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, got, task }
    }

    /// Head and body of each request.
    fn got(&self) -> Vec<(String, String)> {
        self.got.lock().unwrap().clone()
    }

    /// The ids of the events, in the order in which they came.
    fn events(&self) -> Vec<String> {
        self.got().iter().map(|(_, body)| json_of(body)["id"].as_str().unwrap().to_owned()).collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn read(stream: &mut TcpStream) -> (String, String) {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await.unwrap();
        assert!(count > 0, "the request is cut off");
        bytes.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        if body.len() >= header(head, "content-length").unwrap().parse::<usize>().unwrap() {
            return (head.to_owned(), body.to_owned());
        }
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn json_of(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

fn machine() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

/// `t` of a signature header.
fn signed_at(signature: &str) -> i64 {
    signature.strip_prefix("t=").unwrap().split(',').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn in_process_deliveries_are_signed_by_the_machines_clock() {
    let client = client().await;
    client.running.advance_clock(Duration::from_hours(2));
    let before = machine();
    client.running.add_coupon(json!({"percent_off": "5"})).unwrap();
    let delivery = client.running.deliveries().remove(0);
    let at = signed_at(&delivery.signature);
    assert!((before..=machine()).contains(&at));
    assert_eq!(delivery.signature, sign(&[Config::WEBHOOK_SECRET], at, &delivery.body));
    let event: Value = serde_json::from_slice(&delivery.body).unwrap();
    assert!(event["created"].as_i64().unwrap() >= before + 7200);

    assert!(client.running.roll_webhook_secret(None, "whsec_new", Duration::from_hours(1)));
    client.running.add_coupon(json!({"percent_off": "5"})).unwrap();
    let delivery = client.running.deliveries().remove(0);
    let at = signed_at(&delivery.signature);
    assert_eq!(delivery.signature, sign(&["whsec_new", Config::WEBHOOK_SECRET], at, &delivery.body));
}

#[tokio::test]
async fn an_endpoint_gets_what_it_asked_for_signed_with_its_secret() {
    let client = client().await;
    let (some, all) = (Receiver::open(&[]).await, Receiver::open(&[]).await);
    let body = format!("url={}&enabled_events[]=checkout.session.completed&enabled_events[]=charge.*", some.url);
    let made = client.post("/v1/webhook_endpoints", &body).await.ok();
    let secret = made["secret"].as_str().unwrap();
    let own = format!("/v1/webhook_endpoints/{}", made["id"].as_str().unwrap());
    assert_eq!(client.get(&own).await.ok().get("secret"), None);
    client.running.add_webhook(&all.url, "whsec_all", &["*"]).unwrap();
    let session = client.session(1000, &[]);
    client.running.complete(&session);
    client.running.webhooks_settled().await;
    let got = some.got();
    let mut kinds: Vec<String> =
        got.iter().map(|(_, body)| json_of(body)["type"].as_str().unwrap().to_owned()).collect();
    kinds.sort();
    assert_eq!(kinds, ["charge.succeeded", "checkout.session.completed"]);
    assert_eq!(all.got().len(), 4);
    for (receiver, secret) in [(&some, secret), (&all, "whsec_all")] {
        for (head, body) in receiver.got() {
            let signature = header(&head, "stripe-signature").unwrap();
            assert_eq!(signature, sign(&[secret], signed_at(signature), body.as_bytes()));
            assert!(head.starts_with("POST /webhooks/stripe HTTP/1.1"));
            assert_eq!(header(&head, "content-type"), Some("application/json; charset=utf-8"));
        }
    }
    let deleted = client.send("DELETE", &own, "", &[]).await.unwrap().unwrap().ok();
    assert_eq!(deleted["deleted"], true);
    assert_eq!(client.get(&own).await.status, 404);
    client.running.pay(&client.session(2000, &[])).unwrap();
    client.running.webhooks_settled().await;
    assert_eq!((some.got().len(), all.got().len()), (2, 8));
}

#[tokio::test]
async fn an_endpoint_sees_objects_in_its_own_version() {
    let client = client().await;
    let receiver = Receiver::open(&[]).await;
    let body =
        format!("url={}&enabled_events[]=checkout.session.completed&api_version=2026-03-25.dahlia", receiver.url);
    client.post("/v1/webhook_endpoints", &body).await.ok();
    client.running.complete(&client.session(1000, &[]));
    client.running.webhooks_settled().await;
    let event = json_of(&receiver.got()[0].1);
    assert_eq!(
        (&event["api_version"], &event["data"]["object"]["ui_mode"]),
        (&json!("2026-03-25.dahlia"), &json!("elements"))
    );
    let own = client.running.event(event["id"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&own["api_version"], &own["data"]["object"]["ui_mode"]),
        (&json!("2025-03-31.basil"), &json!("custom"))
    );
}

#[tokio::test]
async fn a_failed_delivery_is_repeated_until_2xx_or_given_up() {
    let webhooks = Webhooks { attempts: 4, backoff: Duration::from_millis(1), ..Webhooks::default() };
    for (statuses, attempts) in [(vec![500, 404, 204], 3), (vec![500; 9], 4)] {
        let client = Client::new(Config { webhooks, ..Config::default() }).await;
        let receiver = Receiver::open(&statuses).await;
        client.running.add_webhook(&receiver.url, "whsec_x", &["*"]).unwrap();
        client.running.add_coupon(json!({"percent_off": "5"})).unwrap();
        client.running.webhooks_settled().await;
        let made = client.running.webhook_attempts();
        let answers: Vec<u16> = made.iter().map(|attempt| attempt.status.unwrap()).collect();
        assert_eq!(answers, statuses[..attempts]);
        assert_eq!(
            made.iter().map(|attempt| attempt.number).collect::<Vec<_>>(),
            (1..=4).take(attempts).collect::<Vec<u32>>()
        );
        let bodies: Vec<String> = receiver.got().into_iter().map(|(_, body)| body).collect();
        assert!(bodies.iter().all(|body| *body == bodies[0]), "the same bytes each time");
    }
    let client = Client::new(Config { webhooks, ..Config::default() }).await;
    // Bound and not listening: nobody answers there, and no other process gets the port.
    let closed = TcpSocket::new_v4().unwrap();
    closed.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let url = format!("http://{}/webhooks/stripe", closed.local_addr().unwrap());
    client.running.add_webhook(&url, "whsec_x", &["*"]).unwrap();
    client.running.add_coupon(json!({"percent_off": "5"})).unwrap();
    client.running.webhooks_settled().await;
    assert_eq!(client.running.webhook_attempts().iter().filter(|attempt| attempt.status.is_none()).count(), 4);
}

#[tokio::test]
async fn deliveries_are_doubled_disordered_and_held_back_on_demand() {
    let webhooks = Webhooks { at_once: 1, ..Webhooks::default() };
    let client = Client::new(Config { webhooks, ..Config::default() }).await;
    let receiver = Receiver::open(&[]).await;
    client.running.add_webhook(&receiver.url, "whsec_x", &["coupon.*"]).unwrap();
    client.running.hold_webhooks("coupon.created");
    for _ in 0..6 {
        client.running.add_coupon(json!({"percent_off": "5"})).unwrap();
    }
    client.running.webhooks_settled().await;
    assert!(receiver.got().is_empty());
    let in_order: Vec<String> = client.running.deliveries().into_iter().map(|delivery| delivery.event).collect();
    client.running.shuffle_webhooks(3);
    client.running.release_webhooks();
    client.running.webhooks_settled().await;
    let mut came = receiver.events();
    assert_ne!(came, in_order);
    came.sort();
    let mut sorted = in_order.clone();
    sorted.sort();
    assert_eq!(came, sorted);
    client.running.duplicate_webhooks(2);
    client.running.add_coupon(json!({"percent_off": "5"})).unwrap();
    client.running.webhooks_settled().await;
    let events = receiver.events();
    assert_eq!((events.len(), &events[6]), (8, &events[7]));
}

#[tokio::test]
async fn both_secrets_sign_while_an_endpoint_is_rolled() {
    let client = client().await;
    let receiver = Receiver::open(&[]).await;
    let endpoint = client.running.add_webhook(&receiver.url, "whsec_old", &["*"]).unwrap();
    assert!(client.running.roll_webhook_secret(Some(&endpoint), "whsec_new", Duration::from_hours(1)));
    assert!(!client.running.roll_webhook_secret(Some("we_none"), "whsec_new", Duration::ZERO));
    client.running.add_coupon(json!({"percent_off": "5"})).unwrap();
    client.running.webhooks_settled().await;
    client.running.roll_webhook_secret(Some(&endpoint), "whsec_newest", Duration::ZERO);
    client.running.add_coupon(json!({"percent_off": "5"})).unwrap();
    client.running.webhooks_settled().await;
    for ((head, body), secrets) in receiver.got().iter().zip([&["whsec_new", "whsec_old"][..], &["whsec_newest"]]) {
        let signature = header(head, "stripe-signature").unwrap();
        assert_eq!(signature, sign(secrets, signed_at(signature), body.as_bytes()));
    }
}

#[tokio::test]
async fn endpoints_elsewhere_and_in_the_other_mode_are_left_alone() {
    let mut client = client().await;
    for url in ["https://example.com/hook", "http://192.168.0.1/", "nonsense"] {
        let body = format!("url={url}&enabled_events[]=*");
        assert_eq!(client.post("/v1/webhook_endpoints", &body).await.error()["param"], "url", "{url}");
    }
    let receiver = Receiver::open(&[]).await;
    let body = format!("url={}&enabled_events[]=*", receiver.url);
    assert_eq!(client.post("/v1/webhook_endpoints", &format!("{body}&api_version=x")).await.status, 400);
    client.key = Config::LIVE_KEY.into();
    client.post("/v1/webhook_endpoints", &body).await.ok();
    client.running.add_coupon(json!({"percent_off": "5"})).unwrap();
    client.post("/v1/coupons", "percent_off=5").await.ok();
    client.running.webhooks_settled().await;
    let got = receiver.got();
    assert_eq!((got.len(), &json_of(&got[0].1)["livemode"]), (1, &json!(true)));
}
