//! What is written to a session, in Stripe's form: bracketed paths, indexed arrays (Stripe API reference, Update a
//! Checkout Session).

use discounts_core::difference::{Change, Update};
use form_urlencoded::Serializer;

use super::object::StripeSession;
use super::session::{COUPON_OFFERS, COUPON_POLICY, SESSION_OFFERS, SESSION_POLICY, SESSION_WRITES};
use super::turn::{SESSION_TURN, Turn};
use crate::command::{CartLine, Edit, ShippingAddress};

/// The longest value of Stripe's metadata, in characters.
const LONGEST_VALUE: usize = 500;

/// The body of an update of a session: what differs, and what the answer has to show.
pub(super) fn update(
    before: &StripeSession,
    update: &Update,
    (edit, turn): (Option<&Edit>, Option<&Turn>),
    expand: &[&str],
) -> String {
    let mut form = Serializer::new(String::new());
    match edit {
        Some(Edit::Cart(lines)) => cart(&mut form, before, lines),
        Some(Edit::ShippingAddress(address)) => shipping(&mut form, address),
        None => {}
    }
    interactions(&mut form, update);
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
    if let Some(turn) = turn {
        form.append_pair(&metadata(SESSION_TURN), &turn.leaves);
    }
    for path in expand {
        form.append_pair("expand[]", path);
    }
    form.finish()
}

/// The body of an update that gives a session another mark, and does nothing else.
pub(super) fn mark(mark: &str) -> String {
    Serializer::new(String::new()).append_pair(&metadata(SESSION_TURN), mark).finish()
}

/// What becomes of the set.
pub(super) fn interactions(form: &mut Serializer<'_, String>, update: &Update) {
    for (key, value) in update.of_the_set() {
        form.append_pair(&metadata(&key), value);
    }
}

/// The whole cart: a line that stays is named by its id, and one that is not named goes (Stripe docs, "Dynamically update
/// line items").
fn cart(form: &mut Serializer<'_, String>, before: &StripeSession, lines: &[CartLine]) {
    for (at, line) in lines.iter().enumerate() {
        let key = |field: &str| format!("line_items[{at}][{field}]");
        match before.line_of(&line.price) {
            Some(held) => form.append_pair(&key("id"), &held.id),
            None => form.append_pair(&key("price"), line.price.as_str()),
        };
        form.append_pair(&key("quantity"), &line.quantity.to_string());
    }
}

fn shipping(form: &mut Serializer<'_, String>, address: &ShippingAddress) {
    let key = |field: &str| format!("collected_information[shipping_details]{field}");
    form.append_pair(&key("[name]"), &address.name).append_pair(&key("[address][country]"), &address.country);
    for (field, value) in &address.fields {
        form.append_pair(&key(&format!("[address][{field}]")), value);
    }
}

/// The query of a read.
pub(super) fn expand(paths: &[&str]) -> String {
    query(&[], paths)
}

/// The query of a read with parameters.
pub(super) fn query(parameters: &[(&str, &str)], paths: &[&str]) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(parameters);
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

pub(super) fn metadata(key: &str) -> String {
    format!("metadata[{key}]")
}

pub(super) fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST_VALUE).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::stripe::PriceId;

    fn session() -> StripeSession {
        let lines = json!([
            { "id": "li_1", "quantity": 1, "amount_subtotal": 500, "price": { "id": "price_a" } },
            { "id": "li_2", "quantity": 2, "amount_subtotal": 800, "price": { "id": "price_b" } },
        ]);
        serde_json::from_value(json!({ "id": "cs_test_1", "line_items": { "data": lines } })).unwrap()
    }

    #[test]
    fn clearing_sends_an_empty_string_and_keeps_the_set() {
        let clear = Update { discount: Change::Clear { writes: 3 }, ..Update::default() };
        assert_eq!(
            update(&session(), &clear, (None, None), &["discounts.coupon"]),
            "discounts=&metadata%5Bdiscount_offers%5D=&metadata%5Bdiscount_policy%5D=\
             &metadata%5Bdiscount_writes%5D=3&expand%5B%5D=discounts.coupon"
        );
    }

    #[test]
    fn a_cart_is_sent_whole_and_lines_that_stay_keep_their_ids() {
        let line = |price: &str, quantity| CartLine { price: PriceId::parse(price).unwrap(), quantity };
        let cart = Edit::Cart(vec![line("price_c", 3), line("price_b", 1)]);
        let body = update(&session(), &Update::default(), (Some(&cart), None), &[]);
        let pairs: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(
            pairs,
            [
                "line_items[0][price]=price_c",
                "line_items[0][quantity]=3",
                "line_items[1][id]=li_2",
                "line_items[1][quantity]=1",
            ]
        );
    }

    #[test]
    fn offers_are_cut_where_stripe_would_refuse_them() {
        assert_eq!(cut(&"a".repeat(501)).len(), 500);
        assert_eq!(cut("short"), "short");
    }
}
