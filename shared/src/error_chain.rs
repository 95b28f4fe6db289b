//! The text of an error with those of its sources.

use std::error::Error;

/// An error's text, and the texts of its sources, outermost first. A source that the text quotes already is left out.
#[must_use]
pub fn error_chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let cause = error.to_string();
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
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
