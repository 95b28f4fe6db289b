use super::*;

const PERCENTS: [&str; 3] = ["5", "10", "15"];

/// Three offers, each with a condition and a percent.
fn three(when: [&str; 3], percents: [&str; 3]) -> String {
    let tiers = when.iter().zip(percents).enumerate();
    tiers.map(|(n, (when, percent))| cart(&format!("t{n}"), &format!("{when}\ngive.percent = \"{percent}\""))).collect()
}

fn found_under(combine: &str, offers: &str) -> String {
    found(&format!("combine = \"{combine}\"\n{GUARDED}{offers}"))
}

#[test]
fn tiers_that_are_added_up_are_reported() {
    let add_up = "tiers-add-up \"t1\"\ntiers-add-up \"t2\"";
    for when in [
        ["when.subtotal_over.usd = \"50\"", "when.subtotal_over.usd = \"100\"", "when.subtotal_over.usd = \"200\""],
        ["when.orders_at_least = 1", "when.orders_at_least = 5", "when.orders_at_least = 9"],
        [
            "when.days_since_last_order_at_least = 60",
            "when.days_since_last_order_at_least = 90",
            "when.days_since_last_order_at_least = 180",
        ],
        [
            "when.contains = { tags = [\"kettle\"], quantity_at_least = 5 }",
            "when.contains = { tags = [\"kettle\"], quantity_at_least = 10 }",
            "when.contains = { tags = [\"kettle\"], quantity_at_least = 25 }",
        ],
    ] {
        let offers = three(when, PERCENTS);
        assert_eq!(found_under("sum", &offers), add_up, "{offers}");
        assert_eq!(found_under("sequential", &offers), add_up, "{offers}");
        assert_eq!(found_under("best", &offers), "", "{offers}");
    }
    let turned = three(
        ["when.subtotal_over.usd = \"200\"", "when.subtotal_over.usd = \"100\"", "when.subtotal_over.usd = \"50\""],
        ["15", "10", "5"],
    );
    assert_eq!(found_under("sum", &turned), "tiers-add-up \"t0\"\ntiers-add-up \"t1\"");
}

#[test]
fn what_is_meant_to_be_added_is_not_reported() {
    let over =
        ["when.subtotal_over.usd = \"50\"", "when.subtotal_over.usd = \"100\"", "when.subtotal_over.usd = \"200\""];
    let ended = [
        "when.subtotal_over.usd = \"50\"\nwhen.subtotal_below.usd = \"100.01\"",
        "when.subtotal_over.usd = \"100\"\nwhen.subtotal_below.usd = \"200.01\"",
        "when.subtotal_over.usd = \"200\"",
    ];
    let tags = [
        "when.contains = { tags = [\"a\"], quantity_at_least = 2 }",
        "when.contains = { tags = [\"b\"], quantity_at_least = 3 }",
        "when.contains = { tags = [\"c\"], quantity_at_least = 4 }",
    ];
    for offers in [
        three(over, ["5", "5", "5"]),
        three(ended, PERCENTS),
        three(tags, PERCENTS),
        three(["when.tier = [\"a\"]", "when.tier = [\"b\"]", "when.tier = [\"c\"]"], PERCENTS),
        three(["", "", ""], PERCENTS),
    ] {
        assert_eq!(found_under("sum", &offers), "", "{offers}");
    }
}
