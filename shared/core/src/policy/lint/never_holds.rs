//! Conditions that contradict each other, or words of a list that another condition rules out.

use super::clash::clashes;
use super::currencies::given;
use super::file::{File, Lint, Remark};
use crate::condition::relations::lies_in;
use crate::items::names_all;
use crate::policy::{Base, Condition, LineFilter, Offer, Words};

pub(super) const LINT: Lint = Lint { code: "never-holds", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    for offer in &file.policy.offers {
        let conditions: Vec<&Condition> = offer.conditions.iter().collect();
        let clashes = clashes(file.policy, &conditions, &given(offer));
        // An empty window has a lint of its own.
        for clash in clashes.iter().filter(|clash| clash.first.word != "starts" || clash.second.word != "ends") {
            found.push(Remark::new(
                file.places.in_offer(offer, &[clash.second.table.key(), clash.second.word]),
                format!("{} and {} never hold together: {}", clash.first, clash.second, clash.why),
                format!("correct one of them: as written, \"{}\" is never given", offer.id),
            ));
        }
        if !clashes.iter().any(|clash| clash.second.word == "region") {
            found.extend(places_apart(file, offer));
        }
        found.extend(nothing_on(file, offer));
    }
    found
}

/// Country and region must both hold: a region of another country, or a country none of whose regions is named, is
/// never reached.
fn places_apart(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let list = |find: fn(&Condition) -> Option<&Words>| offer.conditions.iter().find_map(find);
    let countries = list(|condition| if let Condition::Country(words) = condition { Some(&words.0) } else { None });
    let regions = list(|condition| if let Condition::Region(words) = condition { Some(&words.0) } else { None });
    let (Some(countries), Some(regions)) = (countries, regions) else { return Vec::new() };
    let at = |key: &str, place: usize| file.places.in_offer(offer, &["when", key, &place.to_string()]);
    let outside =
        regions.iter().enumerate().filter(|(_, region)| !countries.iter().any(|country| lies_in(region, country)));
    let outside = outside.map(|(place, region)| {
        Remark::new(
            at("region", place),
            format!("{region} lies in none of the countries beside it, and both must hold"),
            "name its country as well, or take country out: a region says its country itself",
        )
    });
    let without =
        countries.iter().enumerate().filter(|(_, country)| !regions.iter().any(|region| lies_in(region, country)));
    let without = without.map(|(place, country)| {
        Remark::new(
            at("country", place),
            format!("no region of {country} is named beside it, and both must hold"),
            format!("name its regions as well, or write an offer of its own for {country}"),
        )
    });
    outside.chain(without).collect()
}

/// Lines that are taken out again: all of the base, or a part that each set of a bundle has.
fn nothing_on(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let Base::Lines(lines) = &offer.base else { return None };
    let except = lines.except.as_ref()?;
    let unbounded = except.unit_price_at_least.is_none() && except.unit_price_at_most.is_none();
    let excepted = except.items.as_ref().filter(|_| unbounded)?;
    let all_of = |filter: &LineFilter| filter.items.as_ref().is_some_and(|items| names_all(excepted, items));
    let message = if lines.on.as_ref().is_some_and(all_of) {
        "except takes out all that on names, so no line is left"
    } else if offer.gives.filters().into_iter().any(all_of) {
        "except takes out a part of the bundle, so no set is ever full"
    } else {
        return None;
    };
    Some(Remark::new(
        file.places.in_offer(offer, &["give", "except"]),
        message,
        format!("correct one of them: as written, \"{}\" gives nothing", offer.id),
    ))
}
