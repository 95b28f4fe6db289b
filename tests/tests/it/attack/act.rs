//! Acts on a session, by its page or by someone with its id.

use discounts_core::Interaction;
use sandbox::Claim;

use super::goods::{CARTS, CODES, PLACES, RATES};

/// An act on one of the sessions, by a page or by someone with the session's id.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    Add(Interaction, &'static str),
    Remove(&'static str),
    Refresh,
    Quote,
    Cart(usize),
    Address(usize),
    PageCart(usize),
    PageAddress(usize),
    PageCode,
    /// The page chooses a shipping rate, which no permission leaves to the server.
    PageShipping(usize),
    Pay,
    PayLater,
    Settle(bool),
    /// The shopper types an e-mail address that would earn an offer.
    Email,
    /// A payment is given back, or the part of it that this divides it into.
    Refund(i64),
    /// A payment bounces or is charged back.
    Dispute(Claim),
    /// A chargeback is decided, for the merchant or against.
    Decide(bool),
}

impl Act {
    pub(super) fn random(random: &mut fastrand::Rng) -> Self {
        let interaction = random.choice(Interaction::ALL).unwrap();
        match random.u8(..32) {
            0..9 => Self::Add(interaction, random.choice(CODES).unwrap()),
            9 => Self::Remove(interaction.traits().word),
            10 => Self::Remove("all"),
            11..13 => Self::Refresh,
            13 => Self::Quote,
            14..17 => Self::Cart(random.usize(..CARTS.len())),
            17 => Self::Address(random.usize(..PLACES.len())),
            18..20 => Self::PageCart(random.usize(..CARTS.len())),
            20 => Self::PageAddress(random.usize(..PLACES.len())),
            21 => Self::PageCode,
            22 => Self::Pay,
            24 => Self::Email,
            25..27 => Self::Refund(random.i64(1..4)),
            27 => Self::Dispute(*random.choice(&[Claim::Inquiry, Claim::Chargeback, Claim::ReturnedDebit]).unwrap()),
            28 => Self::Decide(random.bool()),
            29 | 30 => Self::PageShipping(random.usize(..RATES.len())),
            _ => *random.choice(&[Self::PayLater, Self::Settle(true), Self::Settle(false)]).unwrap(),
        }
    }

    /// The cause of a discount goes while the discount arrives, and the session is paid in between.
    pub(super) fn heist(random: &mut fastrand::Rng) -> [Self; 3] {
        let [cart, place, rate] = [random.usize(..2), random.usize(1..PLACES.len()), random.usize(..RATES.len())];
        let smaller = [Self::Cart(cart), Self::Address(place), Self::PageCart(cart), Self::PageShipping(rate)];
        [
            Self::Add(*random.choice(&[Interaction::CartThreshold, Interaction::Location]).unwrap(), "spring"),
            *random.choice(&smaller).unwrap(),
            Self::Pay,
        ]
    }
}
