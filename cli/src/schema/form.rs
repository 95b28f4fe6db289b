//! The forms of values of `when` and `give`.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use shared::core::policy::{Form, Key};

use super::values::{
    Amounts, Code, Country, CurrencyCode, CustomerId, Dates, EmailDomain, FreeShipping, Hours, List, Percent,
    PositiveAmounts, Region, SeriesName, ShippingRateId, Time, Weekday, WeekdayOfMonth, WholeCart, Word,
};

/// The schema of a key's value, with its description.
pub(super) fn property(key: &Key, generator: &mut SchemaGenerator) -> Schema {
    let mut schema = form(key.form, generator);
    schema.insert("description".to_owned(), key.summary.into());
    schema
}

fn form(form: Form, generator: &mut SchemaGenerator) -> Schema {
    match form {
        Form::Words => generator.subschema_for::<List<Word>>(),
        Form::Customers => generator.subschema_for::<List<CustomerId>>(),
        Form::EmailDomains => generator.subschema_for::<List<EmailDomain>>(),
        Form::True => json_schema!({ "type": "boolean", "const": true }),
        Form::Flag => json_schema!({ "type": "boolean", "default": false }),
        Form::Count => json_schema!({ "type": "integer", "minimum": 0 }),
        Form::PositiveCount => json_schema!({ "type": "integer", "minimum": 1 }),
        Form::GroupSize => json_schema!({ "type": "integer", "minimum": 2 }),
        Form::Rank => json_schema!({ "type": "string", "enum": ["cheapest", "dearest"], "default": "cheapest" }),
        Form::Amounts => generator.subschema_for::<Amounts>(),
        Form::PositiveAmounts => generator.subschema_for::<PositiveAmounts>(),
        Form::Percent => generator.subschema_for::<Percent>(),
        Form::Shipping => generator.subschema_for::<Shipping>(),
        Form::ShippingRates => generator.subschema_for::<List<ShippingRateId>>(),
        Form::Steps => generator.subschema_for::<List<Step>>(),
        Form::CountedItems => {
            let one = generator.subschema_for::<CountedItems>().to_value();
            let list = json_schema!({ "type": "array", "items": one, "minItems": 1, "maxItems": 6 });
            json_schema!({ "anyOf": [one, list] })
        }
        Form::Items => generator.subschema_for::<Items>(),
        Form::Bundle => {
            let mut parts = generator.subschema_for::<List<BundlePart>>();
            parts.insert("maxItems".to_owned(), 16.into());
            parts
        }
        Form::LineFilter => generator.subschema_for::<Lines>(),
        Form::Countries => generator.subschema_for::<List<Country>>(),
        Form::Regions => generator.subschema_for::<List<Region>>(),
        Form::Currencies => generator.subschema_for::<List<CurrencyCode>>(),
        Form::Time => generator.subschema_for::<Time>(),
        Form::Weekdays => generator.subschema_for::<List<Weekday>>(),
        Form::DaysOfMonth => {
            let day = json_schema!({ "type": "integer", "minimum": -31, "maximum": 31, "not": { "const": 0 } });
            json_schema!({ "type": "array", "items": day, "minItems": 1 })
        }
        Form::WeekdaysOfMonth => generator.subschema_for::<List<WeekdayOfMonth>>(),
        Form::Dates => generator.subschema_for::<List<Dates>>(),
        Form::Hours => generator.subschema_for::<List<Hours>>(),
        Form::Codes => generator.subschema_for::<List<Code>>(),
        Form::CodeSeries => generator.subschema_for::<CodeSeries>(),
        Form::Anniversary => generator.subschema_for::<Anniversary>(),
        Form::Share => generator.subschema_for::<Share>(),
        Form::WordsByKey => {
            let words = generator.subschema_for::<List<Word>>().to_value();
            json_schema!({ "type": "object", "additionalProperties": words, "minProperties": 1 })
        }
    }
}

/// Lines that any of the three lists names, and how many or how much of them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
#[schemars(extend("anyOf" = [{ "required": ["products"] }, { "required": ["prices"] }, { "required": ["tags"] }]))]
pub(super) struct CountedItems {
    /// Ids of Stripe's products.
    products: Option<List<Word>>,
    /// Ids of Stripe's prices.
    prices: Option<List<Word>>,
    /// Tags: in the product's metadata under tags, comma-separated.
    tags: Option<List<Word>>,
    /// At least this many units of them. Default: 1.
    #[schemars(range(min = 1), extend("default" = 1))]
    quantity_at_least: Option<u64>,
    /// At most this many units of them.
    #[schemars(range(min = 1))]
    quantity_at_most: Option<u64>,
    /// At least this subtotal of them. In a list, lines that another table names as well don't count.
    subtotal_at_least: Option<PositiveAmounts>,
}

/// Lines that any of the three lists names.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
#[schemars(extend("anyOf" = [{ "required": ["products"] }, { "required": ["prices"] }, { "required": ["tags"] }]))]
pub(super) struct Items {
    /// Ids of Stripe's products.
    products: Option<List<Word>>,
    /// Ids of Stripe's prices.
    prices: Option<List<Word>>,
    /// Tags: in the product's metadata under tags, comma-separated.
    tags: Option<List<Word>>,
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
pub(super) struct Step {
    /// From a base that is larger.
    over: Option<Amounts>,
    /// From a base that is as large, or larger; the first step may begin at 0.
    at_least: Option<Amounts>,
    /// A fixed amount.
    amount_off: Option<PositiveAmounts>,
    /// A percent: above 0 and at most 100, with at most 4 decimals.
    percent: Option<Percent>,
    /// The most that the percent gives.
    cap: Option<PositiveAmounts>,
}

/// A part of what shipping costs.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub(super) enum Shipping {
    Free(FreeShipping),
    Part(ShippingPart),
}

/// A percent of what shipping costs, or an amount.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
#[schemars(extend("oneOf" = [{ "required": ["amount_off"] }, { "required": ["percent"] }]))]
pub(super) struct ShippingPart {
    /// A fixed amount.
    amount_off: Option<PositiveAmounts>,
    /// A percent: above 0 and at most 100, with at most 4 decimals.
    percent: Option<Percent>,
    /// The most that it gives; here, or beside shipping.
    cap: Option<PositiveAmounts>,
    /// Only these shipping rates; here, or beside shipping.
    rates: Option<List<ShippingRateId>>,
}

/// Only these lines are the base; "cart" says that the whole cart is meant.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub(super) enum On {
    Lines(Lines),
    Cart(WholeCart),
}

/// Lines that any of the three lists names, where one is given, and whose unit price lies within the bounds.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline, extend("minProperties" = 1))]
pub(super) struct Lines {
    /// Ids of Stripe's products.
    products: Option<List<Word>>,
    /// Ids of Stripe's prices.
    prices: Option<List<Word>>,
    /// Tags: in the product's metadata under tags, comma-separated.
    tags: Option<List<Word>>,
    /// A unit costs at least this.
    unit_price_at_least: Option<Amounts>,
    /// A unit costs at most this.
    unit_price_at_most: Option<Amounts>,
}

/// A part of a bundle: lines, and the units of them in a set.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
#[schemars(extend("anyOf" = [
    { "required": ["products"] }, { "required": ["prices"] }, { "required": ["tags"] },
    { "required": ["unit_price_at_least"] }, { "required": ["unit_price_at_most"] },
]))]
pub(super) struct BundlePart {
    /// Ids of Stripe's products.
    products: Option<List<Word>>,
    /// Ids of Stripe's prices.
    prices: Option<List<Word>>,
    /// Tags: in the product's metadata under tags, comma-separated.
    tags: Option<List<Word>>,
    /// A unit costs at least this.
    unit_price_at_least: Option<Amounts>,
    /// A unit costs at most this.
    unit_price_at_most: Option<Amounts>,
    /// The units of them in a set. Default: 1.
    #[schemars(range(min = 1), extend("default" = 1))]
    quantity: Option<u64>,
}

/// A series of signed codes, as `discounts codes mint` made them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
pub(super) struct CodeSeries {
    /// The name that the codes were minted under.
    name: SeriesName,
    /// The number of codes.
    #[schemars(range(min = 1, max = 1_048_576))]
    count: u32,
}

/// A day of the customer's life, and the days around it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
pub(super) struct Anniversary {
    /// The key of the customer's metadata that holds the day, YYYY-MM-DD or --MM-DD; `created` is the day on which the
    /// customer was created.
    of: Word,
    /// The days before it that count. Default: 0.
    #[schemars(range(min = 0, max = 180), extend("default" = 0))]
    days_before: Option<u64>,
    /// The days after it that count. Default: 0.
    #[schemars(range(min = 0, max = 180), extend("default" = 0))]
    days_after: Option<u64>,
}

/// A stable share of all customers, or of all sessions.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
pub(super) struct Share {
    /// The percent of all that is drawn. A larger one has all of a smaller one.
    percent: Percent,
    /// The id that is drawn by. A guest is no customer.
    of: ShareOf,
    /// The experiment: another one draws others.
    experiment: Word,
}

/// The id that a share is drawn by.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
pub(super) enum ShareOf {
    Customer,
    Session,
}
