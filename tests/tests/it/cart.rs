//! `POST /cart` and `POST /shipping-address`: the session changes, and its discount with it, in one update.

use end_to_end::shop::writes_coupons;
use end_to_end::{Answer, Event, Shop};
use sandbox::{Config, Fault, On};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::core::Interaction;

/// 10% of carts over 100.00, 8.00 off in California, and three products that may be bought.
pub(crate) const POLICY: &str = r#"
    [checkout]
    return_url = "https://shop.example.com/return"
    products = ["prod_cup", "prod_pot", "prod_tray"]
    server_only = ["line_items", "shipping_details"]

    [[offer]]
    id = "large"
    interaction = "cart-threshold"
    name = "10% off carts over $100"
    when.subtotal_over = { usd = "100.00" }
    give.percent = "10"

    [[offer]]
    id = "california"
    interaction = "location"
    name = "Hello California"
    when.region = ["US-CA"]
    give.amount_off = { usd = "8.00" }
"#;

const CART: Endpoint = Endpoint::Cart;
const ADDRESS: Endpoint = Endpoint::ShippingAddress;
const THRESHOLD: Endpoint = Endpoint::Add(Interaction::CartThreshold);

/// A shop with a cup of 40.00, a pot of 90.00 and a tray of 25.00.
pub(crate) struct Store {
    pub(crate) shop: Shop,
    pub(crate) cup: String,
    pot: String,
    tray: String,
}

impl Store {
    async fn open() -> Self {
        Self::on(Config::default(), POLICY).await
    }

    pub(crate) async fn on(config: Config, policy: &str) -> Self {
        let shop = Shop::on(config, &[], policy).await;
        let price = |cents, product: &str| shop.stripe().add_price_of("usd", cents, json!({ "id": product }));
        let (cup, pot, tray) = (price(4_000, "prod_cup"), price(9_000, "prod_pot"), price(2_500, "prod_tray"));
        Self { shop, cup, pot, tray }
    }

    /// A session of this many cups that lets only the server change it.
    pub(crate) fn session(&self, cups: u64) -> String {
        self.session_with(cups, "server_only")
    }

    fn session_with(&self, cups: u64, permission: &str) -> String {
        let cups = cups.to_string();
        let params = [
            ("mode", "payment"),
            ("ui_mode", "custom"),
            ("return_url", "https://shop.example.com/return"),
            ("line_items[0][price]", self.cup.as_str()),
            ("line_items[0][quantity]", cups.as_str()),
            ("permissions[update_discounts]", "server_only"),
            ("permissions[update_line_items]", permission),
            ("permissions[update_shipping_details]", permission),
        ];
        let session = self.shop.create(&params);
        self.shop.stripe().clear_requests();
        session
    }

    pub(crate) async fn cart(&self, session: &str, lines: &[(&str, u64)]) -> Answer {
        let lines: Vec<Value> =
            lines.iter().map(|(price, quantity)| json!({ "price": price, "quantity": quantity })).collect();
        let body = json!({ "checkout_session_id": session, "line_items": lines });
        self.shop.send(CART, Event::post(CART, &body)).await
    }

    pub(crate) async fn address(&self, session: &str, state: &str) -> Answer {
        let address = json!({ "line1": "7 Nightingale Road", "city": "Town", "state": state, "postal_code": "90001", "country": "US" });
        let body = json!({ "checkout_session_id": session, "name": "Canaria Serinus", "address": address });
        self.shop.send(ADDRESS, Event::post(ADDRESS, &body)).await
    }

    /// The session's subtotal and discount.
    pub(crate) fn holds(&self, session: &str) -> (i64, i64) {
        (self.shop.list_subtotal(session), self.shop.discount(session))
    }

    /// Method, and whether it carries a cart, an address, a discount, for each request since the last look.
    fn sent(&self) -> Vec<String> {
        let requests = self.shop.stripe().requests();
        self.shop.stripe().clear_requests();
        let carries =
            |request: &sandbox::Recorded, start: &str| request.form.iter().any(|(key, _)| key.starts_with(start));
        let told = requests.iter().map(|request| {
            let discount = if writes_coupons() { "discounts" } else { "metadata[discount_writes]" };
            let parts = [("line_items", "cart"), ("collected_information", "address"), (discount, "discount")];
            let parts = parts.iter().filter(|(start, _)| carries(request, start)).map(|(_, word)| *word);
            let what = if request.path.contains("/prices") { "prices" } else { "session" };
            [request.method.as_str(), what].into_iter().chain(parts).collect::<Vec<_>>().join(" ")
        });
        told.collect()
    }
}

#[tokio::test]
async fn cart_and_its_discount_are_one_read_and_one_write() {
    let store = Store::open().await;
    let session = store.session(3);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_200);
    store.sent();

    let answer = store.cart(&session, &[(&store.cup, 5)]).await;
    assert_eq!((answer.amount(), answer.changed()), (2_000, true));
    assert_eq!(answer.body["value"]["amount_subtotal"], 20_000);
    assert_eq!(store.holds(&session), (20_000, 2_000));
    assert_eq!(store.sent(), ["GET session", "POST session cart discount"]);

    // Under the threshold: what is not earned any more goes with what earned it.
    assert_eq!(store.cart(&session, &[(&store.cup, 1)]).await.amount(), 0);
    assert_eq!(store.holds(&session), (4_000, 0));
    assert_eq!(store.sent(), ["GET session", "POST session cart discount"]);

    // The same again changes nothing.
    assert!(!store.cart(&session, &[(&store.cup, 1)]).await.changed());
    assert_eq!(store.sent(), ["GET session"]);
}

#[tokio::test]
async fn a_price_that_is_new_to_the_cart_is_read_once() {
    let store = Store::open().await;
    let session = store.session(1);
    store.shop.call(THRESHOLD, &session).await;
    store.sent();

    assert_eq!(store.cart(&session, &[(&store.cup, 1), (&store.pot, 1)]).await.amount(), 1_300);
    assert_eq!(store.holds(&session), (13_000, 1_300));
    assert_eq!(store.sent(), ["GET session", "GET prices", "POST session cart discount"]);

    let other = store.session(1);
    store.shop.call(THRESHOLD, &other).await;
    store.sent();
    assert_eq!(store.cart(&other, &[(&store.pot, 2)]).await.amount(), 1_800);
    assert_eq!(store.sent(), ["GET session", "POST session cart discount"], "it is remembered");
}

#[tokio::test]
async fn several_new_prices_are_one_call() {
    let store = Store::open().await;
    let session = store.session(1);
    store.shop.call(THRESHOLD, &session).await;
    store.sent();
    assert_eq!(store.cart(&session, &[(&store.tray, 2), (&store.pot, 1)]).await.amount(), 1_400);
    assert_eq!(store.sent(), ["GET session", "GET prices", "POST session cart discount"]);
}

#[tokio::test]
async fn lines_keep_their_ids_and_order() {
    let store = Store::open().await;
    let session = store.session(1);
    let line = |at: usize| store.shop.stripe().session(&session).unwrap()["line_items"]["data"][at]["id"].clone();
    let cup = line(0);
    store.cart(&session, &[(&store.pot, 1), (&store.cup, 2)]).await;
    assert_eq!(line(1), cup);
    assert_ne!(line(0), cup);
}

#[tokio::test]
async fn only_what_the_policy_lists_can_be_bought() {
    let store = Store::open().await;
    let session = store.session(1);
    let other = store.shop.stripe().add_price("usd", 1);
    for price in [other.as_str(), "price_unknown"] {
        let refused = store.cart(&session, &[(price, 1)]).await;
        assert_eq!(refused.refusal(), (400, "invalid_request"), "{price}");
        assert!(refused.body["message"].as_str().unwrap().contains("not for sale"));
    }
    assert_eq!(store.holds(&session), (4_000, 0));

    let nothing = Store::on(Config::default(), "").await;
    let session = nothing.session(1);
    assert_eq!(nothing.cart(&session, &[(&nothing.cup, 2)]).await.refusal(), (500, "misconfigured"));
}

#[tokio::test]
async fn a_session_that_its_page_may_change_is_left_to_the_page() {
    let store = Store::open().await;
    let session = store.session_with(1, "client_only");
    // Without the preview no page changes lines, and there is no permission for it.
    if writes_coupons() {
        assert_eq!(store.cart(&session, &[(&store.cup, 2)]).await.refusal(), (409, "line_items_not_server_only"));
    }
    assert_eq!(store.address(&session, "CA").await.refusal(), (409, "shipping_details_not_server_only"));
    assert!(store.sent().iter().all(|call| call == "GET session"));
}

#[tokio::test]
async fn address_and_its_discount_are_one_read_and_one_write() {
    let parts = ["POST session address discount", "POST session cart address discount"];
    let with_discount = parts[usize::from(!writes_coupons())];
    let store = Store::open().await;
    let session = store.session(1);
    store.shop.call(Endpoint::Add(Interaction::Location), &session).await;
    store.sent();

    assert_eq!(store.address(&session, "CA").await.amount(), 800);
    assert_eq!(store.sent(), ["GET session", with_discount]);
    assert!(!store.address(&session, "CA").await.changed());
    assert_eq!(store.sent(), ["GET session"]);

    assert_eq!(store.address(&session, "NY").await.amount(), 0);
    assert_eq!(store.holds(&session), (4_000, 0));
    assert_eq!(store.sent(), ["GET session", with_discount]);
}

#[tokio::test]
async fn split_updates_never_hold_more_than_earned() {
    of_coupons!("a cart and its line prices are one parameter, which is not split");
    let config = Config { discounts_with_other_updates: false, ..Config::default() };
    let store = Store::on(config, POLICY).await;
    let session = store.session(3);
    store.shop.call(THRESHOLD, &session).await;
    store.sent();

    // Less: the discount first, then the cart. It is tried together once, and not again; that the key of what was refused
    // is spent is seen by asking again, and then the session gets a further mark.
    assert_eq!(store.cart(&session, &[(&store.cup, 1)]).await.amount(), 0);
    let (read, both, discount) = ("GET session", "POST session cart discount", "POST session discount");
    let sent = [read, both, discount, both, read, "POST session", discount, "POST session cart"];
    assert_eq!(store.sent(), sent);
    assert_eq!(store.holds(&session), (4_000, 0));

    // More: the cart first, then the discount.
    assert_eq!(store.cart(&session, &[(&store.cup, 4)]).await.amount(), 1_600);
    assert_eq!(store.sent(), ["GET session", "POST session cart", discount]);
    assert_eq!(store.holds(&session), (16_000, 1_600));
}

#[tokio::test]
async fn rejected_cart_leaves_the_session_unchanged() {
    for together in [true, false] {
        let config = Config { discounts_with_other_updates: together, ..Config::default() };
        let store = Store::on(config, POLICY).await;
        let session = store.session(3);
        store.shop.call(THRESHOLD, &session).await;
        store.shop.stripe().fault(Fault::Rejected("price_inactive"), On::write().times(2));
        let refused = store.cart(&session, &[(&store.cup, 4)]).await;
        assert_eq!(refused.status, 502, "{}", refused.body);
        assert_eq!(store.holds(&session), (12_000, 1_200), "together: {together}");
    }
}

#[tokio::test]
async fn whatever_stripe_does_to_the_write_the_discount_fits_the_cart() {
    for fault in [Fault::Status(500), Fault::ExecuteThen500, Fault::FailStored500, Fault::AnswerLost, Fault::ResetAfter]
    {
        let store = Store::open().await;
        let session = store.session(3);
        store.shop.call(THRESHOLD, &session).await;
        store.shop.stripe().fault(fault.clone(), On::write().times(1));
        let answer = store.cart(&session, &[(&store.cup, 2)]).await;
        assert_eq!(answer.amount(), 0, "{fault:?}: {}", answer.body);
        assert_eq!(store.holds(&session), (8_000, 0), "{fault:?}");
    }
}

#[tokio::test]
async fn kill_switch_clears_the_discount_and_lets_carts_change() {
    let store = Store::open().await;
    let session = store.session(3);
    store.shop.call(THRESHOLD, &session).await;
    let off = Shop::app(&store.shop.url(), &[("DISCOUNTS_OFF", "1")], POLICY).await;
    let body = json!({ "checkout_session_id": session, "line_items": [{ "price": store.cup, "quantity": 5 }] });
    assert_eq!(Event::post(CART, &body).send_to(&off, CART).await.status(), 200);
    assert_eq!(store.holds(&session), (20_000, 0));
}
