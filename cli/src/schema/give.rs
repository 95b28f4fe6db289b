//! `give`: what an offer gives, and of what.

use schemars::JsonSchema;

use super::values::{Amounts, List, Percent, PositiveAmounts, WholeCart, Word};

/// What the offer gives: exactly one of `amount_off`, percent and ladder.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend(
    "oneOf" = [{ "required": ["amount_off"] }, { "required": ["percent"] }, { "required": ["ladder"] }],
    "dependentRequired" = { "cap": ["percent"] },
    "allOf" = [
        { "if": { "properties": { "per_unit": { "const": true } }, "required": ["per_unit"] },
          "then": { "required": ["amount_off"] } },
        { "if": { "properties": { "cheapest": { "const": true } }, "required": ["cheapest"] },
          "then": { "properties": { "max_units": false, "ladder": false } } },
        { "if": { "required": ["max_units"] }, "then": { "properties": { "ladder": false } } },
    ]
))]
pub(super) struct Give {
    /// A fixed amount.
    amount_off: Option<PositiveAmounts>,
    /// A percent: above 0 and at most 100, with at most 4 decimals.
    percent: Option<Percent>,
    /// The most that the percent gives.
    cap: Option<PositiveAmounts>,
    /// Steps that rise: the highest one that the base reaches counts.
    #[schemars(length(min = 1))]
    ladder: Option<Vec<Step>>,
    /// Only these lines are the base.
    on: Option<On>,
    /// These lines are not part of the base.
    except: Option<Lines>,
    /// The amount is given for each unit, never more than the unit's price. Default: false.
    #[schemars(extend("default" = false))]
    per_unit: Option<bool>,
    /// At most so many units, the dearest first. Default: all.
    #[schemars(range(min = 1))]
    max_units: Option<u64>,
    /// Only the one cheapest unit. Default: false.
    #[schemars(extend("default" = false))]
    cheapest: Option<bool>,
}

/// One step: from which base on, exactly one of over and `at_least`, and what it then gives, exactly one of
/// `amount_off` and percent.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
#[schemars(extend(
    "allOf" = [
        { "oneOf": [{ "required": ["over"] }, { "required": ["at_least"] }] },
        { "oneOf": [{ "required": ["amount_off"] }, { "required": ["percent"] }] },
    ],
    "dependentRequired" = { "cap": ["percent"] }
))]
struct Step {
    /// From a base that is larger.
    over: Option<Amounts>,
    /// From a base that is as large, or larger.
    at_least: Option<PositiveAmounts>,
    /// A fixed amount.
    amount_off: Option<PositiveAmounts>,
    /// A percent: above 0 and at most 100, with at most 4 decimals.
    percent: Option<Percent>,
    /// The most that the percent gives.
    cap: Option<PositiveAmounts>,
}

/// Only these lines are the base; "cart" says that the whole cart is meant.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "nothing is read into it: the schema is made from it")]
enum On {
    Lines(Lines),
    Cart(WholeCart),
}

/// Lines that any of the three lists names, where one is given, and whose unit price lies within the bounds.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline, extend("minProperties" = 1))]
struct Lines {
    /// Ids of Stripe's products.
    products: Option<List<Word>>,
    /// Ids of Stripe's prices.
    prices: Option<List<Word>>,
    /// Tags: in the product's metadata under tags, comma-separated.
    tags: Option<List<Word>>,
    /// A unit costs so much, or more.
    unit_price_at_least: Option<Amounts>,
    /// A unit costs so much, or less.
    unit_price_at_most: Option<Amounts>,
}
