//! `discounts doctor`, against the sandbox: what it finds, and that it changes nothing and tells no key.

#[cfg(test)]
mod account;
#[cfg(test)]
mod command;
#[cfg(test)]
mod deployed;
