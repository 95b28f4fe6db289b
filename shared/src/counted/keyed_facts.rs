//! The facts that only the key of `DISCOUNT_CODE_KEY` shows: the codes that a series of the policy has signed.

use std::collections::BTreeMap;

use discounts_core::facts::SignedCode;
use discounts_core::policy::{Condition, Offer};
use discounts_core::session::Snapshot;
use discounts_core::{Policy, ShopperCode};
use discounts_ledger::codes::{CodeCount, CodeKey, CodeSeries, SeriesCode};
use discounts_ledger::{CounterKey, Name};

use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::ledger::code_key;
use crate::settings::SettingsFault;
use crate::stripe::RequestClient;

/// The facts of a policy's sessions that the key shows.
#[derive(Debug)]
pub(crate) struct KeyedFacts {
    series: Vec<(Name, CodeSeries)>,
}

impl KeyedFacts {
    /// Reads the key if a policy needs it.
    ///
    /// # Errors
    ///
    /// - [`ApiError::Misconfigured`] if the policy needs a key that the secret lacks; the log names `DISCOUNT_CODE_KEY`
    /// - that of the secret if it can't be read
    pub(crate) async fn read(
        policy: &Policy,
        client: &RequestClient<'_>,
        context: &mut RequestContext,
    ) -> Result<Option<Self>, ApiError> {
        if series(policy).is_empty() {
            return Ok(None);
        }
        let key = code_key(client).await.map_err(|error| context.record_error(&error))?;
        let missing = || context.record(ApiError::Misconfigured, SettingsFault::NoCodeKey.to_string());
        key.map(|key| Some(Self::new(policy, &key))).ok_or_else(missing)
    }

    fn new(policy: &Policy, key: &CodeKey) -> Self {
        let of = |(name, count): (&str, u32)| {
            let name = Name::parse(name)?;
            let series = CodeSeries::new(key, &name, CodeCount::new(count)?);
            Some((name, series))
        };
        Self { series: series(policy).into_iter().filter_map(of).collect() }
    }

    /// Adds what the key shows of a session, and of the code that a request brings.
    pub(crate) fn add_to(&self, session: &mut Snapshot, brought: Option<&ShopperCode>) {
        let codes = session.code.iter().chain(brought);
        let signed = codes.filter_map(|code| Some((code.clone(), self.signed(code)?)));
        session.ledger.signed_codes = signed.collect();
    }

    /// The counter of a code; none if no series has signed it.
    pub(crate) fn counter(&self, code: &ShopperCode) -> Option<CounterKey> {
        let SignedCode { series, serial } = self.signed(code)?;
        Some(CounterKey::Code { series: Name::parse(&series)?, serial })
    }

    fn signed(&self, code: &ShopperCode) -> Option<SignedCode<'static>> {
        let code = SeriesCode::parse(code.as_str()).ok()?;
        let of = |(name, series): &(Name, CodeSeries)| {
            let serial = series.serial(&code).ok()?;
            Some(SignedCode { series: name.as_str().to_owned().into(), serial })
        };
        self.series.iter().find_map(of)
    }
}

/// The series that a policy names, each with the largest count that it has there.
fn series(policy: &Policy) -> BTreeMap<&str, u32> {
    let mut counts = BTreeMap::new();
    for (_, condition) in policy.offers.iter().flat_map(Offer::written) {
        if let Condition::CodeSeries(series) = condition {
            let most: &mut u32 = counts.entry(&*series.name).or_default();
            *most = series.count.max(*most);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(conditions: &[&str]) -> KeyedFacts {
        let offer = |(number, condition): (usize, &&str)| {
            format!(
                "[[offer]]\nid = \"o{number}\"\ninteraction = \"code\"\nname = \"Off\"\n{condition}\ngive.percent = \"5\"\n"
            )
        };
        let text: String = conditions.iter().enumerate().map(offer).collect();
        let policy = Policy::load("p.toml", &text).unwrap();
        KeyedFacts::new(&policy, &CodeKey::parse("an-example-key-with-32-characters").unwrap())
    }

    #[test]
    fn code_is_known_by_its_series_and_number() {
        let of = |name: &str, count: u32| format!("when.code_series = {{ name = \"{name}\", count = {count} }}");
        let (may, more, june) = (of("MAY", 1), of("MAY", 3), of("JUNE", 1));
        for (conditions, typed, found) in [
            (&[&*may][..], "cn48-af9m-1884", Some("k#MAY#0")),
            (&[&may], "cn48 af9m l884", Some("k#MAY#0")),
            (&[&may], "4146-VP32-ZP7K", None),
            (&[&may, &more], "4146-VP32-ZP7K", Some("k#MAY#1")),
            (&[&may, &june], "60G4-2RVY-SD5T", Some("k#JUNE#0")),
            (&[&june], "CN48-AF9M-1884", None),
            (&[&may], "CN48-AF9M-1885", None),
            (&[&may], "SPRING", None),
        ] {
            let counter = facts(conditions).counter(&ShopperCode::parse(typed).unwrap());
            assert_eq!(counter.map(|key| key.to_string()).as_deref(), found, "{conditions:?} {typed}");
        }
    }
}
