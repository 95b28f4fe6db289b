//! The place of the shopper, as conditions read it.

use std::borrow::Cow;

use crate::facts::{Fact, PlaceFacts, Reads, Typed};
use crate::interaction::InteractionSet;
use crate::policy::{Condition, Policy};
use crate::session::Snapshot;
use crate::spelling::{self, PostalFormat};

impl<'a> PlaceFacts<'a> {
    /// The place of a session as far as the offers of a set read it.
    pub(super) fn of(policy: &Policy, session: &'a Snapshot, set: InteractionSet, reads: Reads) -> Option<Self> {
        let address = session.address.as_ref()?;
        let country = upper(address.country.as_deref()?)?;
        let (country, region, unclear_region) = place(country, address.state.as_deref());
        let read = |fact| reads.contains(fact);
        let prefix = || longest_prefix(policy, set, &country, address.postal_code.as_deref()?);
        Some(Self {
            postal_prefix: if read(Fact::PostalCode) { prefix() } else { None },
            has_postal_code: read(Fact::HasPostalCode) && has_postal_code(&country, address.postal_code.as_deref()),
            region: region.filter(|_| read(Fact::Region)),
            unclear_region: unclear_region.filter(|_| read(Fact::Region)),
            country: Some(country),
        })
    }
}

/// The country, the region of ISO 3166-2, and the text that is no region: shoppers type anything there.
fn place<'a>(country: Cow<'a, str>, state: Option<&'a str>) -> (Cow<'a, str>, Option<Cow<'a, str>>, Option<Typed<'a>>) {
    if spelling::is_territory(&country) {
        let region = [spelling::TERRITORIES_OF, &country].join("-");
        return (country, Some(region.into()), None);
    }
    let Some(state) = state else { return (country, None, None) };
    match spelling::region(&country, state) {
        Some(code) => {
            let region = [&country, &*code].join("-");
            let is_territory = country == spelling::TERRITORIES_OF && spelling::is_territory(&code);
            (if is_territory { code } else { country }, Some(region.into()), None)
        }
        None => (country, None, Typed::of(spelling::visible(state))),
    }
}

fn upper(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    let is_upper = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    (!text.is_empty()).then(|| if is_upper { text.into() } else { text.to_ascii_uppercase().into() })
}

fn has_postal_code(country: &str, typed: Option<&str>) -> bool {
    typed.is_some_and(|typed| !PostalFormat::of(country).code(typed).is_empty())
}

fn longest_prefix<'a>(policy: &Policy, set: InteractionSet, country: &str, typed: &str) -> Option<Cow<'a, str>> {
    let format = PostalFormat::of(country);
    let code = format.code(typed);
    let mut longest: Option<&str> = None;
    for condition in policy.offers_of(set).flat_map(|(_, offer)| &offer.conditions) {
        for written in condition.written() {
            let Condition::PostalPrefix(postal) = written else { continue };
            let prefixes = if postal.format == format { &*postal.prefixes } else { &[] };
            let fitting = prefixes.iter().map(|prefix| &**prefix).filter(|prefix| format.begins(&code, prefix));
            longest = longest.into_iter().chain(fitting).max_by_key(|prefix| prefix.len());
        }
    }
    longest.map(|prefix| Cow::Owned(prefix.to_owned()))
}
