//! Reads a session and writes to it, with the same HTTP client, and ignores both answers: the floor for a warm
//! call.

use lambda_http::{Error, Request, Response, run, service_fn};

const BODY: &str = "discounts[0][coupon_data][amount_off]=1500&expand[]=discounts.coupon";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = shared::http_client::http_client()?;
    let session = format!("{}/v1/checkout/sessions/cs_test_a1", std::env::var("STRIPE_API_BASE")?);
    run(service_fn(async |_: Request| {
        client.get(&session).send().await?.bytes().await?;
        client.post(&session).body(BODY).send().await?.bytes().await?;
        Ok::<_, Error>(Response::new("{}".to_owned()))
    }))
    .await
}
