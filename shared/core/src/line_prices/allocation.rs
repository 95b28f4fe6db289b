//! The allocation of a discount to lines: by largest remainder, in steps of the currency.

use std::cmp::Reverse;

use super::MAX_LINES;
use crate::money::{Amount, Currency};

/// A line at its list price.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListLine {
    /// The list price of one unit; `None` if the line has no such price, and so takes no part of it.
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
struct Allocation {
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
    let allocation =
        |line: &ListLine| Some(Allocation { unit: unit(line).checked_div(step)?, quantity: line.quantity, off: 0 });
    let mut allocations: Vec<Allocation> = lines.iter().map(allocation).collect::<Option<_>>()?;
    let discount = discount.get().checked_div(step)?;
    by_largest_remainder(&mut allocations, discount)?;
    let free = MAX_LINES.checked_sub(lines.len())?;
    if allocations.iter().filter(|allocation| allocation.is_split()).count() > free {
        with_least_splits(&mut allocations, free)?;
    }
    let priced = |(line, allocation): (&ListLine, &Allocation)| match line.unit_amount {
        Some(_) => allocation.prices(step),
        None => Some(Vec::new()),
    };
    lines.iter().zip(&allocations).map(priced).collect()
}

/// Gives each line its part of the discount, rounded down; what is left goes to the largest remainders, one step each.
fn by_largest_remainder(allocations: &mut [Allocation], discount: u64) -> Option<()> {
    let total: u128 = allocations.iter().map(Allocation::list).sum();
    let discount = u128::from(discount);
    if discount > total {
        return None;
    }
    let mut left = discount;
    let mut remainders: Vec<(Reverse<u128>, usize)> = Vec::new();
    for (at, allocation) in allocations.iter_mut().enumerate() {
        let part = allocation.list().checked_mul(discount)?;
        allocation.off = u64::try_from(part.checked_div(total).unwrap_or_default()).ok()?;
        left = left.checked_sub(u128::from(allocation.off))?;
        remainders.push((Reverse(part.checked_rem(total).unwrap_or_default()), at));
    }
    remainders.sort_unstable();
    for (_, at) in remainders.into_iter().take(usize::try_from(left).ok()?) {
        let allocation = allocations.get_mut(at)?;
        allocation.off = allocation.off.checked_add(1)?;
    }
    Some(())
}

/// Moves what splits lines to as few of them as possible. `None` if even one more line is too many.
fn with_least_splits(allocations: &mut [Allocation], free: usize) -> Option<()> {
    let mut left = 0_u64;
    for allocation in allocations.iter_mut() {
        let over = allocation.off.checked_rem(allocation.quantity)?;
        allocation.off = allocation.off.checked_sub(over)?;
        left = left.checked_add(over)?;
    }
    // Whole multiples first, to lines of many units; a line of one unit takes anything.
    let mut order: Vec<&mut Allocation> = allocations.iter_mut().collect();
    order.sort_by_key(|allocation| Reverse(allocation.quantity));
    for allocation in &mut order {
        let most = u128::from(left).min(allocation.left());
        let most = u64::try_from(most).ok()?;
        let whole = most.checked_sub(most.checked_rem(allocation.quantity)?)?;
        allocation.off = allocation.off.checked_add(whole)?;
        left = left.checked_sub(whole)?;
    }
    if left > 0 {
        // Filled lines cost nothing and are not split, so at most one is.
        for allocation in order {
            let more = u64::try_from(u128::from(left).min(allocation.left())).ok()?;
            allocation.off = allocation.off.checked_add(more)?;
            left = left.checked_sub(more)?;
        }
    }
    let splits = allocations.iter().filter(|allocation| allocation.is_split()).count();
    (left == 0 && splits <= free).then_some(())
}

impl Allocation {
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
