//! The source of the policy, and the kill switch over it.

use discounts_core::Policy;
use discounts_core::policy::decode;

use super::fault::SettingsFault;
use crate::compiled_in::{self, COMPILED_IN_POLICY};

/// The source of the policy, and the kill switch. The policy is loaded while the connection to Stripe is being opened.
#[derive(Debug)]
pub struct PolicySource {
    source: Source,
    switched_off: bool,
}

#[derive(Debug)]
enum Source {
    CompiledIn,
    File(String),
    Text { name: String, text: String },
}

impl PolicySource {
    /// The policy of a file, or the one compiled in; and whether the kill switch is thrown.
    pub(super) fn new(file: Option<String>, off: Option<String>) -> Self {
        Self { source: file.map_or(Source::CompiledIn, Source::File), switched_off: switched_off(off) }
    }

    /// Another policy under the same kill switch; `name` is the file's, for the messages.
    #[must_use]
    pub fn with_text(self, name: &str, text: &str) -> Self {
        Self { source: Source::Text { name: name.to_owned(), text: text.to_owned() }, ..self }
    }

    /// Loads the policy.
    ///
    /// # Errors
    ///
    /// [`SettingsFault::PolicyUnreadable`] and [`SettingsFault::Policy`].
    pub fn load(&self) -> Result<Policy, SettingsFault> {
        match self.policy() {
            Ok(policy) if self.switched_off => Ok(policy.switched_off()),
            // The kill switch works even if the policy does not load.
            Err(_) if self.switched_off => Ok(Policy::load("", "")?.switched_off()),
            policy => policy,
        }
    }

    fn policy(&self) -> Result<Policy, SettingsFault> {
        match &self.source {
            Source::CompiledIn => {
                compiled_in::policy().map_or_else(|| Ok(Policy::load("discounts.toml", COMPILED_IN_POLICY)?), Ok)
            }
            Source::File(path) => match std::fs::read(path) {
                Ok(bytes) => Ok(Policy::load(path, &decode(path, &bytes)?)?),
                Err(source) => Err(SettingsFault::PolicyUnreadable { path: path.clone(), source }),
            },
            Source::Text { name, text } => Ok(Policy::load(name, text)?),
        }
    }
}

/// Any value except `0`, `false`, `no` or `off` enables the kill switch.
fn switched_off(value: Option<String>) -> bool {
    value.is_some_and(|value| !["0", "false", "no", "off"].contains(&value.to_ascii_lowercase().as_str()))
}
