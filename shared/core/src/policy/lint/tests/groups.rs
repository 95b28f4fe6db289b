use super::*;

fn group(id: &str, combine: &str) -> String {
    format!("[[group]]\nid = \"{id}\"\ncombine = \"{combine}\"\n")
}

fn found_in(combine: &str, rest: &str) -> String {
    found(&format!("combine = \"{combine}\"\n{GUARDED}{rest}"))
}

/// An offer for gold members.
fn gold(id: &str, lines: &str) -> String {
    offer(id, "loyalty", &format!("when.tier = [\"gold\"]\n{lines}"))
}

#[test]
fn group_without_offers_or_with_one_is_reported() {
    let text = [group("none", "sum"), group("one", "sum"), gold("a", "group = \"one\"\ngive.percent = \"5\"")].concat();
    assert_eq!(found_in("sum", &text), "empty-group \"none\"\ngroup-of-one \"one\"");
}

#[test]
fn group_that_never_wins_is_reported() {
    let two = |one: &str, other: &str, combine: &str| {
        let (one, other) = (format!("group = \"g\"\n{one}"), format!("group = \"g\"\n{other}"));
        [group("g", combine), gold("a", &one), offer("b", "automatic", &format!("when.tier = [\"gold\"]\n{other}"))]
            .concat()
    };
    let percents = ["give.percent = \"5\"", "give.percent = \"6\""];
    let amounts = ["give.amount_off.usd = \"5\"", "give.amount_off.usd = \"6\""];
    let alone = |give: &str| offer("c", "automatic", &format!("when.tier = [\"gold\", \"silver\"]\n{give}"));
    let reported = "group-never-wins \"g\"";
    for (offers, winner, combine, expected) in [
        (percents, "give.percent = \"11\"", "sum", reported),
        (percents, "give.percent = \"11\"", "sequential", reported),
        (percents, "give.percent = \"10.9999\"", "sum", ""),
        (percents, "give.percent = \"11\"\ngive.cap.usd = \"500\"", "sum", ""),
        (percents, "give.percent = \"11\"\ngive.on.tags = [\"x\"]", "sum", ""),
        (amounts, "give.amount_off.usd = \"11\"", "sum", reported),
        (amounts, "give.amount_off.usd = \"10.99\"", "sum", ""),
        (amounts, "give.amount_off = { eur = \"11\", usd = \"1\" }", "sum", ""),
    ] {
        let text = two(offers[0], offers[1], combine) + &alone(winner);
        let of_groups =
            |found: String| found.lines().filter(|line| line.contains("group")).collect::<Vec<_>>().join("\n");
        assert_eq!(of_groups(found_in("best", &text)), expected, "{text}");
        assert_eq!(of_groups(found_in("sum", &text)), "", "{text}");
    }
    // A winner that is there for some of them only says nothing.
    let some = two(percents[0], percents[1], "sum") + &gold("c", "give.percent = \"11\"");
    assert_eq!(found_in("best", &some), "");
}

#[test]
fn offers_are_compared_as_their_groups_combine_them() {
    let (g, h) = ("group = \"g\"\ngive.percent = ", "group = \"h\"\ngive.percent = ");
    let beaten = "always-beaten \"a\"";
    for (outer, within, one, other, expected) in [
        ("sum", "best", format!("{g}\"5\""), format!("{g}\"6\""), beaten),
        ("best", "sum", format!("{g}\"5\""), format!("{g}\"6\""), ""),
        ("best", "sum", format!("{g}\"5\""), format!("{h}\"6\""), ""),
        ("best", "best", format!("{g}\"5\""), format!("{h}\"6\""), beaten),
        ("best", "best", format!("{g}\"5\""), "give.percent = \"6\"".to_owned(), beaten),
        ("best", "sum", "give.percent = \"5\"".to_owned(), format!("{g}\"6\""), beaten),
        ("best", "sequential", "give.percent = \"5\"".to_owned(), format!("{g}\"6\""), ""),
        ("sum", "best", "give.percent = \"5\"".to_owned(), format!("{g}\"6\""), ""),
    ] {
        let offers = [gold("a", &one), gold("b", &other)].concat();
        let text = [group("g", within), group("h", within), offers].concat();
        let found = found_in(outer, &text);
        let found: Vec<&str> = found.lines().filter(|line| line.starts_with("always-beaten")).collect();
        assert_eq!(found.join("\n"), expected, "{outer} {text}");
    }
}

#[test]
fn tiers_in_a_group_of_the_best_do_not_add_up() {
    let tier = |id: &str, over: u64, percent: u64, group: &str| {
        cart(id, &format!("{group}when.subtotal_over.usd = \"{over}\"\ngive.percent = \"{percent}\""))
    };
    let tiers = |group: &str| [tier("t0", 50, 5, group), tier("t1", 100, 10, group)].concat();
    let in_group = "group = \"g\"\n";
    assert_eq!(found_in("sum", &(group("g", "best") + &tiers(in_group))), "");
    assert_eq!(found_in("best", &(group("g", "sum") + &tiers(in_group))), "tiers-add-up \"t1\"");
    assert_eq!(found_in("sum", &tiers("")), "tiers-add-up \"t1\"");
}

#[test]
fn bundles_that_share_a_part_are_not_added_up() {
    let bundle = |id: &str, lines: &str, parts: [&str; 2]| {
        let [one, other] = parts.map(|tag| format!("{{ tags = [\"{tag}\"] }}"));
        let give = format!("give.bundle = [{one}, {other}]\ngive.bundle_price = {{ usd = \"9.00\" }}");
        offer(id, "automatic", &format!("{lines}\n{give}"))
    };
    let two = |lines: [&str; 2], parts: [&str; 2]| {
        bundle("one", lines[0], ["kettle", "scale"]) + &bundle("two", lines[1], parts)
    };
    let shares = two(["", ""], ["cup", "kettle"]);
    assert_eq!(found_in("sum", &shares), "same-bundle [{ tags = [\"cup\"] }, { tags = [\"kettle\"] }]");
    assert_eq!(found_in("best", &shares), "");
    assert_eq!(found_in("sequential", &shares), "");
    assert_eq!(found_in("sum", &two(["", ""], ["cup", "pot"])), "");
    assert_eq!(found_in("sum", &two(["when.tier = [\"gold\"]", "when.tier = [\"silver\"]"], ["cup", "kettle"])), "");
    let grouped = two(["group = \"g\"", "group = \"g\""], ["cup", "kettle"]);
    assert_eq!(found_in("sum", &(group("g", "best") + &grouped)), "");
    assert_eq!(
        found_in("best", &(group("g", "sum") + &grouped)),
        "same-bundle [{ tags = [\"cup\"] }, { tags = [\"kettle\"] }]"
    );
}
