//! Offers that count: calls to the ledger, and what keys at the edge say about a session. `docs/ledger.md` explains the first.

mod calls;

pub(crate) use calls::LedgerCalls;
