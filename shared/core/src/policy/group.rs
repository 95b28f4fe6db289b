//! A group of offers, which counts as one offer among the others.

use serde::{Deserialize, Serialize};

use super::{Combine, OfferId};

/// One group of the policy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Group {
    /// The id, by which offers name it: of the form of an offer's.
    pub id: OfferId,
    /// How its eligible offers become one result.
    pub combine: Combine,
}
