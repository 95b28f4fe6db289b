//! Planned writes as Stripe's parameters, and their idempotency keys.

use discounts_core::difference::Change;
use discounts_core::line_prices::LineMarks;
use discounts_core::reconcile::{PlannedItem, PlannedLine, PlannedPrice, PlannedWrite, VERSION_KEY, WriteKey};
use discounts_core::session::OFFERS_KEY;

use super::intent::TOTAL;
use super::metadata::{AMOUNT, NAME, SESSION_POLICY, SESSION_WRITES, offers_metadata};
use super::writer::DiscountWriter;
use crate::stripe::{IdempotencyKey, IntentUpdate, PriceData, SessionUpdate, expand};

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
pub(super) fn session_update(write: &PlannedWrite, expand: &[&str], writer: DiscountWriter) -> SessionUpdate {
    let cart = write.cart.as_deref().unwrap_or_default();
    let mut params = cart.iter().fold(SessionUpdate::default(), with_line);
    if let Some(address) = &write.shipping {
        params = params.shipping_details(&address.name, &address.country, &address.fields);
    }
    if cart.iter().any(|line| line.price != PlannedPrice::Unchanged) {
        params = writer.restore(params);
    }
    for (key, value) in write.update.of_the_set() {
        params = params.metadata(&key, value);
    }
    params = match &write.update.discount {
        Change::Keep => params,
        Change::Put { discount, record, policy, writes } => {
            let policy = policy.to_string();
            offers_metadata(&record.offers)
                .iter()
                .fold(writer.put(params, discount, record, &policy), |params, (key, value)| params.metadata(key, value))
                .metadata(SESSION_POLICY, &policy)
                .metadata(SESSION_WRITES, &writes.to_string())
        }
        Change::Clear { writes } => writer
            .clear(params)
            .metadata(OFFERS_KEY, "")
            .metadata(SESSION_POLICY, "")
            .metadata(SESSION_WRITES, &writes.to_string()),
    };
    if let Some(version) = &write.version {
        params = params.metadata(VERSION_KEY, version.as_str());
    }
    expand.iter().fold(params, |params, path| params.expand(path))
}

/// Adds a line. A cart is sent whole: a line that stays is named by its id.
fn with_line(params: SessionUpdate, line: &PlannedLine) -> SessionUpdate {
    let params = match (&line.item, &line.price) {
        (PlannedItem::Line(id), _) => params.keep_line(id, line.quantity),
        // A line has a price of the catalog, or one of its own.
        (PlannedItem::New, _) | (PlannedItem::Price(_), PlannedPrice::Inline(_)) => params.own_line(line.quantity),
        (PlannedItem::Price(price), _) => params.new_line(price.as_str(), line.quantity),
    };
    match &line.price {
        PlannedPrice::Unchanged => params,
        PlannedPrice::Unmarked => with_marks(params, LineMarks::removed()),
        PlannedPrice::Named(price) => with_marks(params.line_price(price), LineMarks::removed()),
        PlannedPrice::Inline(price) => {
            let data = PriceData {
                currency: price.currency.as_str(),
                product: &price.product,
                unit_amount: price.unit_amount.get(),
                tax_behavior: price.tax_behavior.as_deref(),
            };
            let pairs = price.marks.pairs();
            let is_new = !matches!(line.item, PlannedItem::Line(_));
            with_marks(
                params.line_price_data(&data),
                pairs.into_iter().filter(|(_, value)| !(is_new && value.is_empty())),
            )
        }
    }
}

fn with_marks(params: SessionUpdate, marks: impl IntoIterator<Item = (&'static str, String)>) -> SessionUpdate {
    marks.into_iter().fold(params, |params, (key, value)| params.line_metadata(key, &value))
}

/// The update of an intent: the set, the amount, and the discount that explains it.
pub(super) fn intent_update(write: &PlannedWrite, expand: &[&str]) -> IntentUpdate {
    let mut params = IntentUpdate::default();
    for (key, value) in write.update.of_the_set() {
        params = params.metadata(&key, value);
    }
    if let Some(version) = &write.version {
        params = params.metadata(VERSION_KEY, version.as_str());
    }
    let (amount_off, offers, [amount, name, policy, writes]) = match &write.update.discount {
        Change::Keep => return expanded(params, expand),
        Change::Put { discount, record, policy, writes } => {
            let amount_off = discount.amount_off;
            let name = discount.name.as_str().to_owned();
            let values = [amount_off.to_string(), name, policy.to_string(), writes.to_string()];
            (i64::try_from(amount_off.get()).ok(), offers_metadata(&record.offers), values)
        }
        Change::Clear { writes } => {
            let none = vec![(OFFERS_KEY.to_owned(), String::new())];
            (Some(0), none, [String::new(), String::new(), String::new(), writes.to_string()])
        }
    };
    let amounts = write.undiscounted_total.zip(amount_off);
    if let Some((total, off)) = amounts.and_then(|(full, off)| Some((full.checked_sub(off)?, off))) {
        params = params.amount(total).discount_amount(off).metadata(TOTAL, &total.to_string());
    }
    let before = [(AMOUNT, &amount), (NAME, &name)].into_iter();
    let offers = offers.iter().map(|(key, value)| (key.as_str(), value));
    for (key, value) in before.chain(offers).chain([(SESSION_POLICY, &policy), (SESSION_WRITES, &writes)]) {
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
    use discounts_core::Policy;
    use discounts_core::command::PriceId;
    use discounts_core::decide::Discount;
    use discounts_core::difference::Update;
    use discounts_core::money::{Amount, Currency};
    use discounts_core::reconcile::SessionVersion;
    use discounts_core::session::DiscountRecord;

    use super::super::metadata::listed_offers;
    use super::*;
    use crate::stripe::Version;

    const COUPON: DiscountWriter = DiscountWriter::DynamicDiscounts;

    fn write(update: Update, cart: Option<Vec<PlannedLine>>) -> PlannedWrite {
        PlannedWrite {
            key: WriteKey::Fresh,
            update,
            cart,
            shipping: None,
            version: None,
            undiscounted_total: None,
            corrects: false,
        }
    }

    #[test]
    fn clearing_sends_an_empty_string_and_keeps_the_set() {
        let clear = Update { discount: Change::Clear { writes: 3 }, ..Update::default() };
        assert_eq!(
            session_update(&write(clear, None), &["discounts.coupon"], COUPON).to_form(),
            "discounts=&metadata%5Bdiscount_offers%5D=&metadata%5Bdiscount_policy%5D=\
             &metadata%5Bdiscount_writes%5D=3&expand%5B%5D=discounts.coupon"
        );
    }

    #[test]
    fn cart_is_sent_whole_and_lines_that_stay_keep_their_ids() {
        let new = PlannedItem::Price(PriceId::parse("price_c").unwrap());
        let cart = vec![
            PlannedLine { item: new, quantity: 3, price: PlannedPrice::Unchanged },
            PlannedLine { item: PlannedItem::Line("li_2".to_owned()), quantity: 1, price: PlannedPrice::Unchanged },
        ];
        let body = session_update(&write(Update::default(), Some(cart)), &[], COUPON).to_form();
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
    fn offers_are_recorded_whole_on_sessions_and_intents() {
        // As in a programme of stacked offers: more than one value of metadata holds.
        let ids: Vec<String> = (0..13)
            .map(|part| format!("summer-loyalty-programme-2026-part-{part:03}"))
            .chain(["once".into()])
            .collect();
        let policy = Policy::load("p.toml", "").unwrap();
        let (amount_off, currency) = (Amount::new(2_650).unwrap(), Currency::parse("usd").unwrap());
        let discount = Discount { amount_off, currency, name: policy.combined_name };
        let record =
            DiscountRecord { offers: ids.join(","), customer: Some("cus_1".to_owned()), ..DiscountRecord::default() };
        let put = Change::Put { discount, record: record.clone(), policy: policy.hash, writes: 1 };
        let write = write(Update { discount: put, ..Update::default() }, None);
        let session = session_update(&write, &[], COUPON).to_form();
        let intent = intent_update(&write, &[]).to_form(&Version::default());
        for (form, prefix) in
            [(&session, "discounts[0][coupon_data][metadata]["), (&session, "metadata["), (&intent, "metadata[")]
        {
            let pairs = form_urlencoded::parse(form.as_bytes()).into_owned();
            let metadata: std::collections::BTreeMap<String, String> = pairs
                .filter_map(|(key, value)| Some((key.strip_prefix(prefix)?.strip_suffix(']')?.to_owned(), value)))
                .collect();
            assert!(metadata.values().all(|value| value.len() <= 500));
            assert_eq!(listed_offers(&metadata), ids, "{prefix}");
        }
    }

    #[test]
    fn version_bump_writes_nothing_else() {
        let version = SessionVersion::default();
        let key = WriteKey::Bump(version.clone(), 0);
        let bump = PlannedWrite { key, version: Some(version.bumped()), ..write(Update::default(), None) };
        assert_eq!(session_update(&bump, &[], COUPON).to_form(), "metadata%5Bdiscount_version%5D=1");
    }
}
