//! The lines of a session at their list prices, also where this service has lowered them.
//!
//! A line whose marks explain its price is read at the list price that they hold. Any other price is the list price: the
//! merchant's own, or one that was changed since.

use discounts_core::line_prices::LineMarks;
use discounts_core::money::{Amount, Currency};
use discounts_core::reconcile::{LinePiece, LineView, PriceView};
use discounts_core::session::Line;

use super::lines::{amount, line, price_view};
use crate::stripe::object::{LineItem, LineItems};

/// A line at its list price.
#[derive(Debug)]
pub(super) struct ListLine {
    pub(super) view: LineView,
    /// The line as a decision may see it; `None` if it does not show its quantity or sum.
    pub(super) line: Option<Line>,
}

/// The lines at their list prices, in their order. A line that was split is one line.
pub(super) fn list_lines(items: &LineItems, currency: Currency) -> Vec<ListLine> {
    let mut lines: Vec<ListLine> = Vec::new();
    for item in &items.data {
        let Some((marks, quantity)) = marks(item, currency) else {
            lines.push(ListLine::unmarked(item, currency));
            continue;
        };
        let piece = LinePiece { id: item.id.clone(), quantity, off: marks.off, is_part: marks.is_part };
        let first = lines.iter_mut().rfind(|line| marks.is_part && line.is_split_from(&marks));
        match first {
            Some(first) => first.add(piece),
            None => lines.push(ListLine::lowered(item, currency, marks, piece)),
        }
    }
    lines
}

/// All lines of a cart at their list prices; none while there are more, or where a line does not show its quantity or sum.
pub(super) fn whole_cart(lines: &LineItems, currency: Currency) -> Option<Vec<Line>> {
    if lines.has_more { None } else { list_lines(lines, currency).into_iter().map(|list| list.line).collect() }
}

/// The amount that lower line prices take off.
pub(super) fn off_list(items: &LineItems, currency: Currency) -> Amount {
    let piece = |item| {
        let (marks, quantity) = marks(item, currency)?;
        marks.off.get().checked_mul(quantity)
    };
    let sum = items.data.iter().filter_map(piece).fold(0_u64, u64::saturating_add);
    Amount::new(sum).unwrap_or(Amount::MAX)
}

/// Returns whether a line bears marks, also such as explain nothing.
pub(super) fn has_marks(items: &LineItems) -> bool {
    items.data.iter().any(is_marked)
}

fn is_marked(item: &LineItem) -> bool {
    item.metadata.as_ref().is_some_and(LineMarks::are_in)
}

/// Returns whether the shopper may change the quantity of a line.
pub(super) fn is_adjustable(items: &LineItems) -> bool {
    items
        .data
        .iter()
        .any(|item| item.adjustable_quantity.as_ref().is_some_and(|adjustable| adjustable.enabled == Some(true)))
}

/// The marks of a line that explain its price, and its quantity.
fn marks(item: &LineItem, currency: Currency) -> Option<(LineMarks, u64)> {
    // By the price alone: a sum that Stripe makes otherwise, as of taxes, must not hide that the price is ours.
    let unit_amount = item.price.as_ref()?.amount_for_each_unit(currency.as_str()).and_then(amount)?;
    Some((LineMarks::read(item.metadata.as_ref()?, unit_amount)?, item.quantity?))
}

impl ListLine {
    fn unmarked(item: &LineItem, currency: Currency) -> Self {
        let view = LineView {
            id: item.id.clone(),
            quantity: item.quantity,
            price: item.price.as_ref().and_then(|price| price_view(price, currency)),
            subtotal_per_unit: item.subtotal_per_unit().and_then(amount),
            pieces: Vec::new(),
            is_marked: is_marked(item),
        };
        Self { view, line: line(item, currency) }
    }

    fn lowered(item: &LineItem, currency: Currency, marks: LineMarks, piece: LinePiece) -> Self {
        let shown = item.price.as_ref().and_then(|price| price_view(price, currency)).unwrap_or_default();
        let list = Some(marks.list);
        let price = PriceView {
            id: marks.price,
            unit_amount: list,
            amount_per_unit: list,
            is_inline: marks.is_inline,
            ..shown
        };
        let line = Line {
            product: price.product.clone(),
            price: Some(price.id.clone()),
            tags: price.tags.clone(),
            quantity: 0,
            unit_amount: list,
            subtotal: Amount::ZERO,
        };
        let view = LineView {
            id: item.id.clone(),
            quantity: Some(0),
            price: Some(price),
            subtotal_per_unit: list,
            pieces: Vec::new(),
            is_marked: true,
        };
        let mut lowered = Self { view, line: Some(line) };
        lowered.add(piece);
        lowered
    }

    fn is_split_from(&self, marks: &LineMarks) -> bool {
        let same_price = self.view.price.as_ref().is_some_and(|price| {
            price.id == marks.price && price.is_inline == marks.is_inline && price.unit_amount == Some(marks.list)
        });
        same_price && matches!(self.view.pieces.as_slice(), [first] if !first.is_part)
    }

    fn add(&mut self, piece: LinePiece) {
        let quantity = self.view.quantity.and_then(|quantity| quantity.checked_add(piece.quantity));
        self.view.quantity = quantity;
        self.line = self.line.take().and_then(|line| {
            let quantity = quantity?;
            let subtotal = line.unit_amount?.get().checked_mul(quantity).and_then(Amount::new)?;
            Some(Line { quantity, subtotal, ..line })
        });
        self.view.pieces.push(piece);
    }
}

#[cfg(test)]
mod tests;
