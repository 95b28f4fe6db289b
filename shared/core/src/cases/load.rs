//! The `[[case]]` tables of a policy file.

use std::ops::Range;

use toml::de::DeTable;

use super::{Expected, Of, PolicyCase};
use crate::document::{Faults, Reader, Table, Value, Wrong, unknown};
use crate::notation::{Described, NotationFault};
use crate::policy::{OfferId, Policy};

/// Loads the cases of a file that has loaded as a policy. `name` is the file's, for the messages.
///
/// # Errors
///
/// [`Faults`], all of them at once.
pub fn load(name: &str, text: &str, policy: &Policy) -> Result<Vec<PolicyCase>, Faults> {
    let mut reader = Reader::default();
    let (document, _) = DeTable::parse_recoverable(text);
    let cases = document.get_ref().get("case").map_or_else(Vec::new, |value| cases(&mut reader, value, text, policy));
    if reader.faults.is_empty() {
        return Ok(cases);
    }
    Err(Faults { name: name.to_owned(), faults: reader.finish(text), text: text.to_owned() })
}

fn cases(reader: &mut Reader, value: &Value<'_>, text: &str, policy: &Policy) -> Vec<PolicyCase> {
    let Some(list) = value.get_ref().as_array() else {
        reader.fault(value.span(), "cases are written as [[case]], with two brackets");
        return Vec::new();
    };
    let mut cases = Vec::new();
    for value in list {
        let Some(table) = reader.table(value, "a case") else { continue };
        cases.extend(case(reader, table, text, policy));
    }
    cases
}

fn case(reader: &mut Reader, mut table: Table<'_, '_>, text: &str, policy: &Policy) -> Option<PolicyCase> {
    let cart = table.require("cart", reader);
    let gives = table.require("gives", reader);
    let of = match table.take("of") {
        Some(value) => offers(reader, value, policy).map(Some),
        None => Some(None),
    };
    table.finish(reader);
    let (cart, gives) = cart.zip(gives)?;
    let words = reader.string(cart, "cart")?;
    let session = match Described::read(words, policy) {
        Ok(session) => session,
        Err(fault) => {
            let NotationFault { span, message, instead } = fault;
            let (span, exact) = in_file(text, cart, words, &span);
            reader.fault(span, Wrong::from(message).instead(instead.filter(|_| exact)));
            return None;
        }
    };
    let expected = Expected::read(reader.string(gives, "gives")?, session.snapshot.cart.currency);
    Some(PolicyCase { session, gives: reader.read(gives.span(), expected)?, gives_at: gives.span(), of: of? })
}

fn offers(reader: &mut Reader, value: &Value<'_>, policy: &Policy) -> Option<Of> {
    let known: Vec<&str> = policy.offers.iter().map(|offer| offer.id.as_str()).collect();
    let mut offers: Vec<OfferId> = Vec::new();
    let before = reader.faults.len();
    for value in reader.list(value, "of")? {
        let Some(word) = reader.string(value, "of") else { continue };
        let found = policy.offers.iter().find(|offer| offer.id.as_str() == word).map(|offer| offer.id.clone());
        offers.extend(reader.read(value.span(), found.ok_or_else(|| unknown("an offer", word, &known))));
    }
    (reader.faults.len() == before).then(|| Of { offers, at: value.span() })
}

/// The place in the file of a part of a text in quotes, and whether it is that part. A text with escapes is marked as a
/// whole.
fn in_file(file: &str, value: &Value<'_>, text: &str, part: &Range<usize>) -> (Range<usize>, bool) {
    let whole = value.span();
    let written = file.get(whole.clone()).unwrap_or_default();
    let quotes = if written.starts_with("\"\"\"") || written.starts_with("'''") { 3 } else { 1 };
    let inner = written.get(quotes..written.len().saturating_sub(quotes));
    if inner != Some(text) {
        return (whole, false);
    }
    let from = whole.start.saturating_add(quotes);
    // A part that is missing is marked where it belongs: at the quote.
    let end = part.end.max(part.start.saturating_add(1));
    (from.saturating_add(part.start)..from.saturating_add(end), !part.is_empty())
}
