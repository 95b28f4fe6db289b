//! The metrics: their names in CloudWatch and their units.

/// A count or a measurement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Metric {
    /// A discount was written.
    Applied,
    /// The session was asked for something, and no offer gives anything.
    NotEligible,
    /// The session was already as decided.
    Unchanged,
    /// The page got an error.
    Refused,
    /// The error was that others kept changing the session.
    Unsettled,
    /// Stripe took off something else than was written.
    WrongTotal,
    /// A completed session has a larger discount than the policy gives for what was paid.
    DiscountDrift,
    /// A completed session was decided by another policy, so that its discount can't be judged.
    DriftUnknown,
    /// A purchase has to be checked by hand: a discount that is too large may be left, or an amount contradicts its metadata.
    NeedsReview,
    /// The ledger did not answer: offers that count were not given, or the session was not changed.
    LedgerUnavailable,
    /// A paid session has uses of an offer that nobody had claimed: more than the limit may be given.
    OverGiven,
    /// A delivery to the webhook whose signature does not fit: not Stripe's, or another secret than ours.
    WrongSignature,
    /// The operator has to act: key, permission, preview, policy, secret or gateway.
    Misconfigured,
    /// Calls to Stripe that failed and say nothing about the request: no connection, no time, 429, 5xx. Retries count.
    StripeErrors,
    /// Milliseconds of the request's slowest call to Stripe.
    StripeLatency,
    /// The first request of a sandbox.
    ColdStart,
    /// The amount of the discount that was written, in minor units. The only metric with the currency as a dimension.
    DiscountAmount,
}

impl Metric {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Applied,
        Self::NotEligible,
        Self::Unchanged,
        Self::Refused,
        Self::Unsettled,
        Self::WrongTotal,
        Self::DiscountDrift,
        Self::DriftUnknown,
        Self::NeedsReview,
        Self::LedgerUnavailable,
        Self::OverGiven,
        Self::WrongSignature,
        Self::Misconfigured,
        Self::StripeErrors,
        Self::StripeLatency,
        Self::ColdStart,
        Self::DiscountAmount,
    ];

    /// The name in CloudWatch.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Applied => "Applied",
            Self::NotEligible => "NotEligible",
            Self::Unchanged => "Unchanged",
            Self::Refused => "Refused",
            Self::Unsettled => "Unsettled",
            Self::WrongTotal => "WrongTotal",
            Self::DiscountDrift => "DiscountDrift",
            Self::DriftUnknown => "DriftUnknown",
            Self::NeedsReview => "NeedsReview",
            Self::LedgerUnavailable => "LedgerUnavailable",
            Self::OverGiven => "OverGiven",
            Self::WrongSignature => "WrongSignature",
            Self::Misconfigured => "Misconfigured",
            Self::StripeErrors => "StripeErrors",
            Self::StripeLatency => "StripeLatency",
            Self::ColdStart => "ColdStart",
            Self::DiscountAmount => "DiscountAmount",
        }
    }

    /// The unit, in CloudWatch's words.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::StripeLatency => "Milliseconds",
            Self::DiscountAmount => "None",
            _ => "Count",
        }
    }
}
