//! Stripe's form notation: bracketed paths, indexed arrays.

use std::fmt;

use form_urlencoded::Serializer;

/// Keys and values in the order in which they are sent.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    pub(crate) fn pair(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.push((key.into(), value.into()));
        self
    }

    pub(crate) fn metadata(self, key: &str, value: &str) -> Self {
        self.pair(format!("metadata[{key}]"), value)
    }

    pub(crate) fn without(&self, key: &str) -> Self {
        Self(self.0.iter().filter(|(known, _)| known != key).cloned().collect())
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    pub(crate) fn encode(&self) -> String {
        Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

/// The keys alone: values can be what a shopper typed.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys()).finish()
    }
}
