//! An e-mail domain under which anybody, or nobody, has an address.

use super::file::{File, Lint, Remark};
use crate::policy::{Condition, Offer};

pub(super) const LINT: Lint = Lint { code: "public-domain", find };

/// Providers at which anybody can open an address.
const PROVIDERS: &[&str] = &[
    "aol.com",
    "fastmail.com",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "web.de",
    "yahoo.co.jp",
    "yahoo.com",
    "yandex.com",
    "yandex.ru",
    "163.com",
];

/// Labels that registries put before a country's own, as in `co.uk` (publicsuffix.org).
const SECOND_LEVEL: &[&str] = &[
    "ac", "co", "com", "edu", "gob", "gouv", "gov", "go", "id", "ltd", "mil", "ne", "net", "nhs", "nom", "or", "org",
    "plc", "sch", "school",
];

/// Top levels where anybody can register a name.
const OPEN: &[&str] = &["com", "net", "org", "info", "biz", "io", "co", "me", "app", "dev", "shop", "online", "xyz"];

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().flat_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let domains = offer.conditions.iter().find_map(|condition| match condition {
        Condition::EmailDomain(domains) => Some(&domains.0),
        _ => None,
    });
    let words = domains.into_iter().flat_map(|domains| domains.iter().enumerate());
    let found = words.filter_map(|(place, domain)| {
        let (message, help) = fault(domain)?;
        let span = file.places.in_offer(offer, &["when", "email_domain", &place.to_string()]);
        Some(Remark::new(span, format!("\"{domain}\" {message}"), help))
    });
    found.collect()
}

fn fault(domain: &str) -> Option<(&'static str, &'static str)> {
    if PROVIDERS.contains(&domain) {
        return Some((
            "gives an address to anybody, so anybody can have the offer",
            "name the domain of the school or company itself",
        ));
    }
    if let Some(below) = domain.strip_prefix("*.") {
        let open = OPEN.contains(&below) || !below.contains('.') && below.len() == 2 || is_open_suffix(below);
        return open.then_some((
            "covers domains that anybody can register, so anybody can have the offer",
            "name each domain",
        ));
    }
    is_suffix(domain).then_some((
        "is a suffix of domains and not one itself, so no address is right after its @",
        "name whole domains, such as example.ac.uk",
    ))
}

fn is_suffix(domain: &str) -> bool {
    let country = |label: &str| label.len() == 2 && label.bytes().all(|byte| byte.is_ascii_lowercase());
    domain.split_once('.').is_some_and(|(label, rest)| SECOND_LEVEL.contains(&label) && country(rest))
}

/// Returns whether a suffix is open to anybody: not those of schools and authorities.
fn is_open_suffix(domain: &str) -> bool {
    let closed = ["ac", "edu", "gob", "gouv", "gov", "go", "mil", "nhs", "sch", "school"];
    is_suffix(domain) && !domain.split('.').next().is_some_and(|label| closed.contains(&label))
}
