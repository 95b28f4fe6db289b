//! The name of a discount: that of its offer, or of its offers together, in the policy's own language or another.

use super::{Locale, Offer, OfferName, Policy};

impl Offer {
    /// The name in a locale; the name of the discount if it has no other.
    #[must_use]
    pub fn name_in(&self, locale: &Locale) -> &OfferName {
        self.local_names.get(locale).unwrap_or(&self.name)
    }
}

impl Policy {
    /// The name of a discount in a locale. None if the discount, which these offers make up, is not named as this policy
    /// names it: then it was written by another policy.
    #[must_use]
    pub fn local_name(&self, name: &str, offers: &[&str], locale: &Locale) -> Option<OfferName> {
        let offers: Option<Vec<&Offer>> =
            offers.iter().map(|id| self.offers.iter().find(|offer| offer.id.as_str() == *id)).collect();
        let offers = offers.filter(|offers| !offers.is_empty())?;
        let own = joined(offers.iter().map(|offer| &offer.name), &self.combined_name);
        let local = || {
            let combined = self.combined_local_names.get(locale).unwrap_or(&self.combined_name);
            joined(offers.iter().map(|offer| offer.name_in(locale)), combined)
        };
        (own.as_str() == name).then(local)
    }
}

/// The name of one offer, or of several; if that is too long, `combined`.
pub(crate) fn joined<'n>(names: impl Iterator<Item = &'n OfferName>, combined: &OfferName) -> OfferName {
    let names: Vec<&OfferName> = names.collect();
    if let [only] = *names {
        return only.clone();
    }
    let names: Vec<&str> = names.into_iter().map(OfferName::as_str).collect();
    OfferName::parse(&names.join(" + ")).unwrap_or_else(|_| combined.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::policy;

    fn names() -> Policy {
        policy(
            "combine = \"sum\"\ncombined_name = { default = \"Together\", de = \"Zusammen\" }\n\
             [[offer]]\nid = \"gold\"\ninteraction = \"loyalty\"\nwhen.tier = [\"gold\"]\ngive.percent = \"10\"\n\
             name.default = \"Gold members\"\nname.de = \"Goldkunden\"\nname.de-AT = \"Goldkundschaft\"\n\
             [[offer]]\nid = \"sale\"\ninteraction = \"limited-time\"\nwhen.weekdays = [\"sat\"]\ngive.percent = \"5\"\n\
             name = \"Saturdays for our members\"\n",
        )
    }

    #[test]
    fn name_is_that_of_the_nearest_locale() {
        let policy = names();
        for (locale, name) in [
            ("de", "Goldkunden"),
            ("DE-at", "Goldkundschaft"),
            ("de-AT-1996", "Goldkundschaft"),
            ("de-CH", "Goldkunden"),
            ("fr", "Gold members"),
            ("en-US", "Gold members"),
        ] {
            let local = policy.local_name("Gold members", &["gold"], &Locale::parse(locale).unwrap());
            assert_eq!(local.unwrap().as_str(), name, "{locale}");
        }
    }

    #[test]
    fn names_of_several_offers_are_joined_in_the_locale() {
        let (policy, de) = (names(), Locale::parse("de").unwrap());
        let both = ["gold", "sale"];
        let local = policy.local_name("Gold members + Saturdays for our members", &both, &de).unwrap();
        assert_eq!(local.as_str(), "Goldkunden + Saturdays for our members");
        let at = policy.local_name("Gold members + Saturdays for our members", &both, &Locale::parse("de-AT").unwrap());
        assert_eq!(at.unwrap().as_str(), "Zusammen", "42 characters are too many");
    }

    #[test]
    fn discount_of_another_policy_keeps_its_name() {
        let (policy, de) = (names(), Locale::parse("de").unwrap());
        for (name, offers) in [("Golden", vec!["gold"]), ("Gold members", vec!["silver"]), ("Gold members", vec![])] {
            assert_eq!(policy.local_name(name, &offers, &de), None, "{name}");
        }
    }
}
