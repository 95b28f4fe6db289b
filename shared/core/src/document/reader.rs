//! Tables of the file with their places: what was read, what was not, and what should have been written.

use std::error::Error;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, FaultCode, Wrong};
use super::meanings;
use super::place::TextIndex;

/// A value with its place.
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

/// Collects the faults of a file.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) faults: Vec<Fault>,
    /// Faults that repeat something, by their number, with the place of the first.
    repeats: Vec<(usize, Range<usize>)>,
}

impl Reader {
    /// Notes a fault.
    pub(crate) fn fault(&mut self, span: Range<usize>, wrong: impl Into<Wrong>) {
        let Wrong { code, message, instead } = wrong.into();
        self.faults.push(Fault { span, code, message, instead });
    }

    /// Notes that something is there again.
    pub(crate) fn repeated(&mut self, span: Range<usize>, first: Option<Range<usize>>, code: FaultCode, message: &str) {
        self.repeats.extend(first.map(|first| (self.faults.len(), first)));
        self.fault(span, Wrong { code, ..Wrong::from(message) });
    }

    /// Every fault, in the order of the text; what is repeated names the place of the first.
    pub(crate) fn finish(mut self, text: &str) -> Vec<Fault> {
        let lines = TextIndex::of(text);
        for (number, first) in self.repeats {
            if let Some(fault) = self.faults.get_mut(number) {
                let line = lines.place(first.start).line;
                fault.message = format!("{}; the first is in line {line}", fault.message);
            }
        }
        self.faults.sort_by_key(|fault| fault.span.start);
        self.faults
    }

    /// Takes what was read, or notes why it can't be.
    pub(crate) fn read<T>(&mut self, span: Range<usize>, read: Result<T, impl Into<Wrong>>) -> Option<T> {
        read.map_err(|wrong| self.fault(span, wrong)).ok()
    }

    /// Takes what was parsed, or notes the error's text.
    pub(crate) fn parsed<T>(&mut self, span: Range<usize>, parsed: Result<T, impl Error>) -> Option<T> {
        self.read(span, parsed.map_err(|error| error.to_string()))
    }

    /// The value as a string.
    pub(crate) fn string<'v>(&mut self, value: &'v Value<'_>, key: &str) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        let wrong = || in_quotes(format!("{key} must be a string, in quotes, not {}", kind(value.get_ref())), value);
        self.read(value.span(), text.ok_or_else(wrong))
    }

    /// The value as true or false.
    pub(crate) fn boolean(&mut self, value: &Value<'_>, key: &str) -> Option<bool> {
        let boolean = value.get_ref().as_bool();
        let wrong = || format!("{key} must be true or false, not {}", kind(value.get_ref()));
        self.read(value.span(), boolean.ok_or_else(wrong))
    }

    /// The value as a whole number of at least `least`.
    pub(crate) fn integer(&mut self, value: &Value<'_>, key: &str, least: i64) -> Option<i64> {
        let wrong = || format!("{key} must be a whole number, not {}", kind(value.get_ref()));
        let integer = self.read(value.span(), value.get_ref().as_integer().ok_or_else(wrong))?;
        let beyond = |_| format!("{key} has more digits than a number may have");
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).map_err(beyond);
        let number = self.read(value.span(), number)?;
        let small = || format!("{key} must be at least {least}");
        self.read(value.span(), (number >= least).then_some(number).ok_or_else(small))
    }

    /// The value as a whole number of at least `least`, which is not below 0.
    pub(crate) fn count(&mut self, value: &Value<'_>, key: &str, least: u32) -> Option<u64> {
        self.integer(value, key, i64::from(least)).and_then(|number| u64::try_from(number).ok())
    }

    /// The values of a list that is not empty.
    pub(crate) fn list<'v, 't>(&mut self, value: &'v Value<'t>, key: &str) -> Option<Vec<&'v Value<'t>>> {
        let list = value.get_ref().as_array();
        let wrong = || format!("{key} must be a list, such as [\"...\"], not {}", kind(value.get_ref()));
        let list = self.read(value.span(), list.ok_or_else(wrong))?;
        let empty = || format!("{key} lists nothing, so it could never hold: name at least one or leave it out");
        let values: Vec<_> = list.iter().collect();
        self.read(value.span(), (!values.is_empty()).then_some(values).ok_or_else(empty))
    }

    /// The value as a table whose keys will all be known.
    pub(crate) fn table<'v, 't>(&mut self, value: &'v Value<'t>, key: &str) -> Option<Table<'v, 't>> {
        let table = value.get_ref().as_table();
        let wrong = || format!("{key} must be a table, not {}", kind(value.get_ref()));
        let table = self.read(value.span(), table.ok_or_else(wrong))?;
        Some(Table::new(table, value.span(), key))
    }
}

/// A table that is being read: every key that nobody takes is an unknown one.
pub(crate) struct Table<'v, 't> {
    entries: &'v DeTable<'t>,
    span: Range<usize>,
    name: String,
    known: Vec<&'static str>,
    /// A table whose values count where this one has none.
    beside: Option<&'v DeTable<'t>>,
}

impl<'v, 't> Table<'v, 't> {
    pub(crate) fn new(table: &'v DeTable<'t>, span: Range<usize>, name: &str) -> Self {
        Self { entries: table, span, name: name.to_owned(), known: Vec::new(), beside: None }
    }

    /// The place of the table in the text, in bytes.
    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Returns true if the table has no entry.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns true if the key is given.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The value of a key, where it is given.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<&'v Value<'t>> {
        self.known.push(key);
        self.entries.get(key)
    }

    /// The whole number of a key, where it is given.
    pub(crate) fn count(&mut self, reader: &mut Reader, key: &'static str, least: u32) -> Option<u64> {
        reader.count(self.take(key)?, key, least)
    }

    /// The value of a key that another reads as well.
    pub(crate) fn get(&self, key: &str) -> Option<&'v Value<'t>> {
        self.entries.get(key).or_else(|| self.beside?.get(key))
    }

    /// Has [`Table::get`] find the values of another table, too.
    pub(crate) fn stands_beside(&mut self, other: Option<&'v DeTable<'t>>) {
        self.beside = other;
    }

    /// The value of a key that must be given.
    pub(crate) fn require(&mut self, key: &'static str, reader: &mut Reader) -> Option<&'v Value<'t>> {
        let value = self.take(key);
        if value.is_none() {
            let wrong = Wrong::from(format!("{} needs {key}", self.name));
            reader.fault(self.span(), Wrong { code: FaultCode::MissingKey, ..wrong });
        }
        value
    }

    /// All entries, for a table whose keys are the merchant's own.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'v str, Range<usize>, &'v Value<'t>)> + use<'v, 't> {
        self.entries.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
    }

    /// Notes every key that was not taken, with the nearest one that could have been meant.
    pub(crate) fn finish(self, reader: &mut Reader) {
        for (key, span, _) in self.entries().filter(|(key, ..)| !self.known.contains(key)) {
            let by_letters = || {
                let (message, meant) = not_among(&format!("a key of {}", self.name), key, &self.known);
                (message, meant.map(str::to_owned))
            };
            // One letter more or less says more than any meaning.
            let slip = self.known.iter().any(|known| strsim::osa_distance(key, known) == 1);
            let by_meaning = if slip { None } else { meanings::meant(&self.name, key) };
            let (message, instead) = by_meaning.unwrap_or_else(by_letters);
            let wrong = Wrong::from(message).instead(instead);
            reader.fault(span, Wrong { code: FaultCode::UnknownKey, ..wrong });
        }
    }
}

/// Says that a word in quotes is not `what` (with its article), and which one was meant or which there are.
pub(crate) fn unknown(what: &str, word: &str, known: &[&str]) -> Wrong {
    let (message, meant) = not_among(what, word, known);
    Wrong::from(message).instead(meant.map(|meant| format!("\"{meant}\"")))
}

fn not_among<'k>(what: &str, word: &str, known: &[&'k str]) -> (String, Option<&'k str>) {
    let nearest = known.iter().min_by_key(|candidate| strsim::osa_distance(word, candidate));
    let near = nearest.filter(|candidate| strsim::osa_distance(word, candidate) <= 3.min(word.len().div_ceil(2)));
    let message = match near {
        Some(meant) => format!("\"{word}\" is not {what}: did you mean \"{meant}\"?"),
        None => format!("\"{word}\" is not {what}: there are {}", known.join(", ")),
    };
    (message, near.copied())
}

/// Says that a value must be in quotes, and how a number is written so.
pub(crate) fn in_quotes(message: String, value: &Value<'_>) -> Wrong {
    let number = match value.get_ref() {
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
        DeValue::Float(number) => Some(number.as_str()),
        _ => None,
    };
    // What TOML takes besides, `1e2` or `nan`, is no decimal string either.
    let plain = number.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    Wrong::from(message).instead(plain.map(|number| format!("\"{number}\"")))
}

/// The type of a value, with its article.
pub(crate) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
