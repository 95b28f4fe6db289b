//! `[checkout]`.

use std::net::IpAddr;

use crate::document::{Reader, Table, Value, unknown, values};
use crate::policy::{Checkout, ServerOnly, UiMode, Words};

/// The settings of the table, with their defaults.
pub(super) fn checkout(reader: &mut Reader, mut table: Table<'_, '_>) -> Checkout {
    let default = Checkout::default();
    let return_url = table.take("return_url").and_then(|value| {
        let text = reader.string(value, "return_url")?;
        reader.parsed(value.span(), return_url(text))
    });
    let ui_modes = table.take("ui_modes").map(|value| ui_modes(reader, value));
    let prices = ids(reader, &mut table, "prices", "price_");
    let products = ids(reader, &mut table, "products", "prod_");
    let server_only = table.take("server_only").map(|value| server_only(reader, value)).unwrap_or_default();
    let wallets = table.take("wallets").and_then(|value| wallets(reader, value, server_only));
    let countries =
        table.take("countries").and_then(|value| values::words(reader, value, "countries", values::country));
    let rates = table.take("shipping_rates");
    let shipping_rates = rates.and_then(|value| {
        let rates = values::words(reader, value, "shipping_rates", |text| values::id(text, "shr_"))?;
        let many =
            format!("shipping_rates lists {}: Stripe offers at most {}", rates.len(), Checkout::MOST_SHIPPING_RATES);
        reader.read(value.span(), (rates.len() <= Checkout::MOST_SHIPPING_RATES).then_some(rates).ok_or(many))
    });
    let customer_claim = table.take("customer_claim").and_then(|value| {
        let text = reader.string(value, "customer_claim")?;
        reader.read(value.span(), values::word(text).map_err(|fault| format!("customer_claim {fault}")))
    });
    let grace = table.take("grace").and_then(|value| values::span(reader, value, "grace", Checkout::LONGEST_GRACE));
    table.finish(reader);
    Checkout {
        return_url,
        ui_modes: ui_modes.unwrap_or(default.ui_modes),
        prices,
        products,
        server_only,
        wallets,
        countries: countries.unwrap_or_default(),
        shipping_rates: shipping_rates.unwrap_or_default(),
        customer_claim: customer_claim.unwrap_or(default.customer_claim),
        grace: grace.unwrap_or(default.grace),
    }
}

fn ids(reader: &mut Reader, table: &mut Table<'_, '_>, key: &'static str, prefix: &'static str) -> Words {
    let value = table.take(key);
    value.and_then(|value| values::words(reader, value, key, |text| values::id(text, prefix))).unwrap_or_default()
}

fn server_only(reader: &mut Reader, value: &Value<'_>) -> ServerOnly {
    const WORDS: [&str; 2] = ["line_items", "shipping_details"];
    let mut only = ServerOnly::default();
    for value in reader.list(value, "server_only").unwrap_or_default() {
        let Some(word) = reader.string(value, "server_only") else { continue };
        match word {
            "line_items" => only.line_items = true,
            "shipping_details" => only.shipping_details = true,
            _ => reader.fault(value.span(), unknown("a value of server_only", word, &WORDS)),
        }
    }
    only
}

/// Each mode once, in the order of the file.
fn ui_modes(reader: &mut Reader, value: &Value<'_>) -> Vec<UiMode> {
    let mut modes = Vec::new();
    for value in reader.list(value, "ui_modes").unwrap_or_default() {
        let mode = values::one_of(reader, value, "ui_modes", &UiMode::WORDS);
        modes.extend(mode.filter(|mode| !modes.contains(mode)));
    }
    modes
}

fn wallets(reader: &mut Reader, value: &Value<'_>, server_only: ServerOnly) -> Option<bool> {
    let wallets = reader.boolean(value, "wallets")?;
    let wrong = "wallets can't be true: Apple Pay and Google Pay collect the address themselves, and server_only lists \
                 shipping_details";
    let possible = !(wallets && server_only.shipping_details);
    reader.read(value.span(), possible.then_some(wallets).ok_or(wrong))
}

/// An address to which no shopper can return safely.
#[derive(Debug, thiserror::Error)]
enum ReturnUrlFault {
    /// The text is not an address of a page.
    #[error("\"{0}\" is not where a shopper can return to: write https:// and the rest of the address")]
    Form(String),
    /// The address is of another machine, without encryption.
    #[error("return_url is http: write https; http is for addresses of this machine, such as localhost")]
    Http,
}

/// An address that nobody can read the shopper's way back from, on the way.
fn return_url(text: &str) -> Result<String, ReturnUrlFault> {
    let wrong = || ReturnUrlFault::Form(text.to_owned());
    let (scheme, rest) = text.split_once("://").ok_or_else(wrong)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control()) && !host.contains('@');
    if host.is_empty() || !plain {
        return Err(wrong());
    }
    match scheme {
        "https" => Ok(text.to_owned()),
        "http" if is_loopback(host) => Ok(text.to_owned()),
        "http" => Err(ReturnUrlFault::Http),
        _ => Err(wrong()),
    }
}

fn is_loopback(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').unwrap_or((rest, "")),
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let local = name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    local && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
}
