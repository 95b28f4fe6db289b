//! The cart as a write leaves it: its lines, and their prices where the discount is written as lower ones.

use crate::command::CartLine;
use crate::difference::Change;
use crate::line_prices::{LineMarks, ListLine, PricedUnits, lower};
use crate::money::{Amount, Currency};
use crate::session::AppliedDiscount;

use super::message::{InlinePrice, PlannedItem, PlannedLine, PlannedPrice};
use super::view::{LinePricing, LineView, PriceTable, PriceView, SessionView};

/// The lines have no room for the discount.
#[derive(Debug)]
pub(super) struct LinesFull;

/// A line to be left.
struct Target<'v> {
    item: PlannedItem,
    quantity: u64,
    line: Option<&'v LineView>,
    price: Option<&'v PriceView>,
    currency: Currency,
}

/// The cart that a change of the discount, or `wanted`, leaves. `None` if neither changes the lines.
pub(super) fn cart_after(
    view: &SessionView,
    change: &Change,
    wanted: Option<&[CartLine]>,
    prices: &PriceTable,
) -> Result<Option<Vec<PlannedLine>>, LinesFull> {
    if wanted.is_none() && !(view.rewrites_lines() && *change != Change::Keep) {
        return Ok(None);
    }
    let targets = targets(view, wanted, prices)?;
    let discount = match (view.line_pricing, change, &view.snapshot.held.discount) {
        (LinePricing::Lower, Change::Put { discount, .. }, _) => discount.amount_off,
        // Allocated to other lines, the same discount is other prices. It is no larger than the lines: the rest was for others.
        (LinePricing::Lower, Change::Keep, AppliedDiscount::Ours { amount_off, .. }) => {
            (*amount_off).min(total(&targets))
        }
        _ => Amount::ZERO,
    };
    planned(view, &targets, discount, true).map(Some)
}

/// The cart with every line at its list price. It works also if a price of the catalog was
/// archived meanwhile: list prices are written as prices of their lines.
pub(super) fn cart_at_list_prices(view: &SessionView) -> Option<Vec<PlannedLine>> {
    let no_prices = PriceTable::new();
    let targets = targets(view, None, &no_prices).ok().filter(|_| view.rewrites_lines())?;
    planned(view, &targets, Amount::ZERO, false).ok()
}

fn targets<'v>(
    view: &'v SessionView,
    wanted: Option<&[CartLine]>,
    prices: &'v PriceTable,
) -> Result<Vec<Target<'v>>, LinesFull> {
    let held = |line: &'v LineView, quantity| Target {
        item: PlannedItem::Line(line.id.clone()),
        quantity,
        line: Some(line),
        price: line.price.as_ref(),
        currency: view.snapshot.cart.currency,
    };
    let Some(wanted) = wanted else {
        let held = |line: &'v LineView| Some(held(line, line.quantity?));
        return view.lines.iter().map(held).collect::<Option<_>>().ok_or(LinesFull);
    };
    let target = |wanted: &CartLine| match view.line_of(&wanted.price) {
        Some(line) => held(line, wanted.quantity),
        None => Target {
            item: PlannedItem::Price(wanted.price.clone()),
            quantity: wanted.quantity,
            line: None,
            price: prices.get(&wanted.price).and_then(Option::as_ref),
            currency: view.snapshot.cart.currency,
        },
    };
    Ok(wanted.iter().map(target).collect())
}

fn total(targets: &[Target<'_>]) -> Amount {
    let line = |target: &Target<'_>| target.unit_amount().unwrap_or_default().get().checked_mul(target.quantity);
    let sum = targets.iter().try_fold(0_u64, |sum, target| sum.checked_add(line(target)?));
    sum.and_then(Amount::new).unwrap_or(Amount::MAX)
}

/// `by_name` says that list prices of the catalog are named, and not written as prices of their lines.
fn planned(
    view: &SessionView,
    targets: &[Target<'_>],
    discount: Amount,
    by_name: bool,
) -> Result<Vec<PlannedLine>, LinesFull> {
    if discount == Amount::ZERO {
        return Ok(targets.iter().map(|target| target.at_list_price(by_name)).collect());
    }
    let list: Vec<ListLine> = targets.iter().map(Target::list).collect();
    let lowered = lower(&list, discount, view.snapshot.cart.currency).ok_or(LinesFull)?;
    Ok(targets.iter().zip(lowered).flat_map(|(target, priced)| target.priced(&priced, by_name)).collect())
}

impl Target<'_> {
    /// The list price of one unit, if a lower one can be written.
    fn unit_amount(&self) -> Option<Amount> {
        let price = self.price.filter(|price| price.product.is_some())?;
        self.line.and_then(|line| line.subtotal_per_unit).or(price.amount_per_unit)
    }

    fn list(&self) -> ListLine {
        ListLine { unit_amount: self.unit_amount(), quantity: self.quantity }
    }

    fn priced(&self, priced: &[PricedUnits], by_name: bool) -> Vec<PlannedLine> {
        let Some(list) = self.unit_amount().filter(|list| priced.iter().any(|units| units.unit_amount != *list)) else {
            return vec![self.at_list_price(by_name)];
        };
        priced.iter().enumerate().filter_map(|(at, units)| self.piece(at, list, *units)).collect()
    }

    /// One of the lines at Stripe that a lowered line consists of.
    fn piece(&self, at: usize, list: Amount, units: PricedUnits) -> Option<PlannedLine> {
        let (off, is_part) = (list.saturating_sub(units.unit_amount), at > 0);
        let held = self.line.and_then(|line| line.pieces.get(at));
        let item = match (held, is_part) {
            (_, false) => self.item.clone(),
            (Some(held), true) => PlannedItem::Line(held.id.clone()),
            (None, true) => PlannedItem::New,
        };
        let price = match held {
            Some(held) if held.off == off && held.is_part == is_part => PlannedPrice::Unchanged,
            _ => self.inline(units.unit_amount, list, is_part)?,
        };
        Some(PlannedLine { item, quantity: units.quantity, price })
    }

    fn at_list_price(&self, by_name: bool) -> PlannedLine {
        let price = match (self.line, self.price, self.unit_amount()) {
            (Some(LineView { pieces, .. }), Some(price), Some(list)) if !pieces.is_empty() => match pieces.as_slice() {
                [one] if one.off == Amount::ZERO && !one.is_part => PlannedPrice::Unchanged,
                _ if by_name && !price.is_inline => PlannedPrice::Named(price.id.clone()),
                _ => self.inline(list, list, false).unwrap_or(PlannedPrice::Unchanged),
            },
            (Some(line), ..) if line.is_marked => PlannedPrice::Unmarked,
            _ => PlannedPrice::Unchanged,
        };
        PlannedLine { item: self.item.clone(), quantity: self.quantity, price }
    }

    fn inline(&self, unit_amount: Amount, list: Amount, is_part: bool) -> Option<PlannedPrice> {
        let price = self.price?;
        let off = list.saturating_sub(unit_amount);
        let marks = LineMarks { price: price.id.clone(), is_inline: price.is_inline, list, off, is_part };
        let (product, currency, tax_behavior) = (price.product.clone()?, self.currency, price.tax_behavior.clone());
        Some(PlannedPrice::Inline(Box::new(InlinePrice { product, currency, unit_amount, tax_behavior, marks })))
    }
}
