//! Why an offer does not apply, as data.

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::money::Amount;
use crate::policy::Words;

/// One reason against an offer.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Reason {
    /// Which.
    pub code: Code,
    /// What it would take.
    pub required: Value,
    /// What there is.
    pub actual: Value,
}

/// Every reason there is against an offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The shopper is a guest.
    CustomerUnknown,
    /// What is asked about the customer is missing or can't be read.
    CustomerFactsMissing,
    /// The customer's tier is another.
    TierNotEligible,
    /// The customer is in none of the segments.
    SegmentNotEligible,
    /// The offer is for other customers.
    CustomerNotEligible,
    /// The e-mail address lies in another domain.
    EmailNotEligible,
    /// The customer has ordered before.
    NotFirstOrder,
    /// The order's number is another.
    NotNthOrder,
    /// Too few orders are completed.
    TooFewOrders,
    /// Too many orders are completed.
    TooManyOrders,
    /// The customer has used it as often as it may be.
    UsedUp,
    /// Too little has been spent so far.
    SpendTooLow,
    /// The last order is too recent.
    OrderedTooRecently,
    /// The customer is too new.
    CustomerTooNew,
    /// The cart costs too little.
    SubtotalTooLow,
    /// The cart costs too much.
    SubtotalTooHigh,
    /// There are too few units in the cart.
    QuantityTooLow,
    /// What it asks for is not in the cart, or not enough of it.
    ItemMissing,
    /// Something is in the cart that it is not given on.
    ItemExcluded,
    /// It goes to another place.
    PlaceNotEligible,
    /// Where it goes is not known yet.
    AddressMissing,
    /// The offer does not say what it means in this currency.
    CurrencyNotOffered,
    /// Its time has not come.
    NotStarted,
    /// Its time is over.
    Ended,
    /// It is not open on this weekday or at this hour.
    NotAtThisTime,
    /// There is no such code, or it is not its time.
    CodeUnknown,
    /// The session's metadata says something else.
    MetadataNotEligible,
    /// What it gives rounds to nothing.
    GivesNothing,
    /// Another offer gives more.
    NotBest,
    /// An exclusive offer stands alone.
    Excluded,
    /// The offers before it, or the guard rails, left nothing for it.
    NothingLeft,
    /// The kill switch is thrown.
    SwitchedOff,
}

/// What a reason compares.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Nothing to compare.
    None,
    /// Minor units.
    Amount(Amount),
    /// A number of things, or of days.
    Count(u64),
    /// An instant.
    Time(Timestamp),
    /// A word.
    Word(Box<str>),
    /// A list of words of the policy.
    Words(Words),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_none(),
            Self::Amount(amount) => amount.serialize(serializer),
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Time(time) => time.serialize(serializer),
            Self::Word(word) => serializer.serialize_str(word),
            Self::Words(words) => serializer.collect_seq(words.iter()),
        }
    }
}

impl Reason {
    /// A reason that compares nothing.
    pub(super) const fn plain(code: Code) -> Self {
        Self { code, required: Value::None, actual: Value::None }
    }
}
