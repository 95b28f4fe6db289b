//! An attacker with the page, every id, several sessions as guest and as member, and unlimited calls, in random orders and
//! at the same moment; and honest shoppers beside. Whatever they do, no completed session keeps a larger discount than the
//! policy gives for what was paid without an alarm, and the honest never raise one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use discounts_core::money::{Amount, Currency};
use discounts_core::session::{Address, Cart, Customer, Held, Line, Shopper, Snapshot};
use discounts_core::{Interaction, Policy, ShopperCode, decide};
use end_to_end::{Event, Shop};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Config, Delivery, Fault, On};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::endpoint::MEMBERS_PATH;

/// There is something to gain everywhere: by history, by threshold, by step, by place, by time, by code, by line.
const OFFERS: &str = r#"
    [limits]
    codes_per_session = 3
    writes_per_session = 12

    [customer]
    history_since = "2020-01-01"

    [checkout]
    return_url = "https://shop.example.com/return"
    products = ["prod_cup", "prod_pot", "prod_tray"]
    server_only = ["line_items", "shipping_details"]

    [[offer]]
    id = "welcome"
    interaction = "loyalty"
    name = "Welcome"
    when.first_order = true
    give.amount_off = { usd = "20.00" }

    [[offer]]
    id = "large"
    interaction = "cart-threshold"
    name = "10% off carts over $100"
    when.subtotal_over = { usd = "100.00" }
    give.percent = "10"

    [[offer]]
    id = "more"
    interaction = "cart-threshold"
    name = "The more you buy"
    give.ladder = [
        { over = { usd = "150.00" }, amount_off = { usd = "18.00" } },
        { over = { usd = "300.00" }, amount_off = { usd = "45.00" } },
    ]

    [[offer]]
    id = "california"
    interaction = "location"
    name = "Hello California"
    when.region = ["US-CA"]
    give.amount_off = { usd = "8.00" }

    [[offer]]
    id = "trays"
    interaction = "cart-threshold"
    name = "40% off trays"
    when.contains = { tags = ["sale"], quantity_at_least = 2 }
    give.percent = "40"
    give.on = { tags = ["sale"] }

    [[offer]]
    id = "member"
    interaction = "customer-offer"
    name = "For members"
    when.segment = ["member"]
    when.subtotal_at_least = { usd = "50.00" }
    give.amount_off = { usd = "6.00" }

    [[offer]]
    id = "spring"
    interaction = "code"
    name = "Spring"
    when.code = ["SPRING"]
    give.amount_off = { usd = "12.00" }
"#;

/// What is sold: id of the product, cents, tags. The welcome pays for a whole cup.
const GOODS: [(&str, i64, &str); 3] =
    [("prod_cup", 1_500, ""), ("prod_pot", 9_000, "new"), ("prod_tray", 2_500, "sale")];
/// Carts: how many of each.
const CARTS: [[u64; 3]; 6] = [[1, 0, 0], [0, 1, 0], [2, 1, 0], [0, 2, 0], [0, 1, 3], [1, 4, 2]];
/// Addresses: country and state.
const PLACES: [(&str, &str); 3] = [("US", "CA"), ("US", "NY"), ("DE", "BY")];
const CODES: [&str; 5] = ["spring", "SUMMER", "AUTUMN", "WINTER", "MAY"];

/// So many attackers, and so many honest shoppers; so many of either where the environment has `ATTACKERS`. And how many of
/// them share a shop.
const ATTACKERS: u64 = 2_000;
const SHOPPERS: u64 = 200;
const IN_ONE_SHOP: u64 = 50;

/// A shop, and what it sells.
struct Stage {
    shop: Shop,
    policy: Policy,
    prices: Vec<String>,
    opened: Timestamp,
}

/// What a page or somebody with the session's id does to one of the sessions.
#[derive(Clone, Copy, Debug)]
enum Act {
    Add(Interaction, &'static str),
    Remove(&'static str),
    Refresh,
    Quote,
    Cart(usize),
    Address(usize),
    PageCart(usize),
    PageAddress(usize),
    PageCode,
    Pay,
    PayLater,
    Settle(bool),
}

/// A session of the attacker or of an honest shopper.
#[derive(Clone, Debug)]
struct Opened {
    id: String,
    customer: Option<String>,
    /// Whether only the server changes cart and address.
    closed: bool,
}

/// What became of a completed session.
#[derive(Debug)]
struct Paid {
    given: u64,
    /// The most that the policy gave for it, as a first order and as a later one.
    due: [u64; 2],
    alarm: bool,
    is_order: bool,
}

impl Act {
    fn random(random: &mut fastrand::Rng) -> Self {
        let interaction = random.choice(Interaction::ALL).unwrap();
        match random.u8(..24) {
            0..9 => Self::Add(interaction, random.choice(CODES).unwrap()),
            9 => Self::Remove(interaction.traits().word),
            10 => Self::Remove("all"),
            11..13 => Self::Refresh,
            13 => Self::Quote,
            14..17 => Self::Cart(random.usize(..CARTS.len())),
            17 => Self::Address(random.usize(..PLACES.len())),
            18..20 => Self::PageCart(random.usize(..CARTS.len())),
            20 => Self::PageAddress(random.usize(..PLACES.len())),
            21 => Self::PageCode,
            22 => Self::Pay,
            _ => *random.choice(&[Self::PayLater, Self::Settle(true), Self::Settle(false)]).unwrap(),
        }
    }

    /// What earns a discount goes while the discount comes, and it is paid in between.
    fn heist(random: &mut fastrand::Rng) -> [Self; 3] {
        let [cart, place] = [random.usize(..2), random.usize(1..PLACES.len())];
        [
            Self::Add(*random.choice(&[Interaction::CartThreshold, Interaction::Location]).unwrap(), "spring"),
            *random.choice(&[Self::Cart(cart), Self::Address(place), Self::PageCart(cart)]).unwrap(),
            Self::Pay,
        ]
    }
}

impl Stage {
    async fn open(combine: &str) -> Self {
        Self::on(Config::default(), combine).await
    }

    async fn on(config: Config, combine: &str) -> Self {
        let opened = Timestamp::now();
        let ends = opened.checked_add(SignedDuration::from_millis(1_500)).unwrap();
        let policy = format!(
            "combine = \"{combine}\"\n{OFFERS}\n[[offer]]\nid = \"flash\"\ninteraction = \"limited-time\"\n\
             name = \"Flash\"\nwhen.ends = \"{ends}\"\ngive.amount_off = {{ usd = \"9.00\" }}\n"
        );
        let shop = Shop::on(config, &[("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET)], &policy).await;
        let price = |(product, cents, tags): (&str, i64, &str)| {
            shop.stripe().add_price_of("usd", cents, json!({ "id": product, "metadata": { "tags": tags } }))
        };
        let prices = GOODS.map(price).to_vec();
        let coupon = shop.stripe().add_coupon(json!({ "percent_off": "90" })).unwrap();
        drop(shop.stripe().add_promotion_code(&coupon, "INSIDER"));
        shop.stripe().set_delay(Duration::ZERO, Duration::from_micros(600));
        Self { policy: Policy::load("test.toml", &policy).unwrap(), shop, prices, opened }
    }

    fn cart(&self, cart: usize) -> Vec<(String, u64)> {
        let lines = self.prices.iter().cloned().zip(CARTS[cart]);
        lines.filter(|(_, quantity)| *quantity > 0).collect()
    }

    fn lines(&self, cart: usize) -> Value {
        self.cart(cart).iter().map(|(price, quantity)| json!({ "price": price, "quantity": quantity })).collect()
    }

    /// A session by our own route, where only the server changes anything; or by the shop's own server, where the page
    /// changes its cart and its address.
    async fn session(&self, customer: Option<&str>, closed: bool, cart: usize) -> Opened {
        let id = if closed {
            let event = Event::post(Endpoint::CheckoutSession, &json!({ "line_items": self.lines(cart) }));
            let event = match customer {
                None => event,
                Some(customer) => {
                    let token = json!({ "jwt": { "claims": { "stripe_customer_id": customer }, "scopes": null } });
                    event.at(MEMBERS_PATH).with_context("authorizer", token)
                }
            };
            let answer = self.shop.send(Endpoint::CheckoutSession, event).await;
            answer.body["value"]["checkout_session_id"].as_str().unwrap().to_owned()
        } else {
            let mut params = vec![
                ("mode".to_owned(), "payment".to_owned()),
                ("ui_mode".to_owned(), "custom".to_owned()),
                ("return_url".to_owned(), "https://shop.example.com/return".to_owned()),
                ("permissions[update_discounts]".to_owned(), "server_only".to_owned()),
            ];
            for (at, (price, quantity)) in self.cart(cart).into_iter().enumerate() {
                params.push((format!("line_items[{at}][price]"), price));
                params.push((format!("line_items[{at}][quantity]"), quantity.to_string()));
            }
            params.extend(customer.map(|customer| ("customer".to_owned(), customer.to_owned())));
            let params: Vec<_> = params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            self.shop.stripe().create_session(&params).unwrap()["id"].as_str().unwrap().to_owned()
        };
        Opened { id, customer: customer.map(str::to_owned), closed }
    }

    /// Does it; says the status of a call.
    async fn act(&self, session: &Opened, act: Act) -> u16 {
        let (id, stripe) = (session.id.as_str(), self.shop.stripe());
        let (country, state) = match act {
            Act::Address(place) | Act::PageAddress(place) => PLACES[place],
            _ => PLACES[0],
        };
        let address = json!({ "line1": "7 Nightingale Road", "city": "Town", "country": country, "state": state });
        let (endpoint, body) = match act {
            Act::Add(interaction, code) => (Endpoint::Add(interaction), json!({ "code": code })),
            Act::Remove(word) => (Endpoint::Remove, json!({ "interaction": word })),
            Act::Refresh => (Endpoint::Refresh, json!({})),
            Act::Quote => (Endpoint::Quote, json!({})),
            Act::Cart(cart) => (Endpoint::Cart, json!({ "line_items": self.lines(cart) })),
            Act::Address(_) => (Endpoint::ShippingAddress, json!({ "name": "Canaria Serinus", "address": address })),
            Act::PageCart(cart) => {
                assert!(!stripe.set_cart(id, &self.cart(cart)) || !session.closed, "the page may not");
                return 200;
            }
            Act::PageAddress(_) => {
                assert!(!stripe.enter_address(id, "Canaria Serinus", address) || !session.closed, "the page may not");
                return 200;
            }
            Act::PageCode => {
                assert!(!stripe.enter_promotion_code(id, "INSIDER"), "the page may not");
                assert!(!stripe.enter_promotion_code(id, ""), "the page may not");
                return 200;
            }
            Act::Pay => {
                stripe.complete(id);
                return 200;
            }
            Act::PayLater => {
                stripe.complete_delayed(id);
                return 200;
            }
            Act::Settle(succeeds) => {
                stripe.settle(id, succeeds);
                return 200;
            }
        };
        let mut body = body;
        body["checkout_session_id"] = json!(id);
        self.shop.send(endpoint, Event::post(endpoint, &body)).await.status
    }

    /// Hands deliveries over, all at the same moment.
    async fn deliver(self: &Arc<Self>, deliveries: &[Delivery]) {
        let sent: Vec<_> = deliveries
            .iter()
            .map(|delivery| {
                let (stage, event) = (Arc::clone(self), Event::delivery(&delivery.signature, &delivery.body));
                tokio::spawn(async move { stage.shop.send(Endpoint::Webhook, event).await })
            })
            .collect();
        for sent in sent {
            let answer = sent.await.unwrap();
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
    }

    /// What Stripe has to tell since the last look, of what a webhook is registered for.
    fn news(&self) -> impl Iterator<Item = Delivery> {
        self.shop.stripe().deliveries().into_iter().filter(|delivery| delivery.kind.starts_with("checkout.session."))
    }

    /// What became of a session; none where it was not completed.
    fn paid(&self, session: &Opened) -> Option<Paid> {
        let shown = self.shop.stripe().session(&session.id).unwrap();
        if shown["status"] != "complete" {
            return None;
        }
        let intent = shown["payment_intent"].as_str().or_else(|| shown["payment_intent"]["id"].as_str());
        let intents = self.shop.stripe().objects("payment_intent");
        let intent = intent.map(|id| intents.iter().find(|intent| intent["id"] == id).unwrap());
        let coupon = shown["discounts"][0]["coupon"]["id"].as_str().and_then(|id| self.shop.stripe().coupon(id));
        let judged =
            intent.map_or_else(|| coupon.unwrap_or_default()["metadata"].clone(), |intent| intent["metadata"].clone());
        let snapshot = snapshot(session, &shown);
        let due = ["0", "1"].map(|orders| {
            let mut snapshot = snapshot.clone();
            if let Shopper::Customer(customer) = &mut snapshot.shopper {
                customer.metadata.insert("orders".to_owned(), orders.to_owned());
            }
            let set = snapshot.held.interactions;
            let at = |moment| decide(&self.policy, &snapshot, set, moment).unwrap().discount;
            let most = [self.opened, Timestamp::now()]
                .into_iter()
                .filter_map(at)
                .map(|discount| discount.amount_off.get())
                .max();
            most.unwrap_or_default()
        });
        Some(Paid {
            given: shown["total_details"]["amount_discount"].as_u64().unwrap(),
            due,
            alarm: judged.get("discount_drift").is_some(),
            is_order: intent.is_none_or(|intent| intent["status"] != "requires_payment_method"),
        })
    }

    /// How many alarms CloudWatch was told since the last look.
    fn told(&self) -> usize {
        let lines = self.shop.told().lines();
        let of = |name: &str| lines.iter().filter(|line| line.contains(&format!("\"{name}\":1"))).count();
        assert_eq!(of("DriftUnknown"), 0);
        of("DiscountDrift")
    }
}

/// A completed session's own facts, read without this project's code.
fn snapshot(session: &Opened, shown: &Value) -> Snapshot {
    let amount = |value: &Value| Amount::new(value.as_u64().unwrap()).unwrap();
    let line = |line: &Value| {
        let product = line["price"]["product"].as_str().or_else(|| line["price"]["product"]["id"].as_str()).unwrap();
        let (_, cents, tags) = GOODS.into_iter().find(|(known, ..)| *known == product).unwrap();
        Line {
            product: Some(product.to_owned()),
            price: line["price"]["id"].as_str().map(str::to_owned),
            tags: Some(tags.to_owned()),
            quantity: line["quantity"].as_u64().unwrap(),
            unit_amount: Amount::new(u64::try_from(cents).unwrap()),
            subtotal: amount(&line["amount_subtotal"]),
        }
    };
    let lines: Vec<Line> = shown["line_items"]["data"].as_array().unwrap().iter().map(line).collect();
    let metadata: BTreeMap<String, String> = serde_json::from_value(shown["metadata"].clone()).unwrap();
    let address = &shown["collected_information"]["shipping_details"]["address"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Snapshot {
        cart: Cart {
            currency: Currency::parse("usd").unwrap(),
            subtotal: amount(&shown["amount_subtotal"]),
            shipping: Amount::ZERO,
            must_charge: false,
            quantity: lines.iter().map(|line| Some(line.quantity)).sum(),
            lines: Some(lines),
        },
        shopper: match &session.customer {
            None => Shopper::Guest,
            Some(id) => Shopper::Customer(Customer {
                id: id.clone(),
                created: Some(Timestamp::now()),
                email: None,
                metadata: [("segments".to_owned(), "member".to_owned())].into(),
            }),
        },
        address: address.is_object().then(|| Address {
            country: text(&address["country"]),
            state: text(&address["state"]),
            postal_code: text(&address["postal_code"]),
        }),
        code: metadata.get("discount_code").and_then(|code| ShopperCode::parse(code)),
        held: Held::asked_for(&metadata),
        metadata,
    }
}

/// One attacker: a few sessions, a few steps, each of them several things at the same moment.
async fn attack(stage: Arc<Stage>, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let member = stage.shop.customer(&json!({ "segments": "member" }));
    let mut sessions = Vec::new();
    for _ in 0..random.choice([1, 1, 2, 3]).unwrap() {
        let customer = Some(member.as_str()).filter(|_| random.bool());
        sessions.push(stage.session(customer, random.bool(), random.usize(..CARTS.len())).await);
    }
    let mut history = Vec::new();
    let mut late: Vec<Delivery> = Vec::new();
    let steps = random.usize(1..5);
    for step in 0..=steps {
        let mut acts: Vec<(usize, Act)> = Vec::new();
        if step == steps {
            // In the end everything is paid, at the same moment.
            acts.extend((0..sessions.len()).map(|at| (at, Act::Pay)));
        } else {
            for _ in 0..random.choice([1, 1, 2, 3]).unwrap() {
                acts.push((random.usize(..sessions.len()), Act::random(&mut random)));
            }
            if random.u8(..4) == 0 {
                acts.extend(Act::heist(&mut random).map(|act| (acts[0].0, act)));
            }
        }
        history.push(acts.clone());
        let made: Vec<_> = acts
            .iter()
            .map(|(at, act)| {
                let (stage, session, act) = (Arc::clone(&stage), sessions[*at].clone(), *act);
                let pause = Duration::from_micros(random.u64(..6_000)).mul_f64(if acts.len() > 1 { 1.0 } else { 0.0 });
                tokio::spawn(async move {
                    tokio::time::sleep(pause).await;
                    stage.act(&session, act).await
                })
            })
            .collect();
        for made in made {
            let status = made.await.unwrap();
            assert!(!matches!(status, 500 | 503 | 504), "{status}: seed {seed}, {history:?}");
        }
        late.extend(stage.news());
        if random.u8(..4) == 0 {
            random.shuffle(&mut late);
            let now = late.split_off(random.usize(..=late.len()));
            stage.deliver(&now).await;
            // Some of them come again.
            late.extend(now.into_iter().filter(|_| random.bool()));
        }
    }
    random.shuffle(&mut late);
    stage.deliver(&late).await;

    let mut firsts = BTreeSet::new();
    let mut alarms = 0;
    for session in &sessions {
        let Some(paid) = stage.paid(session) else { continue };
        alarms += usize::from(paid.alarm);
        let tell = || format!("seed {seed}: {paid:?} of {session:?} in {sessions:?} after {history:#?}");
        if paid.given > paid.due[0] {
            assert!(paid.alarm, "too large, and no alarm: {}", tell());
            assert!(!session.closed, "too large, though only the server changes it: {}", tell());
        }
        if paid.given > paid.due[1] && paid.is_order && !paid.alarm {
            assert!(firsts.insert(session.customer.clone()), "a second first order, and no alarm: {}", tell());
        }
    }
    assert_eq!(stage.told(), alarms, "each alarm is told once: seed {seed}, {history:#?}");
}

/// An honest shopper, whose page makes one call at a time and refreshes before it pays: two orders, one after the other.
async fn honest(stage: Arc<Stage>, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let member = stage.shop.customer(&json!({ "segments": "member" }));
    let customer = Some(member.as_str()).filter(|_| random.u8(..3) > 0);
    let mut late: Vec<Delivery> = Vec::new();
    for _ in 0..2 {
        let session = stage.session(customer, random.bool(), random.usize(..CARTS.len())).await;
        let mut acts = Vec::new();
        for _ in 0..random.usize(1..4) {
            let (cart, place) = (random.usize(..CARTS.len()), random.usize(..PLACES.len()));
            let interaction = *random.choice(&Interaction::ALL).unwrap();
            acts.push(match (random.u8(..8), session.closed) {
                (0..4, _) => Act::Add(interaction, "spring"),
                (4, _) => Act::Remove(interaction.traits().word),
                (5 | 6, true) => Act::Cart(cart),
                (7, true) => Act::Address(place),
                (5 | 6, false) => Act::PageCart(cart),
                _ => Act::PageAddress(place),
            });
        }
        acts.push(Act::Refresh);
        for act in &acts {
            let status = stage.act(&session, *act).await;
            assert_eq!(status, 200, "{act:?} of {acts:?}: seed {seed}");
        }
        // People need a moment between two orders.
        stage.shop.stripe().advance_clock(Duration::from_secs(1));
        stage.act(&session, Act::Pay).await;
        late.extend(stage.news());
        // The webhook hears of an order before the next one is paid, and of some once more later.
        stage.deliver(&late).await;
        late.retain(|_| random.bool());
        let paid = stage.paid(&session).unwrap_or_else(|| panic!("seed {seed}: {acts:?} can't be paid"));
        assert!(!paid.alarm && paid.given <= paid.due[0], "an honest shopper: seed {seed}: {paid:?} after {acts:?}");
    }
    stage.deliver(&late).await;
    assert_eq!(stage.told(), 0, "an honest shopper raised an alarm: seed {seed}");
}

/// So many runs, in shops of their own, a few shops at the same time.
async fn in_shops<F, R>(runs: u64, run: F)
where
    F: Fn(Arc<Stage>, u64) -> R + Copy + Send + 'static,
    R: Future<Output = ()> + Send,
{
    let asked = std::env::var("ATTACKERS").ok().and_then(|runs| runs.parse().ok());
    let shops: Vec<u64> = (0..asked.unwrap_or(runs).div_ceil(IN_ONE_SHOP)).collect();
    for at_once in shops.chunks(3) {
        let shops = at_once.iter().copied().map(|shop| {
            tokio::spawn(async move {
                // What nobody knows of Stripe is tried either way.
                let config = Config { other_parameters_first: shop % 4 < 2, ..Config::default() };
                let stage = Arc::new(Stage::on(config, if shop % 2 == 0 { "best" } else { "sum" }).await);
                for at in 0..IN_ONE_SHOP {
                    run(Arc::clone(&stage), shop * IN_ONE_SHOP + at).await;
                    stage.shop.stripe().clear_requests();
                }
            })
        });
        for shop in shops.collect::<Vec<_>>() {
            shop.await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_attacker_keeps_a_discount_that_was_not_earned_without_an_alarm() {
    in_shops(ATTACKERS, attack).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_honest_shopper_never_raises_an_alarm() {
    in_shops(SHOPPERS, honest).await;
}

#[tokio::test]
async fn a_guest_who_pays_nothing_and_so_becomes_a_customer_has_not_earned_a_first_order() {
    let stage = Arc::new(Stage::open("best").await);
    let guest = stage.session(None, false, 3).await;
    for interaction in [Interaction::CartThreshold, Interaction::Loyalty] {
        stage.act(&guest, Act::Add(interaction, "")).await;
    }
    stage.shop.stripe().advance_clock(Duration::from_mins(1));
    stage.act(&guest, Act::PageCart(0)).await;
    stage.act(&guest, Act::Pay).await;
    let news: Vec<Delivery> = stage.news().collect();
    stage.deliver(&news).await;
    let paid = stage.paid(&guest).unwrap();
    assert_eq!((paid.given, paid.due), (1_500, [0, 0]));
    assert!(paid.alarm);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_discount_never_meets_a_cart_that_has_shrunk_while_it_was_on_its_way() {
    for (other_parameters_first, lost) in [(true, false), (true, true), (false, false), (false, true)] {
        let config = Config { other_parameters_first, ..Config::default() };
        let stage = Arc::new(Stage::on(config, "best").await);
        let stripe = stage.shop.stripe();
        let session = stage.session(None, true, 3).await;
        stripe.clear_requests();
        // The discount is on its way while the cart shrinks; or it is there and nobody has heard of it yet.
        let fault = if lost { Fault::AnswerLost } else { Fault::Delay(Duration::from_millis(200)) };
        stripe.fault(fault, On::write().times(1));
        let add = {
            let (stage, session) = (Arc::clone(&stage), session.clone());
            tokio::spawn(async move { stage.act(&session, Act::Add(Interaction::CartThreshold, "")).await })
        };
        while stripe.requests().iter().all(|request| request.method != "POST") {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let shrink = {
            let (stage, session) = (Arc::clone(&stage), session.clone());
            tokio::spawn(async move { stage.act(&session, Act::Cart(1)).await })
        };
        // A cart of two pots earns 18.00, one of them nothing.
        while !shrink.is_finished() || !add.is_finished() {
            let shown = stripe.session(&session.id).unwrap();
            let sums = [&shown["amount_subtotal"], &shown["total_details"]["amount_discount"]];
            let sums = sums.map(|sum| sum.as_u64().unwrap());
            assert!([[18_000, 0], [18_000, 1_800], [9_000, 0]].contains(&sums), "{sums:?}");
            tokio::task::yield_now().await;
        }
        assert_eq!((add.await.unwrap(), shrink.await.unwrap()), (200, 200));
        stage.act(&session, Act::Pay).await;
        let paid = stage.paid(&session).unwrap();
        assert_eq!((paid.given, paid.due), (0, [0, 0]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_pays_while_the_page_shrinks_the_cart_raises_an_alarm() {
    let stage = Arc::new(Stage::open("best").await);
    let session = stage.session(None, false, 3).await;
    assert_eq!(stage.act(&session, Act::Add(Interaction::CartThreshold, "")).await, 200);
    stage.act(&session, Act::PageCart(1)).await;
    stage.act(&session, Act::Pay).await;
    let news: Vec<Delivery> = stage.news().collect();
    stage.deliver(&news).await;
    let paid = stage.paid(&session).unwrap();
    assert_eq!((paid.given, paid.due, paid.alarm), (1_800, [0, 0], true));
    assert_eq!(stage.told(), 1);
}
