use crate::test_support::{faults, policy};

mod checkout;
mod conditions;
mod effects;
mod items;
mod loads;
mod offers;
mod policy_wide;

/// The first four lines of an offer; what a row says stands from line 5 on.
const CART_OFFER: &str = "[[offer]]\nid = \"a\"\ninteraction = \"cart-threshold\"\nname = \"A\"\n";

/// The same with a condition in line 5 and a gift in line 6.
fn complete(more: &str) -> String {
    format!("{CART_OFFER}when.quantity_at_least = 1\ngive.percent = \"10\"\n{more}")
}

/// Every row is the text of a policy and all that is wrong with it.
fn each_is_refused(rows: &[(String, &str)]) {
    for (text, expected) in rows {
        assert_eq!(faults(text), *expected, "\n{text}\n");
    }
}
