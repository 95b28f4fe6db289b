//! Updates as Stripe's parameters.

use discounts_core::command::Edit;
use discounts_core::difference::{Change, Update};

use super::intent::{AMOUNT, Intent, NAME};
use super::metadata::{COUPON_OFFERS, COUPON_POLICY, SESSION_OFFERS, SESSION_POLICY, SESSION_WRITES, cut};
use super::version::SESSION_VERSION;
use crate::stripe::{Coupon, IntentUpdate, SessionUpdate, StripeSession, expand};

/// The update of a session: the edit, the set, the discount, and the version that it leaves. `before` is the session as it
/// was last read: its lines keep their ids.
#[must_use]
pub fn session_update(
    before: &StripeSession,
    update: &Update,
    edit: Option<&Edit>,
    version: Option<&str>,
    expand: &[&str],
) -> SessionUpdate {
    let mut params = edit.map_or_else(SessionUpdate::default, |edit| edited(before, edit));
    for (key, value) in update.of_the_set() {
        params = params.metadata(&key, value);
    }
    params = match &update.discount {
        Change::Keep => params,
        Change::Put { discount, offers, policy, writes } => {
            let (offers, policy) = (cut(offers), policy.to_string());
            let coupon = Coupon {
                name: discount.name.as_str(),
                amount_off: discount.amount_off.get(),
                currency: discount.currency.as_str(),
                metadata: &[(COUPON_OFFERS, offers), (COUPON_POLICY, &policy)],
            };
            params
                .coupon(&coupon)
                .metadata(SESSION_OFFERS, offers)
                .metadata(SESSION_POLICY, &policy)
                .metadata(SESSION_WRITES, &writes.to_string())
        }
        Change::Clear { writes } => params
            .clear_discounts()
            .metadata(SESSION_OFFERS, "")
            .metadata(SESSION_POLICY, "")
            .metadata(SESSION_WRITES, &writes.to_string()),
    };
    if let Some(version) = version {
        params = params.metadata(SESSION_VERSION, version);
    }
    expand.iter().fold(params, |params, path| params.expand(path))
}

/// The update of a session that changes nothing but its version.
#[must_use]
pub fn version_update(version: &str) -> SessionUpdate {
    SessionUpdate::default().metadata(SESSION_VERSION, version)
}

/// A cart is sent whole: a line that stays is named by its id.
fn edited(before: &StripeSession, edit: &Edit) -> SessionUpdate {
    let params = SessionUpdate::default();
    match edit {
        Edit::Cart(lines) => lines.iter().fold(params, |params, line| match before.line_of(line.price.as_str()) {
            Some(held) => params.keep_line(&held.id, line.quantity),
            None => params.new_line(line.price.as_str(), line.quantity),
        }),
        Edit::ShippingAddress(address) => params.shipping_details(&address.name, &address.country, &address.fields),
    }
}

/// The update of an intent: the set, the amount, and the discount that explains it.
#[must_use]
pub fn intent_update(before: &Intent, update: &Update, expand: &[&str]) -> IntentUpdate {
    let mut params = IntentUpdate::default();
    for (key, value) in update.of_the_set() {
        params = params.metadata(&key, value);
    }
    let (amount_off, values) = match &update.discount {
        Change::Keep => return expanded(params, expand),
        Change::Put { discount, offers, policy, writes } => {
            let amount_off = discount.amount_off;
            let name = discount.name.as_str().to_owned();
            let values = [amount_off.to_string(), name, cut(offers).to_owned(), policy.to_string(), writes.to_string()];
            (i64::try_from(amount_off.get()).ok(), values)
        }
        Change::Clear { writes } => {
            (Some(0), [String::new(), String::new(), String::new(), String::new(), writes.to_string()])
        }
    };
    let amount = before.full_amount().zip(amount_off).and_then(|(full, off)| full.checked_sub(off));
    if let Some(amount) = amount {
        params = params.amount(amount);
    }
    for (key, value) in [AMOUNT, NAME, SESSION_OFFERS, SESSION_POLICY, SESSION_WRITES].into_iter().zip(&values) {
        params = params.metadata(key, value);
    }
    expanded(params, expand)
}

/// Of the paths that a policy needs, an intent has only the customer.
fn expanded(params: IntentUpdate, paths: &[&str]) -> IntentUpdate {
    let of_an_intent = paths.iter().filter(|path| **path == expand::CUSTOMER);
    of_an_intent.fold(params, |params, path| params.expand(path))
}

#[cfg(test)]
mod tests {
    use discounts_core::command::{CartLine, PriceId};
    use serde_json::json;

    use super::*;

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
            session_update(&session(), &clear, None, None, &["discounts.coupon"]).to_form(),
            "discounts=&metadata%5Bdiscount_offers%5D=&metadata%5Bdiscount_policy%5D=\
             &metadata%5Bdiscount_writes%5D=3&expand%5B%5D=discounts.coupon"
        );
    }

    #[test]
    fn cart_is_sent_whole_and_lines_that_stay_keep_their_ids() {
        let line = |price: &str, quantity| CartLine { price: PriceId::parse(price).unwrap(), quantity };
        let cart = Edit::Cart(vec![line("price_c", 3), line("price_b", 1)]);
        let body = session_update(&session(), &Update::default(), Some(&cart), None, &[]).to_form();
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
}
