use super::*;

#[test]
fn pack_of_papers_for_each_kettle_is_half_price() {
    each_gives(
        "percent = \"50\"\non.tags = [\"paper\"]\nfor_each.tags = [\"kettle\"]",
        &[
            ("1 kettle 8900 + 1 paper 1100", 550),
            ("1 kettle 8900 + 3 paper 1100", 550),
            ("3 paper 1100", 0),
            ("1 kettle 8900", 0),
            ("2 kettle 8900 + 2 paper 1100", 1_100),
            ("2 kettle 8900 + 1 kettle 4900 + 2 paper 1100", 1_100),
            ("1 kettle 8900 + 1 paper 1100 + 1 paper 900", 450),
        ],
    );
}

#[test]
fn several_units_count_for_each_up_to_a_number_of_them() {
    let carts = |rows: [u64; 3]| {
        ["1 kettle 8900 + 5 paper 1000", "2 kettle 8900 + 5 paper 1000", "4 kettle 8900 + 5 paper 1000"]
            .into_iter()
            .zip(rows)
            .collect::<Vec<_>>()
    };
    let sides = "on.tags = [\"paper\"]\nfor_each.tags = [\"kettle\"]\nunits = 2";
    each_gives(&format!("percent = \"100\"\n{sides}"), &carts([2_000, 4_000, 5_000]));
    each_gives(&format!("percent = \"100\"\n{sides}\nat_most = 1"), &carts([2_000, 2_000, 2_000]));
    each_gives(&format!("amount_off.usd = \"3.00\"\n{sides}"), &carts([600, 1_200, 1_500]));
    each_gives(&format!("unit_price.usd = \"9.00\"\n{sides}"), &carts([200, 400, 500]));
}

#[test]
fn unit_counts_for_one_side_only() {
    let dresses = "percent = \"50\"\non.tags = [\"dress\"]\nfor_each.tags = [\"dress\"]";
    each_gives(
        dresses,
        &[
            ("1 dress 8000", 0),
            ("1 dress 8000 + 1 dress 6000", 3_000),
            ("2 dress 8000 + 1 dress 6000", 3_000),
            ("2 dress 8000 + 2 dress 6000", 6_000),
        ],
    );
    each_gives(&format!("{dresses}\nunits = 2"), &[("5 dress 8000", 3 * 4_000), ("2 dress 8000", 4_000)]);
    // Of four mugs two are on sale: those that only are mugs are counted first, so that both are discounted.
    let sale = "percent = \"100\"\non.tags = [\"sale\"]\nfor_each.products = [\"prod_sale_500\", \"prod_mug_900\"]";
    each_gives(sale, &[("2 sale 500 + 2 mug 900", 1_000), ("2 sale 500 + 1 mug 900", 500), ("3 sale 500", 500)]);
    each_gives(sale, &[("2 sale 500 + 1 sale 700", 500), ("2 sale 500 + 1 sale 400 + 1 mug 900", 900)]);
}

#[test]
fn lines_that_are_not_known_count_for_nothing() {
    let give = "give = { percent = \"50\", on = { products = [\"prod_b\"] }, for_each = { tags = [\"a\"] } }";
    let policy = policy(&for_all("it", give));
    for (tags, off) in [("a", 500), ("?", 0), ("b", 0)] {
        let session = Snapshot::guest(0).lines([("prod_a", tags, 1, 2_000), ("prod_b", "", 1, 1_000)]);
        assert_eq!(decided(&policy, &session).off(), off, "{tags}");
    }
}

#[test]
fn bound_of_for_each_needs_the_currency() {
    let give = "percent = \"50\"\non.tags = [\"b\"]\nfor_each.unit_price_at_least";
    each_gives(&format!("{give}.usd = \"20.00\""), &[("1 a 2000 + 1 b 1000", 500), ("1 a 1999 + 1 b 1000", 0)]);
    let euro = policy(&for_all("it", &format!("[offer.give]\n{give}.eur = \"20.00\"")));
    assert_eq!(verdict(&decided(&euro, &cart("1 a 2000 + 1 b 1000"))), "currency_not_offered \"usd\"");
}

#[test]
fn tags_of_for_each_are_read() {
    let give = "give = { percent = \"50\", on = { products = [\"prod_b\"] }, for_each = { tags = [\"a\"] } }";
    assert!(policy(&for_all("it", give)).offers[0].names_tags());
}
