//! The requests that meet a fault, and the faults that wait for theirs.

use http::Method;

use crate::fault::Fault;

/// How often a fault happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// The next n requests that match.
    Next(u32),
    /// All that match, until the faults are cleared.
    Always,
}

/// The requests that meet a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct On {
    /// `None`: any.
    pub method: Option<Method>,
    /// A part of the path; `None`: any.
    pub path_contains: Option<String>,
    /// How often.
    pub times: Times,
    /// The number of matching requests that pass first.
    pub skip: u32,
}

impl On {
    /// The next request.
    #[must_use]
    pub fn next() -> Self {
        Self { method: None, path_contains: None, times: Times::Next(1), skip: 0 }
    }

    /// The next GET.
    #[must_use]
    pub fn read() -> Self {
        Self { method: Some(Method::GET), ..Self::next() }
    }

    /// The next POST.
    #[must_use]
    pub fn write() -> Self {
        Self { method: Some(Method::POST), ..Self::next() }
    }

    /// Only paths that contain `part`.
    #[must_use]
    pub fn path(mut self, part: &str) -> Self {
        self.path_contains = Some(part.into());
        self
    }

    /// The next `count` requests.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.times = Times::Next(count);
        self
    }

    /// Every request.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = Times::Always;
        self
    }

    /// After `count` requests that match.
    #[must_use]
    pub fn skip(mut self, count: u32) -> Self {
        self.skip = count;
        self
    }

    fn matches(&self, method: &Method, path: &str) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted == method)
            && self.path_contains.as_ref().is_none_or(|part| path.contains(part))
    }
}

/// Faults that wait for their request, in the order in which they were queued.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<(Fault, On)>);

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault, on: On) {
        self.0.push((fault, on));
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The first fault that is meant for this request; later ones wait for the next.
    pub(crate) fn take(&mut self, method: &Method, path: &str) -> Option<Fault> {
        let mut taken = None;
        for (fault, on) in &mut self.0 {
            if !on.matches(method, path) || on.times == Times::Next(0) {
                continue;
            }
            if on.skip > 0 {
                on.skip = on.skip.saturating_sub(1);
                continue;
            }
            if let Times::Next(left) = &mut on.times {
                *left = left.saturating_sub(1);
            }
            taken = Some(fault.clone());
            break;
        }
        self.0.retain(|(_, on)| on.times != Times::Next(0));
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_wait_for_their_request_in_order() {
        let mut faults = Faults::default();
        faults.push(Fault::Status(500), On::write().path("/sessions/").times(2).skip(1));
        faults.push(Fault::Hang, On::next());
        let mut take = |method: Method, path: &str| faults.take(&method, path);
        assert_eq!(take(Method::GET, "/v1/checkout/sessions/cs_1"), Some(Fault::Hang));
        assert_eq!(take(Method::POST, "/v1/checkout/sessions/cs_1"), None);
        assert_eq!(take(Method::POST, "/v1/checkout/sessions"), None);
        assert_eq!(take(Method::POST, "/v1/checkout/sessions/cs_1"), Some(Fault::Status(500)));
        assert_eq!(take(Method::POST, "/v1/checkout/sessions/cs_2"), Some(Fault::Status(500)));
        assert_eq!(take(Method::POST, "/v1/checkout/sessions/cs_2"), None);
    }

    #[test]
    fn always_is_until_cleared() {
        let mut faults = Faults::default();
        faults.push(Fault::LockTimeout, On::read().always());
        for _ in 0..5 {
            assert_eq!(faults.take(&Method::GET, "/"), Some(Fault::LockTimeout));
        }
        faults.clear();
        assert_eq!(faults.take(&Method::GET, "/"), None);
    }
}
