//! The routes of an API that is deployed, here by `discounts dev`.

use std::sync::Arc;

use discounts::dev::{Running, start};
use discounts::doctor::{Finding, Outcome, examine};
use sandbox::Config;
use shared::clock::Clock;
use tokio::net::TcpListener;

use crate::closed_port::ClosedPort;

async fn dev() -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    start(listener, Arc::new(|_: &str| None), Clock::SYSTEM).unwrap()
}

/// The findings on the routes of an API, with the sandbox of `dev` as Stripe.
async fn routes(dev: &Running, api: &str) -> Vec<Finding> {
    let given = [("STRIPE_API_BASE", dev.url()), ("STRIPE_SECRET_KEY", Config::TEST_KEY)];
    let find = |name: &str| given.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    let findings = examine(find, Some(&api.parse().unwrap())).await;
    findings.into_iter().filter(|finding| finding.check == "routes").collect()
}

#[tokio::test]
async fn routes_that_answer_are_one_finding() {
    let dev = dev().await;
    for api in [dev.url().to_owned(), format!("{}/", dev.url())] {
        let found = routes(&dev, &api).await;
        assert_eq!(
            found,
            [Finding { check: "routes", outcome: Outcome::Ok, message: "14 of 14 answer".to_owned(), next: None }]
        );
    }
}

#[tokio::test]
async fn failing_routes_are_named_with_what_to_do() {
    let dev = dev().await;
    let closed = ClosedPort::open();
    for (api, says, next) in [
        (format!("{}/prod", dev.url()), "there is no such route", "deploy the stack"),
        (closed.url.clone(), "no answer", "is the address right"),
    ] {
        let found = routes(&dev, &api).await;
        assert_eq!(found.len(), 14, "{found:?}");
        for finding in found {
            assert!(finding.outcome == Outcome::Failed && finding.message.contains(says), "{finding:?}");
            let of_members = finding.message.contains("/members/") && says == "there is no such route";
            assert!(finding.next.unwrap().contains(if of_members { "JwtIssuer" } else { next }));
        }
    }
}
