//! A client of a few lines, which shows what happens to the connection.

use std::io;
use std::time::Duration;

use sandbox::{Config, Recorded, Running, Sandbox};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A wait that ends no sooner has failed.
pub(crate) const LIMIT: Duration = Duration::from_secs(10);

/// The version that unlocks updates of discounts.
pub(crate) const BETA: &str = "2025-03-31.basil; checkout_server_update_beta=v1;";

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: String,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    /// The error object of a refusal.
    pub(crate) fn error(&self) -> Value {
        assert_ne!(self.status, 200, "{}", self.text);
        self.json()["error"].clone()
    }

    /// A successful answer.
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.headers.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// A served sandbox and the headers to call it with.
pub(crate) struct Client {
    pub(crate) running: Running,
    pub(crate) key: String,
    pub(crate) version: String,
}

/// A client of a sandbox as it is by default.
pub(crate) async fn client() -> Client {
    Client::new(Config::default()).await
}

/// The id in an answer.
pub(crate) fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

/// The ids in a list.
pub(crate) fn ids(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(id).collect()
}

impl Client {
    pub(crate) async fn new(config: Config) -> Self {
        let running = Sandbox::start(config).await.unwrap();
        Self { running, key: Config::TEST_KEY.into(), version: BETA.into() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "", &[]).await.unwrap().expect("an answer")
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, body, &[]).await.unwrap().expect("an answer")
    }

    pub(crate) async fn post_with(&self, path: &str, body: &str, key: &str) -> Answer {
        self.send("POST", path, body, &[("Idempotency-Key", key)]).await.unwrap().expect("an answer")
    }

    /// Posts again until the key is no longer in use.
    pub(crate) async fn post_once_free(&self, path: &str, body: &str, key: &str) -> Answer {
        let free = async {
            loop {
                let answer = self.post_with(path, body, key).await;
                if answer.status != 409 {
                    return answer;
                }
                // Only the sandbox's own end of the connection sees that the caller has left.
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(LIMIT, free).await.expect("the key becomes free")
    }

    /// Waits until the write under a key has arrived.
    pub(crate) async fn sees_write_of(&self, key: &str) {
        let arrived = |requests: &[Recorded]| requests.iter().any(|sent| sent.header("idempotency-key") == Some(key));
        tokio::time::timeout(LIMIT, self.running.requests_are(arrived)).await.expect("the write arrives");
    }

    /// `Ok(None)`: closed without an answer.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        body: &str,
        headers: &[(&str, &str)],
    ) -> io::Result<Option<Answer>> {
        let mut stream = self.connect().await?;
        let mut all = vec![("Connection", "close"), ("Stripe-Version", self.version.as_str())];
        let bearer = format!("Bearer {}", self.key);
        all.push(("Authorization", &bearer));
        all.extend(headers);
        stream.write_all(request(method, path, body, &all).as_bytes()).await?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await?;
        Ok(parse(&String::from_utf8(bytes).unwrap()))
    }

    pub(crate) async fn connect(&self) -> io::Result<TcpStream> {
        TcpStream::connect(self.running.url().strip_prefix("http://").unwrap()).await
    }

    /// A session of one line in dollars, `server_only`, as the guide creates it. Further parameters may be added.
    pub(crate) fn session(&self, cents: i64, more: &[(&str, &str)]) -> String {
        let price = self.running.add_price("usd", cents);
        let mut params = vec![
            ("mode", "payment"),
            ("ui_mode", "custom"),
            ("return_url", "https://example.com/return"),
            ("line_items[0][price]", price.as_str()),
            ("line_items[0][quantity]", "1"),
            ("permissions[update_discounts]", "server_only"),
        ];
        params.extend(more);
        self.running.create_session(&params).unwrap()["id"].as_str().unwrap().to_owned()
    }
}

/// A request's text.
pub(crate) fn request(method: &str, path: &str, body: &str, headers: &[(&str, &str)]) -> String {
    let sent = headers.iter().filter(|(_, value)| !value.is_empty());
    let headers = sent.fold(String::new(), |all, (name, value)| all + name + ": " + value + "\r\n");
    let form = if body.is_empty() {
        String::new()
    } else {
        format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n", body.len())
    };
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}{form}\r\n{body}")
}

fn parse(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, headers: head.into(), text: body.into() })
}

/// The path of a session.
pub(crate) fn path(id: &str) -> String {
    format!("/v1/checkout/sessions/{id}")
}

/// A form body of one `coupon_data` in dollars.
pub(crate) fn off(cents: i64) -> String {
    format!(
        "discounts[0][coupon_data][amount_off]={cents}&discounts[0][coupon_data][currency]=usd&discounts[0][coupon_data][name]=Off"
    )
}
