//! The discount as lower line prices: one write of the whole cart, always under the version.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows has failed")]

use super::*;
use crate::reconcile::{LinePiece, PlannedItem, PlannedPrice};
use crate::session::AppliedDiscount;

/// 1.00 off every cart.
const DOLLAR: &str = "give.amount_off = { usd = \"1.00\" }";

/// A session of cups whose discount is in their prices: pieces of a number of units, each with its amount off.
fn lowered(pieces: &[(u64, u64)], version: &str) -> Box<SessionView> {
    let units = pieces.iter().map(|(units, _)| units).sum();
    let off = pieces.iter().map(|(units, off)| units * off).sum();
    let mut view = of(units, off, version);
    let line = &mut view.lines[0];
    line.price = Some(PriceView { product: Some("prod_cup".to_owned()), ..price("price_cup") });
    line.is_marked = off > 0;
    let piece = |(at, (quantity, off)): (usize, &(u64, u64))| LinePiece {
        id: if at == 0 { "li_cup".to_owned() } else { format!("li_cup_{at}") },
        quantity: *quantity,
        off: amount(*off),
        is_part: at > 0,
    };
    line.pieces = pieces.iter().enumerate().map(piece).filter(|_| off > 0).collect();
    view.line_pricing = LinePricing::Lower;
    view
}

fn seen(pieces: &[(u64, u64)], version: &str) -> Seen {
    Observation::Session(lowered(pieces, version))
}

/// The cart of a write: `li_cup 3 at 4500`, with `named`, `unchanged` or `unmarked` where it has no price of its own.
fn lines(action: &Action) -> String {
    let Action::Write(write) = action else { return words(action) };
    let Some(cart) = &write.cart else { return format!("{} no cart", words_of_write(write)) };
    let line = |line: &super::super::PlannedLine| {
        let item = match &line.item {
            PlannedItem::Line(id) => id.clone(),
            PlannedItem::Price(price) => price.as_str().to_owned(),
            PlannedItem::New => "new".to_owned(),
        };
        let price = match &line.price {
            PlannedPrice::Unchanged => "unchanged".to_owned(),
            PlannedPrice::Unmarked => "unmarked".to_owned(),
            PlannedPrice::Named(price) => format!("named {price}"),
            PlannedPrice::Inline(price) => {
                assert_eq!(price.unit_amount.checked_add(price.marks.off), Some(price.marks.list));
                let part = if price.marks.is_part { " part" } else { "" };
                format!("at {}{part} of {}", price.unit_amount, price.marks.price)
            }
        };
        format!("{item} {} {price}", line.quantity)
    };
    cart.iter().map(line).collect::<Vec<_>>().join(", ")
}

/// The first write that a command makes on a session.
fn first_write(give: &str, command: SessionCommand, view: Box<SessionView>) -> String {
    let policy = test_support::policy(&format!("{POLICY}\n{}", for_all("ten", give)));
    let mut seen = Observation::Session(view);
    let mut reconciler = reconciler(command);
    loop {
        match reconciler.next(&policy, seen, second(0)) {
            Step::Act(next, Action::ReadPrices(prices, _)) => {
                let of = |id: &PriceId| PriceView { product: Some("prod_tea".to_owned()), ..price(id.as_str()) };
                seen = Observation::Prices(prices.iter().map(|id| (id.clone(), Some(of(id)))).collect());
                reconciler = *next;
            }
            Step::Act(_, action) => return lines(&action),
            Step::Done(outcome) => return format!("{:?}", outcome.result.map(|_| ())),
        }
    }
}

const TEN: &str = "give.percent = \"10\"";

#[test]
fn discount_lowers_the_prices_of_the_whole_cart() {
    let refresh = SessionCommand::Refresh;
    for (give, before, expected) in [
        (TEN, &[(3, 0)][..], "li_cup 3 at 4500 of price_cup"),
        (DOLLAR, &[(3, 0)], "li_cup 1 at 4966 of price_cup, new 2 at 4967 part of price_cup"),
        // The second part stays a line of its own, or goes.
        (DOLLAR, &[(2, 1), (1, 2)], "li_cup 1 at 4966 of price_cup, li_cup_1 2 at 4967 part of price_cup"),
        (TEN, &[(2, 1), (1, 2)], "li_cup 3 at 4500 of price_cup"),
        (DOLLAR, &[(1, 34), (2, 1)], "li_cup 1 unchanged, li_cup_1 2 at 4967 part of price_cup"),
        (DOLLAR, &[(1, 34), (2, 33)], "Ok(())"),
    ] {
        assert_eq!(first_write(give, refresh.clone(), lowered(before, "a")), expected, "{give} on {before:?}");
    }
}

#[test]
fn cart_and_line_prices_are_one_write() {
    for (give, before, wanted, expected) in [
        (TEN, &[(3, 500)][..], cart([("price_cup", 2)]), "li_cup 2 unchanged"),
        (TEN, &[(3, 0)], cart([("price_cup", 2)]), "li_cup 2 at 4500 of price_cup"),
        // The same discount on another cart is other prices.
        (DOLLAR, &[(1, 34), (2, 33)], cart([("price_cup", 2)]), "li_cup 2 at 4950 of price_cup"),
        (
            DOLLAR,
            &[(1, 34), (2, 33)],
            cart([("price_tea", 1), ("price_cup", 1)]),
            "price_tea 1 at 4950 of price_tea, li_cup 1 at 4950 of price_cup",
        ),
    ] {
        assert_eq!(first_write(give, wanted, lowered(before, "a")), expected, "{give} on {before:?}");
    }
}

#[test]
fn cleared_lines_name_their_list_prices() {
    let remove = SessionCommand::Remove(Interaction::CartThreshold.into());
    let of_view = |view| first_write(TEN, remove.clone(), view);
    assert_eq!(of_view(lowered(&[(1, 34), (2, 33)], "a")), "li_cup 3 named price_cup");
    let mut inline = lowered(&[(3, 500)], "a");
    inline.lines[0].price.as_mut().unwrap().is_inline = true;
    assert_eq!(of_view(inline), "li_cup 3 at 5000 of price_cup");
    let mut restored = lowered(&[(3, 500)], "a");
    restored.lines[0].pieces[0].off = amount(0);
    assert_eq!(of_view(restored), "li_cup 3 unchanged");
    let mut stale = lowered(&[(3, 500)], "a");
    stale.lines[0].pieces.clear();
    assert_eq!(of_view(stale), "li_cup 3 unmarked");
}

#[test]
fn coupon_writer_restores_list_prices() {
    let mut view = lowered(&[(1, 34), (2, 33)], "a");
    view.line_pricing = LinePricing::Restore;
    assert_eq!(first_write(TEN, SessionCommand::Refresh, view), "li_cup 3 named price_cup");
}

#[test]
fn set_alone_leaves_the_lines() {
    let view = lowered(&[(3, 500)], "a");
    assert_eq!(first_write(TEN, SessionCommand::Add(Interaction::Loyalty, None), view), "write \"a\" no cart");
}

#[test]
fn discount_without_room_is_an_error_and_none_stays() {
    let mut view = lowered(&[(3, 0)], "a");
    view.lines[0].price.as_mut().unwrap().product = None;
    let run = refresh([Observation::Session(view.clone())]);
    assert_eq!((run.steps.len(), run.error()), (0, (&ReconcileError::LinesFull, None)));
    view.snapshot.held.discount = lowered(&[(3, 600)], "a").snapshot.held.discount;
    let run = refresh([Observation::Session(view), seen(&[(3, 0)], "b")]);
    assert_eq!((run.steps.as_slice(), run.error().1), (&["clear".to_owned()][..], Some(Excess::Cleared)));
}

/// The keys of the writes of a run on a session with 20.00 off, where 15.00 is earned.
fn keys(observations: impl IntoIterator<Item = Seen>) -> (Vec<String>, Option<Excess>) {
    let policy = policy_with("");
    let mut reconciler = reconciler(SessionCommand::Refresh);
    let mut steps = Vec::new();
    for seen in observations {
        match reconciler.next(&policy, seen, second(0)) {
            Step::Act(next, action) => {
                let key = |write: &PlannedWrite| match &write.key {
                    WriteKey::Version(version) => format!("{:?}", version.as_str()),
                    other => format!("{other:?}"),
                };
                steps.push(match &action {
                    Action::Write(write) => format!("{} {}", words_of_write(write), key(write)),
                    other => words(other),
                });
                reconciler = *next;
            }
            Step::Done(outcome) => return (steps, outcome.excess),
        }
    }
    panic!("{steps:?}")
}

const LOWERS: &str = "write \"a\" cart of 3 off 1500 \"a\"";

fn too_much() -> Seen {
    let mut view = lowered(&[(2, 666), (1, 668)], "a");
    view.amount_discount = amount(2_000);
    Observation::Session(view)
}

#[test]
fn lines_are_cleared_under_the_version() {
    let (steps, excess) = keys([too_much(), failed(FailureKind::Other), seen(&[(3, 0)], "b")]);
    assert_eq!((steps, excess), (vec![LOWERS.to_owned(), "clear \"a\"".to_owned()], Some(Excess::Cleared)));
}

#[test]
fn clearing_that_meets_another_write_is_made_on_what_that_left() {
    let start = || [too_much(), failed(FailureKind::TimedOut), failed(FailureKind::Conflict)].into_iter();
    let both = [LOWERS.to_owned(), "clear \"a\"".to_owned(), "read".to_owned()];
    // The other write has left nothing of ours.
    assert_eq!(keys(start().chain([seen(&[(1, 0)], "b")])), (both.to_vec(), Some(Excess::Cleared)));
    // A discount that may be right: too little may stay.
    let (steps, excess) = keys(start().chain([seen(&[(3, 500)], "b"), seen(&[(3, 0)], "c")]));
    assert_eq!(steps, [both.as_slice(), &["clear \"b\"".to_owned()]].concat());
    assert_eq!(excess, Some(Excess::Cleared));
    // It is never made without the version.
    let (steps, excess) = keys(start().chain([failed(FailureKind::Other)]));
    assert_eq!((steps, excess), (both.to_vec(), Some(Excess::MayRemain)));
}

#[test]
fn clearing_under_a_lost_key_bumps_the_version_first() {
    let bumped = SessionVersion::parse("a").unwrap().bumped();
    let lost = failed(FailureKind::ReplayedFailure);
    let start = || [too_much(), lost.clone(), failed(FailureKind::Other)].into_iter();
    let found = [too_much(), Observation::Bumped(Some(bumped.clone())), seen(&[(3, 0)], "b")];
    let (steps, excess) = keys(start().chain(found));
    assert_eq!(steps[..3], [LOWERS, "read", "read"]);
    assert!(steps[3].starts_with("bump \"a\" 0"), "{steps:?}");
    assert_eq!((steps[4..].to_vec(), excess), (vec![format!("clear {:?}", bumped.as_str())], Some(Excess::Cleared)));
    // Another caller has written since: the cart that was read before does not replace theirs.
    let (steps, excess) = keys(start().chain([seen(&[(1, 0)], "b")]));
    assert_eq!((steps, excess), ([LOWERS, "read", "read"].map(str::to_owned).to_vec(), Some(Excess::Cleared)));
}

#[test]
fn rejection_that_has_the_key_is_resent_before_clearing() {
    let bumped = SessionVersion::parse("a").unwrap().bumped();
    let seen = [
        too_much(),
        failed(FailureKind::Rejected),
        too_much(),
        failed(FailureKind::Conflict),
        failed(FailureKind::ReplayedRejection),
        too_much(),
        Observation::Bumped(Some(bumped.clone())),
        seen(&[(3, 0)], "b"),
    ];
    let (steps, excess) = keys(seen);
    assert_eq!(steps[..5], [LOWERS, "read", "clear \"a\"", LOWERS, "read"]);
    assert!(steps[5].starts_with("bump \"a\" 0"), "{steps:?}");
    assert_eq!((steps[6..].to_vec(), excess), (vec![format!("clear {:?}", bumped.as_str())], Some(Excess::Cleared)));
}

#[test]
fn rejected_cart_is_not_split_from_its_prices() {
    let run =
        run(cart([("price_cup", 1)]), [seen(&[(3, 500)], "a"), failed(FailureKind::Rejected), seen(&[(3, 500)], "a")]);
    assert_eq!(run.steps, ["write \"a\" cart of 1 off 500", "read"]);
    assert_eq!(run.error().0, &ReconcileError::Stripe(1));
}

#[test]
fn foreign_discount_beside_ours_takes_ours_off() {
    let mut both = lowered(&[(3, 500)], "a");
    both.amount_discount = amount(1_700);
    let mut theirs = lowered(&[(3, 0)], "b");
    theirs.snapshot.held.discount = AppliedDiscount::Foreign { amount: amount(200) };
    let run = refresh([Observation::Session(both), Observation::Session(theirs)]);
    assert_eq!(run.steps, ["clear"]);
    assert_eq!(run.error(), (&ReconcileError::WrongTotal(amount(1_700)), Some(Excess::Cleared)));
}
