//! An index of offers by what they ask for, so that each is compared only with those that it can concern.

use std::collections::BTreeMap;

use crate::policy::{Condition, Offer, Words};

/// Offers, in their order, by the words of one of their lists.
#[derive(Default)]
pub(super) struct Candidates<'a> {
    /// Those without such a list.
    unlisted: Vec<usize>,
    /// Those with a list, by its key and each of its words.
    listed: BTreeMap<(&'static str, &'a str), Vec<usize>>,
    /// The offers by the key alone.
    by_key: BTreeMap<&'static str, Vec<usize>>,
}

impl<'a> Candidates<'a> {
    /// Adds an offer.
    pub(super) fn add(&mut self, place: usize, offer: &'a Offer) {
        let Some((key, words)) = lists(offer).next() else {
            self.unlisted.push(place);
            return;
        };
        self.by_key.entry(key).or_default().push(place);
        for word in words.iter() {
            let places = self.listed.entry((key, word)).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }

    /// The offers whose lists can have every word of an offer's.
    pub(super) fn wider(&self, offer: &'a Offer) -> impl Iterator<Item = usize> {
        let firsts = lists(offer).filter_map(|(key, words)| Some((key, &**words.first()?)));
        let listed = firsts.filter_map(|first| self.listed.get(&first)).flatten();
        self.unlisted.iter().chain(listed).copied()
    }

    /// The offers whose lists can share a word with an offer's.
    pub(super) fn sharing(&self, offer: &'a Offer) -> impl Iterator<Item = usize> {
        let own: BTreeMap<&'static str, &Words> = lists(offer).collect();
        let keys: Vec<&'static str> = own.keys().copied().collect();
        let others = self.by_key.iter().filter(move |(key, _)| !keys.contains(key)).flat_map(|(_, places)| places);
        let listed = own.into_iter().flat_map(|(key, words)| words.iter().map(move |word| (key, &**word)));
        let listed = listed.filter_map(|word| self.listed.get(&word)).flatten();
        self.unlisted.iter().chain(others).chain(listed).copied()
    }
}

/// The lists that a session fits with one word at most. A wider list has all their words.
fn lists(offer: &Offer) -> impl Iterator<Item = (&'static str, &Words)> {
    let list = |find: fn(&Condition) -> Option<&Words>| offer.conditions.iter().find_map(find);
    let codes = list(|condition| if let Condition::Code(codes) = condition { Some(&codes.0) } else { None });
    let customers = list(|condition| if let Condition::Customer(ids) = condition { Some(&ids.0) } else { None });
    let tiers = list(|condition| if let Condition::Tier(tiers) = condition { Some(&tiers.0) } else { None });
    // The one with the rarest words first.
    let lists = [("code", codes), ("customer", customers), ("tier", tiers)];
    lists.into_iter().filter_map(|(key, words)| Some((key, words?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use crate::test_support::{offer, policy};

    fn coded(count: usize) -> Policy {
        let one = |number: usize| {
            let when = format!("when.code = [\"C{number:06}\"]\nwhen.tier = [\"gold\"]\ngive.percent = \"5\"");
            offer(&format!("offer-{number}"), "code", &when)
        };
        policy(&(0..count).map(one).collect::<String>())
    }

    #[test]
    fn offers_with_codes_of_their_own_are_compared_with_no_other() {
        for count in [10, 1_000] {
            let policy = coded(count);
            let mut candidates = Candidates::default();
            policy.offers.iter().enumerate().for_each(|(place, offer)| candidates.add(place, offer));
            for offer in &policy.offers {
                // An offer alone is its own candidate; its tier is in no index, since its code is.
                assert_eq!(candidates.wider(offer).count(), 1, "of {count}");
                assert_eq!(candidates.sharing(offer).count(), 1, "of {count}");
            }
        }
    }

    #[test]
    fn offers_without_a_list_or_sharing_a_word_are_candidates() {
        let text =
            ["", "when.tier = [\"gold\", \"silver\"]", "when.tier = [\"silver\"]", "when.customer = [\"cus_1\"]"]
                .iter()
                .enumerate()
                .map(|(number, when)| {
                    let lines = format!("when.quantity_at_least = 1\n{when}\ngive.percent = \"5\"");
                    offer(&format!("offer-{number}"), "cart-threshold", &lines)
                });
        let policy = policy(&text.collect::<String>());
        let mut candidates = Candidates::default();
        policy.offers.iter().enumerate().for_each(|(place, offer)| candidates.add(place, offer));
        let wider = |place: usize| candidates.wider(&policy.offers[place]).collect::<Vec<_>>();
        let sharing = |place: usize| candidates.sharing(&policy.offers[place]).collect::<Vec<_>>();
        assert_eq!((wider(0), sharing(0)), (vec![0], vec![0, 3, 1, 2]));
        assert_eq!((wider(2), sharing(2)), (vec![0, 1, 2], vec![0, 3, 1, 2]));
        assert_eq!((wider(3), sharing(3)), (vec![0, 3], vec![0, 1, 2, 3]));
    }
}
