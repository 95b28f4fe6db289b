//! The pages that show a session.

/// The page that shows a session (`ui_mode`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Page {
    /// The shop's own, made of Elements.
    #[default]
    Elements,
    /// Stripe's.
    Hosted,
    /// Stripe's, inside the shop's.
    Embedded,
}

impl Page {
    /// The parameter with the address to which the shopper returns.
    pub(crate) const fn return_parameter(self) -> &'static str {
        match self {
            Self::Hosted => "success_url",
            Self::Elements | Self::Embedded => "return_url",
        }
    }
}
