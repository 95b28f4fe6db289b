//! Protocols that look right and are wrong. The model finds a story against each.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wrong {
    /// A call that has nothing to write gives back what the session does not show.
    GiveBackWithoutAWrite,
    /// The row keeps the session's version, and a claim takes claims of another version for dead.
    VersionInTheRow,
    /// A call claims nothing where the row already holds enough.
    NoClaimWhereCovered,
    /// A call gives back what it does not want before it writes.
    GiveBackBeforeWrite,
    /// A call writes, then claims.
    WriteBeforeClaim,
    /// A claim drops what the row holds for others.
    ClaimDropsOthers,
    /// A claim that met another revision takes that revision and keeps its own contents.
    FreshRevision,
    /// A call gives back on the row as it is after the write, not as its claim left it.
    GiveBackOnAFreshRow,
    /// The sweep does not ask Stripe.
    SweepByTheClock,
    /// Writes are made whatever the session's version is.
    NoVersions,
    /// A call gives back although the version was bumped.
    GiveBackAfterABump,
    /// Nothing repairs what lost events and crashes leave.
    NoSweep,
    /// A pending payment is confirmed, and the sweep does not ask again.
    PendingIsConfirmed,
}
