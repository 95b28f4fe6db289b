//! The sandbox over real HTTP, as a client meets it.

#[cfg(test)]
mod access;
#[cfg(test)]
mod answers;
#[cfg(test)]
mod captures;
#[cfg(test)]
mod client;
#[cfg(test)]
mod discounts;
#[cfg(test)]
mod disputes;
#[cfg(test)]
mod events;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod hosted;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod payments;
#[cfg(test)]
mod refunds;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod shopper;
#[cfg(test)]
mod updates;
#[cfg(test)]
mod webhooks;
