//! A call that is held until a test lets it go.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// Holds calls, one by one: each waits until [`Hold::release`]. Clones share it.
#[derive(Debug, Clone)]
pub struct Hold {
    /// A permit for each call that has been reached and not been waited for.
    reached: Arc<Semaphore>,
    /// A permit for each call that may go on.
    released: Arc<Semaphore>,
}

impl Hold {
    /// Holds no call yet.
    #[must_use]
    pub fn new() -> Self {
        Self { reached: Arc::new(Semaphore::new(0)), released: Arc::new(Semaphore::new(0)) }
    }

    /// Waits until a further call is held.
    pub async fn reached(&self) {
        take(&self.reached).await;
    }

    /// Lets one call go on: one that is held, or else the next one.
    pub fn release(&self) {
        self.released.add_permits(1);
    }

    /// Is held, in the place of a call.
    pub(crate) async fn wait(&self) {
        self.reached.add_permits(1);
        take(&self.released).await;
    }
}

impl Default for Hold {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Hold {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.released, &other.released)
    }
}

impl Eq for Hold {}

/// Takes a permit for good. The semaphores are never closed.
async fn take(permits: &Semaphore) {
    if let Ok(permit) = permits.acquire().await {
        permit.forget();
    }
}
