//! `[checkout]`.

use schemars::JsonSchema;

use super::values::{Country, List, PriceId, ProductId, ReturnUrl, ServerOnly, ShippingRateId, Span, UiMode, Word};

/// How sessions are created, changed and settled.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
pub(super) struct Checkout {
    /// The address to which Stripe sends the shopper back: https, or http on an address of this machine.
    return_url: Option<ReturnUrl>,
    /// The kinds of pages that sessions are created for; a request without one gets the first. Default: `["elements"]`.
    ui_modes: Option<List<UiMode>>,
    /// Ids of the prices that may be bought. Default: none is named.
    prices: Option<List<PriceId>>,
    /// Ids of the products that may be bought at any of their prices. Default: none is named.
    products: Option<List<ProductId>>,
    /// The parts of a session that only the server may change, besides its discounts. Default: none.
    server_only: Option<List<ServerOnly>>,
    /// True if shoppers can pay with Apple Pay and Google Pay. false confirms that they can't, since `server_only` lists
    /// `shipping_details`. Default: not said.
    wallets: Option<bool>,
    /// The countries of delivery: ISO 3166-1 alpha-2. Default: none is named.
    countries: Option<List<Country>>,
    /// Ids of the shipping rates that a session offers, at most 5. Default: none.
    #[schemars(extend("maxItems" = 5))]
    shipping_rates: Option<List<ShippingRateId>>,
    /// The claim of a member's token that holds the customer's id. Default: `stripe_customer_id`.
    #[schemars(extend("default" = "stripe_customer_id"))]
    customer_claim: Option<Word>,
    /// How long an offer that ended while the shopper was paying is honoured: seconds, minutes or hours, at most 24h.
    /// Default: 15m.
    #[schemars(extend("default" = "15m"))]
    grace: Option<Span>,
}
