//! The key and the account: what Stripe says to the calls of a function about a session that does not exist.

use std::time::Duration;

use reqwest::Method;
use shared::deadline::Deadline;
use shared::stripe::{Permission, SecretKey, SessionId, Stripe, StripeError};

use super::Finding;

/// What a person waits for Stripe.
const LONGEST: Duration = Duration::from_secs(15);

/// What no function needs: a permission, in the Dashboard's words, and a call that takes it. (Whether a discount takes
/// Coupons, and a cart's products Products, Stripe does not say: they are not asked about.)
const NOT_NEEDED: [(&str, Method, [&str; 3]); 4] = [
    ("Customers: write", Method::POST, ["v1", "customers", "cus_doctor0"]),
    ("PaymentIntents: read", Method::GET, ["v1", "payment_intents", "pi_doctor0"]),
    ("Charges and Refunds: read", Method::GET, ["v1", "refunds", "re_doctor0"]),
    ("Payouts: read", Method::GET, ["v1", "payouts", "po_doctor0"]),
];

/// An account of Stripe's, as a key sees it.
pub(super) struct Account<'a> {
    pub(super) stripe: &'a Stripe,
    pub(super) key: &'a SecretKey,
    /// Where the key is from, for the messages.
    pub(super) source: &'a str,
    /// One that does not exist.
    pub(super) session: &'a SessionId,
}

impl Account<'_> {
    /// Asks Stripe, as far as it answers. `customers` says whether the policy asks about customers, as far as
    /// that is known.
    pub(super) async fn examine(&self, customers: Option<bool>) -> Vec<Finding> {
        let read = self.stripe.talk(Deadline::after(LONGEST)).session(self.session, &[]).await.map(|_| ());
        let mut findings = match self.of_read(&read) {
            Ok(findings) => findings,
            Err(failed) => return vec![failed],
        };
        if read == Err(StripeError::NoPreviewAccess) {
            // Without the header's version Stripe answers nothing else.
            return findings;
        }
        let written = self.stripe.talk(Deadline::after(LONGEST)).try_clearing(self.session).await;
        findings.push(self.of_write(&written));
        if self.key.is_restricted() {
            findings.push(self.permissions(customers).await);
        } else {
            findings.push(Finding::warning(
                "permissions",
                "the key is not restricted: whoever gets hold of it may do everything",
                "make a restricted key with Checkout Sessions: write (and Customers: read, where an offer asks about \
                 the customer), and put it in its place",
            ));
        }
        findings
    }

    fn mode(&self) -> &'static str {
        if self.key.is_live() { "live" } else { "test" }
    }

    fn of_read(&self, read: &Result<(), StripeError>) -> Result<Vec<Finding>, Finding> {
        let (mode, source) = (self.mode(), self.source);
        let kind = if self.key.is_restricted() { "restricted" } else { "secret" };
        let works = Finding::ok("key", format!("Stripe accepts it: a {kind} key of {mode} mode, from {source}"));
        match read {
            Ok(()) | Err(StripeError::NotFound) => Ok(vec![works]),
            Err(StripeError::NoPreviewAccess) => Ok(vec![
                works,
                Finding::failed(
                    "preview",
                    format!(
                        "the account has no access to the preview in {mode} mode: Stripe refuses its version header"
                    ),
                    format!(
                        "ask Stripe's support for checkout_server_update_beta=v1 in {mode} mode (test and live are \
                         granted apart); where STRIPE_API_VERSION is set, look for a slip in it first"
                    ),
                ),
            ]),
            Err(StripeError::KeyRefused) => Err(Finding::failed(
                "key",
                format!("Stripe refuses the key of {mode} mode from {source}"),
                format!("it was rolled or revoked, or belongs to another account: put a valid one into {source}"),
            )),
            Err(StripeError::PermissionMissing) => Err(Finding::failed(
                "permissions",
                "the key may not read Checkout Sessions",
                "give the restricted key Checkout Sessions: write in the Dashboard, under API keys",
            )),
            Err(error) => Err(unanswered("key", error)),
        }
    }

    fn of_write(&self, written: &Result<(), StripeError>) -> Finding {
        let mode = self.mode();
        match written {
            Ok(()) | Err(StripeError::NotFound) => {
                Finding::ok("preview", format!("Stripe takes discounts from a server in {mode} mode"))
            }
            Err(StripeError::NoPreviewAccess) => Finding::failed(
                "preview",
                format!("Stripe takes the version, and does not know the parameter discounts in {mode} mode"),
                format!(
                    "the version names no preview: unset STRIPE_API_VERSION, or end it with \
                     checkout_server_update_beta=v1; and if it does, ask Stripe's support for this preview in {mode} mode"
                ),
            ),
            Err(StripeError::PermissionMissing) => Finding::failed(
                "permissions",
                "the key may read Checkout Sessions and not write to them",
                "give the restricted key Checkout Sessions: write in the Dashboard, under API keys",
            ),
            Err(error) => unanswered("preview", error),
        }
    }

    async fn permissions(&self, customers: Option<bool>) -> Finding {
        let may = async |method: &Method, path: &[&str]| {
            self.stripe.talk(Deadline::after(LONGEST)).may(method.clone(), path).await
        };
        let reads_customers = may(&Method::GET, &["v1", "customers", "cus_doctor0"]).await;
        if customers == Some(true) && reads_customers == Permission::Refused {
            return Finding::failed(
                "permissions",
                "the key may not read customers, and an offer of the policy asks about them",
                "give the restricted key Customers: read in the Dashboard, under API keys",
            );
        }
        let mut more = Vec::new();
        if customers == Some(false) && reads_customers == Permission::Allowed {
            more.push("Customers: read");
        }
        for (name, method, path) in &NOT_NEEDED {
            if may(method, path).await == Permission::Allowed {
                more.push(name);
            }
        }
        if more.is_empty() {
            return Finding::ok(
                "permissions",
                "the key may do what is needed, and nothing more of what was asked about",
            );
        }
        let more = more.join(", ");
        Finding::warning("permissions", format!("the key may do more than is needed: {more}"), "take that from the key")
    }
}

fn unanswered(check: &'static str, error: &StripeError) -> Finding {
    let next = match error {
        StripeError::RateLimited { .. } => "try again in a minute; if it stays so, ask Stripe to raise the limit",
        StripeError::Unavailable | StripeError::TimedOut | StripeError::KeySpent => {
            "look at the network, at STRIPE_API_BASE if it is set, and at https://status.stripe.com; then try again"
        }
        _ => "look the call up in the Dashboard, under Developers, Logs",
    };
    Finding::failed(check, error.to_string(), next)
}
