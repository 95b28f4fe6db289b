//! The least Secrets Manager: one answer from memory for every `GetSecretValue`.

use std::convert::Infallible;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

const ANSWER: &str = r#"{"ARN":"arn:aws:secretsmanager:us-east-1:123456789012:secret:bench-AbCdEf","Name":"bench",
    "SecretString":"{\"STRIPE_SECRET_KEY\":\"sk_test_bench\"}","VersionStages":["AWSCURRENT"]}"#;

/// Starts it, and says where.
pub(crate) async fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has ports");
    let address = listener.local_addr().expect("a listener has an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = stream.set_nodelay(true);
            tokio::spawn(async move {
                let connection = TokioIo::new(stream);
                let _ =
                    hyper::server::conn::http1::Builder::new().serve_connection(connection, service_fn(answer)).await;
            });
        }
    });
    format!("http://{address}")
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let _ = request.into_body().collect().await;
    let mut response = Response::new(Full::new(Bytes::from_static(ANSWER.as_bytes())));
    let media_type = http::HeaderValue::from_static("application/x-amz-json-1.1");
    response.headers_mut().insert(http::header::CONTENT_TYPE, media_type);
    Ok(response)
}
