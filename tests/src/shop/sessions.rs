//! The shop's objects at Stripe: sessions and customers, and the changes of them.

use sandbox::{Line, SessionState};
use serde_json::{Value, json};
use shared::purchase::DiscountWriter;

use super::Shop;

impl Shop {
    /// A guest's session for one line of this many cents.
    #[must_use]
    pub fn session(&self, cents: i64) -> String {
        self.session_in("usd", cents, &[])
    }

    /// A session of a customer.
    #[must_use]
    pub fn session_of(&self, customer: &str, cents: i64) -> String {
        self.session_in("usd", cents, &[("customer", customer)])
    }

    /// A session in a currency, with further parameters.
    #[must_use]
    pub fn session_in(&self, currency: &str, minor: i64, further: &[(&str, &str)]) -> String {
        let price = self.stripe.add_price(currency, minor);
        let mut params = vec![
            ("mode", "payment"),
            ("ui_mode", "custom"),
            ("return_url", "https://shop.example.com/return"),
            ("line_items[0][price]", price.as_str()),
            ("line_items[0][quantity]", "1"),
            ("permissions[update_discounts]", "server_only"),
        ];
        params.extend_from_slice(further);
        self.create(&params)
    }

    /// A session of these parameters, without the permissions that the account does not have.
    #[must_use]
    pub fn create(&self, params: &[(&str, &str)]) -> String {
        let of_the_preview = ["permissions[update_discounts]", "permissions[update_line_items]"];
        let has_preview = self.writer == DiscountWriter::DynamicDiscounts;
        let known = |(name, _): &&(&str, &str)| has_preview || !of_the_preview.contains(name);
        let params: Vec<(&str, &str)> = params.iter().filter(known).copied().collect();
        let session = self.stripe.create_session(&params).unwrap_or_else(|error| panic!("{error}"));
        session["id"].as_str().expect("a session has an id").to_owned()
    }

    /// The lines at the catalog's prices, where parts of one line are one again: prices and quantities.
    #[must_use]
    pub fn list_lines(&self, session: &str) -> Vec<(String, u64)> {
        let state = self.stripe.session_state(session).expect("the session exists");
        let mut lines: Vec<(String, u64)> = Vec::new();
        for line in &state.lines {
            let price = line.metadata.get("discount_price").and_then(Value::as_str).unwrap_or(&line.price);
            match lines.last_mut().filter(|_| line.metadata.get("discount_part").is_some()) {
                Some((_, quantity)) => *quantity += line.quantity,
                None => lines.push((price.to_owned(), line.quantity)),
            }
        }
        lines
    }

    /// The subtotal of the session at the catalog's prices, which line prices may be below.
    #[must_use]
    pub fn list_subtotal(&self, session: &str) -> i64 {
        let state = self.stripe.session_state(session).expect("the session exists");
        let currency = state.currency.as_deref().expect("a session has a currency");
        let list = |line: &Line| {
            let named = ["discount_price", "discount_inline_price"].into_iter().find_map(|key| line.metadata.get(key));
            let price = named.and_then(Value::as_str).unwrap_or(&line.price);
            let unit = self.stripe.unit_amount(price, currency).expect("the price exists");
            unit * i64::try_from(line.quantity).expect("few units")
        };
        state.lines.iter().map(list).sum()
    }

    /// A guest's session for a number of units of this many cents.
    #[must_use]
    pub fn session_of_units(&self, units: u64, cents: i64) -> String {
        let session = self.session(cents);
        self.set_quantity(&session, units);
        session
    }

    /// The merchant's server changes the quantity of each line, which keeps its price.
    pub fn set_quantity(&self, session: &str, units: u64) {
        let set = |session: &mut SessionState| session.lines.iter_mut().for_each(|line| line.quantity = units);
        assert!(self.stripe.patch_session(session, set));
    }

    /// The merchant's server leaves one unit of each line, at the price that it has. Returns the discount that is left.
    #[must_use]
    pub fn left_on_one_unit(&self, session: &str) -> i64 {
        self.set_quantity(session, 1);
        self.discount(session)
    }

    /// The shopper changes the cart to one line of this many cents.
    pub fn set_subtotal(&self, session: &str, cents: i64) {
        let price = self.stripe.add_price("usd", cents);
        assert!(self.stripe.set_cart(session, &[(price, 1)]), "the cart can be changed");
    }

    /// A customer with facts in the metadata, and with an address, a name and an e-mail that no log may hold.
    #[must_use]
    pub fn customer(&self, metadata: &Value) -> String {
        self.stripe.add_customer(json!({
            "name": "Canaria Serinus",
            "email": "canary.inbox@example.edu",
            "metadata": metadata,
        }))
    }

    /// The session's shipping address; street and name must stay out of the log.
    pub fn set_address(&self, session: &str, country: &str, state: &str, postal_code: &str) {
        let address = json!({
            "line1": "7 Nightingale Road", "line2": null, "city": "Town", "country": country, "state": state,
            "postal_code": postal_code,
        });
        let details = json!({ "name": "Canaria Serinus", "address": address });
        assert!(self.stripe.patch_session(session, |session| session.shipping_details = details));
    }

    /// The amount of the session's discount: what Stripe takes off, and what lines cost less than the catalog says.
    #[must_use]
    pub fn discount(&self, session: &str) -> i64 {
        let shown = self.stripe.session(session).expect("the session exists");
        let taken_off = shown.pointer("/total_details/amount_discount").and_then(Value::as_i64);
        let subtotal = shown["amount_subtotal"].as_i64().expect("sessions have a subtotal");
        taken_off.expect("sessions have totals") + self.list_subtotal(session) - subtotal
    }

    /// The session's metadata.
    #[must_use]
    pub fn metadata(&self, session: &str) -> Value {
        self.stripe.session(session).expect("the session exists")["metadata"].clone()
    }
}
