//! The means to open a session. Neither is logged.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The secret that opens a session in a page. It prints as `[redacted]`.
#[derive(Deserialize, Serialize, Clone)]
pub struct ClientSecret(String);

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The address of Stripe's page, which opens a session. It prints as `[redacted]`.
#[derive(Deserialize, Serialize, Clone)]
pub struct PageUrl(String);

impl fmt::Debug for PageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
