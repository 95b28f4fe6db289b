//! The log of what was received, for tests that assert what was sent.

use bytes::Bytes;

/// A request that arrived, whether or not it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// `GET`, `POST`, ...
    pub method: String,
    /// Without the query.
    pub path: String,
    /// The query's decoded pairs.
    pub query: Vec<(String, String)>,
    /// Names in lower case, in the order of the request.
    pub headers: Vec<(String, String)>,
    /// As it was sent.
    pub body: Bytes,
    /// The body's decoded pairs, in the order of the request; empty if it could not be decoded.
    pub form: Vec<(String, String)>,
    /// The answer's status; `None` while it is running, or if it was never answered.
    pub status: Option<u16>,
    /// The answer's `Request-Id`.
    pub request_id: String,
}

impl Recorded {
    /// The first header of this name (lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The last form value of this name.
    #[must_use]
    pub fn form_value(&self, name: &str) -> Option<&str> {
        find(self.form.iter().rev(), name)
    }
}

fn find<'a>(pairs: impl IntoIterator<Item = &'a (String, String)>, name: &str) -> Option<&'a str> {
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
