//! The shopper's actions in the page, limited to a page's permissions, for honest shoppers and attackers.

use serde_json::Value;

use crate::line_items;
use crate::pay::{self, Payment};
use crate::sandbox::Sandbox;
use crate::session::Line;
use crate::shopper;

impl Sandbox {
    /// The shopper changes the cart in the page. Lines of the same price keep their id. `false`, and nothing is
    /// changed, if the session is not open, `update_line_items` is `server_only`, or a price has not its currency.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn set_cart(&self, id: &str, lines: &[(String, u64)]) -> bool {
        self.with(|account, call| {
            shopper::by_shopper(account, call, id, |account, session| {
                if session.permissions.update_line_items.as_deref() == Some("server_only") {
                    return Err(shopper::of_the_server("Line items"));
                }
                let mut cart: Vec<Line> = Vec::new();
                for (price, quantity) in lines {
                    let free = |line: &&Line| line.price == *price && cart.iter().all(|taken| taken.id != line.id);
                    let kept = session.lines.iter().find(free).cloned();
                    let line = kept.unwrap_or_else(|| Line::new(account, price.clone(), *quantity));
                    cart.push(Line { quantity: *quantity, ..line });
                }
                line_items::currency(account, &cart, session.currency.as_deref())?;
                session.lines = cart;
                Ok(())
            })
        })
    }

    /// The shopper enters an address. `false`, and nothing is changed, if the session is not open or
    /// `update_shipping_details` is `server_only`.
    #[expect(clippy::needless_pass_by_value, reason = "reads as enter_address(.., json!({...}))")]
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn enter_address(&self, id: &str, name: &str, address: Value) -> bool {
        self.with(|account, call| {
            shopper::by_shopper(account, call, id, |_, session| shopper::enter_address(session, name, &address))
        })
    }

    /// The shopper chooses a shipping rate. `false`, and nothing is changed, if the session is not open or does not offer it.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn choose_shipping(&self, id: &str, rate: &str) -> bool {
        self.with(|account, call| {
            shopper::by_shopper(account, call, id, |_, session| shopper::choose_shipping(session, rate))
        })
    }

    /// The shopper types an e-mail address, which Checkout sets on a customer that has none. `false`, and nothing is
    /// changed, if the session is not open, or the server knows an address already.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn enter_email(&self, id: &str, email: &str) -> bool {
        self.with(|account, call| {
            shopper::by_shopper(account, call, id, |account, session| shopper::enter_email(account, session, email))
        })
    }

    /// The shopper enters a promotion code, or removes the discount with an empty one. `false`, and nothing is
    /// changed, if the session is not open, `update_discounts` is `server_only`, or nobody knows the code.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn enter_promotion_code(&self, id: &str, code: &str) -> bool {
        self.with(|account, call| {
            shopper::by_shopper(account, call, id, |account, session| {
                shopper::enter_promotion_code(account, call, session, code)
            })
        })
    }

    /// The shopper pays: the session is complete, its coupon redeemed once more, and a payment intent has succeeded if
    /// anything was due. Nothing happens if the session is not open, or its total can't be charged.
    pub fn complete(&self, id: &str) {
        self.shopper_pays(id, Payment::AtOnce);
    }

    /// Pays the session; returns the `checkout.session.completed` event, or nothing if the session could not be paid.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn pay(&self, id: &str) -> Option<Value> {
        self.shopper_pays(id, Payment::AtOnce)
    }

    /// Pays with a delayed payment method: the session is complete and unpaid until [`Sandbox::settle`].
    pub fn complete_delayed(&self, id: &str) {
        self.shopper_pays(id, Payment::Delayed);
    }

    fn shopper_pays(&self, id: &str, payment: Payment) -> Option<Value> {
        self.with(|account, call| {
            account.attempt(|account| pay::pay(account, call, id, payment)).ok()?;
            let live = account.sessions.get(id)?.livemode;
            // The last event of a payment is that of the session.
            account.events.newest(live).next().cloned().map(Value::Object)
        })
    }

    /// A delayed payment comes, or fails. `false` if the session waits for none.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn settle(&self, id: &str, succeeds: bool) -> bool {
        self.with(|account, call| pay::settle(account, call, id, succeeds))
    }
}
