//! A line that is not decided, and why.

use serde_json::error::Category;
use shared::core::money::Overflow;
use shared::purchase::PurchaseError;

/// A line that is not decided.
#[derive(Debug)]
pub(super) enum Unusable {
    /// A line without a session, or with one that can't be computed.
    Bad(BadLine),
    /// A session that no discount was ever possible for.
    Skipped(&'static str),
}

/// A line without a session, or with one that can't be computed. No text quotes the line, which is about people.
#[derive(Debug, thiserror::Error)]
pub(super) enum BadLine {
    /// Longer than a line may be.
    #[error("is longer than 8 MiB: write one session a line")]
    TooLong,
    /// The beginning of JSON.
    #[error("ends in the middle of its JSON: write one session a line, such as jq -c does (column {0})")]
    CutOff(usize),
    /// JSON of another form.
    #[error("is not a Checkout Session as Stripe returns it (column {0})")]
    Form(usize),
    /// Anything else.
    #[error("is not JSON (column {0})")]
    NotJson(usize),
    /// An object of another kind.
    #[error("is not a Checkout Session: its id does not begin with cs_test_ or cs_live_")]
    Id,
    /// Without its lines, the list prices of such a session are unknown.
    #[error(
        "has a discount in its line prices, and does not show its lines: export with expand[]=line_items (a list with \
         expand[]=data.line_items), and all pages of them"
    )]
    HiddenLines,
    /// A session that can't be read.
    #[error(transparent)]
    Purchase(PurchaseError),
    /// An amount that no decision can be made of.
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

impl From<serde_json::Error> for BadLine {
    /// Leaves out the parser's own words: they can quote the line.
    fn from(error: serde_json::Error) -> Self {
        match error.classify() {
            Category::Eof => Self::CutOff(error.column()),
            Category::Data => Self::Form(error.column()),
            Category::Syntax | Category::Io => Self::NotJson(error.column()),
        }
    }
}

impl From<PurchaseError> for Unusable {
    fn from(error: PurchaseError) -> Self {
        match error {
            PurchaseError::Unsupported(why) => Self::Skipped(why),
            PurchaseError::HiddenLines => Self::Bad(BadLine::HiddenLines),
            error => Self::Bad(BadLine::Purchase(error)),
        }
    }
}

impl From<Overflow> for Unusable {
    fn from(overflow: Overflow) -> Self {
        Self::Bad(overflow.into())
    }
}
