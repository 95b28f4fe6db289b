//! The small shop of the model: a policy, two carts, the calls, and the faults that may happen.

use discounts_core::command::{CartLine, Edit, PriceId, SessionCommand};
use discounts_core::money::{Amount, Currency, UnknownCurrency};
use discounts_core::policy::Faults;
use discounts_core::session::{Cart, Customer, Line, Shopper};
use discounts_core::{Interaction, InteractionSet, Policy, Snapshot, decide};
use jiff::{SignedDuration, Timestamp};

use crate::mutation::Mutation;
use crate::stripe::Session;

/// A subtotal of 50 USD earns a member 5 %; one of 150 USD also earns 10 % as a large cart. The better of both applies.
const POLICY: &str = r#"
timezone = "UTC"
combine = "best"

[checkout]
return_url = "https://shop.example/return?session={CHECKOUT_SESSION_ID}"
prices = ["price_cup"]
server_only = ["line_items"]

[[offer]]
id = "member"
interaction = "loyalty"
name = "Members"
when.tier = ["gold"]
give.percent = "5"

[[offer]]
id = "large-cart"
interaction = "cart-threshold"
name = "Large carts"
when.subtotal_over = { usd = "100.00" }
give.percent = "10"
"#;

pub(crate) const PRICE: &str = "price_cup";
pub(crate) const UNIT: u64 = 5_000;
/// Units of the two carts.
pub(crate) const SMALL: u64 = 1;
pub(crate) const LARGE: u64 = 3;
/// The seconds at which the model's clock stops: the start, past the time after which a key is abandoned, past the deadline.
pub(crate) const CLOCK: [i64; 3] = [0, 11, 20];
const DEADLINE: i64 = 16;

/// The sessions and the calls that an exploration starts with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Starts {
    /// Every session, with each combination of all calls.
    All,
    /// A large cart with its discount, and different calls out of three: an interaction, and either cart.
    Few,
    /// Those calls, also on a small cart with a discount that is too large.
    FewWithExcess,
}

/// The part of Stripe's behaviour that nobody documents, and the limits of one exploration.
#[expect(clippy::struct_excessive_bools, reason = "each is a question that Stripe's docs leave open")]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Limits {
    /// Concurrent callers.
    pub(crate) callers: usize,
    /// Faults of Stripe and of the network.
    pub(crate) faults: u8,
    /// Acts of the page: it pays, or changes the cart if it may.
    pub(crate) page: u8,
    /// Steps of the clock, at most two.
    pub(crate) time: u8,
    /// The sessions and the calls to start with.
    pub(crate) starts: Starts,
    /// Only the server changes the cart.
    pub(crate) server_only: bool,
    /// Stripe rejects a cart and a discount in one update.
    pub(crate) rejects_combined: bool,
    /// The callers know that Stripe rejects those, from an earlier run.
    pub(crate) knows_of_splits: bool,
    /// Stripe checks parameters before it checks the idempotency key.
    pub(crate) validates_first: bool,
    /// Stripe replays rejections.
    pub(crate) remembers_rejections: bool,
    /// The discount is written as lower line prices, so that each write of it replaces the cart.
    pub(crate) in_lines: bool,
}

impl Limits {
    pub(crate) const fn of(callers: usize, faults: u8, page: u8, time: u8) -> Self {
        Self {
            callers,
            faults,
            page,
            time,
            starts: Starts::All,
            server_only: true,
            rejects_combined: false,
            knows_of_splits: false,
            validates_first: false,
            remembers_rejections: true,
            in_lines: false,
        }
    }
}

/// A fault of the policy above, or of a literal.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SetupError {
    #[error(transparent)]
    Policy(#[from] Faults),
    #[error(transparent)]
    Currency(#[from] UnknownCurrency),
}

/// An exploration: the shop, its limits, and the defect that is put into the executor, if any.
#[derive(Clone)]
pub(crate) struct Setup {
    pub(crate) policy: Policy,
    pub(crate) limits: Limits,
    pub(crate) mutation: Option<Mutation>,
    pub(crate) start: Timestamp,
    usd: Currency,
}

impl Setup {
    /// The shop.
    pub(crate) fn new(limits: Limits, mutation: Option<Mutation>) -> Result<Self, SetupError> {
        let policy = Policy::load("model.toml", POLICY)?;
        let usd = Currency::parse("usd")?;
        Ok(Self { policy, limits, mutation, start: Timestamp::UNIX_EPOCH, usd })
    }

    /// The moment that a step of the clock stands for.
    pub(crate) fn now(&self, clock: u8) -> Timestamp {
        self.after(CLOCK.get(usize::from(clock)).copied().unwrap_or_default())
    }

    pub(crate) fn deadline(&self) -> Timestamp {
        self.after(DEADLINE)
    }

    fn after(&self, seconds: i64) -> Timestamp {
        self.start.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
    }

    /// The discount that a cart and a set earn.
    pub(crate) fn earned(&self, units: u64, set: InteractionSet) -> Amount {
        let decision = decide(&self.policy, &self.snapshot(units), set, self.start);
        decision.map(|decision| decision.amount_off()).unwrap_or_default()
    }

    /// A gold member with a number of cups, and nothing of ours.
    pub(crate) fn snapshot(&self, units: u64) -> Snapshot {
        let subtotal = Amount::new(units.saturating_mul(UNIT)).unwrap_or_default();
        let line = Line {
            product: Some("prod_cup".to_owned()),
            price: Some(PRICE.to_owned()),
            tags: None,
            quantity: units,
            unit_amount: Amount::new(UNIT),
            subtotal,
        };
        let metadata = [("loyalty_tier".to_owned(), "gold".to_owned())];
        let customer = Customer { id: "cus_gold".to_owned(), metadata: metadata.into(), ..Customer::default() };
        Snapshot {
            id: None,
            cart: Cart {
                currency: self.usd,
                subtotal,
                shipping: Amount::ZERO,
                shipping_cost: None,
                must_charge: false,
                quantity: Some(units),
                lines: Some(vec![line]),
            },
            shopper: Shopper::Customer(customer),
            address: None,
            code: None,
            metadata: <_>::default(),
            held: <_>::default(),
            ledger: <_>::default(),
        }
    }

    pub(crate) const fn currency(&self) -> Currency {
        self.usd
    }

    /// The sessions that a run starts on: a small cart, a large one with its discount, and a small one with a discount that is
    /// too large, as an earlier policy may have left it.
    pub(crate) fn sessions(&self) -> Vec<Session> {
        let large_carts: InteractionSet = Interaction::CartThreshold.into();
        let too_large = self.earned(LARGE, large_carts);
        let large = Session::new(LARGE, large_carts, too_large);
        let (small, excess) =
            (Session::new(SMALL, InteractionSet::EMPTY, Amount::ZERO), Session::new(SMALL, large_carts, too_large));
        match self.limits.starts {
            Starts::All => vec![small, large, excess],
            Starts::Few => vec![large],
            Starts::FewWithExcess => vec![large, excess],
        }
    }

    fn has_all_calls(&self) -> bool {
        self.limits.starts == Starts::All
    }

    /// The calls, each with its name.
    pub(crate) fn commands(&self) -> Vec<SessionCommand> {
        let cart = |quantity| {
            let price = PriceId::parse(PRICE)?;
            Some(SessionCommand::Change(Edit::Cart(vec![CartLine { price, quantity }])))
        };
        let mut commands = vec![SessionCommand::Add(Interaction::Loyalty, None)];
        if self.has_all_calls() {
            commands.extend([
                SessionCommand::Add(Interaction::CartThreshold, None),
                SessionCommand::Remove(Interaction::CartThreshold.into()),
                SessionCommand::Refresh,
            ]);
        }
        if self.limits.server_only {
            commands.extend([cart(SMALL), cart(LARGE)].into_iter().flatten());
        }
        commands
    }

    /// The combinations of calls: one of each multiset.
    pub(crate) fn combinations(&self) -> Vec<Vec<SessionCommand>> {
        let commands = self.commands();
        let mut combinations: Vec<Vec<usize>> = vec![Vec::new()];
        for _ in 0..self.limits.callers {
            let longer = combinations.iter().flat_map(|one| {
                // With few calls, none is made twice.
                let next = |last: &usize| last.saturating_add((!self.has_all_calls()).into());
                let first = one.last().map(next).unwrap_or_default();
                (first..commands.len()).map(move |next| [one.as_slice(), &[next]].concat())
            });
            combinations = longer.collect();
        }
        let of = |one: Vec<usize>| one.into_iter().filter_map(|at| commands.get(at).cloned()).collect();
        let edits = |calls: &Vec<SessionCommand>| calls.iter().any(|call| matches!(call, SessionCommand::Change(_)));
        // Without an edit, nothing is rejected.
        combinations.into_iter().map(of).filter(|calls| edits(calls) || !self.limits.rejects_combined).collect()
    }
}
