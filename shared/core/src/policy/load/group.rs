//! The groups, `[[group]]`, and the offers in them.

use std::collections::BTreeMap;

use super::names::id;
use crate::document::{Reader, Table, Value, Wrong, unknown, values};
use crate::policy::{Combine, Group, Offer};

/// The groups of a policy.
#[derive(Default)]
pub(super) struct Groups {
    /// Those without a fault.
    pub(super) list: Vec<Group>,
    /// The id of each as written, and its place in the list.
    written: Vec<(String, Option<usize>)>,
}

impl Groups {
    pub(super) fn load(reader: &mut Reader, value: &Value<'_>) -> Self {
        let mut groups = Self::default();
        let Some(list) = value.get_ref().as_array() else {
            reader.fault(value.span(), "groups are written as [[group]], with two brackets");
            return groups;
        };
        let mut ids = BTreeMap::new();
        for value in list {
            let Some(mut table) = reader.table(value, "a group") else { continue };
            let written = table.require("id", reader);
            let id = written.and_then(|value| id(reader, value, "group", &mut ids));
            let combine = table.take("combine").map_or(Some(Combine::default()), |value| combine(reader, value));
            table.finish(reader);
            let group = id.zip(combine).map(|(id, combine)| Group { id, combine });
            let place = group.is_some().then_some(groups.list.len());
            groups.list.extend(group);
            groups.written.extend(written.and_then(|id| Some((id.get_ref().as_str()?.to_owned(), place))));
        }
        groups
    }

    /// The group that an offer names.
    pub(super) fn named(&self, reader: &mut Reader, offer: &mut Table<'_, '_>) -> Option<usize> {
        let value = offer.take("group")?;
        let word = reader.string(value, "group")?;
        let found = self.written.iter().find(|(written, _)| written == word).map(|(_, place)| *place);
        let words: Vec<&str> = self.written.iter().map(|(written, _)| written.as_str()).collect();
        let wrong = || match words.as_slice() {
            [] => Wrong::from(format!("\"{word}\" is not a group: write [[group]] with id = \"{word}\"")),
            words => unknown("a group", word, words),
        };
        reader.read(value.span(), found.ok_or_else(wrong))?
    }
}

/// The value of `combine`, of the policy or of a group.
pub(super) fn combine(reader: &mut Reader, value: &Value<'_>) -> Option<Combine> {
    let words = [("best", Combine::Best), ("sum", Combine::Sum), ("sequential", Combine::Sequential)];
    values::one_of(reader, value, "combine", &words)
}

/// Moves the offers of each group to its first: they have their turns together.
pub(super) fn together(offers: Vec<Offer>) -> Vec<Offer> {
    let mut firsts: BTreeMap<usize, usize> = BTreeMap::new();
    let turn = |(place, offer): (usize, Offer)| {
        let first = offer.group.map_or(place, |group| *firsts.entry(group).or_insert(place));
        (first, offer)
    };
    let mut offers: Vec<(usize, Offer)> = offers.into_iter().enumerate().map(turn).collect();
    offers.sort_by_key(|(first, _)| *first);
    offers.into_iter().map(|(_, offer)| offer).collect()
}
