//! The faults of a request, with their messages.

use crate::stripe::RejectedParameter;

/// The fault of a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRequest {
    /// The body is not a JSON object.
    #[error("The request body is not a JSON object.")]
    NotJson,
    /// The body is not the base64 that it is declared as.
    #[error("The request body is not valid base64.")]
    NotBase64,
    /// The query string, the host or the protocol is not one.
    #[error("The URL of the request is not valid.")]
    Url,
    /// The session's id is missing.
    #[error("The field checkout_session_id is missing.")]
    NoSessionId,
    /// The session's id has another form.
    #[error("The field checkout_session_id is not the id of a Checkout Session.")]
    SessionId,
    /// The intent's id has another form.
    #[error("The field payment_intent_id is not the id of a payment intent.")]
    IntentId,
    /// Both a session and an intent.
    #[error("Name a checkout_session_id or a payment_intent_id, not both.")]
    TwoIds,
    /// The code is missing.
    #[error("The field code is missing: it holds what the shopper typed.")]
    NoCode,
    /// The code is empty or too long.
    #[error("The field code is not a code: it has 1 to 100 characters.")]
    Code,
    /// The interaction is missing.
    #[error("The field interaction is missing: it names the interaction to remove, or all.")]
    NoInteraction,
    /// There is no such interaction.
    #[error("The field interaction does not name an interaction, or all.")]
    Interaction,
    /// The interaction is `automatic`.
    #[error("Automatic discounts apply by themselves: they can't be asked for or removed.")]
    Automatic,
    /// The cart is no list of 1 to 100 lines.
    #[error("The field line_items is not a list of 1 to 100 lines, each with a price and a quantity.")]
    NoLines,
    /// A line names no price.
    #[error("A line of line_items has no price: its id begins with price_.")]
    Price,
    /// A line is of too few or too many.
    #[error("A line of line_items has no quantity from 1 to 999999.")]
    Quantity,
    /// A line is not for sale.
    #[error("A price in line_items is not for sale here.")]
    NotForSale,
    /// A line is of a price that the shop has archived.
    #[error("A price in line_items is no longer for sale.")]
    NoLongerForSale,
    /// Stripe does not take the cart or the address.
    #[error("The field {0} holds something that can't be used: check each value.")]
    NotTaken(&'static str),
    /// A part of the address is missing or no text.
    #[error("The field {0} of the address is missing, or is not what it should be.")]
    Address(&'static str),
    /// The address names no region that is known, and an offer asks for one. Holds the country, and the codes of its
    /// regions.
    #[error(
        "The field state of the address is not a region of {country} that is known: write its name or its code. {country} has {codes}."
    )]
    Region {
        /// ISO 3166-1 alpha-2.
        country: String,
        /// Separated by commas.
        codes: String,
    },
    /// There is no such currency.
    #[error("The field currency is not a currency, such as usd.")]
    Currency,
    /// There is no such language.
    #[error("The field locale is not a language, such as de or pt-BR.")]
    Locale,
    /// There is no such page.
    #[error("The field ui_mode is not elements, hosted or embedded.")]
    UiMode,
    /// The policy does not offer the page.
    #[error("The field ui_mode names a page that this shop does not use.")]
    UiModeNotOffered,
    /// The interactions are not a list.
    #[error("The field interactions is not a list of interactions.")]
    Interactions,
    /// The member's token does not say which customer it is.
    #[error("Your account is not known to the shop's checkout.")]
    NoCustomer,
    /// The signature does not fit the body and the secret, or is too old.
    #[error("The Stripe-Signature header does not fit.")]
    Signature,
    /// Signed, but no event.
    #[error("The request body is not an event.")]
    NoEvent,
}

impl From<RejectedParameter> for InvalidRequest {
    fn from(parameter: RejectedParameter) -> Self {
        match parameter {
            RejectedParameter::LineItems => Self::NotTaken("line_items"),
            RejectedParameter::ShippingDetails => Self::NotTaken("address"),
            RejectedParameter::Customer => Self::NoCustomer,
            RejectedParameter::Currency => Self::Currency,
            RejectedParameter::Locale => Self::Locale,
        }
    }
}
