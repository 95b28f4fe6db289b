//! Lists of words in a policy.

use std::sync::Arc;

/// A list of words, of which one must fit.
pub type Words = Arc<[Box<str>]>;
