//! A curve as a picture.

use std::fmt::Write;

use shared::core::money::Amount;
use shared::core::overview::Curve;

const WIDTH: u64 = 320;
const HEIGHT: u64 = 96;

/// The picture of a curve, on the scale of the largest discount of all curves. `label` says in words what it shows.
pub(super) fn chart(curve: &Curve, largest: Amount, label: &str) -> String {
    let widest = curve.points.last().map_or(Amount::ZERO, |point| point.value);
    let line: Vec<String> = curve
        .points
        .iter()
        .map(|point| {
            let (x, y) = (scaled(point.value, widest, WIDTH), scaled(point.off, largest, HEIGHT));
            format!("{x},{}", HEIGHT.saturating_sub(y))
        })
        .collect();
    let mut svg = format!("<svg viewBox=\"-4 -4 {} {}\" role=\"img\" aria-label=\"{label}\">", WIDTH + 8, HEIGHT + 8);
    // A string takes whatever is written to it.
    let _ = write!(svg, "<path class=\"axis\" d=\"M0,0V{HEIGHT}H{WIDTH}\"/><polyline points=\"{}\"/>", line.join(" "));
    svg.push_str("</svg>");
    svg
}

/// A part of a length, in whole units of the picture.
fn scaled(amount: Amount, whole: Amount, length: u64) -> u64 {
    let part = u128::from(amount.get()).saturating_mul(u128::from(length)).checked_div(u128::from(whole.get()));
    u64::try_from(part.unwrap_or_default()).unwrap_or(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_scaled_to_the_picture() {
        let amount = |minor| Amount::new(minor).unwrap();
        for (part, whole, length) in [(0, 100, 0), (50, 100, 160), (100, 100, 320), (7, 0, 0)] {
            assert_eq!(scaled(amount(part), amount(whole), WIDTH), length, "{part} of {whole}");
        }
    }
}
