//! Offers that count: calls to the ledger, and what keys at the edge say about a session. `docs/ledger.md` explains the first,
//! `docs/codes.md` the second.

mod calls;
mod keyed_facts;
mod mistyped;

pub(crate) use calls::LedgerCalls;
pub(crate) use keyed_facts::KeyedFacts;
pub(crate) use mistyped::{MISTYPED, check_code};
