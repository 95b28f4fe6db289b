//! `percent`: a percent of the base, at most the cap.

use serde::{Deserialize, Serialize};

use super::context::{Context, Given, Limit, NoAmount};
use super::kind::{Example, Kind, Row};
use super::rate::{Part, Rate};
use crate::document::{Reader, Table, values};
use crate::key::{Form, Key};
use crate::money::{Amounts, Exact, Percent};

/// A percent of the base, at most the cap.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PercentOff {
    /// The percent.
    pub percent: Percent,
    /// The most that it gives.
    pub cap: Option<Amounts>,
}

impl PercentOff {
    pub(super) fn rate(&self) -> Rate<'_> {
        Rate::Percent { percent: self.percent, cap: self.cap.as_ref() }
    }
}

impl Kind for PercentOff {
    const ROW: Row = Row {
        keys: &[
            Key {
                name: "percent",
                summary: "A percent: above 0 and at most 100, with at most 4 decimals.",
                value: "decimal string above 0 and at most 100, with at most 4 decimals",
                form: Form::Percent,
            },
            Key {
                name: "cap",
                summary: "The most that the percent gives.",
                value: "amounts; the most that a percentage gives",
                form: Form::PositiveAmounts,
            },
        ],
        shares: &[],
        subject: None,
        of_goods: true,
        of_selection: true,
        example: Example {
            give: &["percent = \"12.5\"", "cap = { usd = \"10.00\" }"],
            outcomes: &[
                ("79.99 usd", "9.99"),
                ("80.00 usd", "10.00"),
                ("80.08 usd", "10.00"),
                ("80.00 eur", "nothing: currency_not_offered"),
            ],
        },
    };

    fn load(reader: &mut Reader, give: &mut Table<'_, '_>, alone: bool) -> Option<Self> {
        let before = reader.faults.len();
        let (percent, cap) = (give.take("percent"), give.take("cap"));
        // Beside shipping, the cap is read with it.
        let cap = cap.filter(|_| !give.has("shipping"));
        if let (Some(cap), None) = (cap.filter(|_| alone), percent) {
            reader.fault(cap.span(), "cap is the most that a percent gives: use it with percent");
        }
        let percent = percent.and_then(|value| values::percent(reader, value, "percent"));
        let cap = cap.and_then(|value| values::amounts(reader, value, "cap", 1));
        percent.filter(|_| reader.faults.len() == before).map(|percent| Self { percent, cap })
    }

    fn given(&self, context: &Context<'_>) -> Result<Given, NoAmount> {
        let exact = Exact::percent(self.percent, context.base, context.remains, context.subtotal)?;
        let cap = self.cap.as_ref().map(|cap| context.listed(cap)).transpose()?;
        Ok(Given { exact, limit: cap.map(Limit::Cap) })
    }

    fn phrase(&self, _: &Context<'_>) -> Option<String> {
        Some(format!("{}% of {{base}}", self.percent))
    }

    fn parts(&self) -> Vec<Part<'_>> {
        vec![self.rate().everywhere()]
    }
}
