//! The key and the account: Stripe's answers to the calls of a function about a session that does not exist.

use std::time::Duration;

use shared::core::Policy;
use shared::deadline::Deadline;
use shared::purchase::DiscountWriter;
use shared::stripe::{IdempotencyKey, Permission, SecretKey, SessionId, SessionUpdate, Stripe, StripeError};

use super::answers::{Answers, not_tried, of_line_prices};
use super::finding::{Finding, Outcome};
use super::needs::{Needs, PERMISSIONS};
use super::probe::{CombinedUpdate, try_combined_update, try_line_price};

/// The longest wait for Stripe.
const LONGEST: Duration = Duration::from_secs(15);

/// An account of Stripe's, as a key sees it.
pub(super) struct Account<'a> {
    pub(super) stripe: &'a Stripe,
    pub(super) key: &'a SecretKey,
    /// The source of the key, for messages.
    pub(super) source: &'a str,
    /// One that does not exist.
    pub(super) session: &'a SessionId,
    /// The way in which discounts are written.
    pub(super) writer: DiscountWriter,
    /// The account under the version of the preview.
    pub(super) preview: &'a Stripe,
}

impl Account<'_> {
    /// Examines the account, as far as Stripe answers. `webhook` says whether there is a secret for the webhook.
    pub(super) async fn examine(&self, policy: Option<&Policy>, webhook: bool) -> Vec<Finding> {
        let read = self.stripe.request_client(Deadline::after(LONGEST)).session(self.session, &[]).await.map(|_| ());
        let mut findings = match self.answered().of_read(&read) {
            Ok(findings) => findings,
            Err(failed) => return vec![failed],
        };
        if matches!(read, Err(StripeError::NoPreviewAccess)) {
            // Without the header's version Stripe answers nothing else.
            return findings;
        }
        let tried = match self.writer {
            DiscountWriter::DynamicDiscounts => self.answered().of_write(&self.clear_discounts().await),
            DiscountWriter::LineItems => of_line_prices(&self.keep_lines().await),
        };
        let works = tried.outcome == Outcome::Ok;
        findings.push(tried);
        if self.writer == DiscountWriter::LineItems {
            let mut client = self.preview.request_client(Deadline::after(LONGEST));
            findings.extend(super::preview::examine(&mut client, self.session, self.mode()).await);
        }
        // Nothing is made in live mode.
        if let Some(policy) = policy.filter(|_| works && !self.key.is_live()) {
            findings.extend(match self.writer {
                DiscountWriter::DynamicDiscounts => self.together(policy).await,
                DiscountWriter::LineItems => self.line_prices(policy).await,
            });
            let mut client = self.stripe.request_client(Deadline::after(LONGEST));
            findings.extend(super::pages::examine(&mut client, &policy.checkout).await);
        }
        if self.key.is_restricted() {
            findings.push(self.permissions(policy.map(|policy| Needs::of(policy, webhook))).await);
        } else {
            findings.push(Finding::warning(
                "permissions",
                "the key is not restricted: anyone who gets hold of it may do everything",
                "make a restricted key with Checkout Sessions: write, and what else docs/operations.md lists for what you \
                 use, and put it in its place",
            ));
        }
        findings
    }

    /// Clears the discounts of a session that does not exist.
    async fn clear_discounts(&self) -> Result<(), StripeError> {
        let mut client = self.stripe.request_client(Deadline::after(LONGEST));
        let clear = SessionUpdate::default().clear_discounts();
        client.update_session(self.session, &clear, &IdempotencyKey::new()).await.result.map(drop)
    }

    /// Writes the lines of a session that does not exist.
    async fn keep_lines(&self) -> Result<(), StripeError> {
        let mut client = self.stripe.request_client(Deadline::after(LONGEST));
        let lines = SessionUpdate::default().keep_line("li_doctor0", 1).line_metadata("discount_off", "");
        client.update_session(self.session, &lines, &IdempotencyKey::new()).await.result.map(drop)
    }

    /// Tries a lower line price on a session.
    async fn line_prices(&self, policy: &Policy) -> Option<Finding> {
        let return_url = policy.checkout.return_url.as_deref()?;
        if !super::checkout::sells(policy) {
            return None;
        }
        let mut client = self.stripe.request_client(Deadline::after(LONGEST));
        Some(match try_line_price(&mut client, &policy.checkout, return_url).await {
            Ok(()) => Finding::ok(
                "cart",
                "Stripe takes a lower line price, and shows the marks of its line (tried on a session, which is expired \
                 again)",
            ),
            Err(error) => not_tried(&error),
        })
    }

    fn mode(&self) -> &'static str {
        if self.key.is_live() { "live" } else { "test" }
    }

    /// The reader of its answers.
    fn answered(&self) -> Answers<'_> {
        Answers { mode: self.mode(), source: self.source, restricted: self.key.is_restricted() }
    }

    /// Tries whether Stripe takes a cart and its discount in one update. Without products or prices in the policy there is
    /// nothing to try.
    async fn together(&self, policy: &Policy) -> Option<Finding> {
        let return_url = policy.checkout.return_url.as_deref()?;
        if !super::checkout::sells(policy) {
            return None;
        }
        let mut client = self.stripe.request_client(Deadline::after(LONGEST));
        let tried = try_combined_update(&mut client, &policy.checkout, return_url).await;
        Some(match tried {
            Ok(CombinedUpdate::Taken) => Finding::ok(
                "cart",
                "Stripe takes a cart and its discount in one update (tried on a session, which is expired again)",
            ),
            Ok(CombinedUpdate::Split) => Finding::ok(
                "cart",
                "Stripe does not take a cart and its discount in one update, and takes one after the other: `cart` and \
                 `shipping-address` lower the discount first, then change the session, then raise the discount (tried on \
                 a session, which is expired again)",
            ),
            Err(error) => not_tried(&error),
        })
    }

    /// Checks the permissions of the key. `needs` is unknown if the policy does not load.
    async fn permissions(&self, needs: Option<Needs>) -> Finding {
        let (mut missing, mut more) = (Vec::new(), Vec::new());
        for permission in &PERMISSIONS {
            let Some(needed) = needs.map_or_else(|| permission.never(), |needs| Some(permission.is_needed(needs)))
            else {
                continue;
            };
            let mut client = self.stripe.request_client(Deadline::after(LONGEST));
            match (client.permission(permission.method.clone(), &permission.path).await, needed) {
                (Permission::Refused, true) => missing.push(permission),
                (Permission::Allowed, false) => more.push(permission.name),
                _ => {}
            }
        }
        if !missing.is_empty() {
            let lacks = missing.iter().map(|permission| format!("{} ({})", permission.name, permission.used_for));
            let names: Vec<&str> = missing.iter().map(|permission| permission.name).collect();
            return Finding::failed(
                "permissions",
                format!("the key lacks {}", lacks.collect::<Vec<_>>().join(", ")),
                format!("give the restricted key {} in the Dashboard, under API keys", names.join(", ")),
            );
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
