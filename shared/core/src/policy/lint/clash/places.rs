//! Clashes of countries, regions and postal codes.

use super::found::Clash;
use crate::condition::Matching;
use crate::condition::relations::{lies_in, says_some};
use crate::policy::{Condition, PostalPrefix};
use crate::spelling::country_lies_in;

pub(super) fn places(conditions: &[&Condition]) -> Option<Clash> {
    let countries = conditions.iter().find_map(|condition| match condition {
        Condition::Country(countries) => Some(&countries.0),
        _ => None,
    })?;
    let regions = conditions.iter().find_map(|condition| match condition {
        Condition::Region(regions) => Some(&regions.0),
        _ => None,
    })?;
    let inside = |region: &str| countries.iter().any(|country| lies_in(region, country));
    let none = !regions.iter().any(|region| inside(region));
    none.then(|| Clash::of("country", "region", "no region named lies in a country named"))
}

pub(super) fn countries(conditions: &[&Condition]) -> Option<Clash> {
    let mut lists = conditions.iter().filter_map(|condition| match condition {
        Condition::Country(countries) => Some(&countries.0),
        _ => None,
    });
    let (one, other) = (lists.next()?, lists.next()?);
    let meet = |one: &str, other: &str| country_lies_in(one, other) || country_lies_in(other, one);
    let none = !one.iter().any(|one| other.iter().any(|other| meet(one, other)));
    none.then(|| Clash::of("country", "country", "they share no country"))
}

pub(super) fn prefixes(conditions: &[&Condition]) -> Option<Clash> {
    let mut lists = conditions.iter().filter_map(|condition| match condition {
        Condition::PostalPrefix(postal) => Some(postal),
        _ => None,
    });
    let (one, other) = (lists.next()?, lists.next()?);
    let says = |one: &PostalPrefix, other: &PostalPrefix| {
        says_some(&one.prefixes, &other.prefixes, Matching::Prefix(other.format))
    };
    let meet = says(one, other) || says(other, one);
    (!meet).then(|| Clash::of("postal_prefix", "postal_prefix", "they share no place"))
}
