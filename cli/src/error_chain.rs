//! An error with its causes, as one line for a person.

use std::error::Error;
use std::iter::successors;

/// The texts of an error and of its sources, with colons between them.
pub(crate) fn error_chain(error: &dyn Error) -> String {
    let texts = successors(Some(error), |&error| error.source()).map(ToString::to_string);
    texts.collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the file can't be read")]
    struct Outer(#[source] std::io::Error);

    #[test]
    fn chain_names_each_cause() {
        let error = Outer(std::io::Error::other("disk on fire"));
        assert_eq!(error_chain(&error), "the file can't be read: disk on fire");
    }
}
