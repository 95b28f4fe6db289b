//! The cart: `150.00 usd`, or its lines, `3 x shirt at 20.00 [clothes sale] + 2 x mug at 8.00, usd`.

use super::fault::NotationFault;
use super::piece::Piece;
use crate::money::{Amount, Currency};
use crate::session::{AppliedState, Cart, LedgerFacts, Line, Shopper, Snapshot};

const EXAMPLE: &str = "write 150.00 usd, or 2 x boots at 90.00 [shoes], usd";

/// A session of a guest who has this cart.
pub(super) fn read(piece: Piece<'_>) -> Result<Snapshot, NotationFault> {
    let piece = piece.trim();
    if piece.is_empty() {
        return Err(piece.wrong(format!("there is no cart: {EXAMPLE}")));
    }
    let (sum, currency) = match piece.rsplit_once(&[' ', ',']) {
        Some((sum, currency)) => (sum.trim(), currency.trim()),
        None => return Err(piece.wrong(format!("the cart has no currency: {EXAMPLE}"))),
    };
    let currency = Currency::parse(currency.text)
        .map_err(|error| currency.wrong(format!("a cart ends with its currency, such as usd: {error}")))?;
    let sum = if sum.text.ends_with(',') { sum.before_last().trim() } else { sum };
    let (lines, subtotal, quantity) = if sum.text.contains(" x ") {
        let lines = sum.split(" + ").into_iter().map(|piece| line(piece.trim(), currency));
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        let too_much = || sum.wrong("the lines add up to more than Stripe's amounts hold");
        let subtotal = lines.iter().try_fold(Amount::ZERO, |sum, line| sum.checked_add(line.subtotal));
        let quantity = lines.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.quantity));
        (Some(lines), subtotal.ok_or_else(too_much)?, quantity.ok_or_else(too_much)?)
    } else {
        (None, amount(sum, currency)?, 1)
    };
    Ok(Snapshot {
        id: None,
        cart: Cart {
            currency,
            subtotal,
            shipping: Amount::ZERO,
            shipping_cost: None,
            must_charge: false,
            quantity: Some(quantity),
            lines,
        },
        shopper: Shopper::Guest,
        address: None,
        code: None,
        metadata: <_>::default(),
        held: AppliedState::default(),
        ledger: LedgerFacts::default(),
    })
}

/// `3 x shirt at 20.00 [clothes sale]`; `for 59.99` is the price of all units together.
fn line(piece: Piece<'_>, currency: Currency) -> Result<Line, NotationFault> {
    let form = || piece.wrong("a line is units x item at price, such as 3 x shirt at 20.00 [clothes sale]");
    let (units, rest) = piece.split_once(" x ").ok_or_else(form)?;
    let units = units.trim();
    let quantity: u64 = units.text.parse().map_err(|_| units.wrong("units are a whole number, such as 3"))?;
    let (item, price, each) = match (rest.split_once(" at "), rest.split_once(" for ")) {
        (Some((item, price)), _) => (item.trim(), price, true),
        (None, Some((item, price))) => (item.trim(), price, false),
        (None, None) => return Err(form()),
    };
    let (price, tags) = match price.split_once("[") {
        Some((price, tags)) => (price, self::tags(tags.trim())?),
        None => (price, String::new()),
    };
    let price = amount(price.trim(), currency)?;
    let subtotal = if each { price.get().checked_mul(quantity).and_then(Amount::new) } else { Some(price) };
    let (product, price_id) = ids(item)?;
    Ok(Line {
        product: Some(product),
        price: Some(price_id),
        tags: Some(tags),
        quantity,
        unit_amount: each.then_some(price),
        subtotal: subtotal.ok_or_else(|| piece.wrong("the line adds up to more than Stripe's amounts hold"))?,
    })
}

/// The product and the price of `shirt`, `prod_shirt`, `price_shirt`, or of both with a slash between them.
fn ids(item: Piece<'_>) -> Result<(String, String), NotationFault> {
    if item.is_empty() || item.text.contains(char::is_whitespace) {
        return Err(item.wrong("an item is one word, such as boots or prod_boots"));
    }
    let (product, price) = item.split_once("/").unwrap_or((item, item));
    let name = |piece: Piece<'_>| {
        let text = piece.text;
        text.strip_prefix("prod_").or_else(|| text.strip_prefix("price_")).unwrap_or(text).to_owned()
    };
    Ok((format!("prod_{}", name(product)), format!("price_{}", name(price))))
}

/// `clothes sale]`, or with commas if a tag has blanks: `new in, sale]`.
fn tags(piece: Piece<'_>) -> Result<String, NotationFault> {
    match piece.text.strip_suffix(']') {
        Some(tags) if !tags.contains(['[', ']']) => {
            Ok(if tags.contains(',') { tags.to_owned() } else { tags.replace(' ', ",") })
        }
        _ => Err(piece.wrong("tags are the last of a line, in brackets, such as [clothes sale]")),
    }
}

/// An amount in major units.
pub(super) fn amount(piece: Piece<'_>, currency: Currency) -> Result<Amount, NotationFault> {
    if piece.is_empty() {
        return Err(piece.wrong("an amount is missing here, such as 20.00"));
    }
    Amount::parse(piece.text, currency).map_err(|fault| piece.wrong(format!("{} {fault}", piece.text)))
}
