//! The cases of a policy file, decided.

use shared::core::Policy;
use shared::core::cases::{self, Difference, judge};
use shared::core::policy::{Faults, Note};

/// The result of deciding each case of a file.
pub(crate) enum CheckedCases {
    /// Cases that can't be read.
    Faulty(Faults),
    /// The number of cases, and the first difference of each that has one.
    Decided(usize, Vec<Difference>),
}

impl CheckedCases {
    pub(crate) fn of(name: &str, text: &str, policy: &Policy) -> Self {
        let cases = match cases::load(name, text, policy) {
            Ok(cases) => cases,
            Err(faults) => return Self::Faulty(faults),
        };
        let differences = cases.iter().filter_map(|case| {
            judge(policy, case).unwrap_or_else(|overflow| {
                Some(Difference { span: case.gives_at.clone(), message: overflow.to_string(), help: None })
            })
        });
        Self::Decided(cases.len(), differences.collect())
    }

    pub(crate) fn fail(&self) -> bool {
        match self {
            Self::Faulty(_) => true,
            Self::Decided(_, differences) => !differences.is_empty(),
        }
    }

    pub(crate) fn notes(&self) -> impl Iterator<Item = Note<'_>> {
        let (faults, differences) = match self {
            Self::Faulty(faults) => (faults.faults.as_slice(), [].as_slice()),
            Self::Decided(_, differences) => ([].as_slice(), differences.as_slice()),
        };
        faults.iter().map(Note::from).chain(differences.iter().map(Note::from))
    }

    /// The number of cases in words; none without cases.
    pub(crate) fn cases(&self) -> Option<String> {
        match self {
            Self::Faulty(_) | Self::Decided(0, _) => None,
            Self::Decided(cases, _) => Some(count(*cases, "case")),
        }
    }

    /// The problems in words.
    pub(crate) fn problems(&self) -> String {
        match self {
            Self::Faulty(faults) => count(faults.faults.len(), "fault"),
            Self::Decided(_, differences) => match differences.len() {
                0 => "no faults".to_owned(),
                1 => "1 of them differs".to_owned(),
                differ => format!("{differ} of them differ"),
            },
        }
    }
}

/// A number with its noun.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
