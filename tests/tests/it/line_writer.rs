//! The `line_items` writer, on an account with what is generally available: what Stripe receives, and what a session that
//! someone else has changed is read as.

use discounts_core::{Interaction, Policy};
use end_to_end::shop::GUIDE;
use end_to_end::{Answer, Event, Shop, log};
use sandbox::{Config, Fault, On, Recorded};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::purchase::DiscountWriter;

use crate::webhook;

const THRESHOLD: Endpoint = Endpoint::Add(Interaction::CartThreshold);

/// 10.00 off carts over 100.00, and two products that may be bought.
const TEN_OFF: &str = r#"
    [checkout]
    return_url = "https://shop.example.com/return"
    products = ["prod_boots", "prod_socks"]

    [[offer]]
    id = "ten"
    interaction = "cart-threshold"
    name = "Ten off"
    when.subtotal_over = { usd = "100.00" }
    give.amount_off = { usd = "10.00" }
"#;

/// A shop with boots of 125.00 and socks of 9.99.
struct Store {
    shop: Shop,
    boots: String,
    socks: String,
}

impl Store {
    async fn open(policy: &str) -> Self {
        let shop = Shop::with_writer(DiscountWriter::LineItems, Config::default(), &[], policy).await;
        let price = |cents, product: &str| {
            let price = shop.stripe().add_price_of("usd", cents, json!({ "id": product }));
            (price, product.to_owned())
        };
        let (boots, socks) = (price(12_500, "prod_boots").0, price(999, "prod_socks").0);
        Self { shop, boots, socks }
    }

    /// A session of this many boots and socks.
    fn session(&self, boots: u64, socks: u64) -> String {
        let quantities = [boots.to_string(), socks.to_string()];
        let mut params = vec![
            ("mode", "payment"),
            ("ui_mode", "custom"),
            ("return_url", "https://shop.example.com/return"),
            ("line_items[0][price]", &self.boots),
            ("line_items[0][quantity]", &quantities[0]),
        ];
        if socks > 0 {
            params.extend([("line_items[1][price]", &*self.socks), ("line_items[1][quantity]", &quantities[1])]);
        }
        let session = self.shop.create(&params);
        self.shop.stripe().clear_requests();
        session
    }

    async fn cart(&self, session: &str, lines: &[(&str, u64)]) -> Answer {
        let line = |(price, quantity): &(&str, u64)| json!({ "price": price, "quantity": quantity });
        let lines: Vec<Value> = lines.iter().map(line).collect();
        let body = json!({ "checkout_session_id": session, "line_items": lines });
        self.shop.send(Endpoint::Cart, Event::post(Endpoint::Cart, &body)).await
    }

    /// The lines, as `2x11250`.
    fn lines(&self, session: &str) -> String {
        let state = self.shop.stripe().session_state(session).unwrap();
        let unit = |line: &sandbox::Line| self.shop.stripe().unit_amount(&line.price, "usd").unwrap();
        state.lines.iter().map(|line| format!("{}x{}", line.quantity, unit(line))).collect::<Vec<_>>().join(" ")
    }

    fn line_ids(&self, session: &str) -> Vec<String> {
        self.shop.stripe().session_state(session).unwrap().lines.into_iter().map(|line| line.id).collect()
    }

    /// The writes since the last look.
    fn writes(&self) -> Vec<Recorded> {
        let requests = self.shop.stripe().requests();
        self.shop.stripe().clear_requests();
        requests.into_iter().filter(|request| request.method == "POST").collect()
    }
}

fn form(request: &Recorded) -> Vec<String> {
    let version = |key: &str| key == "metadata[discount_version]";
    let pair = |(key, value): &(String, String)| format!("{key}={}", if version(key) { "..." } else { value });
    request.form.iter().map(pair).collect()
}

#[tokio::test]
async fn discount_is_one_read_and_one_write_of_lower_prices() {
    let store = Store::open(GUIDE).await;
    let session = store.session(1, 2);
    let answer = store.shop.call(THRESHOLD, &session).await;
    // 10 % of 144.98, shared by largest remainder.
    assert_eq!((answer.amount(), store.shop.discount(&session)), (1_449, 1_449));
    assert_eq!(answer.body["value"]["amount_subtotal"], 14_498);
    assert_eq!(answer.body["value"]["amount_total"], 13_049);
    let requests = store.shop.stripe().requests();
    let [read, write] = requests.as_slice() else { panic!("{requests:?}") };
    let paths: Vec<&str> = read.query.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(paths, ["discounts.coupon", "line_items"]);
    let hash = Policy::load("test.toml", GUIDE).unwrap().hash;
    let (ids, boots, socks) = (store.line_ids(&session), &store.boots, &store.socks);
    let expected = [
        format!("line_items[0][id]={}", ids[0]),
        "line_items[0][quantity]=1".to_owned(),
        "line_items[0][price_data][currency]=usd".to_owned(),
        "line_items[0][price_data][product]=prod_boots".to_owned(),
        "line_items[0][price_data][unit_amount]=11251".to_owned(),
        format!("line_items[0][metadata][discount_price]={boots}"),
        "line_items[0][metadata][discount_inline_price]=".to_owned(),
        "line_items[0][metadata][discount_list]=12500".to_owned(),
        "line_items[0][metadata][discount_off]=1249".to_owned(),
        "line_items[0][metadata][discount_part]=".to_owned(),
        format!("line_items[1][id]={}", ids[1]),
        "line_items[1][quantity]=2".to_owned(),
        "line_items[1][price_data][currency]=usd".to_owned(),
        "line_items[1][price_data][product]=prod_socks".to_owned(),
        "line_items[1][price_data][unit_amount]=899".to_owned(),
        format!("line_items[1][metadata][discount_price]={socks}"),
        "line_items[1][metadata][discount_inline_price]=".to_owned(),
        "line_items[1][metadata][discount_list]=999".to_owned(),
        "line_items[1][metadata][discount_off]=100".to_owned(),
        "line_items[1][metadata][discount_part]=".to_owned(),
        "metadata[discount_cart_threshold]=on".to_owned(),
        "metadata[discount_amount]=1449".to_owned(),
        "metadata[discount_name]=10% off carts over $100".to_owned(),
        "metadata[discount_customer]=".to_owned(),
        "metadata[discount_offers]=guide".to_owned(),
        format!("metadata[discount_policy]={hash}"),
        "metadata[discount_writes]=1".to_owned(),
        "metadata[discount_version]=...".to_owned(),
        "expand[]=discounts.coupon".to_owned(),
        "expand[]=line_items".to_owned(),
    ];
    assert_eq!(form(write), expected);
    assert_eq!(write.header("idempotency-key"), Some(&*format!("checkout-discounts-{session}-version-")));
    assert_eq!(write.header("stripe-version"), Some("2026-10-28.endive"));

    // The same again changes nothing, and a quote shows it.
    assert!(!store.shop.call(THRESHOLD, &session).await.changed());
    let quote = store.shop.call(Endpoint::Quote, &session).await.body["value"].clone();
    assert_eq!(quote["current"]["amount_off"], 1_449);
    assert_eq!(
        (&quote["current"]["name"], &quote["amount_subtotal"]),
        (&json!("10% off carts over $100"), &json!(14_498))
    );
}

#[tokio::test]
async fn uneven_share_splits_its_line_and_clearing_merges_it() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(3, 0);
    let first = store.line_ids(&session)[0].clone();
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    assert_eq!(store.lines(&session), "1x12166 2x12167");
    assert!(!store.shop.call(Endpoint::Refresh, &session).await.changed());
    store.writes();

    assert_eq!(store.shop.remove(&session, "all").await.amount(), 0);
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("3x12500".to_owned(), 0));
    assert_eq!(store.line_ids(&session), std::slice::from_ref(&first));
    let writes = store.writes();
    let expected = [
        format!("line_items[0][id]={first}"),
        "line_items[0][quantity]=3".to_owned(),
        format!("line_items[0][price]={}", store.boots),
        "line_items[0][metadata][discount_price]=".to_owned(),
        "line_items[0][metadata][discount_inline_price]=".to_owned(),
        "line_items[0][metadata][discount_list]=".to_owned(),
        "line_items[0][metadata][discount_off]=".to_owned(),
        "line_items[0][metadata][discount_part]=".to_owned(),
        "metadata[discount_cart_threshold]=".to_owned(),
        "metadata[discount_amount]=".to_owned(),
        "metadata[discount_name]=".to_owned(),
        "metadata[discount_customer]=".to_owned(),
        "metadata[discount_offers]=".to_owned(),
        "metadata[discount_policy]=".to_owned(),
        "metadata[discount_writes]=2".to_owned(),
        "metadata[discount_version]=...".to_owned(),
        "expand[]=discounts.coupon".to_owned(),
        "expand[]=line_items".to_owned(),
    ];
    assert_eq!(writes.iter().map(form).collect::<Vec<_>>(), [expected]);
    let state = store.shop.stripe().session_state(&session).unwrap();
    assert_eq!((&state.lines[0].metadata, state.metadata.len()), (&json!({}), 2), "{:?}", state.metadata);
}

#[tokio::test]
async fn cart_and_its_prices_are_one_write() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(1, 0);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    store.writes();
    // More boots, and socks that are new to the cart; the same discount over other lines.
    let answer = store.cart(&session, &[(&store.boots, 2), (&store.socks, 1)]).await;
    assert_eq!((answer.amount(), answer.body["value"]["amount_subtotal"].clone()), (1_000, json!(25_999)));
    assert_eq!((store.shop.discount(&session), store.shop.list_subtotal(&session)), (1_000, 25_999));
    assert_eq!(store.writes().len(), 1);
    // A cart that earns nothing goes back to the list, in the same write.
    assert_eq!(store.cart(&session, &[(&store.socks, 4)]).await.amount(), 0);
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("4x999".to_owned(), 0));
    assert_eq!(store.writes().len(), 1);
    assert!(!store.cart(&session, &[(&store.socks, 4)]).await.changed());
}

#[tokio::test]
async fn merchants_own_prices_are_list_prices() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(2, 0);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    assert_eq!(store.lines(&session), "2x12000");
    // The merchant lowers the price of the line, which keeps our marks.
    let sale = store.shop.stripe().add_price_of("usd", 11_000, json!({ "id": "prod_sale" }));
    let reprice = |price: &str| {
        let price = price.to_owned();
        assert!(store.shop.stripe().patch_session(&session, |session| session.lines[0].price = price));
    };
    reprice(&sale);
    let answer = store.shop.call(Endpoint::Refresh, &session).await;
    assert_eq!((answer.amount(), answer.body["value"]["amount_subtotal"].clone()), (1_000, json!(22_000)));
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("2x10500".to_owned(), 1_000));
    // A cart that earns nothing any more is not touched, but for what the session says of it.
    let cheap = store.shop.stripe().add_price_of("usd", 500, json!({ "id": "prod_cheap" }));
    reprice(&cheap);
    assert_eq!(store.shop.call(Endpoint::Refresh, &session).await.amount(), 0);
    let state = store.shop.stripe().session_state(&session).unwrap();
    assert_eq!((store.lines(&session), &state.lines[0].metadata), ("2x500".to_owned(), &json!({})));
    assert!(!state.metadata.contains_key("discount_amount"));
}

#[tokio::test]
async fn lost_half_of_an_update_is_never_discounted_twice() {
    let store = Store::open(TEN_OFF).await;
    for lost in ["the record", "the marks", "both"] {
        let session = store.session(3, 0);
        assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
        store.shop.stripe().patch_session(&session, |session| {
            if lost != "the marks" {
                session.metadata.retain(|key, _| !["discount_amount", "discount_name"].contains(&key.as_str()));
            }
            if lost != "the record" {
                session.lines.iter_mut().for_each(|line| line.metadata = json!({}));
            }
        });
        let answer = store.shop.call(Endpoint::Refresh, &session).await;
        let (subtotal, total) = (&answer.body["value"]["amount_subtotal"], &answer.body["value"]["amount_total"]);
        // Without the marks, what the lines cost is what they are listed at.
        let list = if lost == "the record" { 37_500 } else { 36_500 };
        assert_eq!((answer.amount(), subtotal, total), (1_000, &json!(list), &json!(list - 1_000)), "{lost}");
        assert!(!store.shop.call(Endpoint::Refresh, &session).await.changed(), "{lost}");
    }
}

#[tokio::test]
async fn prices_of_one_line_alone_are_restored_as_such() {
    let store = Store::open(TEN_OFF).await;
    let session = store.shop.create(&[
        ("mode", "payment"),
        ("ui_mode", "custom"),
        ("return_url", "https://shop.example.com/return"),
        ("line_items[0][price_data][currency]", "usd"),
        ("line_items[0][price_data][unit_amount]", "20000"),
        ("line_items[0][price_data][product]", "prod_boots"),
        ("line_items[0][price_data][tax_behavior]", "inclusive"),
        ("line_items[0][quantity]", "1"),
    ]);
    let price = |session: &str| {
        let state = store.shop.stripe().session(session).unwrap();
        state["line_items"]["data"][0]["price"].clone()
    };
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    assert_eq!(
        (&price(&session)["unit_amount"], &price(&session)["tax_behavior"]),
        (&json!(19_000), &json!("inclusive"))
    );
    assert_eq!(store.shop.remove(&session, "all").await.amount(), 0);
    assert_eq!(
        (&price(&session)["unit_amount"], &price(&session)["tax_behavior"]),
        (&json!(20_000), &json!("inclusive"))
    );
    assert!(!store.shop.call(Endpoint::Refresh, &session).await.changed());
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
}

#[tokio::test]
async fn archived_list_price_does_not_keep_the_discount() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(2, 0);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    store.shop.stripe().set_price_active(&store.boots, false);
    let answer = store.shop.remove(&session, "all").await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert!(log::line_of(answer.request_id())["message"].as_str().unwrap().contains("the discount was taken off"));
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("2x12500".to_owned(), 0));
    assert_eq!(store.shop.remove(&session, "all").await.status, 200);
}

#[tokio::test]
async fn adjustable_quantity_is_refused_by_its_own_code() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(2, 1);
    store.shop.stripe().patch_session(&session, |session| {
        session.lines[1].adjustable_quantity = json!({ "enabled": true, "minimum": 1, "maximum": 9 });
    });
    for endpoint in [THRESHOLD, Endpoint::Refresh, Endpoint::Quote] {
        assert_eq!(store.shop.call(endpoint, &session).await.refusal(), (409, "adjustable_quantity"));
    }
    assert_eq!(store.cart(&session, &[(&store.boots, 1)]).await.refusal(), (409, "adjustable_quantity"));
    assert!(store.writes().is_empty());
}

#[tokio::test]
async fn hosted_and_embedded_pages_are_unsupported() {
    let store = Store::open(TEN_OFF).await;
    for (ui_mode, url) in [("hosted", "success_url"), ("embedded", "return_url")] {
        let session = store.shop.create(&[
            ("mode", "payment"),
            ("ui_mode", ui_mode),
            (url, "https://shop.example.com"),
            ("line_items[0][price]", &store.boots),
            ("line_items[0][quantity]", "1"),
        ]);
        store.shop.stripe().clear_requests();
        assert_eq!(store.shop.call(THRESHOLD, &session).await.refusal(), (409, "unsupported_session"), "{ui_mode}");
        assert!(store.writes().is_empty());
    }
}

#[tokio::test]
async fn typed_promotion_code_takes_our_prices_off() {
    let store = Store::open(&format!("replace_foreign = true\n{TEN_OFF}")).await;
    let session = store.session(2, 0);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    let coupon = json!({ "amount_off": 500, "currency": "usd", "duration": "once", "name": "Theirs" });
    let coupon = store.shop.stripe().add_coupon(coupon).unwrap();
    store.shop.stripe().set_discount(&session, &coupon, None);
    let answer = store.shop.call(Endpoint::Refresh, &session).await;
    assert_eq!(answer.refusal(), (502, "stripe_error"));
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("2x12500".to_owned(), 500));
    // Nothing takes theirs off on this account, so ours does not come on top.
    let answer = store.shop.call(THRESHOLD, &session).await;
    assert_eq!((answer.status, &answer.body["value"]["foreign"]), (200, &json!(true)));
    assert_eq!(store.lines(&session), "2x12500");
}

#[tokio::test]
async fn rejected_cart_stays_and_its_discount_with_it() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(2, 0);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    store.writes();
    store.shop.stripe().fault(Fault::Rejected("price_inactive"), On::write());
    assert_eq!(store.cart(&session, &[(&store.boots, 5)]).await.status, 502);
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("2x12000".to_owned(), 1_000));
    assert_eq!(store.writes().len(), 1, "cart and prices are one parameter");
}

#[tokio::test]
async fn whatever_stripe_does_to_the_write_the_prices_fit_the_cart() {
    for fault in [Fault::Status(500), Fault::ExecuteThen500, Fault::FailStored500, Fault::AnswerLost, Fault::ResetAfter]
    {
        let store = Store::open(TEN_OFF).await;
        let session = store.session(3, 0);
        store.shop.call(THRESHOLD, &session).await;
        store.shop.stripe().fault(fault.clone(), On::write().times(1));
        let answer = store.cart(&session, &[(&store.socks, 7)]).await;
        assert_eq!(answer.amount(), 0, "{fault:?}: {}", answer.body);
        assert_eq!((store.lines(&session), store.shop.discount(&session)), ("7x999".to_owned(), 0), "{fault:?}");
    }
}

#[tokio::test]
async fn kill_switch_restores_list_prices() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(3, 1);
    store.shop.call(THRESHOLD, &session).await;
    let off = Shop::app_with(DiscountWriter::LineItems, &store.shop.url(), &[("DISCOUNTS_OFF", "1")], TEN_OFF).await;
    let event = Event::post(Endpoint::Refresh, &json!({ "checkout_session_id": session }));
    assert_eq!(event.send_to(&off, Endpoint::Refresh).await.status(), 200);
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("3x12500 1x999".to_owned(), 0));
}

#[tokio::test]
async fn order_with_line_prices_is_audited() {
    let secret = [("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET)];
    let shop = Shop::with_writer(DiscountWriter::LineItems, Config::default(), &secret, TEN_OFF).await;
    let drift = json!({ "discount_verdict": "drift", "discount_drift": "2000" });
    for (units, verdict) in [(1, json!({ "discount_verdict": "fits" })), (3, drift)] {
        let session = shop.session(12_000);
        assert_eq!(shop.call(THRESHOLD, &session).await.amount(), 1_000);
        // The merchant's server raises the quantity, and each unit keeps its price.
        assert!(shop.stripe().patch_session(&session, |session| session.lines[0].quantity = units));
        shop.stripe().complete(&session);
        shop.metrics_output().forget();
        assert!(webhook::deliver(&shop).await.iter().all(|answer| answer.status == 200));
        assert_eq!(webhook::payment(&shop, &session), verdict, "{units}");
        assert_eq!(webhook::drift(&shop), (if units == 3 { 1.0 } else { 0.0 }, 0.0));
    }
}

#[tokio::test]
async fn cart_of_more_than_one_page_is_shared_whole() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(1, 0);
    let prices: Vec<(String, u64)> = (0..60).map(|at| (store.shop.stripe().add_price("usd", 301 + at), 1)).collect();
    assert!(store.shop.stripe().set_cart(&session, &prices));
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    assert_eq!(store.shop.discount(&session), 1_000);
    assert!(!store.shop.call(Endpoint::Refresh, &session).await.changed());
    assert_eq!(store.shop.remove(&session, "all").await.amount(), 0);
    assert_eq!(store.shop.discount(&session), 0);
}

/// Both writers on the sessions of an account with the preview, as while a deployment changes from one to the other.
#[tokio::test]
async fn session_of_the_other_writer_is_read_as_what_it_is() {
    let coupons = Shop::with_writer(DiscountWriter::DynamicDiscounts, Config::default(), &[], TEN_OFF).await;
    let preview = ("STRIPE_API_VERSION", "2025-03-31.basil; checkout_server_update_beta=v1;");
    let lines = Shop::app_with(DiscountWriter::LineItems, &coupons.url(), &[preview], TEN_OFF).await;
    let on_lines = async |endpoint: Endpoint, session: &str| {
        let response =
            Event::post(endpoint, &json!({ "checkout_session_id": session })).send_to(&lines, endpoint).await;
        (response.status().as_u16(), serde_json::from_str::<Value>(response.body()).unwrap())
    };
    // Prices first: the other writer restores them, and puts its coupon in their place.
    let session = coupons.session(20_000);
    let (status, body) = on_lines(THRESHOLD, &session).await;
    assert_eq!((status, &body["value"]["discount"]["amount_off"]), (200, &json!(1_000)));
    let taken_off = |shop: &Shop, session: &str| {
        shop.stripe().session(session).unwrap()["total_details"]["amount_discount"].clone()
    };
    assert_eq!((coupons.discount(&session), taken_off(&coupons, &session)), (1_000, json!(0)));
    assert_eq!(coupons.call(Endpoint::Quote, &session).await.body["value"]["amount_subtotal"], 20_000);
    let answer = coupons.call(Endpoint::Refresh, &session).await;
    assert_eq!((answer.amount(), answer.body["value"]["amount_subtotal"].clone()), (1_000, json!(20_000)));
    assert_eq!((coupons.discount(&session), taken_off(&coupons, &session)), (1_000, json!(1_000)));
    assert!(!coupons.call(Endpoint::Refresh, &session).await.changed());
    let metadata = coupons.metadata(&session);
    assert!(metadata.get("discount_amount").is_none() && metadata.get("discount_name").is_none(), "{metadata}");

    // A coupon first: nothing comes on top of it.
    let (status, body) = on_lines(Endpoint::Refresh, &session).await;
    assert_eq!((status, &body["code"]), (409, &json!("discount_not_ours")));
    assert_eq!(coupons.discount(&session), 1_000);
}

#[tokio::test]
async fn unknown_writer_is_misconfigured() {
    let shop = Shop::on(Config::default(), &[("DISCOUNT_WRITER", "coupons")], GUIDE).await;
    let answer = shop.call(THRESHOLD, &shop.session(20_000)).await;
    assert_eq!(answer.refusal(), (500, "misconfigured"));
}
