//! The text of an error with those of its sources.

use std::error::Error;
use std::fmt::Write;

/// An error's text, and the texts of its sources, outermost first.
#[must_use]
pub fn error_chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        // Writing to a string can't fail.
        let _ = write!(text, ": {error}");
        source = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stripe::{SecretError, StripeError};

    #[test]
    fn chain_names_every_source_once() {
        let store = std::io::Error::other("the store is down");
        let error = StripeError::KeyUnreadable(SecretError::Unavailable(Box::new(store)));
        assert_eq!(error_chain(&error), "no Stripe key: the store is down");
    }
}
