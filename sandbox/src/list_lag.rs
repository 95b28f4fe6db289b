//! Lists that lag behind: a list shows what an earlier request would have seen.

use crate::account::Account;

/// The account as lists show it.
#[derive(Debug, Default)]
pub(crate) struct ListLag {
    /// The most requests by which a list is behind; 0 for none.
    calls: u64,
    /// The account as it was, and the number of requests that have passed since.
    seen: Option<(Account, u64)>,
}

impl ListLag {
    /// Lists are up to this number of requests behind from now on.
    pub(crate) fn set(&mut self, calls: u64, account: &Account) {
        self.calls = calls;
        self.seen = (calls > 0).then(|| (account.clone(), 0));
    }

    /// A request arrives. What lists show is renewed once it is as old as it may be.
    pub(crate) fn arrive(&mut self, account: &Account) {
        if let Some((seen, passed)) = &mut self.seen {
            *passed = passed.saturating_add(1);
            if *passed > self.calls {
                *seen = account.clone();
                *passed = 0;
            }
        }
    }

    /// The account that lists show, unless it is the present one.
    pub(crate) fn seen(&mut self) -> Option<&mut Account> {
        self.seen.as_mut().map(|(account, _)| account)
    }
}
