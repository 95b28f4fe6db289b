//! Projection: the session as a command will leave it, so that the edit and its discount are written at the same moment.

use jiff::Timestamp;

use crate::code::ShopperCode;
use crate::command::{CartLine, Edit, PriceId, SessionCommand, ShippingAddress};
use crate::decide::knows_code;
use crate::money::{Amount, Currency};
use crate::policy::Policy;
use crate::session::{Address, Cart, Line, Snapshot};

use super::counting;
use super::ledger::Ledger;
use super::message::ReconcileError;
use super::view::{LineView, PreDiscountTotals, PriceTable, PriceView, SessionView};

/// A session as it will be.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct ProjectedSession {
    /// The facts to decide on; `None` if only Stripe can price the cart.
    pub(super) snapshot: Option<Snapshot>,
    /// The edit is still to be written.
    pub(super) writes_edit: bool,
    /// The totals after it.
    pub(super) totals: PreDiscountTotals,
    /// A code that the command brings and that no offer takes now. The session keeps the one that it has.
    pub(super) unknown_code: Option<ShopperCode>,
}

/// The prices of a cart that neither the session nor the table shows.
pub(super) fn unknown_prices(view: &SessionView, edit: &Edit, known: &PriceTable) -> Vec<PriceId> {
    let Edit::Cart(lines) = edit else { return Vec::new() };
    let prices = lines.iter().map(|line| &line.price);
    prices.filter(|price| view.line_of(price).is_none() && !known.contains_key(price)).cloned().collect()
}

/// Projects a session to what it will be after a command.
///
/// # Errors
///
/// [`ReconcileError::NotForSale`] and [`ReconcileError::NothingForSale`] for a cart.
pub(super) fn project<E>(
    policy: &Policy,
    view: &SessionView,
    command: Option<&SessionCommand>,
    (prices, ledger): (&PriceTable, &Ledger),
    now: Timestamp,
) -> Result<ProjectedSession, ReconcileError<E>> {
    let mut snapshot = view.snapshot.clone();
    let mut unknown_code = None;
    if let Some(code) = command.and_then(SessionCommand::code) {
        let held = snapshot.code.replace(code.clone());
        // A code that was used is unknown.
        snapshot.ledger.rooms = counting::rooms(policy, &snapshot, ledger, now);
        // Once its codes are spent, a session does not say which ones are known.
        if !snapshot.codes_are_spent(policy) && !knows_code(policy, &snapshot, now) {
            snapshot.code = held;
            unknown_code = Some(code.clone());
        }
    }
    let unchanged =
        |snapshot| ProjectedSession { snapshot: Some(snapshot), writes_edit: false, totals: view.totals, unknown_code };
    let Some(SessionCommand::Change(edit)) = command else { return Ok(unchanged(snapshot)) };
    if let Edit::Cart(lines) = edit {
        let product = |price: &PriceId| match view.line_of(price) {
            Some(line) => line.price.as_ref()?.product.as_deref(),
            None => prices.get(price)?.as_ref()?.product.as_deref(),
        };
        check_for_sale(policy, lines, product)?;
        // An archived price, and one of a single line, such as one that a discount has lowered, are in no other cart. Where prices
        // are written and not named, Stripe would not refuse them.
        let is_inactive = |line: &CartLine| match (view.line_of(&line.price), prices.get(&line.price)) {
            (None, Some(Some(price))) => price.is_inline,
            _ => false,
        };
        if lines.iter().any(is_inactive) {
            return Err(ReconcileError::NotForSale);
        }
    }
    if view.already_has(edit) {
        return Ok(unchanged(snapshot));
    }
    Ok(match edit {
        Edit::ShippingAddress(address) => {
            snapshot.address = Some(place(address));
            ProjectedSession { snapshot: Some(snapshot), writes_edit: true, totals: view.totals, unknown_code: None }
        }
        Edit::Cart(lines) => {
            let cart = cart_with(view, lines, prices);
            let subtotal = cart.as_ref().and_then(|cart| i64::try_from(cart.subtotal.get()).ok());
            let totals = PreDiscountTotals { subtotal, ..view.totals };
            let snapshot = cart.map(|cart| Snapshot { cart, ..snapshot });
            ProjectedSession { snapshot, writes_edit: true, totals, unknown_code: None }
        }
    })
}

/// Checks that every line may be bought.
///
/// # Errors
///
/// [`ReconcileError::NotForSale`]; [`ReconcileError::NothingForSale`] if the policy lists nothing that may be.
pub fn check_for_sale<'p, E>(
    policy: &Policy,
    lines: &[CartLine],
    product: impl Fn(&PriceId) -> Option<&'p str>,
) -> Result<(), ReconcileError<E>> {
    let checkout = &policy.checkout;
    if checkout.prices.is_empty() && checkout.products.is_empty() {
        return Err(ReconcileError::NothingForSale);
    }
    let lists = |list: &[Box<str>], word: &str| list.iter().any(|listed| **listed == *word);
    let sold = |line: &CartLine| {
        lists(&checkout.prices, line.price.as_str())
            || product(&line.price).is_some_and(|product| lists(&checkout.products, product))
    };
    if lines.iter().all(sold) { Ok(()) } else { Err(ReconcileError::NotForSale) }
}

/// The cart with these lines; `None` if only Stripe can price it, as with tiers.
fn cart_with(view: &SessionView, wanted: &[CartLine], prices: &PriceTable) -> Option<Cart> {
    let line = |wanted: &CartLine| {
        let held = view.line_of(&wanted.price);
        let price = held.and_then(|line| line.price.as_ref()).or_else(|| prices.get(&wanted.price)?.as_ref())?;
        line_of(
            price,
            held.and_then(|line: &LineView| line.subtotal_per_unit).or(price.amount_per_unit)?,
            wanted.quantity,
        )
    };
    let lines: Vec<Line> = wanted.iter().map(line).collect::<Option<_>>()?;
    with_lines(lines, view.snapshot.cart.clone())
}

/// The cart of a session that does not exist yet; `None` if only Stripe can price it.
#[must_use]
pub fn new_cart(currency: Currency, wanted: &[CartLine], prices: &PriceTable) -> Option<Cart> {
    let line = |wanted: &CartLine| {
        let price = prices.get(&wanted.price)?.as_ref()?;
        line_of(price, price.amount_per_unit?, wanted.quantity)
    };
    let lines: Vec<Line> = wanted.iter().map(line).collect::<Option<_>>()?;
    let empty = Cart {
        currency,
        subtotal: Amount::ZERO,
        shipping: Amount::ZERO,
        shipping_cost: None,
        must_charge: false,
        quantity: None,
        lines: None,
    };
    with_lines(lines, empty)
}

fn line_of(price: &PriceView, unit: Amount, quantity: u64) -> Option<Line> {
    Some(Line {
        product: price.product.clone(),
        price: Some(price.id.clone()),
        tags: price.tags.clone(),
        quantity,
        unit_amount: price.unit_amount,
        subtotal: unit.get().checked_mul(quantity).and_then(Amount::new)?,
    })
}

fn with_lines(lines: Vec<Line>, cart: Cart) -> Option<Cart> {
    let sum = lines.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.subtotal.get()));
    let quantity = lines.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.quantity));
    Some(Cart { subtotal: sum.and_then(Amount::new)?, quantity, lines: Some(lines), ..cart })
}

/// The part of an address that a decision may read.
fn place(address: &ShippingAddress) -> Address {
    Address {
        country: Some(address.country.clone()),
        state: address.field("state").map(str::to_owned),
        postal_code: address.field("postal_code").map(str::to_owned),
    }
}
