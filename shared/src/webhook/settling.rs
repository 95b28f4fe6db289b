//! The end of a session that counts: its uses are confirmed or given back, by what Stripe says of it now.

use discounts_core::Policy;
use discounts_ledger::{Changed, CounterKey, Held, Name, SessionEnd, SessionKey, Store, StoreError};
use jiff::Timestamp;

use super::order::Order;
use crate::purchase::{WrittenDiscount, amount_discount, creation_id, read_session};
use crate::stripe::expand::{CHARGE, COUPON};
use crate::stripe::{RequestClient, SessionId, StripeError, StripeSession};

/// The times that a settlement is tried again because the row has moved meanwhile.
const TRIES: usize = 5;

/// The outcome of a settlement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Settled {
    /// The row is as it should be.
    Yes {
        /// The uses on the paid session that nobody had claimed. Anything here is an incident.
        over_given: Held,
    },
    /// The session can still be paid.
    StillOpen,
}

/// The reasons why a session can't be settled now.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettlingError {
    /// The ledger does not answer.
    #[error(transparent)]
    Ledger(#[from] StoreError),
    /// Stripe does not answer.
    #[error(transparent)]
    Stripe(#[from] StripeError),
    /// Other settlements changed the row each time.
    #[error("other deliveries keep settling the session")]
    Busy,
}

/// Settles a session. The row is read before the session, so what it is settled on is never older than the row: another
/// settlement in between moves the row.
///
/// # Errors
///
/// [`SettlingError`]; another try may succeed.
pub(crate) async fn settle(
    (policy, store): (&Policy, &dyn Store),
    client: &mut RequestClient<'_>,
    (key, id): (&SessionKey, Option<&SessionId>),
    now: Timestamp,
) -> Result<Settled, SettlingError> {
    for _ in 0..TRIES {
        let row = store.read(key, &[]).await?.row;
        let (end, applied, order) = match id {
            Some(id) => match read_session(client, id, &[COUPON, CHARGE]).await {
                Ok(session) => match end_of(&session) {
                    Some(end) => (end, applied(policy, &session), order(&session, now)),
                    None => return Ok(Settled::StillOpen),
                },
                Err(StripeError::NotFound) => (SessionEnd::Expired, Held::NOTHING, None),
                Err(error) => return Err(error.into()),
            },
            // Nobody has its address, so it was never made, or can't be paid.
            None => (SessionEnd::Expired, Held::NOTHING, None),
        };
        let settlement = discounts_ledger::settle(key, row.as_ref(), &applied, end, now);
        let settlement = match order {
            Some(order) => settlement.with_order(order),
            None => settlement,
        };
        let Some(change) = settlement.change else { return Ok(Settled::Yes { over_given: Held::NOTHING }) };
        match store.change(&change).await? {
            Changed::Made => return Ok(Settled::Yes { over_given: settlement.over_given }),
            Changed::Moved(_) | Changed::Spent(_) => {}
        }
    }
    Err(SettlingError::Busy)
}

/// The key of a session's row: its id, or where it was decided once, the id under which it was created.
pub(crate) fn row_key(session: &StripeSession) -> Option<SessionKey> {
    Name::parse(creation_id(session).unwrap_or(&session.id)).map(SessionKey::new)
}

/// The end of a session; none while it is open.
fn end_of(session: &StripeSession) -> Option<SessionEnd> {
    match session.status.as_deref() {
        Some("expired") => return Some(SessionEnd::Expired),
        Some("complete") => {}
        _ => return None,
    }
    let state = session.payment().and_then(|payment| payment.status.as_deref());
    let is_paid = session.payment_status.as_deref() != Some("unpaid");
    Some(match Order::of(session, false) {
        None => SessionEnd::Failed,
        Some(_) if is_paid && state.is_none_or(|state| state == "succeeded") => SessionEnd::Paid,
        Some(_) => SessionEnd::Pending,
    })
}

/// The uses on a session, as its discount records them, without those that a return in full gives back.
pub(crate) fn applied(policy: &Policy, session: &StripeSession) -> Held {
    let Some(written) = WrittenDiscount::of(session) else { return Held::NOTHING };
    let on_session = written.record.counted;
    let is_returned = Order::of(session, false).is_some_and(|order| order.returned);
    if !is_returned {
        return on_session;
    }
    on_session.iter().filter(|(key, _)| !is_given_back(policy, key)).collect()
}

/// The totals of a session for reports. Of a discount of several offers, only what is recorded of their budgets is known.
fn order(session: &StripeSession, now: Timestamp) -> Option<discounts_ledger::Order> {
    let written = WrittenDiscount::of(session)?;
    let name = |offer: &str| Name::parse(offer);
    let gave = if let [one] = written.offers().as_slice() {
        vec![(name(one)?, amount_discount(session)?.get())]
    } else {
        let budgets = written.record.counted.iter().filter(|(key, _)| matches!(key, CounterKey::Budget { .. }));
        budgets.filter_map(|(key, amount)| Some((key.offer()?.clone(), amount))).collect()
    };
    Some(discounts_ledger::Order {
        at: now,
        currency: name(session.currency.as_deref()?)?,
        total: u64::try_from(session.amount_total?).ok()?,
        gave: gave.into_iter().collect(),
    })
}

/// Returns whether the offer of a counter gives its uses back on return.
fn is_given_back(policy: &Policy, key: &CounterKey) -> bool {
    let mut of_the_counter = policy.counted().filter(|offer| match key {
        CounterKey::Code { series, .. } => offer.code_series().any(|one| *one.name == *series.as_str()),
        _ => key.offer().is_some_and(|name| name.as_str() == offer.id.as_str()),
    });
    of_the_counter.any(|offer| offer.limit.as_ref().is_some_and(|limit| limit.give_back))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn session(status: &str, payment_status: &str, payment: &Value) -> StripeSession {
        let session = json!({
            "id": "cs_test_1", "status": status, "mode": "payment", "payment_status": payment_status, "created": 1000,
            "currency": "usd", "amount_total": 5000, "payment_intent": payment,
        });
        serde_json::from_value(session).unwrap()
    }

    #[test]
    fn end_is_told_by_session_and_payment() {
        use SessionEnd::{Expired, Failed, Paid, Pending};
        let payment = |status: &str| json!({ "id": "pi_1", "status": status, "latest_charge": null });
        for (status, payment_status, payment, end) in [
            ("open", "unpaid", Value::Null, None),
            ("expired", "unpaid", Value::Null, Some(Expired)),
            ("complete", "paid", payment("succeeded"), Some(Paid)),
            ("complete", "no_payment_required", Value::Null, Some(Paid)),
            ("complete", "unpaid", payment("processing"), Some(Pending)),
            ("complete", "unpaid", payment("requires_action"), Some(Pending)),
            ("complete", "unpaid", payment("requires_capture"), Some(Pending)),
            ("complete", "unpaid", payment("requires_payment_method"), Some(Failed)),
            ("complete", "unpaid", payment("canceled"), Some(Failed)),
        ] {
            assert_eq!(end_of(&session(status, payment_status, &payment)), end, "{status} {payment_status} {payment}");
        }
    }
}
