//! The interactions, as paths and bodies spell them.

use shared::core::Interaction;

/// The word of each interaction.
pub(super) fn words() -> Vec<&'static str> {
    Interaction::ALL.into_iter().map(|interaction| interaction.traits().word).collect()
}
