//! Spelling: the rules by which two spellings are one word, domain, postal code or region. Policies, sessions, codes and
//! addresses all use them.
//!
//! A policy is brought to these forms when it is loaded, so that a function starts with them. What a session says is
//! brought to them when its facts are read; text in ASCII, which is nearly all of it, takes a short way.

mod domain;
mod fold;
mod postal;
mod region;
mod region_names;

pub(crate) use domain::{domain, domain_pattern, domains_above, is_of_domain};
pub(crate) use fold::{code, fold, is_unseen, visible};
pub use postal::PostalFormat;
pub(crate) use region::{TERRITORIES_OF, is_territory, region, region_named};
pub use region::{country_lies_in, is_region, region_codes};

#[cfg(test)]
mod tests;
