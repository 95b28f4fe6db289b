//! The meaning of Stripe's answers about a session that does not exist, for the key and the account.

use shared::error_chain::error_chain;
use shared::stripe::StripeError;

use super::finding::Finding;
use super::probe::NotTried;

/// The remedy that needs nobody at Stripe.
const OTHER_WRITER: &str = "set DISCOUNT_WRITER=line_items, which works with this account as it is (docs/writers.md)";

/// The reader of answers to one key.
pub(super) struct Answers<'a> {
    /// `test` or `live`.
    pub(super) mode: &'static str,
    /// The source of the key, for messages.
    pub(super) source: &'a str,
    /// True for a restricted key.
    pub(super) restricted: bool,
}

impl Answers<'_> {
    /// The findings of a read; an error if nothing else is worth a try.
    pub(super) fn of_read(&self, read: &Result<(), StripeError>) -> Result<Vec<Finding>, Finding> {
        let Self { mode, source, restricted } = *self;
        let kind = if restricted { "restricted" } else { "secret" };
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
                        "{OTHER_WRITER}; or ask Stripe's support for checkout_server_update_beta=v1 in {mode} mode (test and \
                         live are granted apart); where STRIPE_API_VERSION is set, look for a slip in it first"
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

    /// The finding of a write of discounts.
    pub(super) fn of_write(&self, written: &Result<(), StripeError>) -> Finding {
        let mode = self.mode;
        match written {
            Ok(()) | Err(StripeError::NotFound) => Finding::ok(
                "preview",
                format!("dynamic_discounts: Stripe takes discounts from a server in {mode} mode"),
            ),
            Err(StripeError::NoPreviewAccess) => Finding::failed(
                "preview",
                format!("Stripe takes the version, and does not know the parameter discounts in {mode} mode"),
                format!(
                    "the version names no preview: unset STRIPE_API_VERSION, or end it with \
                     checkout_server_update_beta=v1; and if it does, ask Stripe's support for this preview in {mode} mode, \
                     or {OTHER_WRITER}"
                ),
            ),
            Err(StripeError::PermissionMissing) => no_permission_to_write(),
            Err(error) => unanswered("preview", error),
        }
    }
}

/// The finding about a trial that could not be made.
pub(super) fn not_tried(error: &NotTried) -> Finding {
    match error {
        NotTried::NoPrice => Finding::warning(
            "cart",
            error.to_string(),
            "make one in the Dashboard, or correct prices and products in discounts.toml; until then nothing can be put into \
             a cart by them",
        ),
        NotTried::Stripe(StripeError::PermissionMissing) => Finding::failed(
            "cart",
            "the key may not do what putting something into a cart takes",
            "give the restricted key Checkout Sessions: write, Prices: read and Products: read",
        ),
        NotTried::Stripe(error) => unanswered("cart", error),
        NotTried::OtherDiscount => Finding::failed(
            "cart",
            error.to_string(),
            "look the call up in the Dashboard, under Developers, Logs, and tell us",
        ),
    }
}

/// The finding of a write of line prices.
pub(super) fn of_line_prices(written: &Result<(), StripeError>) -> Finding {
    match written {
        Ok(()) | Err(StripeError::NotFound) => {
            Finding::ok("writer", "line_items: discounts are lower line prices, which every account may write")
        }
        Err(StripeError::PermissionMissing) => no_permission_to_write(),
        Err(error) if error.is_rejected_by_stripe() => Finding::failed(
            "writer",
            "line_items: this version of Stripe's API does not take the lines of a session",
            "unset STRIPE_API_VERSION, or name 2025-12-15.clover or a later one",
        ),
        Err(error) => unanswered("writer", error),
    }
}

fn no_permission_to_write() -> Finding {
    Finding::failed(
        "permissions",
        "the key may read Checkout Sessions and not write to them",
        "give the restricted key Checkout Sessions: write in the Dashboard, under API keys",
    )
}

fn unanswered(check: &'static str, error: &StripeError) -> Finding {
    let next = match error {
        StripeError::RateLimited { .. } => "try again in a minute; if it stays so, ask Stripe to raise the limit",
        StripeError::Unavailable { .. }
        | StripeError::Unreachable(_)
        | StripeError::TimedOut(_)
        | StripeError::ReplayedFailure => {
            "check the network, STRIPE_API_BASE if it is set, and https://status.stripe.com; then try again"
        }
        _ => "look the call up in the Dashboard, under Developers, Logs",
    };
    Finding::failed(check, error_chain(error), next)
}
