//! Planned writes as Stripe's parameters, and their idempotency keys.

use discounts_core::difference::Change;
use discounts_core::reconcile::{PlannedEdit, PlannedItem, PlannedWrite, VERSION_KEY, WriteKey};

use super::intent::{AMOUNT, NAME};
use super::metadata::{SESSION_OFFERS, SESSION_POLICY, SESSION_WRITES, cut};
use super::writer::Writer;
use crate::stripe::{IdempotencyKey, IntentUpdate, SessionUpdate, expand};

/// The idempotency key of a write to a purchase.
pub(super) fn idempotency_key(purchase: &str, key: &WriteKey) -> IdempotencyKey {
    match key {
        WriteKey::Fresh => IdempotencyKey::new(),
        WriteKey::Version(version) => IdempotencyKey::shared(&format!("{purchase}-version-{}", version.as_str())),
        WriteKey::Bump(version, failed) => {
            IdempotencyKey::shared(&format!("{purchase}-bump-{}-{failed}", version.as_str()))
        }
    }
}

/// The update of a session: the edit, the set, the discount, and the version that it leaves.
pub(super) fn session_update(write: &PlannedWrite, expand: &[&str], writer: &dyn Writer) -> SessionUpdate {
    let mut params = write.edit.as_ref().map_or_else(SessionUpdate::default, edited);
    for (key, value) in write.update.of_the_set() {
        params = params.metadata(&key, value);
    }
    params = match &write.update.discount {
        Change::Keep => params,
        Change::Put { discount, offers, policy, writes } => {
            let (offers, policy) = (cut(offers), policy.to_string());
            writer
                .put(params, discount, offers, &policy)
                .metadata(SESSION_OFFERS, offers)
                .metadata(SESSION_POLICY, &policy)
                .metadata(SESSION_WRITES, &writes.to_string())
        }
        Change::Clear { writes } => writer
            .clear(params)
            .metadata(SESSION_OFFERS, "")
            .metadata(SESSION_POLICY, "")
            .metadata(SESSION_WRITES, &writes.to_string()),
    };
    if let Some(version) = &write.version {
        params = params.metadata(VERSION_KEY, version.as_str());
    }
    expand.iter().fold(params, |params, path| params.expand(path))
}

/// A cart is sent whole: a line that stays is named by its id.
fn edited(edit: &PlannedEdit) -> SessionUpdate {
    let params = SessionUpdate::default();
    match edit {
        PlannedEdit::Cart(lines) => lines.iter().fold(params, |params, line| match &line.item {
            PlannedItem::Line(id) => params.keep_line(id, line.quantity),
            PlannedItem::Price(price) => params.new_line(price.as_str(), line.quantity),
        }),
        PlannedEdit::ShippingAddress(address) => {
            params.shipping_details(&address.name, &address.country, &address.fields)
        }
    }
}

/// The update of an intent: the set, the amount, and the discount that explains it.
pub(super) fn intent_update(write: &PlannedWrite, expand: &[&str]) -> IntentUpdate {
    let mut params = IntentUpdate::default();
    for (key, value) in write.update.of_the_set() {
        params = params.metadata(&key, value);
    }
    let (amount_off, values) = match &write.update.discount {
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
    let amount = write.undiscounted_total.zip(amount_off).and_then(|(full, off)| full.checked_sub(off));
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
    use discounts_core::command::PriceId;
    use discounts_core::difference::Update;
    use discounts_core::reconcile::{PlannedLine, SessionVersion};

    use super::*;
    use crate::purchase::DynamicDiscounts;

    fn write(update: Update, edit: Option<PlannedEdit>) -> PlannedWrite {
        PlannedWrite { key: WriteKey::Fresh, update, edit, version: None, undiscounted_total: None, corrects: false }
    }

    #[test]
    fn clearing_sends_an_empty_string_and_keeps_the_set() {
        let clear = Update { discount: Change::Clear { writes: 3 }, ..Update::default() };
        assert_eq!(
            session_update(&write(clear, None), &["discounts.coupon"], &DynamicDiscounts).to_form(),
            "discounts=&metadata%5Bdiscount_offers%5D=&metadata%5Bdiscount_policy%5D=\
             &metadata%5Bdiscount_writes%5D=3&expand%5B%5D=discounts.coupon"
        );
    }

    #[test]
    fn cart_is_sent_whole_and_lines_that_stay_keep_their_ids() {
        let new = PlannedItem::Price(PriceId::parse("price_c").unwrap());
        let cart = vec![
            PlannedLine { item: new, quantity: 3 },
            PlannedLine { item: PlannedItem::Line("li_2".to_owned()), quantity: 1 },
        ];
        let body =
            session_update(&write(Update::default(), Some(PlannedEdit::Cart(cart))), &[], &DynamicDiscounts).to_form();
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
    fn version_bump_writes_nothing_else() {
        let version = SessionVersion::default();
        let key = WriteKey::Bump(version.clone(), 0);
        let bump = PlannedWrite { key, version: Some(version.bumped()), ..write(Update::default(), None) };
        assert_eq!(session_update(&bump, &[], &DynamicDiscounts).to_form(), "metadata%5Bdiscount_version%5D=1");
    }
}
