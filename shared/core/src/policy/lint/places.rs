//! The places of a policy's keys in its text. A loaded policy does not hold them: what the functions carry stays small.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::policy::{Condition, ConditionTable, Offer};

/// The keys of a text with their places.
pub(super) struct Places<'t> {
    document: Spanned<DeTable<'t>>,
    /// The number of each offer in the file, by its id.
    numbers: BTreeMap<String, usize>,
}

/// A string of the file.
pub(super) struct StringAt<'a> {
    /// The keys that lead to it from the table that was searched; of a list, its key.
    pub(super) path: Vec<&'a str>,
    /// The place.
    pub(super) span: Range<usize>,
    /// The string as written.
    pub(super) text: &'a str,
}

impl<'t> Places<'t> {
    /// Of a text that has loaded.
    pub(super) fn of(text: &'t str) -> Self {
        let document = DeTable::parse_recoverable(text).0;
        let tables = offers(&document).into_iter().flat_map(|list| list.iter()).enumerate();
        let id =
            |table: &Spanned<DeValue<'_>>| Some(table.get_ref().as_table()?.get("id")?.get_ref().as_str()?.to_owned());
        let numbers = tables.filter_map(|(number, table)| Some((id(table)?, number))).collect();
        Self { document, numbers }
    }

    /// The place of what a path leads to; where that is not there, of the last key before it that is. A word of a list
    /// is found by its number.
    pub(super) fn at(&self, path: &[&str]) -> Range<usize> {
        follow(self.document.get_ref(), path).unwrap_or_default()
    }

    /// The place of a path inside of an offer; where nothing of the path is there, of its id.
    pub(super) fn in_offer(&self, offer: &Offer, path: &[impl AsRef<str>]) -> Range<usize> {
        let Some(table) = self.offer(offer) else { return 0..0 };
        let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
        follow(table, &path).or_else(|| follow(table, &["id"])).unwrap_or_default()
    }

    /// The place of a condition; of several under `unless`, that of the last.
    pub(super) fn of_condition(&self, offer: &Offer, condition: &Condition) -> Range<usize> {
        self.of_written(offer, condition.table(), condition.written().last().unwrap_or(condition))
    }

    /// The place of a condition of a table.
    pub(super) fn of_written(&self, offer: &Offer, table: ConditionTable, condition: &Condition) -> Range<usize> {
        match condition {
            Condition::Metadata(metadata) => self.in_offer(offer, &[table.key(), "metadata", &metadata.key]),
            Condition::CustomerMetadata(metadata) => {
                self.in_offer(offer, &[table.key(), "customer_metadata", &metadata.key])
            }
            condition => self.in_offer(offer, &[table.key(), condition.word()]),
        }
    }

    /// The value under a path.
    pub(super) fn value(&self, path: &[&str]) -> Option<&DeValue<'t>> {
        value(self.document.get_ref(), path)
    }

    /// The value under a path inside of an offer.
    pub(super) fn value_in_offer(&self, offer: &Offer, path: &[&str]) -> Option<&DeValue<'t>> {
        value(self.offer(offer)?, path)
    }

    /// Every string under a key of the file.
    pub(super) fn strings(&self, key: &str) -> Vec<StringAt<'_>> {
        let mut found = Vec::new();
        if let Some(value) = self.document.get_ref().get(key) {
            strings(value, &mut Vec::new(), &mut found);
        }
        found
    }

    /// Every string of an offer's conditions and of its effect.
    pub(super) fn strings_of_rules(&self, offer: &Offer) -> impl Iterator<Item = StringAt<'_>> {
        ["when", "unless", "give"].into_iter().flat_map(move |key| self.strings_in_offer(offer, key))
    }

    /// Every string under a key of an offer.
    pub(super) fn strings_in_offer(&self, offer: &Offer, key: &str) -> Vec<StringAt<'_>> {
        let mut found = Vec::new();
        if let Some(value) = self.offer(offer).and_then(|table| table.get(key)) {
            strings(value, &mut Vec::new(), &mut found);
        }
        found
    }

    fn offer(&self, offer: &Offer) -> Option<&DeTable<'t>> {
        offers(&self.document)?.get(*self.numbers.get(offer.id.as_str())?)?.get_ref().as_table()
    }
}

fn offers<'a, 't>(document: &'a Spanned<DeTable<'t>>) -> Option<&'a DeArray<'t>> {
    document.get_ref().get("offer")?.get_ref().as_array()
}

fn strings<'a>(value: &'a Spanned<DeValue<'_>>, path: &mut Vec<&'a str>, found: &mut Vec<StringAt<'a>>) {
    match value.get_ref() {
        DeValue::String(text) => found.push(StringAt { path: path.clone(), span: value.span(), text }),
        DeValue::Array(list) => list.iter().for_each(|value| strings(value, path, found)),
        DeValue::Table(table) => {
            for (key, value) in table {
                path.push(key.get_ref());
                strings(value, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// The place of what a path leads to, or of the last key of it that is there.
fn follow(table: &DeTable<'_>, path: &[&str]) -> Option<Range<usize>> {
    let (first, rest) = path.split_first()?;
    let (key, value) = table.get_key_value(*first)?;
    Some(within(value, rest).unwrap_or_else(|| match value.get_ref() {
        // The place of a table may be that of its heading, or of nothing.
        DeValue::Table(_) => key.span(),
        _ => value.span(),
    }))
}

fn within(value: &Spanned<DeValue<'_>>, path: &[&str]) -> Option<Range<usize>> {
    match value.get_ref() {
        DeValue::Table(table) => follow(table, path),
        DeValue::Array(list) => {
            let (first, rest) = path.split_first()?;
            let value = list.get(first.parse::<usize>().ok()?)?;
            Some(within(value, rest).unwrap_or_else(|| value.span()))
        }
        _ => None,
    }
}

fn value<'a, 't>(table: &'a DeTable<'t>, path: &[&str]) -> Option<&'a DeValue<'t>> {
    let (first, rest) = path.split_first()?;
    let value_of_key = table.get(*first)?.get_ref();
    if rest.is_empty() { Some(value_of_key) } else { value(value_of_key.as_table()?, rest) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::policy;

    #[test]
    fn a_path_leads_to_a_value_or_to_the_last_key_that_is_there() {
        let text = r#"
[limits]
max_amount = { usd = "9" }
[[offer]]
id = "a"
interaction = "location"
name = "A"
when.country = ["US", "CA"]
give.ladder = [{ over.usd = "1", percent = "5" }, { over.usd = "2", percent = "6" }]
"#;
        let (places, policy) = (Places::of(text), policy(text));
        let at = |path: &[&str]| &text[places.at(path)];
        assert_eq!(at(&["limits"]), "limits");
        assert_eq!(at(&["limits", "max_percent"]), "limits");
        assert_eq!(at(&["limits", "max_amount", "usd"]), "\"9\"");
        assert_eq!(at(&["limits", "max_amount", "eur"]), "max_amount");
        assert_eq!(at(&["timezone"]), "");
        let in_offer = |path: &[&str]| &text[places.in_offer(&policy.offers[0], path)];
        assert_eq!(in_offer(&["when", "country", "1"]), "\"CA\"");
        assert_eq!(in_offer(&["when", "region"]), "when");
        assert_eq!(in_offer(&["give", "ladder", "1", "percent"]), "\"6\"");
        assert_eq!(in_offer(&["give", "ladder", "1", "cap"]), "{ over.usd = \"2\", percent = \"6\" }");
        assert_eq!(in_offer(&["priority"]), "\"a\"");
    }
}
