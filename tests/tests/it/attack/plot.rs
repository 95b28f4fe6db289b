//! Plans over two sessions of one customer: to earn with the first what the second does not deserve.

use discounts_core::Interaction;
use sandbox::Claim;

use super::act::Act;

/// The acts of each step, with the session that each is on.
pub(super) type Plot = Vec<Vec<(usize, Act)>>;

/// A plan at random. What is not paid in it is paid in the end.
pub(super) fn plot(random: &mut fastrand::Rng) -> Plot {
    let loyalty = Act::Add(Interaction::Loyalty, "");
    let staff = Act::Add(Interaction::CustomerOffer, "");
    let acts: &[(usize, Act)] = match random.u8(..6) {
        // The address of the staff, typed for the first order, is known for the second.
        4 => &[(0, Act::Email), (0, Act::Pay), (1, staff)],
        // Two first orders.
        0 => &[(0, loyalty), (1, loyalty)],
        1 => &[(0, loyalty), (0, Act::Pay), (1, loyalty)],
        // The first order is gone, and with it the spending, or even that there was one.
        2 => &[(0, loyalty), (0, Act::Pay), (0, Act::Refund(1)), (1, loyalty)],
        3 => &[(0, Act::Pay), (1, loyalty), (0, Act::Refund(2)), (0, Act::Refund(2))],
        _ => &[(0, loyalty), (0, Act::Pay), (0, Act::Dispute(Claim::ReturnedDebit)), (1, loyalty)],
    };
    acts.iter().map(|act| vec![*act]).collect()
}
