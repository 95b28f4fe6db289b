//! The faults that the sandbox shows until the switch is set back.

use std::time::Duration;

use sandbox::{Fault, On};
use serde::{Deserialize, Serialize};

/// Requests of the functions and of the shop about a session that exists. Its making works, so that there is one.
const SESSIONS: &str = "/v1/checkout/sessions/";
/// Twice this, and the page has waited for a while, but not in vain.
const SLOW: Duration = Duration::from_millis(1_500);

/// A fault of the sandbox.
#[derive(Deserialize, Serialize, Debug, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Switch {
    /// Nothing.
    #[default]
    None,
    /// Each answer takes its time.
    Slow,
    /// 503, whatever is asked.
    Down,
    /// 429, whatever is asked.
    RateLimited,
    /// Writes are done, and their answers are lost on the way.
    Forgetful,
}

impl Switch {
    pub(super) const ALL: &'static [Self] = &[Self::None, Self::Slow, Self::Down, Self::RateLimited, Self::Forgetful];

    /// Replaces the fault in force.
    pub(super) fn set(self, sandbox: &sandbox::Sandbox) {
        sandbox.clear_faults();
        let every = || On::next().path(SESSIONS).always();
        match self {
            Self::None => {}
            Self::Slow => sandbox.fault(Fault::Delay(SLOW), every()),
            Self::Down => sandbox.fault(Fault::Status(503), every()),
            Self::RateLimited => sandbox.fault(Fault::RateLimited, every()),
            Self::Forgetful => sandbox.fault(Fault::AnswerLost, On::write().path(SESSIONS).always()),
        }
    }
}
