//! Lists of words in a policy.

use std::collections::BTreeSet;
use std::sync::Arc;

/// A list of words. One of them must fit.
pub type Words = Arc<[Box<str>]>;

/// Words in a sentence: `a, b and c`, with `and` as the last separator.
pub(crate) fn enumerated(words: &[&str], and: &str) -> String {
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} {and} {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Returns whether a list has every word of another. Lists may be long: each word is looked up once.
pub(crate) fn has_all(words: &Words, others: &Words) -> bool {
    let words: BTreeSet<&str> = words.iter().map(|word| &**word).collect();
    others.iter().all(|word| words.contains(&**word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_enumerated_as_in_a_sentence() {
        for (words, text) in [(&[][..], ""), (&["a"], "a"), (&["a", "b"], "a or b"), (&["a", "b", "c"], "a, b or c")] {
            assert_eq!(enumerated(words, "or"), text);
        }
    }
}
