use super::*;
use crate::test_support::offer;

#[test]
fn limit_says_what_is_wrong_with_it() {
    for (limit, said) in [
        ("limit = {}", "limit says nothing"),
        ("limit.uses = 0", "uses must be at least 1"),
        ("limit.uses_per_shopper = 0", "uses_per_shopper must be at least 1"),
        ("limit.budget = { usd = \"0.00\" }", "budget must be more than 0"),
        ("limit.uses = 1\nlimit.per = \"year\"", "\"year\" is not a value of per"),
        ("limit.per = \"day\"", "limit.per needs something to count"),
        ("limit.give_back = true", "nothing counts them"),
        ("limit.uses_per_code = 2", "limit.uses_per_code counts the codes of a series"),
        ("when.code_series = { name = \"A,B\", count = 1 }", "is not the name of a series"),
        ("when.code_series = { name = \"A\", count = 0 }", "count must be at least 1"),
        ("when.code_series = { name = \"A\", count = 1048577 }", "count must be at most 1048576"),
        ("when.code_series = { name = \"A\" }", "code_series needs count"),
    ] {
        let faults = faults(&crate::test_support::for_all("a", &format!("give.percent = \"1\"\n{limit}")));
        assert!(faults.contains(said), "{limit}: {faults}");
    }
}

#[test]
fn keys_of_an_offer_are_strict() {
    let row = |text: String, fault| (text, fault);
    each_is_refused(&[
        row(
            "[[offer]]".to_owned(),
            "p.toml:1:1: an offer needs id
p.toml:1:1: an offer needs interaction
p.toml:1:1: an offer needs name
p.toml:1:1: an offer needs give",
        ),
        row(complete("publc = true"), r#"p.toml:7:1: "publc" is not a key of an offer: did you mean "public"?"#),
        row(complete("priority = \"high\""), "p.toml:7:12: priority must be a whole number, not a string"),
        row(complete("priority = 1.5"), "p.toml:7:12: priority must be a whole number, not a number with a point"),
        row(
            complete("priority = 99999999999999999999"),
            "p.toml:7:12: priority has more digits than a number may have",
        ),
        row(complete("exclusive = 1"), "p.toml:7:13: exclusive must be true, false, or \"always\", not a number"),
        row(
            complete("exclusive = \"ever\""),
            "p.toml:7:13: exclusive must be true, false, or \"always\", not \"ever\"",
        ),
        row(
            complete("exclusive = \"true\""),
            "p.toml:7:13: exclusive must be true, false, or \"always\", not \"true\"",
        ),
        row(complete("public = \"no\""), "p.toml:7:10: public must be true or false, not a string"),
        row(format!("{CART_OFFER}when = 5\ngive.percent = \"10\""), "p.toml:5:8: when must be a table, not a number"),
        row(format!("{CART_OFFER}when.quantity_at_least = 1"), "p.toml:1:1: an offer needs give"),
    ]);
}

#[test]
fn ids_names_and_interactions_have_their_forms() {
    let rest = "when.quantity_at_least = 1\ngive.percent = \"10\"";
    let row = |id: &str, interaction: &str, name: &str, fault| {
        let text = format!("[[offer]]\nid = {id}\ninteraction = {interaction}\nname = {name}\n{rest}");
        (text, fault)
    };
    let (id, cart, name) = ("\"a\"", "\"cart-threshold\"", "\"A\"");
    let too_long = format!("\"{}\"", "é".repeat(41));
    each_is_refused(&[
        row(
            "\"Gold 10\"",
            cart,
            name,
            r#"p.toml:2:6: "Gold 10" is not an id: use 1 to 40 lower-case letters, digits and hyphens, and begin with a letter or digit"#,
        ),
        row(
            "\"-a\"",
            cart,
            name,
            r#"p.toml:2:6: "-a" is not an id: use 1 to 40 lower-case letters, digits and hyphens, and begin with a letter or digit"#,
        ),
        row("7", cart, name, "p.toml:2:6: id must be a string, in quotes, not a number"),
        row(
            id,
            "\"cart\"",
            name,
            r#"p.toml:3:15: "cart" is not an interaction: there are automatic, loyalty, cart-threshold, location, limited-time, customer-offer, code"#,
        ),
        row(id, "\"loyality\"", name, r#"p.toml:3:15: "loyality" is not an interaction: did you mean "loyalty"?"#),
        row(
            id,
            cart,
            "\"\"",
            r#"p.toml:4:8: "" is not a name: write what the shopper should read, without blanks around it"#,
        ),
        row(
            id,
            cart,
            &too_long,
            r#"p.toml:4:8: "ééééééééééééééééééééééééééééééééééééééééé" has 41 characters: Stripe shows at most 40"#,
        ),
    ]);
}

#[test]
fn an_id_names_one_offer_only() {
    let twice = format!("{}\n{}", complete(""), complete(""));
    let faulty_twin = format!("{CART_OFFER}when.quantity_at_least = 0\ngive.percent = \"10\"\n{}", complete(""));
    each_is_refused(&[
        (twice, r#"p.toml:9:6: there is another offer with the id "a"; the first is in line 2"#),
        (
            faulty_twin,
            r#"p.toml:5:26: quantity_at_least must be at least 1
p.toml:8:6: there is another offer with the id "a"; the first is in line 2"#,
        ),
    ]);
}

#[test]
fn a_sale_that_is_open_to_everybody_by_accident_does_not_load() {
    let place = "when.country = [\"US\"]";
    let cart = "when.subtotal_over = { usd = \"1.00\" }";
    for (interaction, when, about) in [
        ("loyalty", "", "the customer, such as when.tier or when.first_order"),
        ("loyalty", place, "the customer, such as when.tier or when.first_order"),
        ("customer-offer", cart, "the customer, such as when.tier or when.first_order"),
        ("cart-threshold", place, "the subtotal or the quantity, such as when.subtotal_over, or give a ladder"),
        ("location", cart, "the place, such as when.country"),
        ("code", cart, "the code, such as when.code"),
        ("limited-time", "when.days_since_last_order_at_least = 3", "the time, such as when.ends or when.hours"),
    ] {
        let text = offer("a", interaction, &format!("give.percent = \"10\"\n{when}"));
        each_is_refused(&[(text, &open_to_everybody(interaction, about))]);
    }
}

#[test]
fn open_offer_is_reported_beside_faults_of_its_effect() {
    let reported = open_to_everybody("loyalty", "the customer, such as when.tier or when.first_order");
    let wrong = "p.toml:5:16: percent must be a decimal string, such as \"12.5\", not a number";
    let ladder_with_a_fault = "give.ladder = [{ over = { usd = \"1.00\" }, percent = 5 }]";
    each_is_refused(&[
        (offer("a", "loyalty", "give.percent = 5"), &format!("{reported}\n{wrong}")),
        (
            format!("{CART_OFFER}{ladder_with_a_fault}"),
            "p.toml:5:53: percent must be a decimal string, such as \"12.5\", not a number",
        ),
        (CART_OFFER.to_owned(), "p.toml:1:1: an offer needs give"),
    ]);
}

#[test]
fn ladder_that_begins_at_zero_asks_about_nothing() {
    let lines = "give.ladder = [{ at_least = { usd = \"0.00\" }, percent = \"5\" }]";
    let about = "the subtotal or the quantity, such as when.subtotal_over, or give a ladder";
    each_is_refused(&[(offer("a", "cart-threshold", lines), &open_to_everybody("cart-threshold", about))]);
    let currency = "when.currency = [\"usd\"]\n";
    policy(&offer("a", "automatic", &format!("{currency}{lines}")));
}

#[test]
fn automatic_offer_asks_about_something() {
    let reported = "p.toml:1:1: an automatic offer must have a condition under when, or give a ladder or groups of units: nobody has to ask for it; \
                    as it is, it would be open to everybody";
    each_is_refused(&[
        (offer("a", "automatic", "give.percent = \"10\""), reported),
        (offer("a", "automatic", "give.ladder = [{ at_least = { usd = \"0.00\" }, percent = \"5\" }]"), reported),
        (
            offer(
                "a",
                "automatic",
                "give.ladder = [{ at_least = { eur = \"5.00\", usd = \"0.00\" }, percent = \"5\" }]",
            ),
            reported,
        ),
        (offer("a", "automatic", "when = {}\ngive.percent = \"10\""), reported),
    ]);
    for lines in [
        "when.metadata = { channel = [\"app\"] }\ngive.percent = \"10\"",
        "when.currency = [\"usd\"]\ngive.percent = \"10\"",
        "when.contains = { tags = [\"mug\"] }\ngive.percent = \"10\"",
        "give.ladder = [{ over = { usd = \"1.00\" }, percent = \"5\" }]",
    ] {
        assert!(policy(&offer("a", "automatic", lines)).offers[0].public, "{lines}");
    }
}

fn open_to_everybody(interaction: &str, about: &str) -> String {
    format!("p.toml:1:1: an offer of {interaction} must ask about {about}; as it is, it would be open to everybody")
}

#[test]
fn a_ladder_asks_about_the_subtotal_and_about_nothing_else() {
    let ladder = "give.ladder = [{ over = { usd = \"1.00\" }, percent = \"5\" }]";
    policy(&format!("{CART_OFFER}{ladder}"));
    let timed = offer("a", "limited-time", ladder);
    each_is_refused(&[(timed, &open_to_everybody("limited-time", "the time, such as when.ends or when.hours"))]);
}
