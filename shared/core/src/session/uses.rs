//! How often a customer has used each offer, as the customer's metadata holds it: pairs of an offer's id and a count,
//! `welcome:1,spring:2`, with commas between them.
//!
//! Stripe takes values of at most 500 characters, so the list goes on under further keys: `offer_uses`, `offer_uses_2`,
//! ... `offer_uses_5`. A pair is never split between two keys.

use std::collections::BTreeMap;

use crate::metadata_list::{self, KEYS, LONGEST_VALUE};
use crate::policy::OfferId;

/// The value if no offer has been used: without a key, nothing would be known.
const NONE: &str = "none";

/// How often a customer has used each offer; an offer that is not in it never.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Uses(BTreeMap<OfferId, u64>);

/// Metadata that can't be read as uses, so that nothing is known of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the uses of offers can't be read")]
pub struct Unreadable;

/// More offers than fit under the keys. Nothing may be written then: an offer that is left out would count as unused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the list of used offers does not fit into {KEYS} values of metadata")]
pub struct TooMany;

impl Uses {
    /// Reads a customer's metadata; none where it does not say. `key` is the first of the keys.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] for a value that this service did not write.
    pub fn read(metadata: &BTreeMap<String, String>, key: &str) -> Result<Option<Self>, Unreadable> {
        let mut values = metadata_list::values(metadata, key).peekable();
        if values.peek().is_none() {
            return Ok(None);
        }
        let mut uses = BTreeMap::new();
        for pair in values.filter(|value| value.trim() != NONE).flat_map(|value| value.split(',')) {
            let (offer, count) = pair.split_once(':').ok_or(Unreadable)?;
            let offer = OfferId::parse(offer.trim()).map_err(|_| Unreadable)?;
            let count = count.trim().parse().map_err(|_| Unreadable)?;
            // Which of two counts is meant, nobody knows.
            if uses.insert(offer, count).is_some() {
                return Err(Unreadable);
            }
        }
        Ok(Some(Self(uses)))
    }

    /// The update of a customer's metadata: every key with its value; an empty one takes its key out.
    ///
    /// # Errors
    ///
    /// [`TooMany`] if they do not fit into the metadata.
    pub fn write(&self, key: &str) -> Result<Vec<(String, String)>, TooMany> {
        let pairs = self.0.iter().map(|(offer, count)| format!("{offer}:{count}"));
        let mut values = metadata_list::pack(pairs, LONGEST_VALUE).ok_or(TooMany)?;
        if self.0.is_empty() {
            values = vec![NONE.to_owned()];
        }
        values.resize(KEYS, String::new());
        Ok(metadata_list::keys(key).zip(values).collect())
    }

    /// These uses and others.
    #[must_use]
    pub fn plus(mut self, others: Self) -> Self {
        for (offer, count) in others.0 {
            let uses = self.0.entry(offer).or_default();
            *uses = uses.saturating_add(count);
        }
        self
    }

    /// The larger of the counts of each offer.
    #[must_use]
    pub fn max(mut self, others: &Self) -> Self {
        for (offer, count) in &others.0 {
            let uses = self.0.entry(offer.clone()).or_default();
            *uses = (*uses).max(*count);
        }
        self
    }

    /// Returns whether no offer has been used.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How often an offer has been used.
    #[must_use]
    pub fn of(&self, offer: &OfferId) -> u64 {
        self.0.get(offer).copied().unwrap_or_default()
    }
}

impl FromIterator<(OfferId, u64)> for Uses {
    fn from_iter<I: IntoIterator<Item = (OfferId, u64)>>(uses: I) -> Self {
        Self(uses.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_map;
    use proptest::prelude::*;

    use super::*;

    fn id(text: &str) -> OfferId {
        OfferId::parse(text).unwrap()
    }

    fn metadata(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    /// The metadata once Stripe has taken a write.
    fn merged(written: Vec<(String, String)>) -> BTreeMap<String, String> {
        written.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    #[test]
    fn a_list_of_pairs_is_read_wherever_it_goes_on() {
        for (pairs, expected) in [
            (&[("u", "a:1")][..], &[("a", 1)][..]),
            (&[("u", " a : 1 , b:20 ")], &[("a", 1), ("b", 20)]),
            (&[("u", "a:1"), ("u_2", "b:2"), ("u_5", "c:3"), ("u_6", "d:4")], &[("a", 1), ("b", 2), ("c", 3)]),
            (&[("u_2", "b:0")], &[("b", 0)]),
            (&[("u", "none")], &[]),
        ] {
            let expected: Uses = expected.iter().map(|(offer, count)| (id(offer), *count)).collect();
            assert_eq!(Uses::read(&metadata(pairs), "u"), Ok(Some(expected)), "{pairs:?}");
        }
        assert_eq!(Uses::read(&metadata(&[("orders", "3"), ("u_1", "a:1")]), "u"), Ok(None));
    }

    #[test]
    fn what_is_no_list_of_pairs_is_not_known_at_all() {
        for value in
            ["", " ", "a", "a:", ":1", "a:-1", "a:1.5", "a:1,", "a:1,a:2", "A:1", "a:18446744073709551616", "none,a:1"]
        {
            assert_eq!(Uses::read(&metadata(&[("u", value)]), "u"), Err(Unreadable), "{value:?}");
            assert_eq!(Uses::read(&metadata(&[("u", "z:1"), ("u_3", value)]), "u"), Err(Unreadable), "{value:?}");
        }
    }

    #[test]
    fn a_value_is_as_long_as_stripe_takes_and_no_longer() {
        let offers = |count: u64, last: &str| -> Uses {
            let all = (1..count).map(|place| (id(&format!("offer-{place:02}")), 1));
            all.chain([(id(last), 1)]).collect()
        };
        // 45 pairs and their commas: 494 characters; a 46th of 5 with its comma makes 500.
        for (last, values) in [("zzz", 1), ("zzzz", 2)] {
            let written = offers(46, last).write("u").unwrap();
            let lengths: Vec<usize> =
                written.iter().map(|(_, value)| value.len()).filter(|length| *length > 0).collect();
            assert_eq!(lengths.len(), values, "{written:?}");
            assert!(lengths.iter().all(|length| *length <= 500) && (values == 2 || lengths == [500]), "{lengths:?}");
        }
    }

    #[test]
    fn a_list_that_does_not_fit_is_not_written() {
        // 42 characters a pair: 11 to a value.
        let offers = |count: u64| -> Uses { (0..count).map(|place| (id(&format!("{place:0>40}")), 1)).collect() };
        assert_eq!(offers(55).write("u").unwrap().len(), 5);
        assert_eq!(offers(56).write("u"), Err(TooMany));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read_back_and_no_value_is_too_long(
            uses in btree_map("[a-z0-9][a-z0-9-]{0,39}", any::<u64>(), 0..60),
            before in btree_map("u(_[2-5])?", "[a-z]{1,3}:[0-9]", 0..5),
        ) {
            let uses: Uses = uses.iter().map(|(offer, count)| (id(offer), *count)).collect();
            let Ok(written) = uses.write("u") else { return Ok(()) };
            prop_assert!(written.iter().all(|(_, value)| value.chars().count() <= 500));
            // Stripe merges key by key: an earlier value must not stay.
            let mut metadata = before;
            metadata.extend(written);
            prop_assert_eq!(Uses::read(&merged(metadata.into_iter().collect()), "u"), Ok(Some(uses)));
        }
    }
}
