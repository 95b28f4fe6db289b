//! Makes the call of `GetSecretValue` before it polls, with the same HTTP client, unsigned, and ignores the answer: the floor
//! for a start with Secrets Manager.

use lambda_http::{Error, Request, Response, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = shared::http_client::http_client()?;
    let call = client
        .post(std::env::var("AWS_ENDPOINT_URL")?)
        .header("x-amz-target", "secretsmanager.GetSecretValue")
        .header("content-type", "application/x-amz-json-1.1")
        .body(r#"{"SecretId":"bench"}"#);
    call.send().await?.bytes().await?;
    run(service_fn(async |_: Request| Ok::<_, Error>(Response::new("{}".to_owned())))).await
}
