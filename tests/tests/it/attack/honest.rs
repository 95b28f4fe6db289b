//! One honest shopper.

use std::sync::Arc;
use std::time::Duration;

use discounts_core::Interaction;
use sandbox::Delivery;
use serde_json::json;

use super::act::Act;
use super::attack_setup::{Buyer, Opened, Stage};
use super::goods::{CARTS, PLACES, RATES};

/// An honest shopper, whose page makes one call at a time and refreshes before it pays: two orders, one after the other, or
/// both open at the same time and completed in any order.
pub(super) async fn honest(stage: Arc<Stage>, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let member = stage.shop.customer(&json!({ "segments": "member" }));
    let buyer = if random.u8(..3) > 0 { Buyer::Member(member) } else { Buyer::Guest };
    let mut shopper = Honest { stage, random, buyer, seed, orders: Vec::new(), late: Vec::new() };
    if shopper.random.bool() {
        for _ in 0..2 {
            let session = shopper.open().await;
            shopper.wants_something(&session).await;
            shopper.pays(&session).await;
            // The webhook hears of an order before the next one is paid.
            shopper.is_heard_of().await;
            shopper.is_treated_well(&session);
        }
    } else {
        let mut both = [shopper.open().await, shopper.open().await];
        for session in &both {
            shopper.wants_something(session).await;
        }
        if shopper.random.u8(..4) > 0 {
            shopper.wants_it_for_nothing(&both[0]).await;
            shopper.does(&both[1], Act::Add(Interaction::Loyalty, "")).await;
        }
        shopper.random.shuffle(&mut both);
        let [first, second] = &both;
        shopper.pays(first).await;
        if shopper.random.bool() {
            shopper.is_heard_of().await;
        } else {
            // Nobody has heard of the first one yet, so the second one must not ask for the same offer.
            shopper.does(second, Act::Remove(Interaction::Loyalty.traits().word)).await;
        }
        shopper.pays(second).await;
        shopper.is_heard_of().await;
        for session in &both {
            shopper.is_treated_well(session);
        }
    }
    // Some of it is delivered once more.
    shopper.stage.deliver(&shopper.late).await;
    assert_eq!(shopper.stage.alarms(), 0, "an honest shopper raised an alarm: seed {seed}");
}

struct Honest {
    stage: Arc<Stage>,
    random: fastrand::Rng,
    buyer: Buyer,
    seed: u64,
    orders: Vec<Opened>,
    /// Deliveries that are due, or that are made once more.
    late: Vec<Delivery>,
}

impl Honest {
    async fn open(&mut self) -> Opened {
        let (closed, cart) = (self.random.bool(), self.random.usize(..CARTS.len()));
        self.stage.session(self.buyer.clone(), closed, cart).await
    }

    async fn does(&self, session: &Opened, act: Act) {
        let status = self.stage.act(session, act).await;
        assert_eq!(status, 200, "{act:?} on {session:?}: seed {}", self.seed);
    }

    async fn wants_something(&mut self, session: &Opened) {
        for _ in 0..self.random.usize(1..4) {
            let (cart, place) = (self.random.usize(..CARTS.len()), self.random.usize(..PLACES.len()));
            let interaction = *self.random.choice(&Interaction::ALL).unwrap();
            let rate = self.random.usize(..RATES.len());
            let act = match self.random.u8(..9) {
                0..4 => Act::Add(interaction, "spring"),
                4 => Act::Remove(interaction.traits().word),
                5 | 6 => session.cart(cart),
                7 => Act::PageShipping(rate),
                _ => session.address(place),
            };
            self.does(session, act).await;
        }
    }

    /// The smallest cart, and whatever there is for it: more than it costs where offers add up, also without the welcome.
    async fn wants_it_for_nothing(&mut self, session: &Opened) {
        for act in [session.cart(0), session.address(0)] {
            self.does(session, act).await;
        }
        for interaction in [Interaction::Location, Interaction::Code] {
            self.does(session, Act::Add(interaction, "spring")).await;
        }
    }

    async fn pays(&mut self, session: &Opened) {
        self.does(session, Act::Refresh).await;
        // People need a moment between two orders.
        self.stage.shop.stripe().advance_clock(Duration::from_secs(1));
        self.does(session, Act::Pay).await;
        self.orders.push(session.clone());
        self.late.extend(self.stage.news());
    }

    /// The webhook hears of what was paid, in any order, and of some once more later.
    async fn is_heard_of(&mut self) {
        self.random.shuffle(&mut self.late);
        self.stage.deliver(&self.late).await;
        self.late.retain(|_| self.random.bool());
    }

    fn is_treated_well(&self, session: &Opened) {
        let seed = self.seed;
        let others = self.orders.iter().filter(|order| order.id != session.id && order.owner() == session.owner());
        let spent = others.map(|order| self.stage.kept(&order.id)).sum();
        let paid = self.stage.paid(session, spent).unwrap_or_else(|| panic!("seed {seed}: {session:?} can't be paid"));
        assert!(!paid.alarm && paid.given <= paid.due[0], "an honest shopper: seed {seed}: {paid:?} of {session:?}");
    }
}
