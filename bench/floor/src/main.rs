//! A bare `lambda_http` function of the same profile: what a start is compared with.

use lambda_http::{Error, Request, Response, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(async |_: Request| Ok::<_, Error>(Response::new("{}".to_owned())))).await
}
