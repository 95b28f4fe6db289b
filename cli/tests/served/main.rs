//! `discounts dev`, served in this process and driven over HTTP.

#[cfg(test)]
mod client;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod discounts;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod inspector;
#[cfg(test)]
mod loyalty;
