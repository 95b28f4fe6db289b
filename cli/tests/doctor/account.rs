//! The key and the account.

use discounts::doctor::{Finding, Outcome, examine};
use sandbox::{Access, Config, Fault, Key, On, Resource, Sandbox};
use serde_json::json;

use crate::closed_port::ClosedPort;

const RESTRICTED: &str = "rk_test_canary1234567890";
const SESSIONS: (Resource, Access) = (Resource::CheckoutSession, Access::Write);
const CUSTOMERS: (Resource, Access) = (Resource::Customer, Access::Read);
const PRICES: (Resource, Access) = (Resource::Price, Access::Read);
const PRODUCTS: (Resource, Access) = (Resource::Product, Access::Read);
/// The permissions of the webhook.
const WEBHOOK: [(Resource, Access); 6] = [
    (Resource::Customer, Access::Write),
    (Resource::PaymentIntent, Access::Write),
    (Resource::Coupon, Access::Write),
    (Resource::Charge, Access::Read),
    (Resource::Dispute, Access::Read),
    (Resource::Event, Access::Read),
];
const SECRET: (&str, &str) = ("STRIPE_WEBHOOK_SECRET", "whsec_canary");

/// The findings on a sandbox, with these variables.
async fn found(config: Config, fault: Option<(Fault, On)>, variables: &[(&str, &str)]) -> Vec<Finding> {
    let stripe = Sandbox::start(config).await.unwrap();
    let _price = stripe.add_price_of("usd", 2_500, json!({"id": "prod_espresso"}));
    if let Some((fault, on)) = fault {
        stripe.fault(fault, on);
    }
    let url = stripe.url();
    let given = [("STRIPE_API_BASE", url.as_str()), ("STRIPE_SECRET_KEY", Config::TEST_KEY)];
    let find = |name: &str| variables.iter().chain(&given).find(|(known, _)| *known == name);
    let findings = examine(|name| find(name).map(|(_, value)| (*value).to_owned()), None).await;
    let shown = serde_json::to_string(&findings).unwrap();
    assert!(!shown.contains("canary") && !shown.contains("sk_test_sandbox"), "no key is shown: {shown}");
    for finding in &findings {
        assert_eq!(finding.next.is_none(), finding.outcome == Outcome::Ok, "{finding:?}");
    }
    findings
}

fn restricted(scopes: &[(Resource, Access)]) -> Config {
    Config { keys: vec![Key::restricted(RESTRICTED, scopes)], ..Config::default() }
}

fn outcome(findings: &[Finding], check: &str) -> Option<Outcome> {
    findings.iter().find(|finding| finding.check == check).map(|finding| finding.outcome)
}

fn assert_last(findings: &[Finding], check: &str, outcome: Outcome, says: &str, next: &str) {
    let last = findings.last().unwrap();
    assert_eq!((last.check, last.outcome), (check, outcome), "{findings:?}");
    assert!(last.message.contains(says) && last.next.as_deref().unwrap_or_default().contains(next), "{last:?}");
}

#[tokio::test]
async fn checks_pass_with_just_the_permissions_needed() {
    let scopes = [&[SESSIONS, PRICES, PRODUCTS], &WEBHOOK[..]].concat();
    let findings = found(restricted(&scopes), None, &[("STRIPE_SECRET_KEY", RESTRICTED), SECRET]).await;
    let checks: Vec<_> = findings.iter().map(|finding| (finding.check, finding.outcome)).collect();
    let ok = ["policy", "checkout", "wallets", "webhook", "key", "preview", "cart", "permissions"]
        .map(|check| (check, Outcome::Ok));
    assert_eq!(checks, ok);
    assert!(findings[4].message.contains("a restricted key of test mode, from STRIPE_SECRET_KEY"), "{findings:?}");
}

#[tokio::test]
async fn mode_is_that_of_the_key() {
    let findings = found(Config::default(), None, &[("STRIPE_SECRET_KEY", Config::LIVE_KEY)]).await;
    assert!(findings[4].message.contains("a secret key of live mode"), "{findings:?}");
    assert_last(&findings, "permissions", Outcome::Warning, "not restricted", "Checkout Sessions: write");
    assert_eq!(outcome(&findings, "cart"), None, "nothing is made in live mode");
}

#[tokio::test]
async fn refused_key_is_reported_with_its_source() {
    let findings = found(Config::default(), None, &[("STRIPE_SECRET_KEY", "sk_test_canary")]).await;
    assert_last(&findings, "key", Outcome::Failed, "Stripe refuses the key of test mode", "into STRIPE_SECRET_KEY");
}

#[tokio::test]
async fn refusals_of_the_preview_are_distinguished() {
    let without = Config { preview: false, ..Config::default() };
    let header = found(without.clone(), None, &[]).await;
    assert_eq!(outcome(&header, "key"), Some(Outcome::Ok), "the key is not to blame");
    assert_last(&header, "preview", Outcome::Failed, "refuses its version header", "ask Stripe's support");

    let parameter = found(without.clone(), None, &[("STRIPE_API_VERSION", "2025-03-31.basil")]).await;
    let preview = parameter.iter().find(|finding| finding.check == "preview").unwrap();
    assert!(preview.message.contains("does not know the parameter discounts"), "{preview:?}");
    assert!(preview.next.as_deref().unwrap().contains("STRIPE_API_VERSION"), "{preview:?}");

    let live = found(without, None, &[("STRIPE_SECRET_KEY", Config::LIVE_KEY)]).await;
    assert_eq!(outcome(&live, "preview"), Some(Outcome::Ok), "test and live are granted apart");
}

#[tokio::test]
async fn writer_that_needs_no_preview_is_tried() {
    let writer = ("DISCOUNT_WRITER", "line_items");
    for key in [Config::TEST_KEY, Config::LIVE_KEY] {
        let findings = found(Config::without_preview(), None, &[("STRIPE_SECRET_KEY", key), writer]).await;
        assert_eq!(outcome(&findings, "writer"), Some(Outcome::Ok), "{findings:?}");
        let is_test = key == Config::TEST_KEY;
        assert_eq!(outcome(&findings, "cart"), is_test.then_some(Outcome::Ok), "{findings:?}");
        let preview = findings.iter().find(|finding| finding.check == "preview").unwrap();
        assert_eq!(preview.outcome, Outcome::Ok, "nobody needs it");
        assert!(preview.message.contains("does not have the preview"), "{preview:?}");
    }
    let both = found(Config::default(), None, &[writer]).await;
    let preview = both.iter().find(|finding| finding.check == "preview").unwrap();
    assert!(preview.outcome == Outcome::Ok && preview.message.contains("DISCOUNT_WRITER=dynamic_discounts works"));
    let test_only = Config { preview_live: false, ..Config::default() };
    let live = found(test_only, None, &[writer, ("STRIPE_SECRET_KEY", Config::LIVE_KEY)]).await;
    let preview = live.iter().find(|finding| finding.check == "preview").unwrap();
    assert!(preview.message.contains("does not have the preview in live mode"), "{preview:?}");
    let old = found(Config::without_preview(), None, &[writer, ("STRIPE_API_VERSION", "2024-12-18.acacia")]).await;
    let finding = old.iter().find(|finding| finding.check == "writer").unwrap();
    assert_eq!(finding.outcome, Outcome::Failed);
    assert!(finding.next.as_deref().unwrap().contains("2025-12-15.clover"), "{finding:?}");
    let coupons = found(Config::without_preview(), None, &[]).await;
    assert_last(&coupons, "preview", Outcome::Failed, "refuses its version header", "set DISCOUNT_WRITER=line_items");
}

#[tokio::test]
async fn missing_and_excess_permissions_are_named() {
    let read = (Resource::CheckoutSession, Access::Read);
    let write_customers = (Resource::Customer, Access::Write);
    let key = [("STRIPE_SECRET_KEY", RESTRICTED)];
    for (scopes, outcome, says, next) in [
        (&[][..], Outcome::Failed, "may not read Checkout Sessions", "Checkout Sessions: write"),
        (&[SESSIONS, PRICES, PRODUCTS], Outcome::Failed, "lacks Customers: read (an offer asks", "Customers: read"),
        (&[SESSIONS, CUSTOMERS], Outcome::Failed, "Prices: read (carts", "Prices: read, Products: read in"),
        (
            &[SESSIONS, PRICES, PRODUCTS, write_customers],
            Outcome::Warning,
            "more than is needed: Customers: write",
            "take that",
        ),
    ] {
        assert_last(&found(restricted(scopes), None, &key).await, "permissions", outcome, says, next);
    }
    let with_webhook = found(restricted(&[SESSIONS, CUSTOMERS, PRICES, PRODUCTS]), None, &[key[0], SECRET]).await;
    let last = with_webhook.last().unwrap();
    for lacks in [
        "Customers: write (the webhook",
        "PaymentIntents: write (",
        "Coupons: write (",
        "Charges: read (",
        "Disputes: read (",
        "Events: read (",
    ] {
        assert!(last.outcome == Outcome::Failed && last.message.contains(lacks), "{last:?}");
    }
    let findings = found(restricted(&[read, CUSTOMERS]), None, &key).await;
    let not_write = findings.iter().find(|finding| finding.message.contains("and not write to them")).unwrap();
    assert_eq!((not_write.check, not_write.outcome), ("permissions", Outcome::Failed));

    let nobody = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/doctor/no-customers.toml");
    let variables = [key[0], ("DISCOUNT_POLICY", nobody)];
    let findings = found(restricted(&[SESSIONS]), None, &variables).await;
    assert_eq!(outcome(&findings, "permissions"), Some(Outcome::Ok), "no offer asks about the customer");
    let findings = found(restricted(&[SESSIONS, CUSTOMERS]), None, &variables).await;
    assert_last(&findings, "permissions", Outcome::Warning, "Customers: read", "take that");
}

#[tokio::test]
async fn unreachable_stripe_is_not_a_wrong_key() {
    for (fault, says, next) in [
        (Fault::Status(503), "Stripe is not available", "status.stripe.com"),
        (Fault::RateLimited, "rate limit", "try again in a minute"),
        (Fault::Garbage, "does not fit", "Developers, Logs"),
    ] {
        let findings = found(Config::default(), Some((fault, On::next().always())), &[]).await;
        assert_last(&findings, "key", Outcome::Failed, says, next);
    }
    let closed = ClosedPort::open();
    let gone = found(Config::default(), None, &[("STRIPE_API_BASE", closed.url.as_str())]).await;
    assert_last(&gone, "key", Outcome::Failed, "Stripe is not available", "STRIPE_API_BASE");
}

#[tokio::test]
async fn wrong_settings_are_named() {
    for (variable, value, check, next) in [
        ("STRIPE_SECRET_KEY", "", "settings", "STRIPE_SECRET_ID"),
        ("STRIPE_SECRET_KEY", "pk_test_canary", "settings", "begins with sk_test_"),
        ("STRIPE_API_BASE", "http://example.com", "settings", "use https"),
        ("STRIPE_SECRET_ID", "shop/stripe", "secret", "AWS_REGION"),
    ] {
        let findings = found(Config::default(), None, &[(variable, value)]).await;
        assert_last(&findings, check, Outcome::Failed, "", next);
    }
}

#[tokio::test]
async fn policy_that_fails_or_is_off_does_not_end_the_checks() {
    let findings = found(Config::default(), None, &[("DISCOUNT_POLICY", "/nowhere/discounts.toml")]).await;
    assert_eq!(
        (outcome(&findings, "policy"), outcome(&findings, "preview")),
        (Some(Outcome::Failed), Some(Outcome::Ok))
    );
    let findings = found(Config::default(), None, &[("DISCOUNTS_OFF", "1")]).await;
    assert_eq!(outcome(&findings, "policy"), Some(Outcome::Warning));
}

#[tokio::test]
async fn nothing_is_changed_in_live_mode() {
    let stripe = Sandbox::start(Config::default()).await.unwrap();
    let _price = stripe.add_price_of("usd", 2_500, json!({"id": "prod_espresso"}));
    let url = stripe.url();
    let given = [("STRIPE_API_BASE", url.as_str()), ("STRIPE_SECRET_KEY", Config::LIVE_KEY)];
    let find = |name: &str| given.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    examine(find, None).await;
    let requests = stripe.requests();
    assert!(requests.len() >= 2);
    for request in requests {
        let (path, status) = (request.path, request.status);
        assert!(path.contains("doctor0") && status == Some(404), "{path} was answered with {status:?}");
    }
}

#[tokio::test]
async fn combined_update_is_tried_on_a_session_that_is_expired() {
    for (together, says) in [
        (true, "Stripe takes a cart and its discount in one update"),
        (false, "does not take a cart and its discount in one update, and takes one after the other"),
    ] {
        let config = Config { discounts_with_other_updates: together, ..Config::default() };
        let stripe = Sandbox::start(config).await.unwrap();
        let _price = stripe.add_price_of("usd", 2_500, json!({"id": "prod_espresso"}));
        let url = stripe.url();
        let given = [("STRIPE_API_BASE", url.as_str()), ("STRIPE_SECRET_KEY", Config::TEST_KEY)];
        let find = |name: &str| given.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let findings = examine(find, None).await;
        let cart = findings.iter().find(|finding| finding.check == "cart").unwrap();
        assert!(cart.outcome == Outcome::Ok && cart.message.contains(says), "{cart:?}");
        let sessions = stripe.sessions();
        assert_eq!(sessions.len(), 1);
        assert_eq!(stripe.session(&sessions[0]).unwrap()["status"], "expired");
    }
}

#[tokio::test]
async fn product_unknown_to_stripe_is_reported() {
    let policy = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/doctor/unknown-product.toml");
    let findings = found(Config::default(), None, &[("DISCOUNT_POLICY", policy)]).await;
    let cart = findings.iter().find(|finding| finding.check == "cart").unwrap();
    assert_eq!(cart.outcome, Outcome::Warning);
    assert!(cart.message.contains("no active price") && cart.next.as_deref().unwrap().contains("prices and products"));
}

#[tokio::test]
async fn pages_are_tried_with_a_coupon_that_is_deleted() {
    let policy = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/doctor/pages.toml");
    for (scopes, outcome, says) in [
        (None, Outcome::Ok, "Stripe takes a coupon with a new session"),
        (Some(vec![SESSIONS, PRICES, PRODUCTS]), Outcome::Failed, "may not create a session with a coupon"),
    ] {
        let config = scopes.as_deref().map_or_else(Config::default, restricted);
        let key = if scopes.is_some() { RESTRICTED } else { Config::TEST_KEY };
        let stripe = Sandbox::start(config).await.unwrap();
        let _price = stripe.add_price_of("usd", 2_500, json!({"id": "prod_espresso"}));
        let url = stripe.url();
        let given = [("STRIPE_API_BASE", url.as_str()), ("STRIPE_SECRET_KEY", key), ("DISCOUNT_POLICY", policy)];
        let find = |name: &str| given.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let findings = examine(find, None).await;
        let pages = findings.iter().find(|finding| finding.check == "pages").unwrap();
        assert!(pages.outcome == outcome && pages.message.contains(says), "{pages:?}");
        let coupons = stripe.objects("coupon");
        assert!(!coupons.iter().any(|coupon| coupon["max_redemptions"] == 1), "{coupons:?}");
        let lacks =
            findings.iter().any(|finding| finding.message.contains("lacks Coupons: write (discounts of hosted"));
        assert_eq!(lacks, scopes.is_some(), "{findings:?}");
        for session in stripe.sessions() {
            assert_eq!(stripe.session(&session).unwrap()["status"], "expired");
        }
    }
}
