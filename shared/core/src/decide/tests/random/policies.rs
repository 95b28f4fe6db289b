//! Random policies.

mod effects;

use jiff::SignedDuration;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use self::effects::{amounts, gift, percent};
use crate::interaction::Interaction;
use crate::test_support::{at, offer};
use crate::trigger::Trigger;

pub(super) fn policies(condition: BoxedStrategy<String>, most: usize) -> impl Strategy<Value = String> {
    let combine = select(&["best", "sum", "sequential"][..]);
    let rounding = select(&["down", "half-up"][..]);
    let zone = select(&["UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"][..]);
    let limits = (option::of(percent()), option::of(amounts()), option::of(amounts()));
    let offers = vec((offers(condition), option::weighted(0.6, 0..2_usize)), 0..=most);
    let groups = prop_oneof![2 => vec(combine.clone(), 0), 3 => vec(combine.clone(), 2)];
    (combine, rounding, zone, limits, (groups, offers)).prop_map(|(combine, rounding, zone, limits, (groups, offers))| {
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
            .map(|(index, ((word, lines), group))| {
                let group = group.filter(|group| *group < groups.len());
                let group = group.map(|group| format!("\ngroup = \"{group}\"")).unwrap_or_default();
                offer(&format!("offer-{index}"), word, &format!("{lines}{group}"))
            })
            .collect();
        let group = |(id, combine): (usize, &&str)| format!("[[group]]\nid = \"{id}\"\ncombine = \"{combine}\"\n");
        let groups = groups.iter().enumerate().map(group).collect::<Vec<_>>().concat();
        let customer = "customer.history_since = \"2026-09-01\"\n";
        format!("combine = \"{combine}\"\nrounding = \"{rounding}\"\ntimezone = \"{zone}\"\n{limits}{customer}{groups}{offers}")
    })
}

fn offers(condition: BoxedStrategy<String>) -> impl Strategy<Value = (&'static str, String)> {
    let kind = select(Trigger::all().collect::<Vec<_>>());
    let flags = (-1..2_i64, exclusive(), any::<bool>());
    let more = (option::weighted(0.3, condition.clone()), option::weighted(0.3, condition));
    (kind.prop_flat_map(asked), more, gift(), flags).prop_map(|((word, asked), (more, excluded), gift, flags)| {
        let (priority, exclusive, public) = flags;
        let when = keys("when", [asked].into_iter().chain(more));
        let unless = keys("unless", excluded);
        let flags = format!("priority = {priority}\nexclusive = {exclusive}\npublic = {public}");
        (word, format!("{when}\n{unless}\n{gift}\n{flags}"))
    })
}

/// The lines of a table, each key once.
fn keys(table: &str, lines: impl IntoIterator<Item = String>) -> String {
    let mut seen = std::collections::BTreeSet::new();
    let lines = lines.into_iter().flat_map(|lines| lines.lines().map(str::to_owned).collect::<Vec<_>>());
    let lines = lines.filter(|line| seen.insert(line.split_once(' ').unwrap().0.to_owned()));
    lines.map(|line| format!("{table}.{line}")).collect::<Vec<_>>().join("\n")
}

fn exclusive() -> impl Strategy<Value = &'static str> {
    prop_oneof![17 => Just("false"), 2 => Just("true"), 1 => Just("\"always\"")]
}

/// The conditions that an offer must have.
fn asked(trigger: Trigger) -> impl Strategy<Value = (&'static str, String)> {
    let asked = match trigger {
        Trigger::Automatic => condition().boxed(),
        Trigger::On(Interaction::Loyalty | Interaction::CustomerOffer) => shopper().boxed(),
        Trigger::On(Interaction::CartThreshold) => cart().boxed(),
        Trigger::On(Interaction::Location) => place().boxed(),
        Trigger::On(Interaction::LimitedTime) => time().boxed(),
        Trigger::On(Interaction::Code) => code().boxed(),
    };
    asked.prop_map(move |asked| (trigger.word(), asked))
}

pub(in crate::decide::tests) fn condition() -> impl Strategy<Value = String> {
    prop_oneof![shopper(), cart(), excluded(), place(), time(), code(), session_says()]
}

fn code() -> impl Strategy<Value = String> {
    select(&["code = [\"SPRING\"]", "code = [\"spring\", \"summer 26\"]", "code = [\"WINTER\"]"][..])
        .prop_map(str::to_owned)
}

/// Filters of lines.
fn filter_words() -> impl Strategy<Value = &'static str> {
    select(
        &[
            "products = [\"prod_a\"]",
            "prices = [\"price_b\", \"price_c\"]",
            "tags = [\"sale\"]",
            "tags = [\"new\"], products = [\"prod_d\"]",
        ][..],
    )
}

fn excluded() -> impl Strategy<Value = String> {
    filter_words().prop_map(|items| format!("contains_none = {{ {items} }}"))
}

fn session_says() -> impl Strategy<Value = String> {
    let said = [
        "currency = [\"usd\", \"jpy\", \"kwd\"]",
        "metadata = { channel = [\"app\"] }",
        "share = { percent = \"50\", of = \"session\", experiment = \"a\" }",
        "share = { percent = \"20\", of = \"session\", experiment = \"b\" }",
        "share = { percent = \"99.5\", of = \"customer\", experiment = \"a\" }",
    ];
    select(said.to_vec()).prop_map(str::to_owned)
}

fn shopper() -> impl Strategy<Value = String> {
    let listed = select(
        &[
            "tier = [\"gold\", \"silver\"]",
            "segment = [\"vip\", \"new\"]",
            "customer = [\"cus_1\"]",
            "email_domain = [\"example.edu\"]",
            "email_domain = [\"*.edu\"]",
            "first_order = true",
            "customer_metadata = { plan = [\"pro\", \"team\"] }",
            "anniversary = { of = \"birthday\", days_before = 3, days_after = 3 }",
            "anniversary = { of = \"created\", days_after = 30 }",
        ][..],
    );
    let counted = (select(&["every_nth_order", "orders_at_least", "orders_at_most", "uses_at_most"][..]), 1..5_u8);
    let days = (
        select(&["days_since_last_order_at_least", "days_since_last_order_at_most", "customer_for_days_at_least"][..]),
        1..60_u8,
    );
    prop_oneof![
        listed.prop_map(str::to_owned),
        counted.prop_map(|(key, count)| format!("{key} = {count}")),
        days.prop_map(|(key, days)| format!("{key} = {days}")),
        amounts().prop_map(|amounts| format!("lifetime_spend_at_least = {amounts}")),
    ]
}

fn cart() -> impl Strategy<Value = String> {
    let units = (filter_words(), 1..4_u8)
        .prop_map(|(items, least)| format!("contains = {{ {items}, quantity_at_least = {least} }}"));
    let worth = (filter_words(), amounts())
        .prop_map(|(items, least)| format!("contains = {{ {items}, subtotal_at_least = {least} }}"));
    let most = option::of(3..6_u8);
    let one = (filter_words(), option::of(1..3_u8), most).prop_map(|(items, least, most)| {
        let bound = |key: &str, units: Option<u8>| units.map(|units| format!(", {key} = {units}")).unwrap_or_default();
        format!("{{ {items}{}{} }}", bound("quantity_at_least", least), bound("quantity_at_most", most))
    });
    let several = (vec(one, 1..4), filter_words(), amounts()).prop_map(|(tables, items, least)| {
        format!("contains = [{}, {{ {items}, subtotal_at_least = {least} }}]", tables.join(", "))
    });
    prop_oneof![
        1 => units,
        1 => worth,
        1 => several,
        4 => amounts().prop_map(|amounts| format!("subtotal_over = {amounts}")),
        2 => amounts().prop_map(|amounts| format!("subtotal_at_least = {amounts}")),
        1 => amounts().prop_map(|amounts| format!("subtotal_below = {amounts}")),
        1 => amounts().prop_map(|amounts| format!("subtotal_at_most = {amounts}")),
        2 => (1..4_u8).prop_map(|least| format!("quantity_at_least = {least}")),
    ]
}

fn place() -> impl Strategy<Value = String> {
    let places =
        ["country = [\"US\"]", "region = [\"US-CA\"]", "country = [\"US\"]\npostal_prefix = [\"94\", \"100\"]"];
    select(places.to_vec()).prop_map(str::to_owned)
}

pub(super) fn time() -> impl Strategy<Value = String> {
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
        calendar(),
        spans.prop_map(|spans| {
            let spans: Vec<String> = spans.into_iter().map(|(from, to)| format!("{from}-{to}")).collect();
            format!("hours = {spans:?}")
        }),
    ]
}

/// Days that come again, alone or with hours past midnight.
fn calendar() -> impl Strategy<Value = String> {
    let days = select(
        &[
            "days_of_month = [1, 15, -1]",
            "days_of_month = [31]",
            "weekdays_of_month = [\"last fri\", \"1st mon\"]",
            "weekdays_of_month = [\"5th sun\"]",
            "dates = [\"10-31..11-02\", \"02-29\"]",
            "dates = [\"12-01..10-15\"]",
        ][..],
    );
    (days, select(&["", "\nhours = [\"22:00-02:00\"]", "\nhours = [\"01:00-01:30\"]"][..]))
        .prop_map(|(days, hours)| format!("{days}{hours}"))
}
