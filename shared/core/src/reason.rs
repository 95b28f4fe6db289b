//! Reasons against an offer, as data.

mod value;

use std::fmt;

use serde::{Serialize, Serializer};

pub use self::value::Value;

/// One reason against an offer.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Reason {
    /// The code.
    pub code: Code,
    /// The value that it would take.
    pub required: Value,
    /// The value that there is.
    pub actual: Value,
}

impl Reason {
    /// A reason that compares nothing.
    pub(crate) const fn plain(code: Code) -> Self {
        Self { code, required: Value::None, actual: Value::None }
    }
}

/// The code of a reason, with its sentence. A condition defines its code in its own module.
#[derive(Clone, Copy)]
pub struct Code(&'static Definition);

/// The definition of a code.
#[derive(Debug)]
pub(crate) struct Definition {
    /// The code in answers and logs.
    pub(crate) slug: &'static str,
    /// The sentence for a person, with `{actual}`, `{required}` and `{lacking}` for the values.
    pub(crate) sentence: &'static str,
    /// The values that the reason shows.
    pub(crate) shows: Shows,
    /// The step of a shopper that time alone can take: to wait.
    pub(crate) passes: bool,
}

/// The values that a reason shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shows {
    /// None.
    Nothing,
    /// The session's currency.
    Currency,
    /// The values that the condition compares.
    Compared,
}

/// Defines a code by its slug and its sentence. `bare` shows no values; `passes` ends by time alone.
macro_rules! code {
    ($slug:literal, $sentence:literal) => {
        $crate::reason::code!(Compared, false, $slug, $sentence)
    };
    (bare $slug:literal, $sentence:literal) => {
        $crate::reason::code!(Nothing, false, $slug, $sentence)
    };
    (passes $slug:literal, $sentence:literal) => {
        $crate::reason::code!(Compared, true, $slug, $sentence)
    };
    ($shows:ident, $passes:literal, $slug:literal, $sentence:literal) => {
        $crate::reason::Code::new(&$crate::reason::Definition {
            slug: $slug,
            sentence: $sentence,
            shows: $crate::reason::Shows::$shows,
            passes: $passes,
        })
    };
}
pub(crate) use code;

impl Code {
    /// The shopper is a guest.
    pub const CUSTOMER_UNKNOWN: Self = code!(bare "customer_unknown", "the session has no customer");
    /// A fact about the customer is missing or can't be read.
    pub const CUSTOMER_FACTS_MISSING: Self =
        code!(bare "customer_facts_missing", "the customer does not say what it asks");
    /// The customer is another one, or the customer's metadata says otherwise.
    pub const CUSTOMER_NOT_ELIGIBLE: Self =
        code!("customer_not_eligible", "the customer is {actual}; it asks for {required}");
    /// The shop's clock shows another time, or the customer's day is another.
    pub const NOT_AT_THIS_TIME: Self = code!(passes "not_at_this_time", "it is not open on this day or at this hour");
    /// More units than may be are in the cart.
    pub const TOO_MANY_ITEMS: Self =
        code!("too_many_items", "of what it names {actual} is in the cart, or may be; it asks for {required} at most");
    /// The cart costs too little.
    pub const SUBTOTAL_TOO_LOW: Self = code!("subtotal_too_low", "it counts {actual}; it asks for {required}{lacking}");
    /// The cart costs too much.
    pub const SUBTOTAL_TOO_HIGH: Self =
        code!("subtotal_too_high", "the cart is {actual}; it asks for less than {required}");
    /// The shipping address is in another place.
    pub const PLACE_NOT_ELIGIBLE: Self = code!("place_not_eligible", "it goes to {actual}; it asks for {required}");
    /// The session has no shipping address yet.
    pub const ADDRESS_MISSING: Self = code!(bare "address_missing", "the session has no shipping address");
    /// No shipping rate is chosen, or which one is unknown.
    pub const SHIPPING_MISSING: Self =
        code!(bare "shipping_missing", "no shipping rate is chosen, or it is not known which");
    /// Another shipping rate is chosen.
    pub const SHIPPING_NOT_ELIGIBLE: Self =
        code!("shipping_not_eligible", "the shipping rate is {actual}; it asks for {required}");
    /// The offer lists no amount in this currency.
    pub const CURRENCY_NOT_OFFERED: Self =
        code!(Currency, false, "currency_not_offered", "it does not say what it means in {actual}");
    /// The code is unknown, or not good at this time.
    pub const CODE_UNKNOWN: Self =
        code!(bare "code_unknown", "the session has no code of this offer, or it is not its time");
    /// The amount rounds to nothing.
    pub const GIVES_NOTHING: Self =
        code!(bare "gives_nothing", "what it gives rounds to nothing, or none of its lines is in the cart");
    /// Another offer gives more.
    pub const NOT_BEST: Self = code!(bare "not_best", "another offer gives more, or as much and comes first");
    /// An exclusive offer stands alone.
    pub const EXCLUDED: Self = code!(bare "excluded", "an exclusive offer stands alone");
    /// The offers before it, or the guard rails, left nothing for it.
    pub const NOTHING_LEFT: Self =
        code!(bare "nothing_left", "the offers before it, or the guard rails, left nothing for it");
    /// The discount is made up of as many offers as it can record.
    pub const TOO_MANY_OFFERS: Self =
        code!(bare "too_many_offers", "the offers before it are as many as a discount can record");
    /// The offer ends sooner than a session can that is decided once.
    pub const ENDS_TOO_SOON: Self =
        code!(bare "ends_too_soon", "it ends sooner than a page can that is decided when it is created");
    /// Only Stripe can price the cart, and a session that is decided once is decided before Stripe does.
    pub const PRICE_UNKNOWN: Self =
        code!(bare "price_unknown", "only Stripe can price the cart, and it is decided before the session exists");
    /// The uses of the offer are taken.
    pub const USES_EXHAUSTED: Self = code!(bare "uses_exhausted", "all its uses are taken");
    /// The budget of the offer is given away.
    pub const BUDGET_EXHAUSTED: Self = code!(bare "budget_exhausted", "its budget is given away");
    /// The shopper has used the offer as often as it may be used.
    pub const SHOPPER_LIMIT_REACHED: Self =
        code!(bare "shopper_limit_reached", "the shopper has used it as often as one may");
    /// The ledger does not say what is left, or does not count this purchase.
    pub const LEDGER_UNAVAILABLE: Self =
        code!(bare "ledger_unavailable", "the ledger does not say what is left of it, or does not count this purchase");
    /// The kill switch is on.
    pub const SWITCHED_OFF: Self = code!(bare "switched_off", "the kill switch is thrown");

    /// The codes that no single condition defines.
    pub(crate) const GENERAL: &[Self] = &[
        Self::CUSTOMER_UNKNOWN,
        Self::CUSTOMER_FACTS_MISSING,
        Self::TOO_MANY_ITEMS,
        Self::SUBTOTAL_TOO_LOW,
        Self::SUBTOTAL_TOO_HIGH,
        Self::NOT_AT_THIS_TIME,
        Self::CUSTOMER_NOT_ELIGIBLE,
        Self::PLACE_NOT_ELIGIBLE,
        Self::ADDRESS_MISSING,
        Self::SHIPPING_MISSING,
        Self::SHIPPING_NOT_ELIGIBLE,
        Self::CURRENCY_NOT_OFFERED,
        Self::CODE_UNKNOWN,
        Self::GIVES_NOTHING,
        Self::NOT_BEST,
        Self::EXCLUDED,
        Self::NOTHING_LEFT,
        Self::TOO_MANY_OFFERS,
        Self::ENDS_TOO_SOON,
        Self::PRICE_UNKNOWN,
        Self::USES_EXHAUSTED,
        Self::BUDGET_EXHAUSTED,
        Self::SHOPPER_LIMIT_REACHED,
        Self::LEDGER_UNAVAILABLE,
        Self::SWITCHED_OFF,
    ];

    /// The code in answers and logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0.slug
    }

    /// The sentence for a person, with `{actual}`, `{required}` and `{lacking}` for the values.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        self.0.sentence
    }

    pub(crate) const fn new(definition: &'static Definition) -> Self {
        Self(definition)
    }

    pub(crate) const fn shows(self) -> Shows {
        self.0.shows
    }

    /// Returns whether time alone ends it.
    pub(crate) const fn passes(self) -> bool {
        self.0.passes
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0) || self.0.slug == other.0.slug
    }
}

impl Eq for Code {}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.slug)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.slug)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.slug)
    }
}
