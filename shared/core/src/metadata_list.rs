//! Lists in Stripe's metadata: items with commas between them, under several keys, and each item whole under one of them.
//!
//! A value of metadata has at most 500 characters, so a list goes on under further keys: `offers`, `offers_2` ...
//! `offers_5`. An item is never cut: a part of an id may be the id of something else.

use std::collections::BTreeMap;
use std::ops::Bound;

/// The most keys of a list.
pub const KEYS: usize = 5;
/// The longest value of Stripe's metadata, in characters (Stripe docs, "Metadata").
pub const LONGEST_VALUE: usize = 500;

/// The keys of a list: the first as it is, then `_2` to `_5`.
pub fn keys(first: &str) -> impl Iterator<Item = String> {
    let key = move |place: usize| if place == 1 { first.to_owned() } else { format!("{first}_{place}") };
    (1..=KEYS).map(key)
}

/// The values of a list, in the order of its keys. The keys that are there are found in one search: most lists have one at most.
pub fn values<'m>(metadata: &'m BTreeMap<String, String>, first: &str) -> impl Iterator<Item = &'m String> {
    let from = metadata.range::<str, _>((Bound::Included(first), Bound::Unbounded));
    let beginning = from.map_while(move |(key, value)| Some((key.strip_prefix(first)?, value)));
    beginning.filter(|(rest, _)| rest.is_empty() || is_further(rest)).map(|(_, value)| value)
}

/// Returns whether a text follows the first key in one of the others.
fn is_further(rest: &str) -> bool {
    (2..=KEYS).any(|place| rest == format!("_{place}"))
}

/// The room that is left for a list of ASCII items.
#[derive(Clone, Copy, Debug, Default)]
pub struct Room {
    values: usize,
    used: usize,
}

/// The place of an item in a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// The beginning of a value.
    NewValue,
    /// The place after a comma.
    AfterComma,
}

impl Room {
    /// Takes the room of an item in values of at most `longest` characters; none if nothing is left.
    pub fn take(&mut self, item: &str, longest: usize) -> Option<Place> {
        let joined = self.used.saturating_add(1).saturating_add(item.len());
        if self.values > 0 && joined <= longest {
            self.used = joined;
            return Some(Place::AfterComma);
        }
        if self.values == KEYS || item.len() > longest {
            return None;
        }
        self.values = self.values.saturating_add(1);
        self.used = item.len();
        Some(Place::NewValue)
    }
}

/// The values of a list of ASCII items, each of at most `longest` characters; none if the list does not fit.
pub fn pack<I: AsRef<str>>(items: impl IntoIterator<Item = I>, longest: usize) -> Option<Vec<String>> {
    let (mut room, mut values) = (Room::default(), Vec::<String>::new());
    for item in items {
        let item = item.as_ref();
        match (room.take(item, longest)?, values.last_mut()) {
            (Place::AfterComma, Some(last)) => {
                last.push(',');
                last.push_str(item);
            }
            _ => values.push(item.to_owned()),
        }
    }
    Some(values)
}

/// A list of ids that says itself where it goes on: a value that ends with a comma continues under the next key. What an
/// earlier, longer list has left under later keys is therefore never read.
pub mod ids {
    use super::{BTreeMap, LONGEST_VALUE, Room, keys, pack};

    /// The longest value without the comma at its end.
    const LONGEST: usize = LONGEST_VALUE - 1;

    /// Takes the room of an id; `false` if the list has no room for it.
    pub fn take(room: &mut Room, id: &str) -> bool {
        room.take(id, LONGEST).is_some()
    }

    /// The keys with their values; none if the list does not fit. An empty list is one empty value.
    #[must_use]
    pub fn write(ids: &str, first: &str) -> Option<Vec<(String, String)>> {
        let mut values = pack(ids.split(','), LONGEST)?;
        let continued = values.len().saturating_sub(1);
        for value in values.iter_mut().take(continued) {
            value.push(',');
        }
        Some(keys(first).zip(values).collect())
    }

    /// The ids, comma-separated; none if there is no list.
    #[must_use]
    pub fn read(metadata: &BTreeMap<String, String>, first: &str) -> Option<String> {
        let mut ids = metadata.get(first)?.clone();
        for value in keys(first).skip(1).map_while(|key| metadata.get(&key)) {
            if !ids.ends_with(',') {
                break;
            }
            ids.push_str(value);
        }
        Some(ids)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn id(place: usize) -> String {
        format!("{place:0>40}")
    }

    #[test]
    fn item_that_does_not_fit_whole_begins_a_new_value() {
        // 12 ids of 40 characters and their commas: 491 characters.
        let ids: Vec<String> = (0..13).map(id).collect();
        let written = ids::write(&ids.join(","), "o").unwrap();
        let lengths: Vec<(&str, usize)> = written.iter().map(|(key, value)| (key.as_str(), value.len())).collect();
        assert_eq!(lengths, [("o", 492), ("o_2", 40)]);
    }

    #[test]
    fn list_longer_than_its_keys_does_not_fit() {
        let ids = |count: usize| (0..count).map(id).collect::<Vec<_>>().join(",");
        assert_eq!(ids::write(&ids(60), "o").unwrap().len(), 5);
        assert_eq!(ids::write(&ids(61), "o"), None);
        assert_eq!(pack(["x".repeat(501)], LONGEST_VALUE), None);
    }

    #[test]
    fn rest_of_an_earlier_list_is_not_read() {
        let metadata = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect::<BTreeMap<_, _>>()
        };
        for (pairs, expected) in [
            (&[("o", "a,b"), ("o_2", "c")][..], Some("a,b")),
            (&[("o", "a,b,"), ("o_2", "c"), ("o_3", "d")], Some("a,b,c")),
            (&[("o_2", "c")], None),
            (&[("o", "")], Some("")),
        ] {
            assert_eq!(ids::read(&metadata(pairs), "o").as_deref(), expected, "{pairs:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn ids_are_read_as_written_over_an_earlier_list(
            before in vec("[a-z0-9-]{1,40}", 1..60),
            now in vec("[a-z0-9-]{1,40}", 1..60),
        ) {
            let mut metadata = BTreeMap::new();
            for list in [before.join(","), now.join(",")] {
                let Some(written) = ids::write(&list, "o") else { return Ok(()) };
                prop_assert!(written.iter().all(|(_, value)| value.len() <= LONGEST_VALUE));
                metadata.extend(written);
                prop_assert_eq!(ids::read(&metadata, "o"), Some(list));
            }
        }
    }
}
