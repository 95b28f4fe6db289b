//! `discounts decide`: the decision for a session as Stripe returns it, without Stripe.

use std::io::{self, Read};
use std::iter;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use shared::clock::Clock;
use shared::core::counts;
use shared::core::money::Overflow;
use shared::core::session::AppliedDiscount;
use shared::core::{Decision, Interaction, InteractionSet, Policy, ShopperCode, Snapshot, decide};
use shared::purchase::{self, DiscountWriter, PurchaseError, PurchaseObject};
use shared::stripe::StripeSession;

use crate::arguments::ShopTime;
use crate::failure::Failure;
use crate::missing_expansion::missing_expansions;
use crate::{arguments, explain, policy_file};

/// The arguments of `discounts decide`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// A Checkout Session as Stripe returns it, as JSON, expanded as the functions read it: discounts, customer, lines.
    /// "-" reads standard input.
    #[arg(long, value_name = "FILE|-")]
    session: PathBuf,
    /// The policy. Without it: discounts.toml of the current directory, else the one compiled in.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The interactions to decide for, besides automatic offers, which always count; "automatic" for these alone. Without
    /// it: those that the session has been asked for, by its metadata; all, if it has been asked for none.
    #[arg(long, value_name = "A,B|all", value_parser = arguments::interactions)]
    interactions: Option<InteractionSet>,
    /// A code as the shopper types it, such as SPRING: decides for the session's interactions and "code".
    #[arg(long, value_name = "CODE", value_parser = arguments::code)]
    code: Option<ShopperCode>,
    /// The moment to decide for: RFC 3339, or a time of the shop's clock. Without it: now.
    #[arg(long, value_name = "TIME", value_parser = arguments::shop_time)]
    now: Option<ShopTime>,
    /// Say in words what each offer gives and why not, and how the discount comes about, instead of JSON.
    #[arg(long)]
    explain: bool,
    /// With --explain: every offer, where otherwise those that do not apply are summed up.
    #[arg(long, requires = "explain")]
    all: bool,
}

/// A decision, as the functions log it, and what they would have read besides.
#[derive(Serialize)]
struct Decided {
    #[serde(flatten)]
    decision: Decision,
    /// That nothing was asked for, that another system's discount is there, that the session can't be changed, and the objects that an offer reads and that the
    /// session came without.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<Note>,
}

#[derive(Serialize)]
struct Note {
    code: &'static str,
    text: &'static str,
}

const ASKED_FOR_NOTHING: Note = Note {
    code: "asked_for_nothing",
    text: "the session has been asked for no interaction, so this decides for all; --interactions names some",
};

const FOREIGN: Note = Note {
    code: "foreign_discount",
    text: "the session has a discount of another system: the functions leave it and answer discount_not_ours",
};
const FOREIGN_REPLACED: Note = Note {
    code: "foreign_discount",
    text: "the session has a discount of another system: the functions replace it if this one is larger",
};

const LIMITS_UNTOUCHED: Note =
    Note { code: "limits_untouched", text: "the ledger is not read: limits count as if nobody had used any of them" };

const DECIDED_ONCE: Note = Note {
    code: "decided_once",
    text: "the session is of a page that is decided when it is created: the functions leave it and answer not_updatable",
};

/// A session that can't be decided. `name` is that of the input.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DecideError {
    #[error("{name} can't be read")]
    Unreadable { name: String, source: io::Error },
    #[error("{name} is not JSON")]
    NotJson { name: String, source: serde_json::Error },
    #[error("{name} is not a Checkout Session as Stripe returns it")]
    NotASession { name: String, source: serde_json::Error },
    #[error("{name} is not a Checkout Session but an object \"{object}\": give the session that is in it, alone")]
    AnotherObject { name: String, object: String },
    #[error("{name}: the session's status is {status}: only an open session has a discount to decide")]
    NotOpen { name: String, status: String },
    #[error("{name}: the session has a discount that it does not show: retrieve it with expand[]=discounts.coupon")]
    HiddenDiscount { name: String },
    #[error(
        "{name}: the session has a discount in its line prices: retrieve it with expand[]=line_items, and with all of its lines"
    )]
    HiddenLines { name: String },
    #[error("{name}: the session was not created with permissions[update_discounts]=server_only")]
    NotServerOnly { name: String },
    #[error("{name}")]
    Purchase { name: String, source: PurchaseError },
    #[error("the session has been asked for {most} codes, and may not be for more")]
    CodesSpent { most: u64 },
    #[error(transparent)]
    Overflow(#[from] Overflow),
    #[error("the decision can't be written as JSON")]
    Output(#[source] serde_json::Error),
}

impl From<DecideError> for Failure {
    fn from(error: DecideError) -> Self {
        Self::usage(error)
    }
}

/// Decides, and returns the decision as JSON or explained.
///
/// # Errors
///
/// - Exit code 1: the policy can't be read, or has errors.
/// - Exit code 2: the input is no session, or one that can't be decided.
pub fn run(args: &Args) -> Result<String, Failure> {
    let policy = policy_file::load_or_default(args.policy.as_deref())?;
    Ok(decided(args, &policy)?)
}

fn decided(args: &Args, policy: &Policy) -> Result<String, DecideError> {
    let (session, mut snapshot) = session(&args.session)?;
    let mut set = args.interactions.unwrap_or(snapshot.held.interactions);
    if let Some(code) = &args.code {
        snapshot.code = Some(code.clone());
        set = set.with(Interaction::Code);
    }
    let by_default = args.interactions.is_none() && set.is_empty();
    if by_default {
        // A session whose codes are spent is decided without them, as the functions do.
        set = snapshot.honoured(policy, InteractionSet::all());
    }
    if set.contains(Interaction::Code) && snapshot.codes_are_spent(policy) {
        return Err(DecideError::CodesSpent { most: policy.limits.codes_per_session });
    }
    let now = args.now.as_ref().and_then(|now| now.instant(&policy.zone)).unwrap_or_else(|| Clock::SYSTEM.now());
    let missing = missing_expansions(&session, iter::once(policy), set);
    let missing = missing.map(|missing| Note { code: missing.code(), text: missing.text() });
    snapshot.ledger.rooms = counts::untouched(policy, &snapshot, now);
    let counts = policy.counts().then_some(LIMITS_UNTOUCHED);
    let foreign = matches!(snapshot.held.discount, AppliedDiscount::Foreign { .. })
        .then_some(if policy.replace_foreign { FOREIGN_REPLACED } else { FOREIGN });
    let once = is_decided_once(&session).then_some(DECIDED_ONCE);
    let notes: Vec<Note> = by_default
        .then_some(ASKED_FOR_NOTHING)
        .into_iter()
        .chain(foreign)
        .chain(once)
        .chain(counts)
        .chain(missing)
        .collect();
    if args.explain {
        let explanation = shared::core::decide::explain(policy, &snapshot, set, now)?;
        let notes: Vec<&str> = notes.iter().map(|note| note.text).collect();
        return Ok(explain::text(policy, &explanation, &notes, args.all));
    }
    let decision = decide(policy, &snapshot, set, now)?.revealed();
    let text = serde_json::to_string_pretty(&Decided { decision, notes }).map_err(DecideError::Output)?;
    Ok(text + "\n")
}

/// Returns whether the functions refuse to change a session.
fn is_decided_once(session: &StripeSession) -> bool {
    let purchase = PurchaseObject::Session(session.clone());
    purchase::check_updatable(&purchase, DiscountWriter::of(session)).is_err()
}

/// The session, and what a decision reads of it.
fn session(path: &Path) -> Result<(StripeSession, Snapshot), DecideError> {
    let (name, session) = read_session(path)?;
    let status = session.status.clone().unwrap_or_else(|| "unknown".to_owned());
    let snapshot = purchase::snapshot(&session, DiscountWriter::of(&session)).map_err(|error| match error {
        PurchaseError::NotOpen => DecideError::NotOpen { name, status },
        PurchaseError::HiddenDiscount => DecideError::HiddenDiscount { name },
        PurchaseError::HiddenLines => DecideError::HiddenLines { name },
        PurchaseError::NotServerOnly => DecideError::NotServerOnly { name },
        source => DecideError::Purchase { name, source },
    })?;
    Ok((session, snapshot))
}

/// Reads a session; `-` is standard input. Returns the name of the input as well.
pub(crate) fn read_session(path: &Path) -> Result<(String, StripeSession), DecideError> {
    let (name, text) = read(path)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let json: Value = match serde_json::from_str(text) {
        Ok(json) => json,
        Err(source) => return Err(DecideError::NotJson { name, source }),
    };
    let object = json.get("object").and_then(Value::as_str).filter(|object| *object != "checkout.session");
    if let Some(object) = object {
        return Err(DecideError::AnotherObject { name, object: object.to_owned() });
    }
    // From the text, so that the error has the line and column.
    match serde_json::from_str(text) {
        Ok(session) => Ok((name, session)),
        Err(source) => Err(DecideError::NotASession { name, source }),
    }
}

fn read(path: &Path) -> Result<(String, String), DecideError> {
    let (name, text) = if path == Path::new("-") {
        let mut text = String::new();
        ("standard input".to_owned(), io::stdin().read_to_string(&mut text).map(|_| text))
    } else {
        (path.display().to_string(), std::fs::read_to_string(path))
    };
    match text {
        Ok(text) => Ok((name, text)),
        Err(source) => Err(DecideError::Unreadable { name, source }),
    }
}
