use super::*;

const BREWER: &str = "bundle = [{ tags = [\"kettle\"] }, { tags = [\"scale\"] }, { tags = [\"cup\"], quantity = 1 }]\n\
                      bundle_price.usd = \"150.00\"";

#[test]
fn full_set_costs_the_price_of_the_bundle() {
    each_gives(
        BREWER,
        &[
            ("1 kettle 8900 + 1 scale 6500 + 1 cup 2400", 2_800),
            ("1 kettle 8900 + 1 scale 6500", 0),
            ("3 kettle 8900", 0),
            ("2 kettle 8900 + 1 scale 6500", 0),
            ("2 kettle 8900 + 2 scale 6500 + 2 cup 2400", 5_600),
            ("2 kettle 8900 + 2 scale 6500 + 1 cup 2400", 2_800),
            ("1 kettle 8900 + 1 scale 6500 + 1 cup 2400 + 1 hat 9900", 2_800),
        ],
    );
}

#[test]
fn dearest_units_make_up_the_sets_and_none_is_a_surcharge() {
    each_gives(
        BREWER,
        &[
            ("1 kettle 8900 + 1 kettle 9900 + 1 scale 6500 + 1 cup 2400", 3_800),
            ("1 kettle 5000 + 1 scale 6500 + 1 cup 2400", 0),
            ("1 kettle 6100 + 1 scale 6500 + 1 cup 2400", 0),
            ("1 kettle 6101 + 1 scale 6500 + 1 cup 2400", 1),
            // The second set costs 139.00 by itself.
            ("1 kettle 8900 + 1 kettle 5000 + 2 scale 6500 + 2 cup 2400", 2_800),
        ],
    );
}

#[test]
fn parts_have_quantities() {
    let give = "bundle = [{ tags = [\"pan\"] }, { tags = [\"lid\"], quantity = 3 }]\nbundle_price.usd = \"30.00\"";
    each_gives(
        give,
        &[("1 pan 2000 + 2 lid 500", 0), ("1 pan 2000 + 3 lid 500", 500), ("2 pan 2000 + 7 lid 500", 1_000)],
    );
    each_gives(give, &[("2 pan 2000 + 2 lid 600 + 4 lid 500", (600 + 600 + 500 - 1_000) + 500)]);
    let two = "bundle = [{ tags = [\"shirt\"], quantity = 2 }]\nbundle_price.usd = \"30.00\"";
    each_gives(two, &[("1 shirt 2000", 0), ("2 shirt 2000", 1_000), ("5 shirt 2000", 2_000), ("2 shirt 1500", 0)]);
}

/// A line that fits two parts goes where it is needed.
#[test]
fn unit_that_fits_two_parts_counts_once() {
    let give = "bundle = [{ products = [\"prod_a_900\", \"prod_b_800\"] }, { products = [\"prod_a_900\", \"prod_c_700\"] }]\n\
                bundle_price.usd = \"10.00\"";
    each_gives(
        give,
        &[
            ("1 a 900", 0),
            ("2 a 900", 800),
            ("1 a 900 + 1 b 800", 700),
            ("1 a 900 + 1 c 700", 600),
            ("1 a 900 + 1 b 800 + 1 c 700", 700),
            ("2 a 900 + 1 b 800 + 1 c 700", 700 + 600),
            ("3 b 800 + 2 c 700", 2 * 500),
            ("4 a 900 + 1 b 800 + 1 c 700", 800 + 700 + 600),
        ],
    );
    let same = "bundle = [{ tags = [\"a\"] }, { tags = [\"a\"], quantity = 2 }]\nbundle_price.usd = \"10.00\"";
    each_gives(same, &[("2 a 900", 0), ("3 a 900", 1_700), ("5 a 900", 1_700), ("6 a 900", 3_400)]);
}

#[test]
fn huge_bundles_are_never_expanded() {
    let cart = "999999 kettle 8900 + 999999 scale 6500 + 999999 cup 2400";
    each_gives(BREWER, &[(cart, 999_999 * 2_800)]);
    let any = "bundle = [{ tags = [\"a\", \"b\"] }, { tags = [\"b\", \"c\"] }]\nbundle_price.usd = \"1.00\"";
    each_gives(any, &[("999999 a 100 + 999999 b 100 + 999999 c 100", 149_999_800)]);
}

#[test]
fn bundle_leaves_out_what_is_excepted_or_not_known() {
    each_gives(
        &format!("{BREWER}\nexcept.unit_price_at_least.usd = \"95.00\""),
        &[
            ("1 kettle 8900 + 1 kettle 9900 + 1 scale 6500 + 1 cup 2400", 2_800),
            ("1 kettle 9900 + 1 scale 6500 + 1 cup 2400", 0),
        ],
    );
    let policy = policy(&for_all("it", &format!("[offer.give]\n{BREWER}")));
    assert!(policy.offers[0].names_tags());
    let lines = |tags| [("prod_1", "kettle", 1, 8_900), ("prod_2", "scale", 1, 6_500), ("prod_3", tags, 1, 2_400)];
    assert_eq!(decided(&policy, &Snapshot::guest(0).lines(lines("cup"))).off(), 2_800);
    assert_eq!(decided(&policy, &Snapshot::guest(0).lines(lines("?"))).off(), 0);
    let euro = decided(&policy, &cart("1 kettle 8900 + 1 scale 6500 + 1 cup 2400").pays_in("eur"));
    assert_eq!(verdict(&euro), "currency_not_offered \"eur\"");
}

/// 10.00 for three: a set of them costs what the bundle costs, to the cent.
#[test]
fn uneven_line_in_a_bundle_is_counted_in_full() {
    let policy =
        policy(&for_all("it", "give.bundle = [{ tags = [\"set\"], quantity = 3 }]\ngive.bundle_price.usd = \"9.00\""));
    assert_eq!(decided(&policy, &with_lines(vec![uneven(3, "set", 1_000)])).off(), 100);
    assert_eq!(decided(&policy, &with_lines(vec![uneven(4, "set", 1_335)])).off(), 99);
}

/// 10% before it: the set of 178.00 counts as one of 160.20.
#[test]
fn offers_before_leave_less_above_a_bundle() {
    let tenth = offer("tenth", "cart-threshold", "when.quantity_at_least = 1\npriority = 1\ngive.percent = \"10\"");
    for (price, shares) in [
        ("150.00", "tenth 1780, set 1020"),
        ("160.19", "tenth 1780, set 1"),
        ("160.20", "tenth 1780"),
        ("170.00", "tenth 1780"),
    ] {
        let set = for_all("set", &format!("[offer.give]\n{}", BREWER.replace("150.00", price)));
        let text = format!("combine = \"sequential\"\n{tenth}{set}");
        assert_eq!(
            decided(&policy(&text), &cart("1 kettle 8900 + 1 scale 6500 + 1 cup 2400")).shares(),
            shares,
            "{price}"
        );
    }
}

/// Half before it: one set of 4.00 counts as one of 2.00, the other of 2.40 as one of 1.20.
#[test]
fn offers_before_leave_fewer_sets_that_are_worth_it() {
    let half = offer("half", "cart-threshold", "when.quantity_at_least = 1\npriority = 1\ngive.percent = \"50\"");
    for (price, shares) in [
        ("1.00", "half 320, set 120"),
        ("1.19", "half 320, set 82"),
        ("1.20", "half 320, set 80"),
        ("1.21", "half 320, set 79"),
        ("1.60", "half 320, set 40"),
        ("2.00", "half 320"),
    ] {
        let set = for_all(
            "set",
            &format!("give.bundle = [{{ tags = [\"a\"] }}, {{ tags = [\"b\"] }}]\ngive.bundle_price.usd = \"{price}\""),
        );
        let decision = decided(
            &policy(&format!("combine = \"sequential\"\n{half}{set}")),
            &cart("1 a 250 + 1 a 120 + 1 b 150 + 1 b 120"),
        );
        assert_eq!(decision.shares(), shares, "{price}");
    }
}

#[test]
fn bundle_is_explained_by_its_sets() {
    let policy = policy(&for_all("it", &format!("[offer.give]\n{BREWER}")));
    for (text, expected) in [
        ("1 kettle 8900 + 1 scale 6500", "no full set that costs as much as the bundle"),
        ("1 kettle 8900 + 1 scale 6500 + 1 cup 2400", "the cost of one full set (178.00) above 150.00"),
        ("2 kettle 8900 + 2 scale 6500 + 3 cup 2400", "the cost of 2 full sets (356.00) above 150.00 for each"),
    ] {
        let explanation = crate::decide::explain(&policy, &cart(text), crate::InteractionSet::all(), at(NOON)).unwrap();
        assert_eq!(explanation.offers[0].alone.clone().unwrap().phrase.as_deref(), Some(expected));
    }
}
