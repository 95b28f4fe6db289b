//! Which policy a command works with.

use std::path::{Path, PathBuf};

use shared::core::Policy;
use shared::settings::COMPILED_IN_POLICY;

use crate::Failure;

/// The file that is taken where none is named.
pub(crate) const NAME: &str = "discounts.toml";

/// Loads a file. Its faults are told as `file:line:column: sentence`, a line each.
pub(crate) fn load(path: &Path) -> Result<Policy, Failure> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|error| Failure::fault(format!("{name} can't be read: {error}")))?;
    Policy::load(&name, &text).map_err(|faults| Failure::fault(faults.to_string()))
}

/// The one that is named, else the current directory's, else the one compiled in.
pub(crate) fn load_or_default(path: Option<&Path>) -> Result<Policy, Failure> {
    match path.map(Path::to_path_buf).or_else(of_current_directory) {
        Some(path) => load(&path),
        None => Policy::load(NAME, COMPILED_IN_POLICY).map_err(|faults| Failure::fault(faults.to_string())),
    }
}

/// The current directory's, if it has one.
pub(crate) fn of_current_directory() -> Option<PathBuf> {
    Some(PathBuf::from(NAME)).filter(|path| path.is_file())
}
