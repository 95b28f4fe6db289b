//! End-to-end tests, in one binary so that the combined log can be searched for leaks.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows has failed")]

/// Ends a test that does not apply to discounts as lower line prices, with the reason.
#[cfg(test)]
macro_rules! of_coupons {
    ($why:literal) => {
        if !end_to_end::shop::writes_coupons() {
            return;
        }
    };
}

#[cfg(test)]
mod attack;
#[cfg(test)]
mod automatic;
#[cfg(test)]
mod cart;
#[cfg(test)]
mod checkout_session;
#[cfg(test)]
mod concurrent_pairs;
#[cfg(test)]
mod corrections;
#[cfg(test)]
mod counted;
#[cfg(test)]
mod deliveries;
#[cfg(test)]
mod documented;
#[cfg(test)]
mod events;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod first_orders;
#[cfg(test)]
mod free_orders;
#[cfg(test)]
mod guide;
#[cfg(test)]
mod history;
#[cfg(test)]
mod intent_carts;
#[cfg(test)]
mod intents;
#[cfg(test)]
mod interactions;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod line_writer;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod locales;
mod logs;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod order;
#[cfg(test)]
mod order_lists;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod races;
#[cfg(test)]
mod recorded;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod routes;
#[cfg(test)]
mod secret;
#[cfg(test)]
mod shipping;
mod spelling;
#[cfg(test)]
mod third_party_discounts;
#[cfg(test)]
mod turns;
#[cfg(test)]
mod webhook;
#[cfg(test)]
mod wire;
