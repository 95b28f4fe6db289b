//! Words: names, ids of Stripe's, countries, and lists of them.

use std::error::Error;
use std::sync::Arc;

use crate::document::reader::{Reader, Value, unknown};
use crate::spelling;
use crate::words::Words;

/// A list of words, each read by `read`, whose error says what is wrong with the word.
pub(crate) fn words<E: Error>(
    reader: &mut Reader,
    value: &Value<'_>,
    key: &str,
    read: impl Fn(&str) -> Result<String, E>,
) -> Option<Words> {
    let list = reader.list(value, key)?;
    let read_one = |value: &&Value<'_>| {
        let text = reader.string(value, key)?;
        reader.parsed(value.span(), read(text)).map(String::into_boxed_str)
    };
    let words: Vec<Option<Box<str>>> = list.iter().map(read_one).collect();
    words.into_iter().collect::<Option<Vec<_>>>().map(Arc::from)
}

/// A text without anything that can be seen.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is blank: name something")]
pub(crate) struct Blank(String);

/// A word as written, but not blank: an id or a key, where each letter counts.
pub(crate) fn word(text: &str) -> Result<String, Blank> {
    not_blank(text, spelling::visible(text).into_owned())
}

/// A word in the form in which it is compared.
pub(crate) fn folded(text: &str) -> Result<String, Blank> {
    not_blank(text, spelling::fold(text).into_owned())
}

fn not_blank(text: &str, word: String) -> Result<String, Blank> {
    if word.is_empty() { Err(Blank(text.to_owned())) } else { Ok(word) }
}

/// A text that is not an id of Stripe's with this prefix.
#[derive(Debug, thiserror::Error)]
#[error("\"{text}\" is not such an id: it begins with {prefix}")]
pub(crate) struct NotAnId {
    text: String,
    prefix: &'static str,
}

/// An id of Stripe's, such as `price_...`.
pub(crate) fn id(text: &str, prefix: &'static str) -> Result<String, NotAnId> {
    match text.strip_prefix(prefix) {
        Some(rest) if !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') => {
            Ok(text.to_owned())
        }
        _ => Err(NotAnId { text: text.to_owned(), prefix }),
    }
}

/// One of a few words, as what it means.
pub(crate) fn one_of<T: Copy>(
    reader: &mut Reader,
    value: &Value<'_>,
    key: &str,
    words: &[(&'static str, T)],
) -> Option<T> {
    let word = reader.string(value, key)?;
    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let found = words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning);
    reader.read(value.span(), found.ok_or_else(|| unknown(&format!("a value of {key}"), word, &known)))
}

/// A text that is not the code of a country.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a country: write its two letters (ISO 3166-1), such as US")]
pub(crate) struct NotACountry(String);

/// ISO 3166-1 alpha-2, in any case.
pub(crate) fn country(text: &str) -> Result<String, NotACountry> {
    let two_letters = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    two_letters.then(|| text.to_ascii_uppercase()).ok_or_else(|| NotACountry(text.to_owned()))
}
