//! The functions, in one table. A new interaction brings its own row; a folder under `functions/` and a route in
//! the root `Cargo.toml` complete it, and a test says when one is missing.

use discounts_core::{Interaction, InteractionSet};

/// A function: one route, one small binary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Endpoint {
    /// Adds one interaction to the session's set.
    Add(Interaction),
    /// Takes one interaction, or all, out of it.
    Remove,
    /// Recomputes the same set.
    Refresh,
    /// Only reads: what each interaction would give.
    Quote,
}

impl Endpoint {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        Interaction::ALL.into_iter().map(Self::Add).chain([Self::Remove, Self::Refresh, Self::Quote])
    }

    /// The name of the function: its folder, its binary, the last part of its route.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add(interaction) => interaction.traits().word,
            Self::Remove => "remove",
            Self::Refresh => "refresh",
            Self::Quote => "quote",
        }
    }

    /// The path that it answers to POST.
    #[must_use]
    pub fn path(self) -> String {
        format!("/discounts/{}", self.name())
    }

    /// The endpoint of a path.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        let name = path.strip_prefix("/discounts/")?;
        Self::all().find(|endpoint| endpoint.name() == name)
    }
}

/// What a request does to the session's set of interactions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// One more is asked for.
    Add(Interaction),
    /// These are taken out.
    Remove(InteractionSet),
    /// It stays; the cart, the address or the time has changed.
    Refresh,
}

impl Step {
    /// The set after it.
    #[must_use]
    pub const fn apply(self, set: InteractionSet) -> InteractionSet {
        match self {
            Self::Add(interaction) => set.with(interaction),
            Self::Remove(taken) => set.without(taken),
            Self::Refresh => set,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_is_found_by_its_path() {
        for endpoint in Endpoint::all() {
            assert_eq!(Endpoint::from_path(&endpoint.path()), Some(endpoint));
        }
        for path in ["", "/", "/discounts/", "/discounts/codes", "/loyalty", "/discounts/loyalty/"] {
            assert_eq!(Endpoint::from_path(path), None, "{path}");
        }
    }

    #[test]
    fn steps_change_the_set_and_nothing_else() {
        let loyalty = InteractionSet::from(Interaction::Loyalty);
        let both = loyalty.with(Interaction::Location);
        assert_eq!(Step::Add(Interaction::Location).apply(loyalty), both);
        assert_eq!(Step::Add(Interaction::Location).apply(both), both);
        assert_eq!(Step::Remove(Interaction::Location.into()).apply(both), loyalty);
        assert_eq!(Step::Remove(InteractionSet::all()).apply(both), InteractionSet::EMPTY);
        assert_eq!(Step::Refresh.apply(both), both);
    }
}
