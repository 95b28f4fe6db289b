//! Idempotency keys: the first result of a key is kept and replayed (docs page "Idempotent requests").

use std::collections::HashMap;

use bytes::Bytes;

use crate::error::ApiError;

/// Characters in a key.
const LONGEST: usize = 255;

/// The request made under a key. Pairs are sorted, since their order does not make another request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) endpoint: String,
    pub(crate) pairs: Vec<(String, String)>,
}

/// A kept result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
    pub(crate) request_id: String,
}

#[derive(Debug)]
struct Entry {
    asked: Asked,
    running: bool,
    result: Option<Stored>,
}

/// A key of one mode of the account.
pub(crate) type Name = (bool, String);

/// The keys of an account. Nothing is pruned: Stripe keeps keys for at least a day, longer than a sandbox lives.
#[derive(Debug)]
pub(crate) struct Keys {
    entries: HashMap<Name, Entry>,
    other_parameters_first: bool,
}

impl Keys {
    /// An account that has seen no key yet. `other_parameters_first` is that of [`Config`](crate::Config).
    pub(crate) fn new(other_parameters_first: bool) -> Self {
        Self { entries: HashMap::new(), other_parameters_first }
    }

    /// Begins a request: `None` to go on, or the kept result. Until [`Keys::end`], twins are refused with 409.
    pub(crate) fn begin(&mut self, name: &Name, asked: Asked) -> Result<Option<Stored>, ApiError> {
        let key = &name.1;
        if key.chars().count() > LONGEST {
            let message = format!("Idempotency keys can be up to {LONGEST} characters long.");
            return Err(ApiError::new(400, "idempotency_error", message));
        }
        let Some(entry) = self.entries.get_mut(name) else {
            self.entries.insert(name.clone(), Entry { asked, running: true, result: None });
            return Ok(None);
        };
        if entry.running && !self.other_parameters_first {
            return Err(in_use(key));
        }
        if entry.asked.endpoint != asked.endpoint {
            let message = format!(
                "Keys for idempotent requests can only be used for the same endpoint they were first used for ('{}' \
                 rather than '{}'). Try using a key other than '{key}' if you meant to execute a different request.",
                asked.endpoint, entry.asked.endpoint
            );
            return Err(ApiError::new(400, "idempotency_error", message));
        }
        if entry.asked != asked {
            return Err(mismatch(key));
        }
        if entry.running {
            return Err(in_use(key));
        }
        Ok(entry.result.clone())
    }

    /// Keeps the result of a request whose endpoint started executing.
    pub(crate) fn store(&mut self, name: &Name, result: Stored) {
        if let Some(entry) = self.entries.get_mut(name) {
            entry.result = Some(result);
        }
    }

    /// Ends a request. Without a kept result the key is free again.
    pub(crate) fn end(&mut self, name: &Name) {
        match self.entries.get_mut(name) {
            Some(entry) if entry.result.is_some() => entry.running = false,
            _ => {
                self.entries.remove(name);
            }
        }
    }
}

/// 400 for a key under which other parameters were sent first.
pub(crate) fn mismatch(key: &str) -> ApiError {
    let message = format!(
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using \
         a key other than '{key}' if you meant to execute a different request."
    );
    ApiError::new(400, "idempotency_error", message)
}

/// 409 for a key whose first request is still running.
pub(crate) fn in_use(key: &str) -> ApiError {
    let message = format!(
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted \
         twice, and the other request is still going through): {key}. Please try again later."
    );
    ApiError::new(409, "idempotency_error", message).code("idempotency_key_in_use")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name() -> Name {
        (false, "k".into())
    }

    fn asked(endpoint: &str, value: &str) -> Asked {
        Asked { endpoint: endpoint.into(), pairs: vec![("a".into(), value.into())] }
    }

    fn stored() -> Stored {
        Stored { status: 500, body: Bytes::from_static(b"{}"), request_id: "req_1".into() }
    }

    #[test]
    fn a_result_is_replayed_500_too() {
        let mut keys = Keys::new(true);
        assert_eq!(keys.begin(&name(), asked("e", "1")).unwrap(), None);
        keys.store(&name(), stored());
        keys.end(&name());
        assert_eq!(keys.begin(&name(), asked("e", "1")).unwrap(), Some(stored()));
        assert_eq!(keys.begin(&(true, "k".into()), asked("e", "1")).unwrap(), None);
    }

    #[test]
    fn a_key_is_busy_until_its_request_ends() {
        let mut keys = Keys::new(true);
        keys.begin(&name(), asked("e", "1")).unwrap();
        assert_eq!(keys.begin(&name(), asked("e", "1")).unwrap_err().status, 409);
        keys.store(&name(), stored());
        assert_eq!(keys.begin(&name(), asked("e", "1")).unwrap_err().status, 409);
    }

    #[test]
    fn config_decides_if_other_parameters_precede_key_in_use() {
        for (other_parameters_first, expected) in [(true, 400), (false, 409)] {
            let mut keys = Keys::new(other_parameters_first);
            keys.begin(&name(), asked("e", "1")).unwrap();
            assert_eq!(keys.begin(&name(), asked("e", "2")).unwrap_err().status, expected);
            keys.store(&name(), stored());
            keys.end(&name());
            assert_eq!(keys.begin(&name(), asked("e", "2")).unwrap_err().status, 400);
        }
    }

    #[test]
    fn without_a_result_the_key_is_free_again() {
        let mut keys = Keys::new(true);
        keys.begin(&name(), asked("e", "1")).unwrap();
        keys.end(&name());
        assert_eq!(keys.begin(&name(), asked("f", "2")).unwrap(), None);
    }

    #[test]
    fn a_key_belongs_to_its_endpoint_and_parameters() {
        let mut keys = Keys::new(true);
        keys.begin(&name(), asked("e", "1")).unwrap();
        keys.store(&name(), stored());
        keys.end(&name());
        assert_eq!(keys.begin(&name(), asked("e", "2")).unwrap_err().status, 400);
        assert_eq!(keys.begin(&name(), asked("f", "1")).unwrap_err().status, 400);
        assert_eq!(keys.begin(&(false, "k".repeat(256)), asked("e", "1")).unwrap_err().status, 400);
    }
}
