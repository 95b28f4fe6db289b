//! The policy that a command works with.

use std::io::{self, IsTerminal, Read, stderr, stdin};
use std::path::{Path, PathBuf};

use shared::core::Policy;
use shared::core::policy::{Faults, decode};
use shared::settings::COMPILED_IN_POLICY;

use crate::colour;
use crate::failure::Failure;

/// The file that is read by default.
pub(crate) const NAME: &str = "discounts.toml";

/// A policy as it is written.
pub(crate) struct Source {
    /// The file's name, for the messages.
    pub(crate) name: String,
    /// The contents.
    pub(crate) text: String,
    /// The fault of contents that are not UTF-8.
    encoding: Option<Faults>,
}

#[derive(Debug, thiserror::Error)]
#[error("{name} can't be read")]
struct Unreadable {
    name: String,
    source: io::Error,
}

impl Source {
    /// Reads a file; `-` is standard input.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let (name, bytes) = if path == Path::new("-") {
            let mut bytes = Vec::new();
            ("stdin".to_owned(), stdin().read_to_end(&mut bytes).map(|_| bytes))
        } else {
            (path.display().to_string(), std::fs::read(path))
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(source) => return Err(Failure::fault(Unreadable { name, source })),
        };
        Ok(match decode(&name, &bytes) {
            Ok(text) => Self { name, text, encoding: None },
            Err(faults) => Self { name, text: faults.text.clone(), encoding: Some(faults) },
        })
    }

    /// Loads the policy.
    pub(crate) fn load(&self) -> Result<Policy, Faults> {
        match &self.encoding {
            Some(faults) => Err(faults.clone()),
            None => Policy::load(&self.name, &self.text),
        }
    }
}

/// Loads a file. Errors in it are reported as `discounts check` reports them.
pub(crate) fn load(path: &Path) -> Result<Policy, Failure> {
    loaded(&Source::read(path)?)
}

/// Loads the named file, else that of the current directory, else the one compiled in.
pub(crate) fn load_or_default(path: Option<&Path>) -> Result<Policy, Failure> {
    match path.map(Path::to_path_buf).or_else(of_current_directory) {
        Some(path) => load(&path),
        None => loaded(&Source { name: NAME.to_owned(), text: COMPILED_IN_POLICY.to_owned(), encoding: None }),
    }
}

fn loaded(source: &Source) -> Result<Policy, Failure> {
    source.load().map_err(|faults| Failure::fault(faults.report(colour::of(stderr().is_terminal()))))
}

/// The file of the current directory, if there is one.
pub(crate) fn of_current_directory() -> Option<PathBuf> {
    Some(PathBuf::from(NAME)).filter(|path| path.is_file())
}
