//! The shares of a discount: by largest remainder, in steps of the currency.

use std::cmp::Reverse;

use super::MAX_LINES;
use crate::money::{Amount, Currency};

/// A line at its list price.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListLine {
    /// The list price of one unit; `None` if the line has no such price, and so takes no share.
    pub unit_amount: Option<Amount>,
    /// Units.
    pub quantity: u64,
}

/// Units of a line at one price.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PricedUnits {
    /// Units.
    pub quantity: u64,
    /// The price of one unit.
    pub unit_amount: Amount,
}

/// A line in steps of the currency.
struct Share {
    unit: u64,
    quantity: u64,
    off: u64,
}

/// Lowers the prices of lines by a discount: for each line one or two prices, none for a line without a unit price. `None` if
/// the lines have no room for it: they cost less, or would be more than [`MAX_LINES`].
#[must_use]
pub fn lower(lines: &[ListLine], discount: Amount, currency: Currency) -> Option<Vec<Vec<PricedUnits>>> {
    let unit = |line: &ListLine| line.unit_amount.unwrap_or_default().get();
    let fits = |step: &u64| lines.iter().map(unit).chain([discount.get()]).all(|sum| sum.is_multiple_of(*step));
    // A total that can be charged is a multiple of the step; amounts that are not have no step to keep.
    let step = Some(currency.step()).filter(fits).unwrap_or(1);
    let share = |line: &ListLine| Some(Share { unit: unit(line).checked_div(step)?, quantity: line.quantity, off: 0 });
    let mut shares: Vec<Share> = lines.iter().map(share).collect::<Option<_>>()?;
    let discount = discount.get().checked_div(step)?;
    by_largest_remainder(&mut shares, discount)?;
    let free = MAX_LINES.checked_sub(lines.len())?;
    if shares.iter().filter(|share| share.is_split()).count() > free {
        with_least_splits(&mut shares, free)?;
    }
    let priced = |(line, share): (&ListLine, &Share)| match line.unit_amount {
        Some(_) => share.prices(step),
        None => Some(Vec::new()),
    };
    lines.iter().zip(&shares).map(priced).collect()
}

/// Gives each line its part of the discount, rounded down; what is left goes to the largest remainders, one step each.
fn by_largest_remainder(shares: &mut [Share], discount: u64) -> Option<()> {
    let total: u128 = shares.iter().map(Share::list).sum();
    let discount = u128::from(discount);
    if discount > total {
        return None;
    }
    let mut left = discount;
    let mut remainders: Vec<(Reverse<u128>, usize)> = Vec::new();
    for (at, share) in shares.iter_mut().enumerate() {
        let part = share.list().checked_mul(discount)?;
        share.off = u64::try_from(part.checked_div(total).unwrap_or_default()).ok()?;
        left = left.checked_sub(u128::from(share.off))?;
        remainders.push((Reverse(part.checked_rem(total).unwrap_or_default()), at));
    }
    remainders.sort_unstable();
    for (_, at) in remainders.into_iter().take(usize::try_from(left).ok()?) {
        let share = shares.get_mut(at)?;
        share.off = share.off.checked_add(1)?;
    }
    Some(())
}

/// Moves what splits lines to as few of them as possible. `None` if even one more line is too many.
fn with_least_splits(shares: &mut [Share], free: usize) -> Option<()> {
    let mut left = 0_u64;
    for share in shares.iter_mut() {
        let over = share.off.checked_rem(share.quantity)?;
        share.off = share.off.checked_sub(over)?;
        left = left.checked_add(over)?;
    }
    // Whole multiples first, to lines of many units; a line of one unit takes anything.
    let mut order: Vec<&mut Share> = shares.iter_mut().collect();
    order.sort_by_key(|share| Reverse(share.quantity));
    for share in &mut order {
        let most = u128::from(left).min(share.left());
        let most = u64::try_from(most).ok()?;
        let whole = most.checked_sub(most.checked_rem(share.quantity)?)?;
        share.off = share.off.checked_add(whole)?;
        left = left.checked_sub(whole)?;
    }
    if left > 0 {
        // Filled lines cost nothing and are not split, so at most one is.
        for share in order {
            let more = u64::try_from(u128::from(left).min(share.left())).ok()?;
            share.off = share.off.checked_add(more)?;
            left = left.checked_sub(more)?;
        }
    }
    let splits = shares.iter().filter(|share| share.is_split()).count();
    (left == 0 && splits <= free).then_some(())
}

impl Share {
    fn list(&self) -> u128 {
        u128::from(self.unit).saturating_mul(u128::from(self.quantity))
    }

    fn left(&self) -> u128 {
        self.list().saturating_sub(u128::from(self.off))
    }

    fn is_split(&self) -> bool {
        self.off.checked_rem(self.quantity).is_some_and(|over| over > 0)
    }

    /// The prices, the lower one first.
    fn prices(&self, step: u64) -> Option<Vec<PricedUnits>> {
        let quantity = u128::from(self.quantity);
        let lower = self.left().checked_div(quantity)?;
        let dearer = u64::try_from(self.left().checked_rem(quantity)?).ok()?;
        let priced = |quantity: u64, unit: u128| {
            let unit_amount = u64::try_from(unit).ok()?.checked_mul(step).and_then(Amount::new)?;
            Some(PricedUnits { quantity, unit_amount })
        };
        let first = priced(self.quantity.checked_sub(dearer)?, lower)?;
        let second = if dearer > 0 { Some(priced(dearer, lower.checked_add(1)?)?) } else { None };
        Some([first].into_iter().chain(second).collect())
    }
}
