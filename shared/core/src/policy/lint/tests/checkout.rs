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
