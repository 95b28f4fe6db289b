//! The counters of a policy's counted offers.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU64;

use discounts_ledger::{CounterKey, Held, Limits, Name, Period, Reading};
use jiff::Timestamp;

use crate::decide::Decision;
use crate::facts::{Room, Rooms};
use crate::money::{Amount, Currency};
use crate::policy::{Guests, Offer, OfferId, Policy};
use crate::session::{Shopper, Snapshot};

/// The counters of every counted offer for one session at a moment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counters(Vec<OfferCounters>);

/// The counters of one offer for one session, each with its limit. A counter is missing if the offer has no such limit, or can't
/// be counted for this session: for a guest who is not known, in a currency without a budget, without a code of the series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfferCounters {
    /// The offer.
    pub offer: OfferId,
    /// Uses by everybody.
    pub uses: Option<(CounterKey, u64)>,
    /// The budget in the session's currency, in minor units.
    pub budget: Option<(CounterKey, u64)>,
    /// Uses by the shopper.
    pub shopper: Option<(CounterKey, u64)>,
    /// Uses of the code.
    pub code: Option<(CounterKey, u64)>,
}

/// The counters that do not depend on the session, for a read beside that of the session: uses, and budgets in each currency.
#[must_use]
pub fn shared_keys(policy: &Policy, now: Timestamp) -> Vec<CounterKey> {
    let mut keys = Vec::new();
    for offer in policy.counted() {
        let Some(of) = Naming::of(policy, offer, now) else { continue };
        keys.extend(of.uses().map(|(key, _)| key));
        let budget = offer.limit.as_ref().and_then(|limit| limit.budget.as_ref());
        let currencies = budget.into_iter().flat_map(|budget| budget.iter().map(|(currency, _)| currency));
        keys.extend(currencies.filter_map(|currency| of.budget(currency)).map(|(key, _)| key));
    }
    keys
}

impl Counters {
    /// The counters of a session. Its currency, its shopper and its code decide which there are.
    #[must_use]
    pub fn of(policy: &Policy, session: &Snapshot, now: Timestamp) -> Self {
        let shopper = shopper_name(policy, session);
        let signed = session.code.as_ref().and_then(|code| session.ledger.signed(code));
        let of_offer = |offer: &Offer| {
            let of = Naming::of(policy, offer, now)?;
            let code = signed.filter(|code| {
                let is_one = |series: &crate::condition::CodeSeries| *series.name == *code.series;
                offer.code_series().any(is_one)
            });
            Some(OfferCounters {
                offer: offer.id.clone(),
                uses: of.uses(),
                budget: of.budget(session.cart.currency),
                shopper: shopper.clone().and_then(|shopper| of.shopper(shopper)),
                code: code.and_then(|code| of.code(&code.series, code.serial)),
            })
        };
        Self(policy.counted().filter_map(of_offer).collect())
    }

    /// The counters, by offer.
    #[must_use]
    pub fn offers(&self) -> &[OfferCounters] {
        &self.0
    }

    /// The counters to read, each once.
    #[must_use]
    pub fn keys(&self) -> Vec<CounterKey> {
        let keys: BTreeSet<&CounterKey> = self.0.iter().flat_map(OfferCounters::all).map(|(key, _)| key).collect();
        keys.into_iter().cloned().collect()
    }

    /// The limits of the counters. Of two offers that share codes, the smaller limit counts.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let mut limits: BTreeMap<&CounterKey, u64> = BTreeMap::new();
        for (key, limit) in self.0.iter().flat_map(OfferCounters::all) {
            limits.entry(key).and_modify(|least| *least = (*least).min(*limit)).or_insert(*limit);
        }
        limits.into_iter().map(|(key, limit)| (key.clone(), limit)).collect()
    }

    /// Returns the rooms of the session by a reading of the ledger. A counter that was not read counts as untaken, but for what the
    /// session's own row holds: a claim then says if that is so.
    #[must_use]
    pub fn rooms(&self, reading: &Reading) -> Rooms<'static> {
        let limits = self.limits();
        let left = |counter: &Option<(CounterKey, u64)>| reading.room(&counter.as_ref()?.0, &limits);
        let rooms = self.0.iter().map(|of| {
            let room = Room {
                uses: left(&of.uses),
                budget: left(&of.budget).map(amount),
                shopper: left(&of.shopper),
                code: left(&of.code),
            };
            (of.offer.as_str().to_owned().into(), room)
        });
        Rooms::Known(rooms.collect())
    }

    /// The amounts that a decision takes of each counter.
    #[must_use]
    pub fn taken_by(&self, decision: &Decision) -> Held {
        let mut taken: BTreeMap<CounterKey, u64> = BTreeMap::new();
        for counted in &decision.counted {
            let Some(of) = self.0.iter().find(|of| of.offer == counted.offer) else { continue };
            let ones = [&of.uses, &of.shopper, &of.code].into_iter().flatten().map(|(key, _)| (key, 1));
            let budget = of.budget.iter().map(|(key, _)| (key, counted.amount.get()));
            // Two offers that ask for one code use it once.
            taken.extend(ones.chain(budget).map(|(key, amount)| (key.clone(), amount)));
        }
        taken.into_iter().collect()
    }
}

impl OfferCounters {
    /// The counters that there are, with their limits.
    fn all(&self) -> impl Iterator<Item = &(CounterKey, u64)> {
        [&self.uses, &self.budget, &self.shopper, &self.code].into_iter().flatten()
    }
}

/// The rooms of a session that holds this and may take nothing more.
/// The audit judges a paid session by it, whatever others have taken since.
#[must_use]
pub fn rooms_of(policy: &Policy, session: &Snapshot, held: &Held) -> Rooms<'static> {
    if !policy.counts() {
        return Rooms::NotAsked;
    }
    let currency = session.cart.currency.as_str();
    let code = session.code.as_ref().and_then(|code| session.ledger.signed(code));
    let room = |offer: &Offer| {
        let mut room = Room { uses: Some(0), budget: None, shopper: Some(0), code: Some(0) };
        let limit = offer.limit.as_deref();
        room.budget = limit.and_then(|limit| limit.budget.as_ref()?.get(session.cart.currency)).map(|_| Amount::ZERO);
        // Of whatever period: the session was decided in an earlier one.
        for (key, held) in held.iter() {
            match key {
                CounterKey::Code { series, serial } => {
                    let is_one = code.is_some_and(|code| *code.series == *series.as_str() && code.serial == *serial);
                    room.code = if is_one { Some(held) } else { room.code };
                }
                _ if key.offer().map(Name::as_str) != Some(offer.id.as_str()) => {}
                CounterKey::Uses { .. } => room.uses = Some(held),
                CounterKey::Budget { currency: of, .. } if of.as_str() == currency => room.budget = Some(amount(held)),
                CounterKey::Budget { .. } => {}
                CounterKey::Shopper { .. } => room.shopper = Some(held),
            }
        }
        (offer.id.as_str().to_owned().into(), room)
    };
    Rooms::Known(policy.counted().map(room).collect())
}

/// The name of a session's shopper in counters; none for a guest who is not known.
fn shopper_name(policy: &Policy, session: &Snapshot) -> Option<Name> {
    match &session.shopper {
        Shopper::Customer(customer) => Name::parse(&customer.id),
        Shopper::Guest if policy.customer.guests == Guests::Email => session.ledger.guest.clone(),
        Shopper::Guest => None,
    }
}

fn amount(minor: u64) -> Amount {
    Amount::new(minor).unwrap_or(Amount::MAX)
}

/// The names of an offer's counters at a moment.
struct Naming<'p> {
    offer: &'p Offer,
    name: Name,
    period: Option<Period>,
}

impl<'p> Naming<'p> {
    /// None if the id of the offer is no name, which no id is.
    fn of(policy: &Policy, offer: &'p Offer, now: Timestamp) -> Option<Self> {
        let per = offer.limit.as_ref().and_then(|limit| limit.per);
        let period = per.map(|per| Period::of(per.length(), policy.zone.to_datetime(now).date()));
        Some(Self { offer, name: Name::parse(offer.id.as_str())?, period })
    }

    fn uses(&self) -> Option<(CounterKey, u64)> {
        let most = self.offer.limit.as_ref()?.uses?.get();
        Some((CounterKey::Uses { offer: self.name.clone(), period: self.period }, most))
    }

    fn budget(&self, currency: Currency) -> Option<(CounterKey, u64)> {
        let most = self.offer.limit.as_ref()?.budget.as_ref()?.get(currency)?.get();
        let currency = Name::parse(currency.as_str())?;
        Some((CounterKey::Budget { offer: self.name.clone(), currency, period: self.period }, most))
    }

    fn shopper(&self, shopper: Name) -> Option<(CounterKey, u64)> {
        let most = self.offer.limit.as_ref()?.uses_per_shopper?.get();
        Some((CounterKey::Shopper { offer: self.name.clone(), shopper, period: self.period }, most))
    }

    fn code(&self, series: &str, serial: u32) -> Option<(CounterKey, u64)> {
        let most = self.offer.limit.as_ref().and_then(|limit| limit.uses_per_code).map_or(1, NonZeroU64::get);
        Some((CounterKey::Code { series: Name::parse(series)?, serial }, most))
    }
}
