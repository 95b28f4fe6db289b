//! `[checkout]`.

use schemars::JsonSchema;

use super::values::{Country, List, PriceId, ProductId, ReturnUrl, ServerOnly, ShippingRateId, Span, Word};

/// How sessions are created, changed and settled.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
pub(super) struct Checkout {
    /// Where Stripe sends the shopper back to: https, or http on an address of this machine.
    return_url: Option<ReturnUrl>,
    /// Ids of the prices that may be bought. Default: none is named.
    prices: Option<List<PriceId>>,
    /// Ids of the products of which any price may be bought. Default: none is named.
    products: Option<List<ProductId>>,
    /// What of a session only the server may change, besides its discounts. Default: nothing.
    server_only: Option<List<ServerOnly>>,
    /// Whether shoppers can pay with Apple Pay and Google Pay. false confirms that they can't, since `server_only` lists
    /// `shipping_details`. Default: not said.
    wallets: Option<bool>,
    /// Where is delivered to: ISO 3166-1 alpha-2. Default: none is named.
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
