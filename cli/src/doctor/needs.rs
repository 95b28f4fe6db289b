//! The permissions that a key needs, by the features in use. docs/operations.md has them as a table.

use reqwest::Method;
use shared::core::{InteractionSet, Policy};

use super::checkout::sells;

/// The features in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a feature of its own")]
pub(super) struct Needs {
    /// An offer asks about the customer.
    customers: bool,
    /// Sessions are created here, and their carts changed.
    carts: bool,
    /// Sessions are created here for pages of Stripe's.
    pages: bool,
    /// The webhook keeps histories and verdicts.
    webhook: bool,
}

impl Needs {
    pub(super) fn of(policy: &Policy, webhook: bool) -> Self {
        Self {
            customers: policy.reads(InteractionSet::all()).shopper(),
            carts: sells(policy),
            pages: policy.checkout.decides_once(),
            webhook,
        }
    }
}

/// A permission, in the Dashboard's words, and a call that takes it.
pub(super) struct Asked {
    pub(super) name: &'static str,
    /// Why it is needed.
    pub(super) used_for: &'static str,
    needed: fn(Needs) -> bool,
    pub(super) method: Method,
    pub(super) path: [&'static str; 3],
}

impl Asked {
    pub(super) fn is_needed(&self, needs: Needs) -> bool {
        (self.needed)(needs)
    }

    /// `Some(false)` for a permission that no feature needs; none for the others, which depend on the features in use.
    pub(super) fn never(&self) -> Option<bool> {
        let everything = Needs { customers: true, carts: true, pages: true, webhook: true };
        (!self.is_needed(everything)).then_some(false)
    }
}

/// The permissions that are checked, besides that for sessions.
pub(super) static PERMISSIONS: [Asked; 10] = [
    asked(
        "Customers: read",
        "an offer asks about the customer",
        reads_customers,
        Method::GET,
        ["v1", "customers", "cus_doctor0"],
    ),
    asked(
        "Customers: write",
        "the webhook keeps the purchase history",
        webhook,
        Method::POST,
        ["v1", "customers", "cus_doctor0"],
    ),
    asked(
        "PaymentIntents: write",
        "the webhook keeps its verdict with the payment",
        webhook,
        Method::POST,
        ["v1", "payment_intents", "pi_doctor0"],
    ),
    asked(
        "Coupons: write",
        "discounts of hosted and embedded pages, and the verdict on an order without a payment",
        coupons,
        Method::POST,
        ["v1", "coupons", "doctor0"],
    ),
    asked(
        "Charges: read",
        "refunds are subtracted from the history",
        webhook,
        Method::GET,
        ["v1", "charges", "ch_doctor0"],
    ),
    asked(
        "Disputes: read",
        "disputed payments are subtracted from the history",
        webhook,
        Method::GET,
        ["v1", "disputes", "du_doctor0"],
    ),
    asked(
        "Events: read",
        "the webhook asks when an order without a payment was completed",
        webhook,
        Method::GET,
        ["v1", "events", "evt_doctor0"],
    ),
    asked("Prices: read", "carts take no price from a page", carts, Method::GET, ["v1", "prices", "price_doctor0"]),
    asked(
        "Products: read",
        "[checkout] and offers name products",
        carts,
        Method::GET,
        ["v1", "products", "prod_doctor0"],
    ),
    asked("Payouts: read", "nothing", nobody, Method::GET, ["v1", "payouts", "po_doctor0"]),
];

const fn asked(
    name: &'static str,
    used_for: &'static str,
    needed: fn(Needs) -> bool,
    method: Method,
    path: [&'static str; 3],
) -> Asked {
    Asked { name, used_for, needed, method, path }
}

/// Permission to write includes permission to read.
fn reads_customers(needs: Needs) -> bool {
    needs.customers || needs.webhook
}

fn webhook(needs: Needs) -> bool {
    needs.webhook
}

fn coupons(needs: Needs) -> bool {
    needs.webhook || needs.pages
}

fn carts(needs: Needs) -> bool {
    needs.carts
}

fn nobody(_: Needs) -> bool {
    false
}
