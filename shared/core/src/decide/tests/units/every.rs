use super::*;

#[test]
fn third_unit_is_free_and_repeats() {
    each_gives(
        "percent = \"100\"\nevery = 3\non.tags = [\"mug\"]",
        &[
            ("2 mug 1200", 0),
            ("3 mug 1200", 1_200),
            ("5 mug 1200", 1_200),
            ("6 mug 1200", 2_400),
            ("9 mug 1200", 3_600),
            ("2 mug 1200 + 1 hat 2000", 0),
            ("1 mug 1000 + 1 mug 800 + 1 mug 600 + 1 hat 100", 600),
        ],
    );
}

#[test]
fn units_are_ranked_together_unless_from_the_dearest() {
    let socks = "3 sock 1000 + 3 sock 600";
    each_gives("percent = \"100\"\nevery = 3", &[(socks, 1_200), ("1 a 1000 + 1 b 800 + 1 c 600", 600)]);
    each_gives("percent = \"100\"\nevery = 3\nrank = \"cheapest\"", &[(socks, 1_200)]);
    each_gives(
        "percent = \"100\"\nevery = 3\nrank = \"dearest\"",
        &[
            (socks, 1_600),
            ("3 sock 1000 + 2 sock 600", 1_000),
            ("1 a 1000 + 4 b 600", 600),
            ("4 a 1000 + 2 b 600", 1_000 + 600),
        ],
    );
}

#[test]
fn every_second_dress_is_half_price() {
    each_gives(
        "percent = \"50\"\nevery = 2\non.tags = [\"dress\"]",
        &[
            ("1 dress 8000 + 1 dress 6000", 3_000),
            ("1 dress 8000", 0),
            ("2 dress 8000 + 2 dress 6000", 6_000),
            ("1 dress 8000 + 1 hat 2000", 0),
        ],
    );
}

#[test]
fn several_units_of_a_group_up_to_a_number_of_groups() {
    let carts = |one, two, three| [("5 a 1000", one), ("10 a 1000", two), ("17 a 1000", three), ("4 a 1000", 0)];
    each_gives("percent = \"100\"\nevery = 5\nunits = 2", &carts(2_000, 4_000, 6_000));
    each_gives("percent = \"100\"\nevery = 5\nunits = 2\nat_most = 2", &carts(2_000, 4_000, 4_000));
    each_gives("percent = \"100\"\nevery = 5\nunits = 2\nat_most = 1", &carts(2_000, 2_000, 2_000));
    let mixed = "2 a 1000 + 3 b 800 + 3 c 500";
    each_gives("percent = \"100\"\nevery = 4\nunits = 2", &[(mixed, 500 + 500 + 500 + 800)]);
    each_gives("percent = \"100\"\nevery = 4\nunits = 2\nat_most = 1", &[(mixed, 1_000)]);
    each_gives("percent = \"100\"\nevery = 4\nunits = 2\nrank = \"dearest\"", &[(mixed, 2 * 800 + 2 * 500)]);
    each_gives("percent = \"100\"\nevery = 4\nunits = 2\nrank = \"dearest\"\nat_most = 1", &[(mixed, 1_600)]);
}

#[test]
fn amount_counts_for_each_discounted_unit() {
    let carts = |three, mixed| [("3 a 1000", three), ("3 a 1000 + 3 b 600", mixed)];
    each_gives("amount_off.usd = \"5.00\"\nevery = 3", &carts(500, 1_000));
    each_gives("amount_off.usd = \"5.00\"\nevery = 3\nper_unit = true", &carts(500, 1_000));
    each_gives("amount_off.usd = \"7.00\"\nevery = 3", &carts(700, 1_200));
    each_gives("amount_off.eur = \"7.00\"\nevery = 3", &carts(0, 0));
    each_gives("unit_price.usd = \"5.00\"\nevery = 3", &carts(500, 200));
    each_gives("percent = \"100\"\ncap.usd = \"8.00\"\nevery = 3", &carts(800, 800));
}

#[test]
fn second_unit_at_a_price_is_a_unit_price() {
    let give = "unit_price.usd = \"5.00\"\nevery = 2";
    each_gives(give, &[("2 a 900", 400), ("3 a 900", 400), ("4 a 900", 800), ("1 a 900 + 1 b 400", 0)]);
}

#[test]
fn huge_quantities_are_never_expanded() {
    let give = "percent = \"100\"\nevery = 3\nrank = \"dearest\"";
    each_gives(give, &[("999999 a 1000 + 999999 b 999", 333_333 * 1_000 + 333_333 * 999)]);
    each_gives("percent = \"100\"\nevery = 7\nunits = 6", &[("999999 a 1000", 142_857 * 6 * 1_000)]);
}

/// 10.00 for three: a unit's share is 3.33, and the cent that is left over goes with all three.
#[test]
fn selected_units_of_an_uneven_line_never_exceed_it() {
    let policy = policy(&for_all("it", "give.percent = \"100\"\ngive.every = 2"));
    for (other, off) in [(2, 666), (3, 1_000), (4, 1_000)] {
        let dear = Line { unit_amount: Some(amount(5_000)), ..uneven(other, "dear", 5_000 * other) };
        let session = with_lines(vec![dear, uneven(3, "set", 1_000)]);
        assert_eq!(decided(&policy, &session).off(), off, "{other}");
    }
}

#[test]
fn offers_before_leave_less_of_the_selected_units() {
    let tenth = offer("tenth", "cart-threshold", "when.quantity_at_least = 1\npriority = 1\ngive.percent = \"10\"");
    for (give, shares) in [
        ("give.percent = \"100\"", "tenth 300, it 900"),
        ("give.amount_off.usd = \"5.00\"", "tenth 300, it 500"),
        ("give.amount_off.usd = \"9.50\"", "tenth 300, it 900"),
        ("give.unit_price.usd = \"5.00\"", "tenth 300, it 400"),
    ] {
        let it = for_all("it", &format!("{give}\ngive.every = 3"));
        let decision = decided(&policy(&format!("combine = \"sequential\"\n{tenth}{it}")), &cart("3 a 1000"));
        assert_eq!(decision.shares(), shares, "{give}");
    }
}

#[test]
fn cart_threshold_may_ask_for_a_group_alone() {
    let text = offer("it", "cart-threshold", "give.percent = \"100\"\ngive.every = 2");
    assert_eq!(decided(&policy(&text), &cart("2 a 1000")).off(), 1_000);
}

#[test]
fn selected_units_are_explained_with_their_prices() {
    for (give, expected) in [
        ("every = 3", "the cheapest of every 3 units: 2 x 600"),
        ("every = 4\ngive.units = 3\ngive.at_most = 2", "the 3 cheapest of every 4 units, at most 2 times: 3 x 600"),
        (
            "every = 3\ngive.rank = \"dearest\"\ngive.at_most = 9",
            "the cheapest of every 3 units, at most 9 times, grouped from the dearest down: 1 x 1000 1 x 600",
        ),
        ("every = 2\ngive.at_most = 1", "the cheapest of every 2 units, once: 1 x 600"),
        ("cheapest = true", "the cheapest unit: 1 x 600"),
        ("max_units = 1", "the dearest unit: 1 x 1000"),
        ("max_units = 4", "the 4 dearest units: 3 x 1000 1 x 600"),
    ] {
        let policy = policy(&for_all("it", &format!("give.percent = \"100\"\ngive.{give}")));
        let cart = cart("3 sock 1000 + 2 sock 600 + 1 hat 600");
        let explanation = crate::decide::explain(&policy, &cart, crate::InteractionSet::all(), at(NOON)).unwrap();
        let selected = explanation.offers[0].alone.clone().unwrap().selected.unwrap();
        let units: Vec<_> = selected.units.iter().map(|(count, price)| format!("{count} x {price}")).collect();
        assert_eq!(format!("{}: {}", selected.phrase, units.join(" ")), expected, "{give}");
    }
}
