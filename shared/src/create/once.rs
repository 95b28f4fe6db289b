//! Creates a session for a page of Stripe's, which can't be changed: it is decided before it exists, from prices read at
//! Stripe, and its discount is a coupon that it has from the start.
//!
//! 1. Read prices (cached), and the customer if an offer asks about one.
//! 2. Decide. Only offers that last as long as a session must are given. The uses of those that count are claimed, under the id
//!    of the coupon: that of the session is not known yet.
//! 3. Create the coupon, then the session with it, which expires no later than the discount ends. Name it in the claim's row.
//! 4. Decide again on Stripe's answer. If less is earned there, because a price or the customer was changed, both go, and the
//!    session is created again from fresh facts.

use std::collections::BTreeMap;

use discounts_core::decide::{Span, decide_lasting};
use discounts_core::difference::Update;
use discounts_core::facts::Rooms;
use discounts_core::money::{Amount, Currency};
use discounts_core::policy::Locale;
use discounts_core::reconcile::{PriceTable, new_cart};
use discounts_core::session::{AppliedState, Customer, DiscountRecord, LedgerFacts, Shopper, Snapshot};
use discounts_core::{Decision, Policy, ShopperCode, decide};
use jiff::{SignedDuration, Timestamp};

use super::claiming::Claiming;
use super::coupon;
use super::created::{CreatedSession, CreationResult};
use super::input::{has_unknown_code, prices_for_sale};
use crate::api_error::ApiError;
use crate::command::CartLine;
use crate::context::RequestContext;
use crate::invalid_request::InvalidRequest;
use crate::purchase::{
    DiscountWriter, PurchaseError, amount_discount, expand, member, past_snapshot, price_view, session_metadata,
};
use crate::reconcile::record_decision;
use crate::request::NewSession;
use crate::service::Service;
use crate::stripe::{
    CouponId, CustomerId, Page, Prices, Purchase, RequestClient, SessionCreation, StripeError, StripeSession,
};

/// The life of a session: Stripe takes 30 minutes to 24 hours from its creation. Two minutes are for calls that take long, and
/// for clocks that differ.
const LIFE: Span = Span { least: SignedDuration::from_mins(32), most: SignedDuration::from_mins(24 * 60 - 2) };

/// The times that a session is created. The second one has fresh facts.
const TRIES: usize = 2;

/// A session to be created.
pub(super) struct New<'n> {
    pub(super) asked: &'n NewSession,
    pub(super) customer: Option<&'n CustomerId>,
    pub(super) return_url: &'n str,
    pub(super) page: Page,
}

/// The decision for a session that does not exist yet.
struct Decided {
    decision: Decision,
    record: DiscountRecord,
    /// The rest of the limits of offers that count.
    rooms: Rooms<'static>,
}

/// Creates a session with the discount that is decided for it.
///
/// # Errors
///
/// [`ApiError`], as the page sees it.
pub(super) async fn create(
    service: Service<'_>,
    client: &mut RequestClient<'_>,
    new: &New<'_>,
    context: &mut RequestContext,
) -> Result<CreatedSession, ApiError> {
    let Service { policy, ledger, clock, .. } = service;
    let mut taken_off = Amount::ZERO;
    for _ in 0..TRIES {
        let shopper = shopper(policy, client, new, context).await?;
        let prices = prices_for_sale(policy, client, &new.asked.lines, true, context).await?;
        let id = CouponId::new();
        let mut claiming = Claiming::under(ledger, id.as_str(), client.deadline());
        let decided = new.decide(service, &shopper, &prices, (clock.now(), &mut claiming), context).await?;
        let coupon = match new.coupon(policy, client, (&decided, &id), context).await {
            Ok(coupon) => coupon,
            Err(refused) => {
                claiming.give_back(clock.now()).await;
                return Err(refused);
            }
        };
        let session = match new.open(policy, client, (&decided, coupon), context).await {
            Ok(session) => session,
            Err(refused) => {
                if let Some(coupon) = coupon {
                    coupon::delete(client, coupon, context).await;
                }
                // Nobody has the address of the session, if there is one.
                claiming.give_back(clock.now()).await;
                return Err(refused);
            }
        };
        let snapshot = created(service, &session, &decided);
        let is_earned = coupon.is_none() || snapshot.as_ref().is_ok_and(|it| is_earned(policy, &session, it, &decided));
        if is_earned && claiming.name_session(&session.id).await {
            let decision = decided.decision;
            let code_unknown = snapshot.is_ok_and(|snapshot| has_unknown_code(policy, &snapshot, decision.now));
            return Ok(CreatedSession { session, result: CreationResult::DecidedOnce(decision), code_unknown });
        }
        taken_off = amount_discount(&session).unwrap_or_default();
        undo(client, &session, coupon, context).await;
        claiming.give_back(clock.now()).await;
        if is_earned {
            context.ledger_unavailable = true;
            let cause = "the ledger can't be reached, and a session has a discount that counts: it was taken back";
            return Err(context.record(ApiError::LedgerUnavailable, cause.to_owned()));
        }
        let read: Vec<&str> = new.asked.lines.iter().map(|line| line.price.as_str()).collect();
        client.forget_prices(&read);
    }
    Err(context.wrong_total(taken_off))
}

/// The shopper, with what the offers of the session ask about.
async fn shopper(
    policy: &Policy,
    client: &mut RequestClient<'_>,
    new: &New<'_>,
    context: &mut RequestContext,
) -> Result<Shopper, ApiError> {
    let Some(id) = new.customer else { return Ok(Shopper::Guest) };
    if !policy.reads(new.asked.interactions).customer_object() {
        return Ok(Shopper::Customer(Customer { id: id.as_str().to_owned(), ..Customer::default() }));
    }
    let member = member(client, id.as_str()).await.map_err(|error| context.record_error(&error))?;
    let cause = || "Stripe does not know the customer that the member's token names".to_owned();
    member.ok_or_else(|| context.record(InvalidRequest::NoCustomer.into(), cause()))
}

impl New<'_> {
    async fn decide(
        &self,
        Service { policy, keyed, .. }: Service<'_>,
        shopper: &Shopper,
        prices: &Prices,
        (now, claiming): (Timestamp, &mut Claiming<'_>),
        context: &mut RequestContext,
    ) -> Result<Decided, ApiError> {
        let set = self.asked.interactions;
        let cart = self.currency(prices).and_then(|currency| {
            let view = |line: &CartLine| {
                (line.price.clone(), prices.get(line.price.as_str()).and_then(|price| price_view(price, currency)))
            };
            let table: PriceTable = self.asked.lines.iter().map(view).collect();
            new_cart(currency, &self.asked.lines, &table)
        });
        let Some(cart) = cart else {
            let decision = Decision::unpriced(policy, set, now);
            context.decision = serde_json::to_string(&decision).ok();
            return Ok(Decided { decision, record: DiscountRecord::default(), rooms: Rooms::NotAsked });
        };
        let mut snapshot = Snapshot {
            id: None,
            cart,
            shopper: shopper.clone(),
            address: None,
            code: self.asked.code.clone(),
            metadata: BTreeMap::new(),
            held: AppliedState::default(),
            ledger: LedgerFacts::default(),
        };
        if let Some(keyed) = keyed {
            keyed.add_to(&mut snapshot, None);
        }
        loop {
            snapshot.ledger.rooms = claiming.rooms(policy, &snapshot, now).await;
            let mut decision = decide_lasting(policy, &snapshot, set, now, LIFE)
                .map_err(|overflow| context.record(ApiError::StripeError, overflow.to_string()))?;
            record_decision(policy, &snapshot, (set, &decision), context);
            let claimed = claiming.claim(policy, &snapshot, &decision, expires_at(&decision)).await;
            context.ledger_unavailable |= snapshot.ledger.rooms == Rooms::Unavailable;
            if claimed {
                let record = DiscountRecord::of(policy, &snapshot, &decision);
                self.translate(policy, &mut decision);
                return Ok(Decided { decision, record, rooms: snapshot.ledger.rooms });
            }
        }
    }

    /// Puts the discount's name into the language of the page, which is that of the request for good: no other call changes it.
    fn translate(&self, policy: &Policy, decision: &mut Decision) {
        let locale = self.asked.locale.as_deref().and_then(Locale::parse);
        let offers: Vec<&str> = decision.applied.iter().map(|applied| applied.offer.as_str()).collect();
        let local = |name: &str| policy.local_name(name, &offers, locale.as_ref()?);
        if let Some(discount) = &mut decision.discount
            && let Some(name) = local(discount.name.as_str())
        {
            discount.name = name;
        }
    }

    /// The currency that the request names, or that all prices have; none where Stripe has to choose one.
    fn currency(&self, prices: &Prices) -> Option<Currency> {
        if let Some(currency) = self.asked.currency {
            return Some(currency);
        }
        let mut of_prices = self.asked.lines.iter().map(|line| prices.get(line.price.as_str())?.currency.as_deref());
        let first = of_prices.next()??;
        of_prices.all(|other| other == Some(first)).then(|| Currency::parse(first).ok())?
    }

    /// Creates the coupon of a discount.
    async fn coupon<'i>(
        &self,
        policy: &Policy,
        client: &mut RequestClient<'_>,
        (decided, id): (&Decided, &'i CouponId),
        context: &mut RequestContext,
    ) -> Result<Option<&'i CouponId>, ApiError> {
        let Some(discount) = &decided.decision.discount else { return Ok(None) };
        let of = (discount, &decided.record, &*policy.hash.to_string());
        coupon::create(client, id, of, expires_at(&decided.decision), context).await?;
        Ok(Some(id))
    }

    /// Creates the session.
    async fn open(
        &self,
        policy: &Policy,
        client: &mut RequestClient<'_>,
        (decided, coupon): (&Decided, Option<&CouponId>),
        context: &mut RequestContext,
    ) -> Result<StripeSession, ApiError> {
        let (asked, checkout) = (self.asked, &policy.checkout);
        let set = Update {
            asked: asked.interactions.without_values(),
            mark: asked.code.as_ref().map(ShopperCode::mark),
            code: asked.code.clone(),
            ..Update::default()
        };
        let hash = policy.hash.to_string();
        let of_the_discount = session_metadata(coupon.map(|coupon| (coupon, &decided.record, &*hash)));
        let creation = SessionCreation {
            page: self.page,
            return_url: self.return_url,
            lines: asked.lines.iter().map(|line| (line.price.as_str(), line.quantity)).collect(),
            countries: checkout.countries.iter().map(AsRef::as_ref).collect(),
            shipping_rates: checkout.shipping_rates.iter().map(AsRef::as_ref).collect(),
            customer: self.customer,
            currency: asked.currency.as_ref().map(Currency::as_str),
            locale: asked.locale.as_deref(),
            coupon: coupon.map(CouponId::as_str),
            expires_at: coupon.map(|_| expires_at(&decided.decision)),
            metadata: set.of_the_set().map(|(key, value)| (key, value.to_owned())).chain(of_the_discount).collect(),
            ..SessionCreation::default()
        };
        // A coupon is read alike on every writer.
        let paths = expand(policy, DiscountWriter::DynamicDiscounts);
        let session = client.create_session(&creation, &paths).await.map_err(|error| refused(&error, context))?;
        context.changed = true;
        let id = session.session_id().map_err(|error| context.record_error(&error))?;
        context.about = Some(Purchase::Session(id));
        client.with_all_lines(session, &paths).await.map_err(|error| context.record_error(&error))
    }
}

/// The time at which a session with this decision expires, in Unix seconds.
fn expires_at(decision: &Decision) -> i64 {
    let latest = decision.now.checked_add(LIFE.most).unwrap_or(Timestamp::MAX);
    decision.valid_until.map_or(latest, |end| end.min(latest)).as_second()
}

fn refused(error: &StripeError, context: &mut RequestContext) -> ApiError {
    match error {
        StripeError::DiscountsRefused => {
            let cause = "Stripe refuses the coupon of a new session: are the prices of one currency?";
            context.record(ApiError::StripeError, cause.to_owned())
        }
        error => context.record_error(error),
    }
}

/// The session that Stripe has made, with what was known when it was decided.
fn created(
    service: Service<'_>,
    session: &StripeSession,
    Decided { rooms, .. }: &Decided,
) -> Result<Snapshot, PurchaseError> {
    let mut snapshot = past_snapshot(session)?;
    if let Some(keyed) = service.keyed {
        keyed.add_to(&mut snapshot, None);
    }
    snapshot.ledger.rooms.clone_from(rooms);
    Ok(snapshot)
}

/// Returns whether the session that Stripe has made earns what it was given.
fn is_earned(
    policy: &Policy,
    session: &StripeSession,
    snapshot: &Snapshot,
    Decided { decision, .. }: &Decided,
) -> bool {
    let given = decision.amount_off();
    let earned = decide(policy, snapshot, snapshot.held.interactions, decision.now);
    amount_discount(session) == Some(given) && earned.is_ok_and(|earned| earned.amount_off() >= given)
}

/// Takes a session back that nobody has seen, and its coupon.
async fn undo(
    client: &mut RequestClient<'_>,
    session: &StripeSession,
    coupon: Option<&CouponId>,
    context: &mut RequestContext,
) {
    if let Ok(id) = session.session_id()
        && client.expire_session(&id).await.is_err()
    {
        context.add("a session with an outdated price may be left open: nobody has its address");
    }
    if let Some(coupon) = coupon {
        coupon::delete(client, coupon, context).await;
    }
}
