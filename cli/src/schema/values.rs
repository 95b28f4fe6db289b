//! How values are written.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};
use shared::core::Trigger;
use shared::core::money::Currency;
use shared::core::policy::{COUNTRIES, Exclusive as Exclusives, OfferName, Per as Periods};

/// A name, or a table of names by language.
pub(super) struct Names;

impl JsonSchema for Names {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Names".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let name = generator.subschema_for::<Name>();
        let mut default = name.clone();
        default.insert(
            "description".to_owned(),
            "The name that is written to Stripe, and shown where there is no other.".into(),
        );
        json_schema!({ "anyOf": [name, {
            "type": "object",
            "required": ["default"],
            "properties": { "default": default },
            "patternProperties": { "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$": name },
            "additionalProperties": false,
        }] })
    }
}

/// A list of at least one.
#[expect(dead_code, reason = "nothing is read into it: the schema is made from it")]
pub(super) struct List<T>(Vec<T>);

impl<T: JsonSchema> JsonSchema for List<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("ListOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": generator.subschema_for::<T>(), "minItems": 1 })
    }
}

/// A kind of text: how it is called here, and its schema, which is written at each use or once for all.
macro_rules! text {
    ($($(#[doc = $doc:literal])+ $name:ident, $inline:literal, $schema:expr;)+) => {$(
        $(#[doc = $doc])+
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                $inline
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )+};
}

text! {
    /// A word of the merchant's own.
    Word, true, matching(r"\S");
    /// A key of metadata.
    MetadataKey, true, matching(r"^\s*(?!checkout_)[^\s\[\]]([^\[\]]{0,38}[^\s\[\]])?\s*$");
    /// A key of metadata that a currency follows.
    SpendKey, true, matching(r"^\s*(?!checkout_)[^\s\[\]]([^\[\]]{0,34}[^\s\[\]])?\s*$");
    /// A key of metadata that others follow.
    UsesKey, true, matching(r"^\s*(?!checkout_)[^\s\[\]]([^\[\]]{0,36}[^\s\[\]])?\s*$");
    /// The id of an offer.
    OfferId, true, matching("^[a-z0-9][a-z0-9-]{0,39}$");
    /// The name that the shopper sees.
    Name, true, json_schema!({
        "type": "string", "minLength": 1, "maxLength": OfferName::LONGEST, "pattern": concat!(
            r"^[^\s\u0000-\u001f\u007f-\u009f]",
            r"([^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f])?$",
        ),
    });
    /// The id of a customer.
    CustomerId, true, matching("^cus_[A-Za-z0-9]+$");
    /// The id of a price.
    PriceId, true, matching("^price_[A-Za-z0-9_]+$");
    /// The id of a product.
    ProductId, true, matching("^prod_[A-Za-z0-9_]+$");
    /// The id of a shipping rate.
    ShippingRateId, true, matching("^shr_[A-Za-z0-9_]+$");
    /// An address to which a shopper can return.
    ReturnUrl, true, matching(concat!(
        r"^(https://[^\s/?#@\u0000-\u001f\u007f-\u009f]+|",
        r"http://(localhost|127(\.(0|[1-9][0-9]{0,2})){3}|\[::1\])(:[^\s/?#@\u0000-\u001f\u007f-\u009f]*)?)",
        r"([/?#][^\s\u0000-\u001f\u007f-\u009f]*)?$",
    ));
    /// Seconds, minutes or hours, up to a day.
    Span, true, matching(concat!(
        "^0*([0-9]{1,4}|[1-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2}|86400)s$|",
        "^0*([0-9]{1,3}|1[0-3][0-9]{2}|14[0-3][0-9]|1440)m$|^0*(1?[0-9]|2[0-4])h$",
    ));
    /// A part of a session that only the server may change.
    ServerOnly, true, one_of(["line_items", "shipping_details"]);
    /// A kind of page that shows a session.
    UiMode, true, one_of(["elements", "hosted", "embedded"]);
    /// A whole domain, or any below one.
    EmailDomain, true, matching(r"^\s*(\*\.[^.@*\s]+|[^.@*\s]+\.[^.@*\s]+)(\.[^.@*\s]+)*\.?\s*$");
    /// A code that a shopper types. Blanks don't count, and some letters are two in upper case; so its length is the loader's.
    Code, true, matching(r"^[^\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]*$");
    /// The name of a series of codes.
    SeriesName, true, matching("^[A-Za-z0-9._-]{1,40}$");
    /// ISO 3166-2.
    Region, true, matching("^[A-Z]{2}-[A-Z0-9]{1,3}$");
    /// A weekday of a month.
    WeekdayOfMonth, true, matching("^(1st|2nd|3rd|4th|5th|last) +(mon|tue|wed|thu|fri|sat|sun) *$");
    /// A day of the year, or both ends of a span.
    Dates, true, matching(concat!(
        r"^ *(0[13578]-(0[1-9]|[12][0-9]|3[01])|1[02]-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))",
        r"( *\.\. *(0[13578]-(0[1-9]|[12][0-9]|3[01])|1[02]-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9])))? *$",
    ));
    /// A span of hours.
    Hours, true, matching("^([01][0-9]|2[0-3]):[0-5][0-9] *- *(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$");
    /// RFC 3339, or a local date-time or date; TOML's own, or the same as a string.
    Time, true, matching(concat!(
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}",
        r"([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?)?$",
    ));
    /// A percent.
    Percent, true, matching(concat!(
        r"^(0*100(\.0{1,4})?|0*[1-9][0-9]?(\.[0-9]{1,4})?|",
        r"0+\.([1-9][0-9]{0,3}|0[1-9][0-9]{0,2}|00[1-9][0-9]?|000[1-9]))$",
    ));
    /// The whole cart.
    WholeCart, true, one_of(["cart"]);
    /// All of what shipping costs.
    FreeShipping, true, one_of(["free"]);
    /// How offers become one discount.
    Combine, true, one_of(["best", "sum", "sequential"]);
    /// The period of the shop's calendar after which uses and budgets begin again at 0.
    Per, true, one_of(Periods::ALL.iter().map(|(word, _)| *word));
    /// The way in which guests are counted.
    Guests, true, one_of(["none"]);
    /// The counts of orders that conditions read.
    Counts, true, one_of(["sum", "imported", "checkout"]);
    /// How fractions are rounded.
    Rounding, true, one_of(["down", "half-up"]);
    /// An interaction of a shopper, or automatic.
    Interaction, true, one_of(Trigger::all().map(Trigger::word));
    /// A day of the week.
    Weekday, true, one_of(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
    /// ISO 3166-1 alpha-2.
    Country, false, one_of(COUNTRIES.iter().copied());
    /// A currency in lower case.
    CurrencyCode, false, one_of(Currency::all().iter().map(Currency::as_str));
    /// An IANA time zone.
    TimeZone, false, time_zones();
}

/// true, false, or "always".
pub(super) struct Exclusive;

impl JsonSchema for Exclusive {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Exclusive".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": [true, false, Exclusives::ALWAYS] })
    }
}

/// Amounts, one for each currency. Each may be 0.
pub(super) struct Amounts;

/// Amounts, one for each currency, each above 0.
pub(super) struct PositiveAmounts;

macro_rules! amounts {
    ($($name:ident, $pattern:expr, $description:literal;)+) => {$(
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let currency = |currency: Currency| (currency.to_string(), matching($pattern(currency)).to_value());
                json_schema!({
                    "type": "object",
                    "description": $description,
                    "properties": Currency::all().into_iter().map(currency).collect::<Map<String, Value>>(),
                    "additionalProperties": false,
                    "minProperties": 1,
                })
            }
        }
    )+};
}

amounts! {
    Amounts, amount,
        "Decimal strings in major units, one for each currency: { usd = \"100.00\", jpy = \"15000\" }.";
    PositiveAmounts, positive_amount,
        "Decimal strings in major units, above 0, one for each currency: { usd = \"100.00\", jpy = \"15000\" }.";
}

fn amount(currency: Currency) -> &'static str {
    match (currency.decimals(), currency.step()) {
        (0, _) => "^[0-9]+$",
        (2, 100) => r"^[0-9]+(\.0{1,2})?$",
        (2, _) => r"^[0-9]+(\.[0-9]{1,2})?$",
        _ => r"^[0-9]+(\.[0-9]{1,3})?$",
    }
}

fn positive_amount(currency: Currency) -> &'static str {
    match (currency.decimals(), currency.step()) {
        (0, _) => "^0*[1-9][0-9]*$",
        (2, 100) => r"^0*[1-9][0-9]*(\.0{1,2})?$",
        (2, _) => r"^(0*[1-9][0-9]*(\.[0-9]{1,2})?|0+\.([1-9][0-9]?|0[1-9]))$",
        _ => r"^(0*[1-9][0-9]*(\.[0-9]{1,3})?|0+\.([1-9][0-9]{0,2}|0[1-9][0-9]?|00[1-9]))$",
    }
}

fn time_zones() -> Schema {
    let zones = jiff::tz::TimeZoneDatabase::bundled();
    let mut names: Vec<String> = zones.available().map(|name| name.to_string()).collect();
    names.sort_unstable();
    one_of(names)
}

fn matching(pattern: &str) -> Schema {
    json_schema!({ "type": "string", "pattern": pattern })
}

fn one_of(words: impl IntoIterator<Item = impl Into<String>>) -> Schema {
    json_schema!({ "type": "string", "enum": words.into_iter().map(Into::into).collect::<Vec<String>>() })
}
