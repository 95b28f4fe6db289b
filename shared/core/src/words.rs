//! Lists of words in a policy.

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
