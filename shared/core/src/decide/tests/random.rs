//! Random policies, sessions and moments for the properties.

use jiff::{SignedDuration, Timestamp};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::interaction::{Interaction, InteractionSet};
use crate::money::Amount;
use crate::session::{Address, Cart, Customer, Held, Shopper};
use crate::{Policy, Snapshot};

const CURRENCIES: [&str; 6] = ["usd", "eur", "jpy", "kwd", "isk", "huf"];

/// A policy, a session and a moment.
#[derive(Clone)]
pub(super) struct World {
    pub(super) text: String,
    pub(super) policy: Policy,
    pub(super) session: Snapshot,
    pub(super) set: InteractionSet,
    pub(super) now: Timestamp,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{:#?}\n{:?} at {}", self.text, self.session, self.set, self.now)
    }
}

/// Any policy with any carts, up to what a shop may see.
pub(super) fn worlds() -> impl Strategy<Value = World> {
    let carts = prop_oneof![6 => 0..100_000_u64, 1 => 0..200_u64, 1 => 0..100_000_000_u64];
    world(policies(condition().boxed(), 7), carts.boxed(), 0..3_000)
}

/// Any policy with carts up to the largest that Stripe can say.
pub(super) fn immense_worlds() -> impl Strategy<Value = World> {
    let most = Amount::MAX.get();
    let carts = prop_oneof![0..=most, (most - 1_000)..=most];
    world(policies(condition().boxed(), 7), carts.boxed(), 0..10_000_000)
}

/// Policies of which every offer is about time.
pub(super) fn timely_worlds() -> impl Strategy<Value = World> {
    world(policies(time().boxed(), 4), (1_000..50_000_u64).boxed(), 0..1)
}

fn world(
    policies: impl Strategy<Value = String>,
    carts: BoxedStrategy<u64>,
    shipping: std::ops::Range<u64>,
) -> impl Strategy<Value = World> {
    let sets = subsequence(Interaction::ALL.to_vec(), 1..=5).prop_map(|some| some.into_iter().collect());
    let seconds = 0..60 * 86_400_i64;
    (policies, session(carts, shipping), sets, seconds).prop_map(|(text, session, set, seconds)| {
        let now = at("2026-10-10T00:00:00Z") + SignedDuration::from_secs(seconds);
        World { policy: policy(&text), text, session, set, now }
    })
}

fn policies(condition: BoxedStrategy<String>, most: usize) -> impl Strategy<Value = String> {
    let combine = select(&["best", "sum", "sequential"][..]);
    let rounding = select(&["down", "half-up"][..]);
    let zone = select(&["UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"][..]);
    let limits = (option::of(percent()), option::of(amounts()), option::of(amounts()));
    let offers = vec(offers(condition), 0..=most);
    (combine, rounding, zone, limits, offers).prop_map(|(combine, rounding, zone, limits, offers)| {
        let (percent, most, least) = limits;
        let limits = [
            percent.map(|percent| format!("limits.max_percent = {percent}\n")),
            most.map(|most| format!("limits.max_amount = {most}\n")),
            least.map(|least| format!("limits.minimum_charge = {least}\n")),
        ];
        let limits: String = limits.into_iter().flatten().collect();
        let offers: String = offers
            .iter()
            .enumerate()
            .map(|(index, (word, lines))| offer(&format!("offer-{index}"), word, lines))
            .collect();
        let customer = "customer.history_since = \"2026-09-01\"\n";
        format!("combine = \"{combine}\"\nrounding = \"{rounding}\"\ntimezone = \"{zone}\"\n{limits}{customer}{offers}")
    })
}

fn offers(condition: BoxedStrategy<String>) -> impl Strategy<Value = (&'static str, String)> {
    let kind = select(Interaction::ALL.to_vec());
    let flags = (-1..2_i64, prop::bool::weighted(0.1), any::<bool>());
    (kind.prop_flat_map(asked), vec(condition, 0..2), gift(), flags).prop_map(|((word, asked), more, gift, flags)| {
        let (priority, exclusive, public) = flags;
        let mut seen = std::collections::BTreeSet::new();
        let lines =
            [asked].into_iter().chain(more).flat_map(|lines| lines.lines().map(str::to_owned).collect::<Vec<_>>());
        let when: Vec<String> = lines
            .filter(|line| seen.insert(line.split_once(' ').unwrap().0.to_owned()))
            .map(|line| format!("when.{line}"))
            .collect();
        let flags = format!("priority = {priority}\nexclusive = {exclusive}\npublic = {public}");
        (word, format!("{}\n{gift}\n{flags}", when.join("\n")))
    })
}

/// What an interaction must ask.
fn asked(interaction: Interaction) -> impl Strategy<Value = (&'static str, String)> {
    let asked = match interaction {
        Interaction::Loyalty | Interaction::CustomerOffer => shopper().boxed(),
        Interaction::CartThreshold => cart().boxed(),
        Interaction::Location => place().boxed(),
        Interaction::LimitedTime => time().boxed(),
    };
    asked.prop_map(move |asked| (interaction.traits().word, asked))
}

fn condition() -> impl Strategy<Value = String> {
    prop_oneof![shopper(), cart(), place(), time(), session_says()]
}

fn session_says() -> impl Strategy<Value = String> {
    select(&["currency = [\"usd\", \"jpy\", \"kwd\"]", "metadata = { channel = [\"app\"] }"][..])
        .prop_map(str::to_owned)
}

fn shopper() -> impl Strategy<Value = String> {
    let listed = select(
        &[
            "tier = [\"gold\", \"silver\"]",
            "segment = [\"vip\", \"new\"]",
            "customer = [\"cus_1\"]",
            "email_domain = [\"example.edu\"]",
            "first_order = true",
        ][..],
    );
    let counted = (select(&["every_nth_order", "orders_at_least", "orders_at_most"][..]), 1..5_u8);
    let days = (select(&["days_since_last_order_at_least", "customer_for_days_at_least"][..]), 1..60_u8);
    prop_oneof![
        listed.prop_map(str::to_owned),
        counted.prop_map(|(key, count)| format!("{key} = {count}")),
        days.prop_map(|(key, days)| format!("{key} = {days}")),
        amounts().prop_map(|amounts| format!("lifetime_spend_at_least = {amounts}")),
    ]
}

fn cart() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => amounts().prop_map(|amounts| format!("subtotal_over = {amounts}")),
        2 => amounts().prop_map(|amounts| format!("subtotal_at_least = {amounts}")),
        1 => amounts().prop_map(|amounts| format!("subtotal_below = {amounts}")),
        2 => (1..4_u8).prop_map(|least| format!("quantity_at_least = {least}")),
    ]
}

fn place() -> impl Strategy<Value = String> {
    let places =
        ["country = [\"US\"]", "region = [\"US-CA\"]", "country = [\"US\"]\npostal_prefix = [\"94\", \"100\"]"];
    select(places.to_vec()).prop_map(str::to_owned)
}

fn time() -> impl Strategy<Value = String> {
    let clock = || (0..24_u8, select(&["00", "30"][..])).prop_map(|(hour, minute)| format!("{hour:02}:{minute}"));
    let day = || (0..60_i64).prop_map(|days| at("2026-10-10T00:00:00Z") + SignedDuration::from_hours(24 * days));
    let spans = vec((clock(), clock()).prop_filter("a span has a length", |(from, to)| from != to), 1..3);
    let weekdays = subsequence(vec!["mon", "tue", "wed", "thu", "fri", "sat", "sun"], 1..6);
    prop_oneof![
        (day(), 1..400_i64).prop_map(|(start, hours)| {
            format!("starts = {start}\nends = {}", start + SignedDuration::from_hours(hours))
        }),
        day().prop_map(|start| format!("starts = {start}")),
        day().prop_map(|end| format!("ends = {end}")),
        weekdays.prop_map(|days| format!("weekdays = {days:?}")),
        spans.prop_map(|spans| {
            let spans: Vec<String> = spans.into_iter().map(|(from, to)| format!("{from}-{to}")).collect();
            format!("hours = {spans:?}")
        }),
    ]
}

fn gift() -> impl Strategy<Value = String> {
    let step = (percent(), option::of(amounts()));
    let cap = |before: &str, cap: Option<String>| cap.map(|cap| format!("{before}cap = {cap}")).unwrap_or_default();
    let ladder =
        (vec(step, 1..4), 0..200_u64, select(&["over", "at_least"][..])).prop_map(move |(steps, from, reach)| {
            let step = |(index, (percent, most)): (usize, (String, Option<String>))| {
                let reached = 1 + from * 100 + 7_000 * u64::try_from(index).unwrap();
                let amounts = CURRENCIES.map(|code| format!("{code} = {}", in_currency(code, reached)));
                format!("{{ {reach} = {{ {} }}, percent = {percent}{} }}", amounts.join(", "), cap(", ", most))
            };
            format!("give.ladder = [{}]", steps.into_iter().enumerate().map(step).collect::<Vec<_>>().join(", "))
        });
    prop_oneof![
        2 => amounts().prop_map(|amounts| format!("give.amount_off = {amounts}")),
        3 => (percent(), option::of(amounts())).prop_map(move |(percent, most)| {
            format!("give.percent = {percent}{}", cap("\ngive.", most))
        }),
        1 => ladder,
    ]
}

fn percent() -> impl Strategy<Value = String> {
    let parts = prop_oneof![1..=1_000_000_u32, (1..=100_u32).prop_map(|whole| whole * 10_000)];
    parts.prop_map(|parts| format!("\"{}.{:04}\"", parts / 10_000, parts % 10_000))
}

/// Amounts in some of the currencies.
fn amounts() -> impl Strategy<Value = String> {
    let currencies = subsequence(CURRENCIES.to_vec(), 3..=6);
    (currencies, 1..30_000_u64).prop_map(|(codes, minor)| {
        let amounts: Vec<String> = codes.iter().map(|code| format!("{code} = {}", in_currency(code, minor))).collect();
        format!("{{ {} }}", amounts.join(", "))
    })
}

fn in_currency(code: &str, minor: u64) -> String {
    match code {
        "jpy" => format!("\"{minor}\""),
        "isk" => format!("\"{minor}.00\""),
        "kwd" => format!("\"{}.{:03}\"", minor / 1_000, minor % 1_000),
        _ => format!("\"{}.{:02}\"", minor / 100, minor % 100),
    }
}

fn session(carts: BoxedStrategy<u64>, shipping: std::ops::Range<u64>) -> impl Strategy<Value = Snapshot> {
    let cart = (select(CURRENCIES.to_vec()), carts, shipping, option::of(0..5_u64)).prop_map(
        |(code, subtotal, shipping, quantity)| {
            let (subtotal, shipping) = (crate::test_support::amount(subtotal), crate::test_support::amount(shipping));
            Cart { currency: currency(code), subtotal, shipping, quantity }
        },
    );
    let channel = btree_map(Just("channel".to_owned()), select(vec!["app".to_owned(), "web".to_owned()]), 0..2);
    (cart, shoppers(), option::of(addresses()), channel).prop_map(|(cart, shopper, address, metadata)| Snapshot {
        cart,
        shopper,
        address,
        metadata,
        held: Held::default(),
    })
}

fn shoppers() -> impl Strategy<Value = Shopper> {
    let fact = || {
        prop_oneof![
            select(vec!["gold", "vip, new", "", "no"]).prop_map(str::to_owned),
            (0..12_u32).prop_map(|count| count.to_string()),
            (1_790_000_000..1_797_000_000_u64).prop_map(|seconds| seconds.to_string()),
        ]
    };
    let keys = ["loyalty_tier", "segments", "orders", "last_order_at", "lifetime_spend_usd", "lifetime_spend_jpy"];
    let metadata = btree_map(select(keys.to_vec()).prop_map(str::to_owned), fact(), 0..5);
    let email = option::of(select(vec!["jane.doe@example.edu".to_owned(), "jane.doe@example.com".to_owned()]));
    let created =
        option::of((0..90_i64).prop_map(|days| at("2026-09-01T00:00:00Z") + SignedDuration::from_hours(24 * days)));
    let customer = (metadata, email, created).prop_map(|(metadata, email, created)| {
        Shopper::Customer(Customer { id: "cus_1".to_owned(), created, email, metadata })
    });
    prop_oneof![1 => Just(Shopper::Guest), 4 => customer]
}

fn addresses() -> impl Strategy<Value = Address> {
    let given = |words: Vec<&'static str>| option::of(select(words).prop_map(str::to_owned));
    let country = given(vec!["US", "us", "GB", "DE"]);
    let state = given(vec!["CA", "US-CA", "NY"]);
    let postal_code = given(vec!["94105-9876", "10012", "SW1A 1AA"]);
    (country, state, postal_code).prop_map(|(country, state, postal_code)| Address { country, state, postal_code })
}
