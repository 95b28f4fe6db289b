//! Domains: compared as ASCII, the form in which the domain name system knows them (IDNA).

use std::borrow::Cow;

use super::fold::{composed, fold, is_turkish_i};

/// The beginning of a pattern that means every domain below another.
const BELOW: &str = "*.";

/// The domain in ASCII and lower case, without the dot that may end it. What IDNA does not know is compared as a word.
pub(crate) fn domain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        let text = text.trim();
        return fold(text.strip_suffix('.').unwrap_or(text));
    }
    let text: String = composed(text).chars().map(|c| if is_turkish_i(c) { 'i' } else { c }).collect();
    let text = text.replace("i\u{307}", "i");
    let mut name = idna::domain_to_ascii(&text).unwrap_or_else(|_| fold(&text).into_owned());
    if name.ends_with('.') {
        name.pop();
    }
    name.into()
}

/// The form of a domain in a policy: a whole one, or `*.` and one for all below it; none where it is neither.
pub(crate) fn domain_pattern(text: &str) -> Option<String> {
    let written = composed(text);
    let (below, rest) = match written.strip_prefix(BELOW) {
        Some(rest) => (BELOW, rest),
        None => ("", &*written),
    };
    let name = domain(rest);
    let labels_are_named = !name.is_empty() && name.split('.').all(|label| !label.is_empty());
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
    let whole = !below.is_empty() || name.contains('.');
    (labels_are_named && plain && whole).then(|| format!("{below}{name}"))
}

/// The patterns of every domain below one above a domain: `*.uk` and `*.ac.uk` of `ox.ac.uk`.
pub(crate) fn domains_above(domain: &str) -> Vec<String> {
    domain
        .match_indices('.')
        .rev()
        .filter_map(|(dot, _)| domain.get(dot..))
        .map(|above| format!("*{above}"))
        .filter(|above| above != domain)
        .collect()
}

/// Returns whether a domain is the one of a pattern, or lies below it.
pub(crate) fn is_of_domain(pattern: &str, domain: &str) -> bool {
    match pattern.strip_prefix(BELOW) {
        Some(above) => {
            domain.strip_suffix(above).and_then(|below| below.strip_suffix('.')).is_some_and(|below| !below.is_empty())
        }
        None => pattern == domain,
    }
}
