use super::*;

fn limited(interaction: &str, lines: &str) -> String {
    offer("a", interaction, &format!("when.subtotal_over = {{ usd = \"50.00\", eur = \"50.00\" }}\n{lines}"))
}

#[test]
fn budget_holds_at_least_one_use() {
    let give = "give.amount_off = { usd = \"10.00\", eur = \"10.00\" }\n";
    let of = |budget: &str| limited("cart-threshold", &format!("{give}limit.budget = {{ {budget} }}"));
    each_is_found(&[
        (of("usd = \"9.99\", eur = \"50.00\""), "budget-below-one-use \"9.99\""),
        (of("usd = \"10.00\", eur = \"10.00\""), ""),
        (limited("cart-threshold", "give.percent = \"10\"\nlimit.budget = { usd = \"0.01\", eur = \"0.01\" }"), ""),
    ]);
}

#[test]
fn automatic_offers_have_no_uses_to_share() {
    let (give, mark) = ("give.percent = \"10\"\n", "limit-on-automatic");
    for (interaction, limit, found_one) in [
        ("automatic", "limit.uses = 100", true),
        ("automatic", "limit.budget = { usd = \"500.00\", eur = \"500.00\" }", true),
        ("automatic", "limit.uses_per_shopper = 1", false),
        ("cart-threshold", "limit.uses = 100", false),
    ] {
        let text = format!("{GUARDED}{}", limited(interaction, &format!("{give}{limit}")));
        assert_eq!(found(&text).contains(mark), found_one, "{interaction} {limit}");
    }
    let coded =
        offer("a", "automatic", &format!("when.code_series = {{ name = \"M\", count = 9 }}\n{give}limit.uses = 5"));
    assert_eq!(found(&format!("{GUARDED}{coded}")), "");
}

#[test]
fn offer_with_a_limit_beats_nothing_for_good() {
    let two = |limit: &str| {
        format!("{}{}", cart("a", &format!("give.percent = \"20\"\n{limit}")), cart("b", "give.percent = \"10\""))
    };
    assert!(found(&format!("{GUARDED}{}", two(""))).contains("always-beaten"));
    assert!(!found(&format!("{GUARDED}{}", two("limit.uses_per_shopper = 1"))).contains("always-beaten"));
}
