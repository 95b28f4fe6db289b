//! Hints of units that a group lacks.

use super::*;

/// Each hint as `step units {items} price gain`.
fn hints(text: &str, session: &Snapshot) -> String {
    let hints = decided(&policy(text), session).hints.into_iter().map(|hint| {
        let items = hint.items.map(|items| format!(" {{{}}}", items.tags.join(" "))).unwrap_or_default();
        let price = hint.price.map(|price| format!(" @{price}")).unwrap_or_default();
        let gain = hint.gain.map(|gain| format!(" +{gain}")).unwrap_or_default();
        let step = match hint.step {
            crate::decide::MissingStep::AddItems(units) => format!("add {units}"),
            other => word(&other.code()),
        };
        format!("{step}{items}{price}{gain}")
    });
    hints.collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn each_hints(give: &str, rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        let session = cart(text).shipping(1_000);
        assert_eq!(hints(&for_all("it", &format!("[offer.give]\n{give}")), &session), *expected, "{give}\n{text}");
    }
}

#[test]
fn units_that_a_group_lacks_are_hinted_with_their_gain() {
    each_hints(
        "percent = \"100\"\nevery = 3\non.tags = [\"mug\"]",
        &[
            ("1 mug 1200", "add 2 {mug} @price_mug_1200 +1200"),
            ("2 mug 1200", "add 1 {mug} @price_mug_1200 +1200"),
            ("3 mug 1200", "add 3 {mug} @price_mug_1200 +1200"),
            ("5 mug 1200 + 1 hat 900", "add 1 {mug} @price_mug_1200 +1200"),
            ("1 hat 900", ""),
        ],
    );
    each_hints("percent = \"100\"\nevery = 2", &[("1 mug 1200", "add 1 @price_mug_1200 +1200")]);
    each_hints(
        "percent = \"100\"\nevery = 2\nat_most = 2\non.tags = [\"mug\"]",
        &[("3 mug 1200", "add 1 {mug} @price_mug_1200 +1200"), ("4 mug 1200", ""), ("9 mug 1200", "")],
    );
}

#[test]
fn units_of_several_prices_are_hinted_without_a_gain() {
    let two = "1 mug 1200 + 1 mug 900";
    let four = "2 mug 1200 + 2 mug 900";
    each_hints("percent = \"100\"\nevery = 3\non.tags = [\"mug\"]", &[(two, "add 1 {mug}"), (four, "")]);
    each_hints(
        "percent = \"100\"\nevery = 3\nrank = \"dearest\"\non.tags = [\"mug\"]",
        &[(two, "add 1 {mug}"), (four, "add 2 {mug}")],
    );
    // What the bounds and exceptions leave out can't be said by naming items.
    let bounded = "percent = \"100\"\nevery = 3\non = { tags = [\"mug\"], unit_price_at_most.usd = \"15.00\" }";
    each_hints(bounded, &[(two, ""), ("2 mug 1200", "add 1 {mug} @price_mug_1200 +1200")]);
    each_hints("percent = \"100\"\nevery = 3\nexcept.tags = [\"hat\"]", &[(two, "")]);
}

#[test]
fn either_side_that_is_short_is_hinted() {
    each_hints(
        "percent = \"50\"\non.tags = [\"paper\"]\nfor_each.tags = [\"kettle\"]",
        &[
            ("2 kettle 8900 + 1 paper 1100", "add 1 {paper} @price_paper_1100 +550"),
            ("1 kettle 8900 + 2 paper 1100", "add 1 {kettle} @price_kettle_8900 +550"),
            ("1 kettle 8900 + 1 paper 1100", ""),
            ("1 kettle 8900", ""),
            ("1 paper 1100", "add 1 {kettle}"),
        ],
    );
    each_hints(
        "percent = \"50\"\nat_most = 1\non.tags = [\"paper\"]\nfor_each.tags = [\"kettle\"]",
        &[("1 kettle 8900 + 2 paper 1100", ""), ("2 kettle 8900 + 1 paper 1100", "")],
    );
    each_hints(
        "percent = \"50\"\non.tags = [\"mug\"]\nfor_each.tags = [\"mug\"]",
        &[("1 mug 1000", "add 1 {mug} @price_mug_1000 +500"), ("2 mug 1000", "")],
    );
}

#[test]
fn part_that_a_set_lacks_is_hinted() {
    let brewer = "bundle = [{ tags = [\"kettle\"] }, { tags = [\"scale\"] }, { tags = [\"cup\"], quantity = 2 }]\n\
                  bundle_price.usd = \"150.00\"";
    each_hints(
        brewer,
        &[
            ("1 kettle 8900 + 1 scale 6500 + 1 cup 2400", "add 1 {cup} @price_cup_2400 +5200"),
            // Whatever the cups cost, the set costs more than the bundle.
            ("1 kettle 8900 + 1 scale 6500", "add 2 {cup}"),
            ("1 kettle 7900 + 1 scale 6500", ""),
            ("1 kettle 8900 + 2 cup 2400", ""),
            ("1 kettle 8900 + 1 cup 8000", ""),
            ("1 kettle 8900 + 1 scale 6500 + 2 cup 2400", ""),
            ("2 kettle 8900 + 2 scale 6500 + 3 cup 2400", "add 1 {cup} @price_cup_2400 +5200"),
            ("2 kettle 8900 + 1 scale 6500 + 4 cup 2400", "add 1 {scale} @price_scale_6500 +5200"),
        ],
    );
    let pair = "bundle = [{ tags = [\"mug\"], quantity = 2 }]\nbundle_price.usd = \"15.00\"";
    each_hints(pair, &[("1 mug 1000", "add 1 {mug} @price_mug_1000 +500"), ("1 mug 700", ""), ("1 hat 900", "")]);
}

#[test]
fn group_that_would_be_beaten_is_not_hinted() {
    let ten = for_all("ten", "give.percent = \"50\"");
    let third = for_all("it", "give.percent = \"100\"\ngive.every = 3");
    assert_eq!(hints(&format!("{ten}{third}"), &cart("2 mug 1200").shipping(1_000)), "");
    let all = for_all("it", "give.percent = \"100\"\ngive.every = 3\ngive.units = 2");
    let gain = "add 1 @price_mug_1200 +1200";
    assert_eq!(hints(&format!("{ten}{all}"), &cart("2 mug 1200").shipping(1_000)), gain);
}
