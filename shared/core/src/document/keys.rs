//! The places of all keys of a document.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// The places of keys, by their name.
#[derive(Default)]
pub(crate) struct Keys<'d> {
    places: BTreeMap<&'d str, BTreeSet<(usize, usize)>>,
}

impl<'d> Keys<'d> {
    /// The keys of a document and of every table in it.
    pub(crate) fn of(document: &'d DeTable<'_>) -> Self {
        let mut keys = Self::default();
        keys.add(document);
        keys
    }

    fn add(&mut self, table: &'d DeTable<'_>) {
        for (key, value) in table {
            let span = key.span();
            self.places.entry(key.get_ref()).or_default().insert((span.start, span.end));
            self.add_value(value.get_ref());
        }
    }

    fn add_value(&mut self, value: &'d DeValue<'_>) {
        match value {
            DeValue::Table(table) => self.add(table),
            DeValue::Array(list) => list.iter().for_each(|value| self.add_value(value.get_ref())),
            _ => {}
        }
    }

    /// The nearest key of the same name before a place: that of the same table, which a repeated key has.
    pub(crate) fn before(&self, text: &str, span: &Range<usize>) -> Option<Range<usize>> {
        let name = text.get(span.clone())?.trim_matches(['"', '\'', '[', ']']);
        let key = self.places.get(name).and_then(|places| places.range(..(span.start, 0)).next_back());
        key.map(|(start, end)| *start..*end).or_else(|| heading(text.get(..span.start)?, name))
    }
}

/// The first heading of a name: the document has the place of the last.
fn heading(text: &str, name: &str) -> Option<Range<usize>> {
    let heading = format!("[{name}]");
    let at = text.match_indices(&heading).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        before.is_empty() || before.ends_with('\n')
    })?;
    Some(at..at.saturating_add(heading.len()))
}
