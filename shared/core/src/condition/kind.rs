//! The interface of a condition: everything that its module defines.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::context::Context;
use crate::document::{Reader, Table};
use crate::facts::{Fact, Reads};
use crate::interaction::Subject;
use crate::items::Items;
pub(super) use crate::key::{Form, Key};
use crate::money::{Amount, Amounts, Currency};
use crate::reason::{Code, Value};
use crate::spelling::{PostalFormat, domains_above};
use crate::step::MissingStep;
use crate::words::Words;

/// The row of a condition: its keys, its reason and an example.
#[derive(Debug)]
pub struct Row {
    /// The keys under `when`.
    pub keys: &'static [Key],
    /// The subject that it is about.
    pub subject: Subject,
    /// The fact that it reads of a session, besides the cart's sums and the time.
    pub fact: Option<Fact>,
    /// The reason when it fails.
    pub code: Code,
    /// An example, checked by a test.
    pub example: Example,
}

/// An example of a condition: sessions are written as in the blocks of `docs/policy.md`.
#[derive(Debug)]
pub struct Example {
    /// The lines of `when` in `discounts.toml`.
    pub when: &'static [&'static str],
    /// A session at the boundary for which it holds.
    pub holds: &'static str,
    /// A session just beyond the boundary for which it fails with its code.
    pub fails: &'static str,
}

/// A list of words of a condition, for the lints.
#[derive(Debug)]
pub(crate) struct WordList<'a> {
    /// The path under `when`.
    pub(crate) path: Vec<&'a str>,
    /// The words.
    pub(crate) words: Vec<&'a str>,
    /// The way in which a word matches a fact.
    pub(crate) matching: Matching,
}

impl<'a> WordList<'a> {
    /// The list of a condition that lists words under one key.
    pub(crate) fn of_words(key: &'a str, words: &'a Words, matching: Matching) -> Vec<Self> {
        vec![Self { path: vec![key], words: words.iter().map(|word| &**word).collect(), matching }]
    }

    /// The lists of items under a path.
    pub(crate) fn of_items(path: &[&'a str], items: &'a Items) -> Vec<Self> {
        let list = |(key, words): (&'a str, &'a Words)| Self {
            path: path.iter().copied().chain([key]).collect(),
            words: words.iter().map(|word| &**word).collect(),
            matching: if key == "tags" { Matching::CommaSeparated } else { Matching::OneOf },
        };
        items.lists().into_iter().map(list).collect()
    }
}

/// The way in which a word of a list matches a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Matching {
    /// The fact has one value, which is the word.
    Only,
    /// The fact has several values; the word is one of them.
    OneOf,
    /// As [`Matching::OneOf`], and the values are separated by commas.
    CommaSeparated,
    /// The fact begins with the word.
    Prefix(PostalFormat),
    /// The fact is the word, or a domain below it.
    Domain,
}

impl Matching {
    /// The words that say all that a word says, and more: the widest first.
    pub(crate) fn wider(self, word: &str) -> Vec<String> {
        match self {
            Self::Prefix(format) => format.beginnings(word).map(str::to_owned).collect(),
            Self::Domain => domains_above(word),
            Self::Only | Self::OneOf | Self::CommaSeparated => Vec::new(),
        }
    }
}

/// A kind of condition. A new one is a module that implements this, and a row in the table of [`Condition`].
///
/// Lints that need a hook which the condition does not implement find nothing.
///
/// [`Condition`]: super::Condition
pub(crate) trait Kind: Sized {
    /// The row.
    const ROW: Row;

    /// True if time alone can make it hold or fail.
    const CHANGES_WITH_TIME: bool = false;

    /// The fact that it reads of a session.
    fn fact(&self) -> Option<Fact> {
        Self::ROW.fact
    }

    /// The facts that it reads of a session.
    fn reads(&self) -> Reads {
        self.fact().map_or(Reads::NOTHING, Reads::from)
    }

    /// The subject that it is about.
    fn subject(&self) -> Subject {
        Self::ROW.subject
    }

    /// Returns whether time alone can make it hold or fail.
    fn changes_with_time(&self) -> bool {
        Self::CHANGES_WITH_TIME
    }

    /// Reads it from the table `when`; every fault goes to the reader.
    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, zone: &TimeZone) -> impl IntoIterator<Item = Self>;

    /// Returns the reason when it does not hold. A fact that is unknown does not satisfy it.
    fn failure(&self, context: &Context<'_>) -> Option<Code>;

    /// The required value and the actual one.
    fn compared(&self, _: &Context<'_>) -> (Value, Value) {
        (Value::None, Value::None)
    }

    /// The step with which a shopper could satisfy it.
    fn step(&self, _: &Context<'_>) -> Option<MissingStep> {
        None
    }

    /// Returns whether any items can be added to the cart and leave it as it is, holding or failing. A condition on items
    /// says so itself.
    fn withstands_more_items(&self, _holds: bool) -> bool {
        !matches!(Self::ROW.subject, Subject::Items | Subject::Quantity)
    }

    /// Returns true if a customer without a history can satisfy it.
    fn is_open_to_newcomers(&self) -> bool {
        false
    }

    /// The first moment from the context's now on at which it holds, as far as time can change it.
    fn holds_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        Some(context.now())
    }

    /// The first moment after the context's now at which it stops to hold, if it does now.
    fn closes_at(&self, _: &Context<'_>) -> Option<Timestamp> {
        None
    }

    /// The instant from which it never holds again; none if it may.
    fn ends_at(&self, _: &Context<'_>) -> Option<Timestamp> {
        None
    }

    /// The instant from which it holds without end; none if it may stop.
    fn lasts_from(&self, _: &Context<'_>) -> Option<Timestamp> {
        None
    }

    /// Returns whether it asks about a subject.
    fn asks(&self, subject: Subject) -> bool {
        Self::ROW.subject == subject
    }

    /// The key under which it was written; of several the one that says more.
    fn word(&self) -> &'static str {
        Self::ROW.keys.first().map_or("", |key| key.name)
    }

    /// The keys under which it was written, for people.
    fn key(&self) -> Cow<'static, str> {
        self.word().into()
    }

    /// The items of the step.
    fn step_items(&self, _: &Context<'_>) -> Option<&Items> {
        None
    }

    /// The items that it names, with their path under `when`.
    fn items(&self) -> Vec<(Vec<&'static str>, &Items)> {
        Vec::new()
    }

    /// The amounts that it lists, with their path under `when`.
    fn amounts(&self) -> Vec<(Vec<&'static str>, &Amounts)> {
        Vec::new()
    }

    /// The lists of words that it names.
    fn words(&self) -> Vec<WordList<'_>> {
        Vec::new()
    }

    /// The places that it names, each with its country.
    fn countries(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    /// The smallest subtotal for which it holds, and the smallest above it for which it fails.
    fn subtotals(&self, _: Currency) -> (Option<Amount>, Option<Amount>) {
        (None, None)
    }

    /// Returns whether it holds wherever `held` does, in each of these currencies.
    fn follows_from(&self, _held: &Self, _currencies: &[Option<Currency>]) -> bool {
        false
    }
}
