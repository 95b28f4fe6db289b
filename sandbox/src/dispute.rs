//! Disputes of charges: inquiries, chargebacks, and bank debits that come back (docs pages "How disputes work" and
//! "Dispute object").

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::error::ApiError;
use crate::event::{self, Subject};
use crate::seed_data::sample;

/// Stripe's fee for a dispute, in the smallest unit of the charge's currency.
const FEE: i64 = 1500;

/// The way in which a payment is disputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The bank only asks: no money moves, and the charge can be refunded.
    Inquiry,
    /// The cardholder's bank takes the money back until the dispute is decided.
    Chargeback,
    /// A bank debit bounces after it has succeeded. It is lost at once.
    ReturnedDebit,
}

/// A dispute's `status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputeStatus {
    /// An inquiry waits for evidence.
    WarningNeedsResponse,
    /// An inquiry's evidence is with the bank.
    WarningUnderReview,
    /// An inquiry has become no chargeback.
    WarningClosed,
    /// A chargeback waits for evidence.
    NeedsResponse,
    /// A chargeback's evidence is with the bank.
    UnderReview,
    /// The money comes back to the merchant.
    Won,
    /// The money stays with the cardholder.
    Lost,
}

use DisputeStatus::{Lost, NeedsResponse, UnderReview, WarningClosed, WarningNeedsResponse, WarningUnderReview, Won};

impl DisputeStatus {
    const ALL: [Self; 7] =
        [WarningNeedsResponse, WarningUnderReview, WarningClosed, NeedsResponse, UnderReview, Won, Lost];

    /// As Stripe writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            WarningNeedsResponse => "warning_needs_response",
            WarningUnderReview => "warning_under_review",
            WarningClosed => "warning_closed",
            NeedsResponse => "needs_response",
            UnderReview => "under_review",
            Won => "won",
            Lost => "lost",
        }
    }

    fn of(dispute: &Map<String, Value>) -> Option<Self> {
        let status = dispute.get("status").and_then(Value::as_str);
        Self::ALL.into_iter().find(|known| Some(known.as_str()) == status)
    }

    /// The statuses that can follow.
    fn next(self) -> &'static [Self] {
        match self {
            WarningNeedsResponse => &[WarningUnderReview, WarningClosed, NeedsResponse],
            WarningUnderReview => &[WarningClosed, NeedsResponse],
            NeedsResponse => &[UnderReview, Lost],
            UnderReview => &[Won, Lost],
            WarningClosed | Won | Lost => &[],
        }
    }

    /// True while the charge can be refunded: an inquiry, or a dispute that the merchant has won.
    fn is_refundable(self) -> bool {
        matches!(self, WarningNeedsResponse | WarningUnderReview | WarningClosed | Won)
    }
}

/// Opens a dispute of a charge, or of a part of it; returns the dispute's id.
pub(crate) fn open(
    account: &mut Account,
    call: &Call<'_>,
    charge: &str,
    claim: Claim,
    amount: Option<i64>,
) -> Result<String, ApiError> {
    let charged = account.path("charge", charge, call.live)?.clone();
    let of = |name: &str| charged.get(name).cloned().unwrap_or_default();
    let whole = of("amount_captured").as_i64().unwrap_or(0);
    let amount = amount.unwrap_or(whole);
    if of("status") != json!("succeeded") || amount < 1 || amount > whole {
        return Err(ApiError::invalid(format!("Charge {charge} has not taken the amount that is disputed.")));
    }
    let (status, reason) = match claim {
        Claim::Inquiry => (WarningNeedsResponse, "unrecognized"),
        Claim::Chargeback => (NeedsResponse, "fraudulent"),
        Claim::ReturnedDebit => (Lost, "insufficient_funds"),
    };
    let dispute = sample(
        "dispute",
        json!({
            "id": account.random.id("du_", 24), "created": call.now, "livemode": of("livemode"), "amount": amount,
            "currency": of("currency"), "charge": charge, "payment_intent": of("payment_intent"), "reason": reason,
            "status": status.as_str(), "is_charge_refundable": status.is_refundable(),
        }),
    );
    let id = account.insert(dispute);
    account.patch(charge, json!({"disputed": true}));
    if claim != Claim::Inquiry {
        add_transaction(account, call, &id, amount.saturating_neg(), FEE);
    }
    emit(account, call, "created", &id);
    if claim != Claim::Inquiry {
        emit(account, call, "funds_withdrawn", &id);
    }
    if status == Lost {
        emit(account, call, "closed", &id);
    }
    Ok(id)
}

/// Moves a dispute to a status that can follow its own. `false`, and nothing is changed, if it can't.
pub(crate) fn move_to(account: &mut Account, call: &Call<'_>, id: &str, status: DisputeStatus) -> bool {
    let Some(dispute) = account.find("dispute", id, call.live).cloned() else { return false };
    let Some(before) = DisputeStatus::of(&dispute).filter(|before| before.next().contains(&status)) else {
        return false;
    };
    let amount = dispute.get("amount").and_then(Value::as_i64).unwrap_or(0);
    account.patch(id, json!({"status": status.as_str(), "is_charge_refundable": status.is_refundable()}));
    let (kind, money) = match status {
        NeedsResponse => ("updated", Some((amount.saturating_neg(), FEE, "funds_withdrawn"))),
        Won => ("closed", Some((amount, 0, "funds_reinstated"))),
        Lost | WarningClosed => ("closed", None),
        WarningNeedsResponse | WarningUnderReview | UnderReview => ("updated", None),
    };
    if let Some((moved, fee, _)) = money {
        add_transaction(account, call, id, moved, fee);
    }
    let previous = json!({"status": before.as_str()});
    event::emit_change(account, call, &format!("charge.dispute.{kind}"), Subject::Object(id), &previous);
    if let Some((_, _, kind)) = money {
        emit(account, call, kind, id);
    }
    true
}

/// Refuses a refund of a charge that is charged back.
pub(crate) fn check_refundable(account: &Account, call: &Call<'_>, charge: &str) -> Result<(), ApiError> {
    let mut disputes =
        account.newest("dispute", call.live).filter(|dispute| dispute.get("charge") == Some(&json!(charge)));
    if disputes.all(|dispute| dispute.get("is_charge_refundable") == Some(&json!(true))) {
        return Ok(());
    }
    let message = format!("Charge {charge} has been charged back; cannot issue a refund.");
    Err(ApiError::invalid(message).code("charge_disputed"))
}

fn emit(account: &mut Account, call: &Call<'_>, kind: &str, id: &str) {
    event::emit(account, call, &format!("charge.dispute.{kind}"), Subject::Object(id));
}

/// Adds what the dispute takes from the merchant's balance, or brings back to it.
fn add_transaction(account: &mut Account, call: &Call<'_>, id: &str, amount: i64, fee: i64) {
    let Some(dispute) = account.object(id).cloned() else { return };
    let of = |name: &str| dispute.get(name).cloned().unwrap_or_default();
    let (category, text) =
        if amount < 0 { ("dispute", "Chargeback withdrawal") } else { ("dispute_reversal", "Chargeback reversal") };
    let fees = if fee == 0 {
        json!([])
    } else {
        json!([{"amount": fee, "application": null, "currency": of("currency"), "description": "Dispute fee", "type": "stripe_fee"}])
    };
    let transaction = sample(
        "balance_transaction",
        json!({
            "id": account.random.id("txn_", 24), "created": call.now, "available_on": call.now, "amount": amount,
            "currency": of("currency"), "fee": fee, "fee_details": fees, "net": amount.saturating_sub(fee),
            "description": format!("{text} for {}", of("charge").as_str().unwrap_or_default()),
            "reporting_category": category, "source": id,
        }),
    );
    let mut transactions = of("balance_transactions").as_array().cloned().unwrap_or_default();
    transactions.push(Value::Object(transaction));
    account.patch(id, json!({"balance_transactions": transactions}));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_inquiry_can_become_a_chargeback() {
        for from in DisputeStatus::ALL {
            let escalates = from.next().contains(&NeedsResponse);
            assert_eq!(escalates, matches!(from, WarningNeedsResponse | WarningUnderReview), "{from:?}");
            assert!(!from.next().contains(&from));
        }
    }
}
