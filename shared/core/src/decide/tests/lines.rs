//! Offers on some of the lines.

mod items;

use super::*;
use crate::Snapshot;
use crate::session::Line;
use crate::test_support::amount;

const SHIRTS: (&str, &str, u64, u64) = ("prod_shirt", "clothes, sale", 3, 2_000);
const MUGS: (&str, &str, u64, u64) = ("prod_mug", "kitchen", 2, 800);
const SOCKS: (&str, &str, u64, u64) = ("prod_socks", "clothes", 5, 350);

/// 60.00 of shirts, 16.00 of mugs, 17.50 of socks: 93.50.
fn cart() -> Snapshot {
    Snapshot::guest(0).lines([SHIRTS, MUGS, SOCKS])
}

#[track_caller]
fn each_gives(rows: &[(&str, u64)]) {
    for (give, off) in rows {
        let policy = policy(&for_all("it", &format!("[offer.give]\n{give}")));
        assert_eq!(decided(&policy, &cart()).off(), *off, "{give}");
    }
}

#[test]
fn the_base_is_the_lines_that_any_of_the_words_names() {
    each_gives(&[
        ("percent = \"10\"", 935),
        ("percent = \"10\"\non = { products = [\"prod_shirt\"] }", 600),
        ("percent = \"10\"\non = { prices = [\"price_mug\"] }", 160),
        ("percent = \"10\"\non = { tags = [\"clothes\"] }", 775),
        ("percent = \"10\"\non = { tags = [\"sale\"], products = [\"prod_mug\"] }", 760),
        // Named twice is there once.
        ("percent = \"10\"\non = { tags = [\"sale\", \"clothes\"], products = [\"prod_shirt\"] }", 775),
        ("percent = \"10\"\non = { tags = [\"Sale\"] }", 600),
        ("percent = \"10\"\nexcept = { tags = [\"sale\"] }", 335),
        ("percent = \"10\"\non = { tags = [\"clothes\"] }\nexcept = { products = [\"prod_shirt\"] }", 175),
        ("percent = \"10\"\non = { tags = [\"sale\"] }\nexcept = { tags = [\"clothes\"] }", 0),
    ]);
}

#[test]
fn unit_prices_bound_the_lines_and_both_bounds_are_included() {
    each_gives(&[
        ("percent = \"10\"\non = { unit_price_at_least = { usd = \"8.00\" } }", 760),
        ("percent = \"10\"\non = { unit_price_at_least = { usd = \"8.01\" } }", 600),
        ("percent = \"10\"\non = { unit_price_at_most = { usd = \"8.00\" } }", 335),
        ("percent = \"10\"\non = { unit_price_at_most = { usd = \"7.99\" } }", 175),
        ("percent = \"10\"\nexcept = { unit_price_at_most = { usd = \"3.50\" } }", 760),
        (
            "percent = \"10\"\non = { tags = [\"clothes\"], unit_price_at_least = { usd = \"3.51\" }, unit_price_at_most = { usd = \"20.00\" } }",
            600,
        ),
        ("percent = \"10\"\non = { unit_price_at_least = { eur = \"8.00\" } }", 0),
    ]);
}

#[test]
fn a_bound_that_lacks_the_currency_says_so() {
    for key in ["on", "except"] {
        let bound = format!("give.percent = \"10\"\ngive.{key} = {{ unit_price_at_least = {{ eur = \"8.00\" }} }}");
        assert_eq!(
            verdict(&decided(&policy(&for_all("it", &bound)), &cart())),
            "currency_not_offered \"usd\"",
            "{key}"
        );
    }
}

#[test]
fn a_percent_is_rounded_once_on_the_whole_base() {
    let cart = Snapshot::guest(0).lines([("prod_a", "x", 1, 106), ("prod_b", "x", 1, 206), ("prod_c", "", 1, 999)]);
    for (rounding, off) in [("down", 31), ("half-up", 31)] {
        let text = for_all("it", "give.percent = \"10\"\ngive.on = { tags = [\"x\"] }");
        assert_eq!(decided(&policy(&format!("rounding = \"{rounding}\"\n{text}")), &cart).off(), off);
    }
}

#[test]
fn an_amount_is_never_more_than_its_lines() {
    each_gives(&[
        ("amount_off = { usd = \"10.00\" }\non = { products = [\"prod_mug\"] }", 1_000),
        ("amount_off = { usd = \"16.00\" }\non = { products = [\"prod_mug\"] }", 1_600),
        ("amount_off = { usd = \"16.01\" }\non = { products = [\"prod_mug\"] }", 1_600),
        ("amount_off = { usd = \"16.01\" }\non = { products = [\"prod_hat\"] }", 0),
        ("percent = \"50\"\ncap = { usd = \"7.00\" }\non = { products = [\"prod_mug\"] }", 700),
    ]);
}

#[test]
fn an_amount_for_each_unit_is_never_more_than_the_unit() {
    each_gives(&[
        ("amount_off = { usd = \"1.00\" }\nper_unit = true", 1_000),
        ("amount_off = { usd = \"1.00\" }\nper_unit = false", 100),
        ("amount_off = { usd = \"10.00\" }\nper_unit = true", 3 * 1_000 + 1_600 + 1_750),
        ("amount_off = { usd = \"99.00\" }\nper_unit = true", 9_350),
        ("amount_off = { usd = \"2.00\" }\nper_unit = true\non = { tags = [\"kitchen\"] }", 400),
        ("amount_off = { eur = \"2.00\" }\nper_unit = true", 0),
    ]);
}

/// 10.00 for three: a unit's share is 3.33, and what is left over belongs to no unit.
#[test]
fn amount_per_unit_is_limited_for_each_unit() {
    let mut session = Snapshot::guest(0).lines([("prod_set", "", 3, 0)]);
    (session.cart.subtotal, session.cart.shipping) = (amount(1_000), amount(500));
    for line in session.cart.lines.iter_mut().flatten() {
        (line.unit_amount, line.subtotal) = (None, amount(1_000));
    }
    for (each, off) in [("3.32", 996), ("3.33", 999), ("3.34", 1_000), ("9.00", 1_000)] {
        let text = for_all("it", &format!("give.amount_off = {{ usd = \"{each}\" }}\ngive.per_unit = true"));
        assert_eq!(decided(&policy(&text), &session).off(), off, "{each}");
    }
}

#[test]
fn only_so_many_units_count_the_dearest_first() {
    each_gives(&[
        ("percent = \"10\"\nmax_units = 1", 200),
        ("percent = \"10\"\nmax_units = 3", 600),
        ("percent = \"10\"\nmax_units = 4", 680),
        ("percent = \"10\"\nmax_units = 10", 935),
        ("percent = \"10\"\nmax_units = 1000000", 935),
        ("amount_off = { usd = \"4.00\" }\nper_unit = true\nmax_units = 6", 5 * 400 + 350),
        ("amount_off = { usd = \"50.00\" }\nmax_units = 2", 4_000),
    ]);
}

#[test]
fn only_the_one_cheapest_unit_counts() {
    each_gives(&[
        ("percent = \"100\"\ncheapest = true", 350),
        ("percent = \"100\"\ncheapest = false", 9_350),
        ("percent = \"100\"\ncheapest = true\nexcept = { products = [\"prod_socks\"] }", 800),
        ("amount_off = { usd = \"2.00\" }\ncheapest = true", 200),
        ("amount_off = { usd = \"5.00\" }\ncheapest = true", 350),
        ("amount_off = { usd = \"5.00\" }\nper_unit = true\ncheapest = true", 350),
    ]);
}

#[test]
fn the_step_of_a_ladder_is_a_matter_of_its_lines() {
    let ladder = "ladder = [{ at_least = { usd = \"16.00\" }, percent = \"10\" }, { over = { usd = \"60.00\" }, percent = \"20\" }]";
    each_gives(&[
        (&format!("{ladder}\non = {{ tags = [\"kitchen\"] }}"), 160),
        (&format!("{ladder}\non = {{ products = [\"prod_shirt\"] }}"), 600),
        (&format!("{ladder}\non = {{ tags = [\"clothes\"] }}"), 1_550),
        (&format!("{ladder}\nexcept = {{ tags = [\"clothes\", \"kitchen\"] }}"), 0),
    ]);
    let text = for_all("it", &format!("[offer.give]\n{ladder}\non = {{ products = [\"prod_shirt\"] }}"));
    let small = Snapshot::guest(0).lines([("prod_shirt", "", 1, 1_599), MUGS]);
    let decision = decided(&policy(&text), &small);
    assert_eq!(verdict(&decision), "subtotal_too_low 1600 1599");
    assert_eq!(decision.hints, [], "a larger cart alone does not get there");
}

#[test]
fn sequential_offers_share_the_rest_of_their_lines() {
    let first = "priority = 2\ngive.percent = \"20\"";
    for (second, shares) in [
        ("give.percent = \"30\"\ngive.on = { tags = [\"kitchen\"] }", "a 1870, b 384"),
        ("give.amount_off = { usd = \"99.00\" }\ngive.on = { tags = [\"kitchen\"] }", "a 1870, b 1280"),
        (
            "give.amount_off = { usd = \"7.00\" }\ngive.on = { tags = [\"kitchen\"] }\ngive.per_unit = true",
            "a 1870, b 1280",
        ),
        (
            "give.amount_off = { usd = \"6.00\" }\ngive.on = { tags = [\"kitchen\"] }\ngive.per_unit = true",
            "a 1870, b 1200",
        ),
    ] {
        let text = format!("combine = \"sequential\"\n{}{}", for_all("a", first), for_all("b", second));
        assert_eq!(decided(&policy(&text), &cart()).shares(), shares, "{second}");
    }
}

#[test]
fn a_line_of_nothing_changes_nothing_but_is_the_cheapest() {
    let with_gift = Snapshot::guest(0).lines([SHIRTS, ("prod_gift", "", 1, 0)]);
    for (give, off) in [
        ("percent = \"10\"", 600),
        ("percent = \"10\"\nmax_units = 3", 600),
        ("amount_off = { usd = \"1.00\" }\nper_unit = true", 300),
        ("percent = \"100\"\ncheapest = true", 0),
        ("percent = \"100\"\ncheapest = true\non = { unit_price_at_least = { usd = \"0.01\" } }", 2_000),
    ] {
        let text = for_all("it", &format!("[offer.give]\n{give}"));
        assert_eq!(decided(&policy(&text), &with_gift).off(), off, "{give}");
    }
}

#[test]
fn a_line_without_units_is_not_there() {
    let without_units = Snapshot::guest(0).lines([SHIRTS, ("prod_none", "sale", 0, 100)]);
    for (give, off) in [
        ("percent = \"100\"\ncheapest = true", 2_000),
        ("percent = \"10\"\non = { tags = [\"sale\"] }", 600),
        ("amount_off = { usd = \"1.00\" }\nper_unit = true", 300),
    ] {
        let text = for_all("it", &format!("[offer.give]\n{give}"));
        assert_eq!(decided(&policy(&text), &without_units).off(), off, "{give}");
    }
}

#[test]
fn a_million_units_are_counted_and_what_overflows_is_refused() {
    let text = for_all("it", "give.amount_off = { usd = \"1.00\" }\ngive.per_unit = true");
    let million = Snapshot::guest(0).lines([("prod_a", "", 1_000_000, 250)]);
    assert_eq!(decided(&policy(&text), &million).off(), 100_000_000);

    let mut immense = million;
    let line = Line { quantity: 1, subtotal: crate::money::Amount::MAX, ..Line::default() };
    immense.cart.lines = Some(vec![line.clone(), line]);
    let decision = crate::decide(&policy(&text), &immense, crate::InteractionSet::all(), at(crate::test_support::NOON));
    assert_eq!(decision, Err(crate::money::Overflow));
}

#[test]
fn the_price_of_a_package_never_gives_more_than_the_line() {
    let mut package = Snapshot::guest(0).lines([("prod_a", "", 100, 10)]);
    // 10 units for 1.00: Stripe's price says 100 for the package.
    for line in package.cart.lines.iter_mut().flatten() {
        line.unit_amount = Some(amount(100));
    }
    let text = for_all("it", "give.amount_off = { usd = \"0.50\" }\ngive.per_unit = true");
    assert_eq!(decided(&policy(&text), &package).off(), 1_000);
}

#[test]
fn lines_are_read_only_for_offers_that_look_at_them() {
    use crate::policy::Fact;
    let all = crate::InteractionSet::all();
    for (lines, reads) in [
        ("give.percent = \"5\"", false),
        ("give.percent = \"5\"\ngive.on = { tags = [\"sale\"] }", true),
        ("give.percent = \"5\"\ngive.cheapest = true", true),
        ("give.percent = \"5\"\nwhen.contains = { tags = [\"sale\"] }", true),
        ("give.percent = \"5\"\nwhen.contains_none = { tags = [\"sale\"] }", true),
    ] {
        assert_eq!(policy(&for_all("it", lines)).reads(all).contains(Fact::Lines), reads, "{lines}");
    }
}
