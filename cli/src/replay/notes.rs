//! Reasons for which a number may be lower than it was in the shop. Without them, a merchant reads a wrong zero.

use serde::Serialize;

use super::exported_session::MissingExpansion;
use super::tally::Tally;

/// One thing to know about the numbers.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Note {
    /// The kind of note.
    pub(super) code: &'static str,
    /// The number of sessions that it is about; not 0.
    pub(super) sessions: u64,
    /// The meaning, and what to do.
    pub(super) text: &'static str,
}

/// The notes on the numbers of a tally.
pub(super) fn notes(tally: &Tally) -> Vec<Note> {
    let left_out = tally.left_out.iter().map(|(left_out, sessions)| {
        let (code, text) = about(*left_out);
        Note { code, sessions: *sessions, text }
    });
    let others = [
        (
            "asked_for_nothing",
            tally.asked_for_nothing,
            "no interaction was asked for, so there is no discount: --interactions all asks for every one",
        ),
        (
            "not_compared",
            tally.not_compared,
            "it is not said what was taken off (total_details), so nothing is compared",
        ),
    ];
    let others = others.into_iter().map(|(code, sessions, text)| Note { code, sessions, text });
    left_out.chain(others).filter(|note| note.sessions > 0).collect()
}

const fn about(left_out: MissingExpansion) -> (&'static str, &'static str) {
    match left_out {
        MissingExpansion::Customer => (
            "customer_not_expanded",
            "the customer is an id only, so offers that ask about the customer give nothing: export with \
             expand[]=customer (a list with expand[]=data.customer)",
        ),
        MissingExpansion::ReferencedCustomer => (
            "customer_by_reference",
            "the customer is named in client_reference_id, which Stripe does not expand, so offers that ask about the \
             customer give nothing: put the customer object under customer",
        ),
        MissingExpansion::Lines => (
            "lines_not_expanded",
            "there are no lines, so offers that ask about them give nothing: export with expand[]=line_items (a list \
             with expand[]=data.line_items)",
        ),
        MissingExpansion::OtherLines => (
            "lines_do_not_fit",
            "the lines do not add up to the subtotal, so offers that ask about them give nothing: export the session again",
        ),
        MissingExpansion::Products => (
            "products_not_expanded",
            "the products are ids only, so offers that ask about tags give nothing: retrieve each session with \
             expand[]=line_items.data.price.product (a list does not expand so far)",
        ),
        MissingExpansion::MoreLines => (
            "lines_not_whole",
            "there is only the first page of the lines, so offers that ask about them give nothing: read the other \
             pages (GET /v1/checkout/sessions/ID/line_items), add them to line_items.data and set has_more to false",
        ),
    }
}
