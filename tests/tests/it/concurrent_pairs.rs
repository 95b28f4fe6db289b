//! Every two functions at the same moment on one session, with Stripe's answers delayed at random: the end is what one of
//! the two orders gives, or a caller got `session_busy` and nothing too large is left.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use discounts_core::Interaction;
use end_to_end::{Event, Shop};
use sandbox::Config;
use serde_json::{Value, json};
use shared::Endpoint;

use crate::policies::SUMS;

/// Cups of 40.00 and pots of 90.00.
const CARTS: [[u64; 2]; 3] = [[3, 0], [1, 0], [2, 2]];
const STATES: [&str; 2] = ["CA", "NY"];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Call {
    Add(usize),
    OtherCode,
    Remove(&'static str),
    Refresh,
    Cart(usize),
    Address(usize),
}

/// One of each function, with two carts and two addresses.
const CALLS: [Call; 14] = [
    Call::Add(0),
    Call::Add(1),
    Call::Add(2),
    Call::Add(3),
    Call::Add(4),
    Call::Add(5),
    Call::OtherCode,
    Call::Remove("cart-threshold"),
    Call::Remove("all"),
    Call::Refresh,
    Call::Cart(1),
    Call::Cart(2),
    Call::Address(0),
    Call::Address(1),
];

/// The state of a session once it is quiet.
#[derive(Clone, Debug, PartialEq)]
struct End {
    asked: BTreeMap<String, String>,
    cart: Vec<(String, u64)>,
    state: String,
    off: i64,
}

struct Store {
    shop: Shop,
    prices: [String; 2],
    member: String,
}

impl Store {
    async fn open(together: bool) -> Self {
        let config = Config { discounts_with_other_updates: together, ..Config::default() };
        let shop = Shop::on(config, &[], &SUMS).await;
        let price = |cents, product: &str| shop.stripe().add_price_of("usd", cents, json!({ "id": product }));
        let prices = [price(4_000, "prod_cup"), price(9_000, "prod_pot")];
        let member = shop.customer(&json!({ "loyalty_tier": "gold", "segments": "vip" }));
        Self { shop, prices, member }
    }

    /// A session of three cups to California, and of what it has been asked for.
    async fn session(&self, asked: &[usize]) -> String {
        let params = [
            ("mode", "payment"),
            ("ui_mode", "custom"),
            ("return_url", "https://shop.example.com/return"),
            ("customer", self.member.as_str()),
            ("line_items[0][price]", self.prices[0].as_str()),
            ("line_items[0][quantity]", "3"),
            ("permissions[update_discounts]", "server_only"),
            ("permissions[update_line_items]", "server_only"),
            ("permissions[update_shipping_details]", "server_only"),
        ];
        let session = self.shop.create(&params);
        self.shop.set_address(&session, "US", "CA", "90001");
        for at in asked {
            assert_eq!(self.call(&session, Call::Add(*at)).await.0, 200);
        }
        session
    }

    async fn call(&self, session: &str, call: Call) -> (u16, Value) {
        let (endpoint, mut body) = match call {
            Call::Add(at) => (Endpoint::Add(Interaction::ALL[at]), json!({ "code": "spring" })),
            Call::OtherCode => (Endpoint::Add(Interaction::Code), json!({ "code": "autumn" })),
            Call::Remove(word) => (Endpoint::Remove, json!({ "interaction": word })),
            Call::Refresh => (Endpoint::Refresh, json!({})),
            Call::Cart(cart) => {
                let lines = self.prices.iter().zip(CARTS[cart]).filter(|(_, quantity)| *quantity > 0);
                let lines: Vec<Value> =
                    lines.map(|(price, quantity)| json!({ "price": price, "quantity": quantity })).collect();
                (Endpoint::Cart, json!({ "line_items": lines }))
            }
            Call::Address(at) => {
                let address = json!({ "line1": "7 Nightingale Road", "country": "US", "state": STATES[at] });
                (Endpoint::ShippingAddress, json!({ "name": "Canaria Serinus", "address": address }))
            }
        };
        body["checkout_session_id"] = json!(session);
        let answer = self.shop.send(endpoint, Event::post(endpoint, &body)).await;
        (answer.status, answer.body)
    }

    fn end(&self, session: &str) -> End {
        let shown = self.shop.stripe().session(session).unwrap();
        let metadata: BTreeMap<String, String> = serde_json::from_value(shown["metadata"].clone()).unwrap();
        let of_the_set = |key: &String| Interaction::ALL.iter().any(|one| one.traits().metadata_key == key);
        let address = &shown["collected_information"]["shipping_details"]["address"];
        End {
            asked: metadata.into_iter().filter(|(key, _)| of_the_set(key)).collect(),
            cart: self.shop.list_lines(session),
            state: address["state"].as_str().unwrap().to_owned(),
            off: self.shop.discount(session),
        }
    }

    /// The state due to a session with this cart, address and set.
    fn due(&self, end: &End) -> i64 {
        let cents = |price: &String| if *price == self.prices[0] { 4_000 } else { 9_000 };
        let subtotal: i64 =
            end.cart.iter().map(|(price, quantity)| cents(price) * i64::try_from(*quantity).unwrap()).sum();
        let asked = |one: Interaction| end.asked.get(one.traits().metadata_key);
        let gives = [
            (asked(Interaction::Loyalty).is_some(), 100),
            (asked(Interaction::CartThreshold).is_some() && subtotal > 10_000, subtotal / 10),
            (asked(Interaction::Location).is_some() && end.state == "CA", 400),
            (asked(Interaction::LimitedTime).is_some(), 50),
            (asked(Interaction::CustomerOffer).is_some(), 200),
            (asked(Interaction::Code).is_some_and(|code| code == "SPRING"), 800),
        ];
        gives.into_iter().filter(|(given, _)| *given).map(|(_, off)| off).sum()
    }
}

async fn race(store: Arc<Store>, pair: [Call; 2], asked: &'static [usize], seed: u64) -> bool {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut ends = Vec::new();
    for order in [[0, 1], [1, 0]] {
        let session = store.session(asked).await;
        for at in order {
            store.call(&session, pair[at]).await;
        }
        ends.push(store.end(&session));
    }
    let session = store.session(asked).await;
    let made: Vec<_> = pair
        .iter()
        .map(|call| {
            let (store, session, call) = (Arc::clone(&store), session.clone(), *call);
            let pause = Duration::from_micros(random.u64(..2_000));
            tokio::spawn(async move {
                // Starts are spread at random; either order has to end well.
                tokio::time::sleep(pause).await;
                store.call(&session, call).await
            })
        })
        .collect();
    let mut busy = false;
    let tell = |what: &str| format!("{pair:?} on {asked:?}, seed {seed}: {what}");
    for made in made {
        let (status, body) = made.await.unwrap();
        assert!(status == 200 || body["code"] == "session_busy", "{}", tell(&body.to_string()));
        busy |= status != 200;
    }
    let end = store.end(&session);
    let due = store.due(&end);
    assert!(end.off <= due, "{}", tell(&format!("{end:?} is more than {due}")));
    assert!(busy || ends.contains(&end), "{}", tell(&format!("{end:?} is the end of neither order: {ends:?}")));
    busy
}

async fn pairs(together: bool, rounds: u64) {
    let store = Arc::new(Store::open(together).await);
    let starts: [&[usize]; 3] = [&[], &[1, 2], &[0, 1, 2, 3, 4, 5]];
    let mut seed = 0;
    for round in 0..rounds {
        for (at, first) in CALLS.into_iter().enumerate() {
            // The sandbox waits at random only while two are at it.
            store.shop.stripe().set_delay(Duration::ZERO, Duration::from_millis(2));
            let races = CALLS.into_iter().skip(at).enumerate().map(|(other, second)| {
                seed += 1;
                let start = starts[usize::try_from(round + u64::try_from(other).unwrap()).unwrap() % starts.len()];
                tokio::spawn(race(Arc::clone(&store), [first, second], start, seed))
            });
            for race in races.collect::<Vec<_>>() {
                race.await.unwrap();
            }
            store.shop.stripe().clear_requests();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_two_concurrent_functions_end_in_a_serial_order() {
    pairs(true, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn and_so_they_do_where_stripe_takes_one_change_at_a_time() {
    pairs(false, 1).await;
}
