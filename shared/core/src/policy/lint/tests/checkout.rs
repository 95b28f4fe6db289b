use super::*;

fn shop(lines: &str) -> String {
    format!("[checkout]\n{lines}\n{}", cart("a", "give.percent = \"5\""))
}

#[test]
fn server_side_address_confirms_that_wallets_are_off() {
    let row = |lines: &str, expected| (shop(lines), expected);
    let countries = "countries = [\"US\"]\n";
    let marked = "[\"shipping_details\"]";
    each_is_found(&[
        row("server_only = [\"line_items\"]", ""),
        row(&format!("{countries}server_only = [\"shipping_details\"]"), &format!("wallets-off {marked}")),
        row(&format!("{countries}server_only = [\"shipping_details\"]\nwallets = false"), ""),
        row("server_only = [\"shipping_details\"]\nwallets = false", &format!("no-countries {marked}")),
        row("wallets = true", ""),
    ]);
}

#[test]
fn policy_without_offers_is_reported() {
    each_is_found(&[(String::new(), "no-offers ")]);
}

#[test]
fn pages_of_stripe_have_somewhere_to_return_to() {
    let url = "return_url = \"https://shop.example\"\n";
    each_is_found(&[
        (shop("ui_modes = [\"elements\"]"), ""),
        (shop("ui_modes = [\"elements\", \"hosted\"]"), "no-return-url [\"elements\", \"hosted\"]"),
        (shop("ui_modes = [\"embedded\"]"), "no-return-url [\"embedded\"]"),
        (shop(&format!("{url}ui_modes = [\"embedded\"]")), ""),
    ]);
}

#[test]
fn facts_that_a_page_learns_later_are_reported() {
    let checkout = |modes: &str| format!("[checkout]\nreturn_url = \"https://shop.example\"\nui_modes = {modes}\n");
    let place =
        |table: &str| offer("a", "automatic", &format!("when.quantity_at_least = 1\n{table}\ngive.percent = \"5\""));
    let hosted = |lines: &str| format!("{}{}", checkout("[\"hosted\"]"), place(lines));
    let share = "{ percent = \"10\", of = \"session\", experiment = \"x\" }";
    each_is_found(&[
        (hosted("when.country = [\"US\"]"), "unknown-at-creation [\"US\"]"),
        (hosted("unless.country = [\"US\"]"), "unknown-at-creation [\"US\"]"),
        (hosted(&format!("when.share = {share}")), "unknown-at-creation share"),
        (hosted("when.share = { percent = \"10\", of = \"customer\", experiment = \"x\" }"), ""),
        (hosted("when.metadata = { a = [\"b\"] }"), "unknown-at-creation metadata"),
        (hosted("unless.metadata = { a = [\"b\"] }"), ""),
        (format!("{}{}", checkout("[\"hosted\", \"elements\"]"), place("when.country = [\"US\"]")), ""),
        (
            format!(
                "{}{}",
                checkout("[\"embedded\"]"),
                offer("a", "automatic", "when.quantity_at_least = 1\ngive.shipping = \"free\"")
            ),
            "unknown-at-creation \"free\"",
        ),
    ]);
}
