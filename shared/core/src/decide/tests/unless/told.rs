//! Exclusions in hints, log lines and explanations.

use super::*;

#[test]
fn no_step_is_hinted_that_would_exclude_the_cart() {
    let hinted = |lines: &str, session: &Snapshot| {
        let decision = decided(&policy(&for_all("it", lines)), session);
        decision.hints.iter().map(|hint| word(&hint.step.code())).collect::<Vec<_>>().join(", ")
    };
    let more = "when.subtotal_at_least.usd = \"200.00\"\ngive.percent = \"5\"";
    let guest = Snapshot::guest(15_000);
    assert_eq!(hinted(more, &guest), "spend_more");
    assert_eq!(hinted(&format!("{more}\nunless.subtotal_over.usd = \"200.00\""), &guest), "spend_more");
    assert_eq!(hinted(&format!("{more}\nunless.subtotal_at_least.usd = \"200.00\""), &guest), "");
    assert_eq!(hinted("give.percent = \"5\"\nunless.subtotal_over.usd = \"100.00\"", &guest), "");
    assert_eq!(hinted("give.percent = \"5\"\nunless.segment = [\"staff\"]", &guest), "");
    assert_eq!(hinted("give.percent = \"5\"\nunless.country = [\"US\"]", &guest), "enter_address");
    assert_eq!(hinted("give.percent = \"5\"\nunless.weekdays = [\"wed\"]", &guest), "starts_at");
    assert_eq!(hinted("give.percent = \"5\"\nunless.starts = 2026-01-01T00:00:00Z", &guest), "");

    let cart = Snapshot::guest(0).lines([("prod_a", "sale", 1, 1_000), ("prod_b", "new", 1, 500)]);
    let two = "give.percent = \"5\"\nwhen.contains = { tags = [\"sale\"], quantity_at_least = 3 }";
    assert_eq!(hinted(two, &cart), "add_items");
    let unless = |tag: &str, units: u64| {
        format!("{two}\nunless.contains = {{ tags = [\"{tag}\"], quantity_at_least = {units} }}")
    };
    assert_eq!(hinted(&unless("sale", 4), &cart), "add_items");
    assert_eq!(hinted(&unless("sale", 3), &cart), "");
    // It is excluded already, and adding items does not change that.
    assert_eq!(hinted(&unless("new", 1), &cart), "");
    let several = Snapshot::guest(0).lines([("prod_a", "sale", 1, 1_000), ("prod_b", "sale", 1, 500)]);
    assert_eq!(hinted(&unless("sale", 4), &several), "add_items");
    assert_eq!(hinted(&unless("sale", 3), &several), "");
    assert_eq!(
        hinted("give.percent = \"5\"\nwhen.subtotal_at_least.usd = \"900.00\"\nunless.quantity_at_least = 3", &cart),
        "spend_more"
    );
}

#[test]
fn larger_cart_leads_out_of_an_exclusion_of_small_ones() {
    let hinted = |lines: &str, session: &Snapshot| {
        let hints =
            decided(&policy(&for_all("it", &format!("{lines}\ngive.amount_off.usd = \"5.00\""))), session).hints;
        let gain = |hint: &crate::decide::Hint| hint.gain.map(|gain| gain.to_string()).unwrap_or_default();
        hints.iter().map(|hint| format!("{:?} {}", hint.step, gain(hint))).collect::<Vec<_>>().join(", ")
    };
    let spend = |minor: u64, gain: &str| format!("{:?} {gain}", crate::decide::MissingStep::SpendMore(amount(minor)));
    let (below, at_most) = ("unless.subtotal_below.usd = \"200.00\"", "unless.subtotal_at_most.usd = \"200.00\"");
    for (lines, cart, expected) in [
        (below, 15_000, spend(5_000, "500")),
        (below, 19_999, spend(1, "500")),
        (below, 20_000, String::new()),
        (at_most, 20_000, spend(1, "500")),
        (at_most, 20_001, String::new()),
        (&format!("when.subtotal_at_least.usd = \"180.00\"\n{below}"), 15_000, spend(5_000, "500")),
        (&format!("when.subtotal_at_least.usd = \"280.00\"\n{below}"), 15_000, spend(13_000, "500")),
        // No cart is as large and as small.
        (&format!("when.subtotal_below.usd = \"190.00\"\n{below}"), 15_000, String::new()),
        (&format!("{below}\nunless.subtotal_over.usd = \"180.00\""), 15_000, String::new()),
    ] {
        assert_eq!(hinted(lines, &Snapshot::guest(cart)), expected, "{lines} on {cart}");
    }
    assert_eq!(hinted(below, &Snapshot::guest(15_000).pays_in("eur")), "");
}

#[test]
fn gain_is_not_promised_where_added_items_may_exclude() {
    let text = "when.contains = { tags = [\"sale\"], quantity_at_least = 3 }\ngive.amount_off.usd = \"5.00\"";
    let session = Snapshot::guest(0).lines([("prod_a", "sale", 1, 1_000), ("prod_b", "sale", 1, 500)]);
    let gain =
        |text: &str| decided(&policy(&for_all("it", text)), &session).hints[0].gain.map(crate::money::Amount::get);
    assert_eq!(gain(text), Some(500));
    assert_eq!(gain(&format!("{text}\nunless.contains.tags = [\"new\"]")), None);
}

#[test]
fn log_line_and_explanation_say_what_excludes() {
    let policy = excluding("region = [\"US-HI\"]\nsegment = [\"staff\"]\ncode = [\"SPRING\"]");
    let mut session = with("segments", "staff").ships_to("US", "HI", "").types("spring");
    if let Shopper::Customer(customer) = &mut session.shopper {
        customer.metadata.insert("secret".to_owned(), "x".to_owned());
    }
    let facts = serde_json::to_value(Facts::of(&policy, &session, InteractionSet::all())).unwrap();
    assert_eq!(facts["place"]["region"], "US-HI");
    assert_eq!(facts["shopper"]["segments"], serde_json::json!(["staff"]));
    assert_eq!(facts["code"], "SPRING");
    let explanation = explain(&policy, &session, InteractionSet::all(), at(NOON)).unwrap();
    let codes: Vec<String> = explanation.offers[0].reasons.iter().map(|reason| word(&reason.code)).collect();
    assert_eq!(codes, ["excluded_by_segment", "excluded_by_region", "excluded_by_code"]);
    assert_eq!(policy.region_codes("US").len(), crate::spelling::region_codes("US").unwrap().len());
}
