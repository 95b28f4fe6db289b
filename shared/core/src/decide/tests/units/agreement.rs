//! Both computations agree on random offers and carts. `UNITS_CASES` sets their number.

use super::random::{Dice, bundle, bundle_text, deal, lines_for, lines_of_sets, session, text, uneven_lines_of_sets};
use super::*;

/// The random offers; and the random carts that each is decided on.
const OFFERS: u64 = 500;
const CARTS: u64 = 40;

#[test]
fn both_computations_agree_on_random_carts() {
    let most = std::env::var("UNITS_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(OFFERS * CARTS);
    let mut dice = Dice(20_261_128);
    let mut some = 0;
    for _ in 0..most.div_ceil(CARTS) {
        let deal = deal(&mut dice);
        let text = text(&deal);
        let policy = policy(&text);
        for _ in 0..CARTS {
            let lines = lines_for(&mut dice, &deal);
            let expected = deal.discount(&lines);
            let decided = decided(&policy, &session(lines.clone())).off();
            assert_eq!(decided, expected, "{text}\n{lines:#?}");
            some += u64::from(expected > 0);
        }
    }
    assert!(some * 3 > most, "{some} of {most} give something");
}

#[test]
fn both_computations_agree_on_random_bundles() {
    let most = std::env::var("UNITS_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(OFFERS * CARTS) / 4;
    let mut dice = Dice(20_261_129);
    let mut some = 0;
    for _ in 0..most.div_ceil(CARTS) {
        let bundle = bundle(&mut dice);
        let policy = policy(&bundle_text(&bundle));
        for _ in 0..CARTS {
            let lines = lines_of_sets(&mut dice);
            let expected = bundle.discount(&lines);
            let decided = decided(&policy, &session(lines.clone())).off();
            assert_eq!(decided, expected, "{bundle:?}\n{lines:#?}");
            some += u64::from(expected > 0);
        }
    }
    assert!(some * 8 > most, "{some} of {most} give something");
}

/// The price of one unit of an uneven line is rounded down, and all of its units cost what the line costs.
#[test]
fn uneven_bundles_differ_by_the_cents_that_units_do_not_show() {
    let most = std::env::var("UNITS_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(OFFERS * CARTS) / 4;
    let mut dice = Dice(20_261_130);
    let mut uneven = 0;
    for _ in 0..most.div_ceil(CARTS) {
        let bundle = bundle(&mut dice);
        let policy = policy(&bundle_text(&bundle));
        for _ in 0..CARTS {
            let lines = uneven_lines_of_sets(&mut dice);
            let by_unit = bundle.discount(&lines);
            let cents: u64 =
                lines.iter().map(|line| line.subtotal.get() - oracle::price(line, 1) * line.quantity).sum();
            let decided = decided(&policy, &session(lines.clone())).off();
            assert!((by_unit..=by_unit + cents).contains(&decided), "{decided} {by_unit} {bundle:?}\n{lines:#?}");
            uneven += u64::from(by_unit > 0 && decided != by_unit);
        }
    }
    // A short run may have none.
    assert!(uneven * 500 > most.saturating_sub(2_000), "{uneven} of {most} are uneven");
}
