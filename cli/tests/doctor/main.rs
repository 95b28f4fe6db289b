//! `discounts doctor`, against the sandbox: its findings, and that it changes nothing and shows no key.

#[cfg(test)]
mod account;
#[cfg(test)]
mod closed_port;
#[cfg(test)]
mod command;
#[cfg(test)]
mod deployed;
