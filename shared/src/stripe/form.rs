//! What is written to a session, in Stripe's form: bracketed paths, indexed arrays (Stripe API reference, Update a
//! Checkout Session).

use discounts_core::difference::{Change, Update};
use form_urlencoded::Serializer;

use super::session::{COUPON_OFFERS, COUPON_POLICY, SESSION_OFFERS, SESSION_POLICY, SESSION_WRITES};

/// The longest value of Stripe's metadata, in characters.
const LONGEST_VALUE: usize = 500;

/// The body of an update: what differs, and what the answer has to show.
pub(super) fn update(update: &Update, expand: &[&str]) -> String {
    let mut form = Serializer::new(String::new());
    for (key, value) in update.of_the_set() {
        form.append_pair(&metadata(&key), value);
    }
    match &update.discount {
        Change::Keep => {}
        Change::Put { discount, offers, policy, writes } => {
            let offers = cut(offers);
            let policy = policy.to_string();
            let coupon = |field: &str| format!("discounts[0][coupon_data]{field}");
            form.append_pair(&coupon("[name]"), discount.name.as_str())
                .append_pair(&coupon("[amount_off]"), &discount.amount_off.to_string())
                .append_pair(&coupon("[currency]"), discount.currency.as_str())
                .append_pair(&coupon(&format!("[metadata][{COUPON_OFFERS}]")), offers)
                .append_pair(&coupon(&format!("[metadata][{COUPON_POLICY}]")), &policy)
                .append_pair(&metadata(SESSION_OFFERS), offers)
                .append_pair(&metadata(SESSION_POLICY), &policy)
                .append_pair(&metadata(SESSION_WRITES), &writes.to_string());
        }
        Change::Clear { writes } => {
            // An empty list sends nothing and changes nothing; an empty string clears.
            form.append_pair("discounts", "")
                .append_pair(&metadata(SESSION_OFFERS), "")
                .append_pair(&metadata(SESSION_POLICY), "")
                .append_pair(&metadata(SESSION_WRITES), &writes.to_string());
        }
    }
    for path in expand {
        form.append_pair("expand[]", path);
    }
    form.finish()
}

/// The query of a read.
pub(super) fn expand(paths: &[&str]) -> String {
    let mut query = Serializer::new(String::new());
    for path in paths {
        query.append_pair("expand[]", path);
    }
    query.finish()
}

/// The query of a page of a list: as many as Stripe gives at once, after the last one that is known.
pub(super) fn page(after: Option<&str>, paths: &[&str]) -> String {
    let mut query = Serializer::new(expand(paths));
    query.append_pair("limit", "100");
    if let Some(after) = after {
        query.append_pair("starting_after", after);
    }
    query.finish()
}

fn metadata(key: &str) -> String {
    format!("metadata[{key}]")
}

fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST_VALUE).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clearing_sends_an_empty_string_and_keeps_the_set() {
        let clear = Update { discount: Change::Clear { writes: 3 }, ..Update::default() };
        assert_eq!(
            update(&clear, &["discounts.coupon"]),
            "discounts=&metadata%5Bdiscount_offers%5D=&metadata%5Bdiscount_policy%5D=\
             &metadata%5Bdiscount_writes%5D=3&expand%5B%5D=discounts.coupon"
        );
    }

    #[test]
    fn offers_are_cut_where_stripe_would_refuse_them() {
        assert_eq!(cut(&"a".repeat(501)).len(), 500);
        assert_eq!(cut("short"), "short");
    }
}
