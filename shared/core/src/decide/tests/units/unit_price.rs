use super::*;

#[test]
fn price_list_for_wholesale_takes_off_what_is_above_it() {
    let text =
        |id: &str, price: &str| for_all(id, &format!("give.unit_price.usd = \"{price}\"\ngive.on.tags = [\"{id}\"]"));
    let list = policy(&format!("combine = \"sum\"\n{}{}", text("beans", "7.20"), text("tea", "30.00")));
    for (beans, off) in [(900, 1_800 + 2_400), (1_000, 2_800 + 2_400), (720, 2_400), (700, 2_400)] {
        let cart = cart(&format!("10 beans {beans} + 2 tea 4200 + 1 hat 2000"));
        assert_eq!(decided(&list, &cart).off(), off, "{beans}");
    }
}

#[test]
fn cheaper_unit_keeps_its_price() {
    each_gives("unit_price.usd = \"5.00\"", &[("1 a 900 + 3 b 300", 400), ("1 a 500 + 3 b 499", 0), ("2 a 501", 2)]);
    each_gives("unit_price.usd = \"0\"", &[("1 a 900 + 3 b 300", 1_800)]);
    each_gives("unit_price.eur = \"5.00\"", &[("1 a 900", 0)]);
}

#[test]
fn unit_price_counts_for_selected_units() {
    each_gives("unit_price.usd = \"5.00\"\ncheapest = true", &[("2 a 900 + 3 b 700", 200), ("1 a 900 + 1 b 400", 0)]);
    each_gives("unit_price.usd = \"5.00\"\nmax_units = 3", &[("2 a 900 + 3 b 700", 400 + 400 + 200)]);
}

/// 10.00 for three: a unit's share is 3.33.
#[test]
fn unit_price_of_an_uneven_line_is_of_all_of_it() {
    for (price, off) in [("3.32", 4), ("3.33", 1), ("3.34", 0), ("0.00", 1_000)] {
        let policy = policy(&for_all("it", &format!("give.unit_price.usd = \"{price}\"")));
        let mut session = with_lines(vec![uneven(3, "set", 1_000)]);
        session.cart.shipping = amount(500);
        assert_eq!(decided(&policy, &session).off(), off, "{price}");
    }
}

/// 10% before it: a unit of 9.00 counts as one of 8.10.
#[test]
fn offers_before_leave_less_above_a_unit_price() {
    let tenth = offer("tenth", "cart-threshold", "when.quantity_at_least = 1\npriority = 1\ngive.percent = \"10\"");
    for (price, shares) in [
        ("7.20", "tenth 900, list 900"),
        ("8.09", "tenth 900, list 10"),
        ("8.10", "tenth 900"),
        ("9.00", "tenth 900"),
        ("0.00", "tenth 900, list 8100"),
    ] {
        let list = for_all("list", &format!("give.unit_price.usd = \"{price}\""));
        let decision = decided(&policy(&format!("combine = \"sequential\"\n{tenth}{list}")), &cart("10 beans 900"));
        assert_eq!(decision.shares(), shares, "{price}");
    }
}

#[test]
fn unit_price_is_explained_by_what_is_above_it() {
    let policy = policy(&for_all("it", "give.unit_price.usd = \"7.20\""));
    let explanation = crate::decide::explain(&policy, &cart("10 beans 900"), crate::InteractionSet::all(), at(NOON));
    let working = explanation.unwrap().offers[0].alone.clone().unwrap();
    assert_eq!(working.phrase.as_deref(), Some("the cost of {base} above 7.20 for each unit"));
}
