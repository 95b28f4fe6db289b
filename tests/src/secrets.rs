//! The least Secrets Manager: one answer for every `GetSecretValue`, which tests change; status 0 means no answer.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The answer, a status and a body, and the number of calls.
#[derive(Clone, Debug)]
pub struct Secrets {
    address: String,
    state: Arc<Mutex<(u16, String, usize)>>,
}

impl Secrets {
    /// Starts it with a secret.
    pub async fn start(secret: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has ports");
        let address = format!("http://{}", listener.local_addr().expect("a listener has an address"));
        let secrets = Self { address, state: Arc::default() };
        secrets.hold(secret);
        let state = Arc::clone(&secrets.state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&state)));
            }
        });
        secrets
    }

    /// The secret is another from now on.
    pub fn hold(&self, secret: &str) {
        let arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf";
        self.answer_with(200, json!({ "ARN": arn, "Name": "shop", "SecretString": secret }).to_string());
    }

    /// The secret is refused from now on.
    pub fn refuse(&self, code: &str) {
        self.answer_with(400, json!({ "__type": code, "message": "no" }).to_string());
    }

    /// Nothing is answered from now on.
    pub fn hang(&self) {
        self.answer_with(0, String::new());
    }

    /// How often it was asked.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).2
    }

    /// The function's environment.
    #[must_use]
    pub fn variables(&self) -> [(&str, &str); 5] {
        [
            ("STRIPE_SECRET_ID", "shop"),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", &self.address),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "example"),
        ]
    }

    fn answer_with(&self, status: u16, body: String) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.0, state.1) = (status, body);
    }
}

async fn answer(mut stream: TcpStream, state: Arc<Mutex<(u16, String, usize)>>) {
    let mut request = Vec::new();
    // The requests are small: one with its body ends with the brace of its JSON.
    while !request.ends_with(b"}") {
        if stream.read_buf(&mut request).await.unwrap_or_default() == 0 {
            return;
        }
    }
    let answer = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.2 = state.2.saturating_add(1);
        let (status, body, _) = &*state;
        if *status == 0 { None } else { Some(http(*status, body)) }
    };
    match answer {
        Some(answer) => drop(stream.write_all(answer.as_bytes()).await),
        None => std::future::pending().await,
    }
}

fn http(status: u16, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} x\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    )
}
