//! Values as the merchant writes them: amounts, percents, names, lists, times.

use std::fmt;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::fault::Wrong;
use super::reader::{Reader, Value, in_quotes, kind, unknown};
use super::syntax::{in_order, plain_decimal};
use crate::money::{Amount, Amounts, Currency, Percent};
use crate::schedule::instant_of;
use crate::spelling;
use crate::words::Words;

/// `{ usd = "100.00", jpy = "15000" }`, every one at least `least` minor units.
pub(crate) fn amounts(reader: &mut Reader, value: &Value<'_>, key: &str, least: u64) -> Option<Amounts> {
    let table = value.get_ref().as_table();
    let wrong = || {
        let kind = kind(value.get_ref());
        format!("{key} must be an amount for each currency, such as {{ usd = \"1.00\" }}, not {kind}")
    };
    let table = reader.read(value.span(), table.ok_or_else(wrong))?;
    let mut amounts = Vec::new();
    let mut complete = true;
    for (code, value) in table {
        let (place, code) = (code.span(), code.get_ref().as_ref());
        let currency = match Currency::parse(code) {
            Ok(currency) if code.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                let wrong = Wrong::from(format!("write the currency in lower case: {currency}"));
                Err(wrong.instead(Some(currency.as_str())))
            }
            parsed => parsed.map_err(|unknown| unknown.to_string().into()),
        };
        let currency = reader.read(place, currency);
        let amount = currency.and_then(|currency| amount(reader, value, key, currency, least));
        complete &= amount.is_some();
        amounts.extend(currency.zip(amount));
    }
    if amounts.is_empty() && complete {
        reader.fault(value.span(), format!("{key} lists no currency: write one, such as {{ usd = \"1.00\" }}"));
        return None;
    }
    complete.then(|| amounts.into_iter().collect())
}

fn amount(reader: &mut Reader, value: &Value<'_>, key: &str, currency: Currency, least: u64) -> Option<Amount> {
    let Some(text) = value.get_ref().as_str() else {
        let kind = kind(value.get_ref());
        let wrong = format!("an amount must be a decimal string, such as \"20.00\", not {kind}");
        reader.fault(value.span(), in_quotes(wrong, value));
        return None;
    };
    let parsed = Amount::parse(text, currency).map_err(|fault| {
        let plain = plain_decimal(text).filter(|plain| Amount::parse(plain, currency).is_ok());
        Wrong::from(format!("\"{text}\" {fault}")).instead(quoted(plain))
    });
    let amount = reader.read(value.span(), parsed)?;
    let small = || format!("{key} must be more than 0");
    reader.read(value.span(), (amount.get() >= least).then_some(amount).ok_or_else(small))
}

/// `"12.5"`.
pub(crate) fn percent(reader: &mut Reader, value: &Value<'_>, key: &str) -> Option<Percent> {
    let Some(text) = value.get_ref().as_str() else {
        let wrong = format!("{key} must be a decimal string, such as \"12.5\", not {}", kind(value.get_ref()));
        reader.fault(value.span(), in_quotes(wrong, value));
        return None;
    };
    let parsed = Percent::parse(text).map_err(|fault| {
        let plain = plain_decimal(text).filter(|plain| Percent::parse(plain).is_ok());
        Wrong::from(format!("\"{text}\" {fault}")).instead(quoted(plain))
    });
    reader.read(value.span(), parsed)
}

fn quoted(text: Option<String>) -> Option<String> {
    text.map(|text| format!("\"{text}\""))
}

/// A list of words, each read by `read`, which says what is wrong with it.
pub(crate) fn words<E: fmt::Display>(
    reader: &mut Reader,
    value: &Value<'_>,
    key: &str,
    read: impl Fn(&str) -> Result<String, E>,
) -> Option<Words> {
    let list = reader.list(value, key)?;
    let read_one = |value: &&Value<'_>| {
        let text = reader.string(value, key)?;
        let read = read(text).map_err(|fault| fault.to_string());
        reader.read(value.span(), read).map(String::into_boxed_str)
    };
    let words: Vec<Option<Box<str>>> = list.iter().map(read_one).collect();
    words.into_iter().collect::<Option<Vec<_>>>().map(Arc::from)
}

/// A word as written, but not blank: an id or a key, where each letter counts.
pub(crate) fn word(text: &str) -> Result<String, String> {
    not_blank(text, spelling::visible(text).into_owned())
}

/// A word in the form in which it is compared.
pub(crate) fn folded(text: &str) -> Result<String, String> {
    not_blank(text, spelling::fold(text).into_owned())
}

fn not_blank(text: &str, word: String) -> Result<String, String> {
    if word.is_empty() { Err(format!("\"{text}\" is blank: name something")) } else { Ok(word) }
}

/// RFC 3339, or a local date-time or date in the shop's zone; as TOML's own date-time or as a string.
pub(crate) fn instant(reader: &mut Reader, value: &Value<'_>, key: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = match value.get_ref().as_datetime() {
        Some(datetime) => datetime.to_string(),
        None => reader.string(value, key)?.to_owned(),
    };
    let wrong = || {
        format!(
            "\"{text}\" is not a time: write 2026-11-27T00:00:00 for the shop's clock, or with an offset, \
             2026-11-27T00:00:00-05:00"
        )
    };
    let wrong = || Wrong::from(wrong()).instead(in_order(&text).filter(|date| parse_instant(date, zone).is_some()));
    reader.read(value.span(), parse_instant(&text, zone).ok_or_else(wrong))
}

/// Reads a time as a policy writes one: RFC 3339, or a date-time or date of a shop's clock in its zone. None for any other
/// text.
#[must_use]
pub fn parse_instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    // The parser takes more: years before Christ, times without minutes, zones in brackets.
    if !is_written_as_a_time(text) {
        return None;
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    // What has an offset that does not fit is not a local time.
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"-:.Tt ".contains(&byte));
    let local = text.parse::<DateTime>().ok().or_else(|| text.parse::<Date>().ok().map(Into::into));
    local.filter(|_| plain).and_then(|local| instant_of(local, zone))
}

/// `2026-11-27`, with a time of day or not, and that with an offset or not.
fn is_written_as_a_time(text: &str) -> bool {
    let form: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let Some(rest) = form.strip_prefix("0000-00-00") else { return false };
    let Some(clock) = rest.strip_prefix(['T', 't', ' ']) else { return rest.is_empty() };
    let offset = ["Z", "z", "+00:00", "-00:00"].into_iter().find_map(|offset| clock.strip_suffix(offset));
    let clock = offset.unwrap_or(clock);
    match clock.split_once('.') {
        Some((clock, fraction)) => clock == "00:00:00" && !fraction.is_empty() && fraction.bytes().all(|c| c == b'0'),
        None => clock == "00:00:00" || clock == "00:00",
    }
}

/// `"15m"`: whole seconds, minutes or hours, at most `longest`.
pub(crate) fn span(
    reader: &mut Reader,
    value: &Value<'_>,
    key: &str,
    longest: SignedDuration,
) -> Option<SignedDuration> {
    let text = reader.string(value, key)?;
    let wrong = || format!("\"{text}\" is not a span of time: write \"90s\", \"15m\" or \"2h\"");
    let span = reader.read(value.span(), parse_span(text).ok_or_else(wrong))?;
    let long = || format!("{key} must be at most {}h", longest.as_hours());
    reader.read(value.span(), (span <= longest).then_some(span).ok_or_else(long))
}

fn parse_span(text: &str) -> Option<SignedDuration> {
    let unit = [("s", 1), ("m", 60), ("h", 3_600)].into_iter().find(|(unit, _)| text.ends_with(unit));
    let (unit, seconds) = unit?;
    let digits = text.strip_suffix(unit)?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let count: i32 = digits.parse().ok().filter(|_| plain)?;
    SignedDuration::from_secs(seconds).checked_mul(count)
}

/// A text that is not an id of Stripe's with this prefix.
#[derive(Debug, thiserror::Error)]
#[error("\"{text}\" is not such an id: it begins with {prefix}")]
pub(crate) struct NotAnId {
    text: String,
    prefix: &'static str,
}

/// An id of Stripe's, such as `price_...`.
pub(crate) fn id(text: &str, prefix: &'static str) -> Result<String, NotAnId> {
    match text.strip_prefix(prefix) {
        Some(rest) if !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') => {
            Ok(text.to_owned())
        }
        _ => Err(NotAnId { text: text.to_owned(), prefix }),
    }
}

/// One of a few words, as what it means.
pub(crate) fn one_of<T: Copy>(
    reader: &mut Reader,
    value: &Value<'_>,
    key: &str,
    words: &[(&'static str, T)],
) -> Option<T> {
    let word = reader.string(value, key)?;
    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let found = words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning);
    reader.read(value.span(), found.ok_or_else(|| unknown(&format!("a value of {key}"), word, &known)))
}

/// A text that is not the code of a country.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a country: write its two letters (ISO 3166-1), such as US")]
pub(crate) struct NotACountry(String);

/// ISO 3166-1 alpha-2, in any case.
pub(crate) fn country(text: &str) -> Result<String, NotACountry> {
    let two_letters = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    two_letters.then(|| text.to_ascii_uppercase()).ok_or_else(|| NotACountry(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_instants_or_of_the_shops_clock() {
        let berlin = jiff::tz::TimeZoneDatabase::bundled().get("Europe/Berlin").unwrap();
        for (text, instant) in [
            ("2026-11-27T00:00:00-05:00", Some("2026-11-27T05:00:00Z")),
            ("2026-11-27T00:00:00Z", Some("2026-11-27T00:00:00Z")),
            ("2026-11-27T00:00:00", Some("2026-11-26T23:00:00Z")),
            ("2026-11-27 08:30:00", Some("2026-11-27T07:30:00Z")),
            ("2026-11-27", Some("2026-11-26T23:00:00Z")),
            ("2026-03-29T02:30:00", Some("2026-03-29T01:00:00Z")),
            ("2026-10-25T02:30:00", Some("2026-10-25T00:30:00Z")),
            ("2026-11-27T00:00:00[America/New_York]", None),
            ("2026-11-27T00:00:00-05:00[Europe/Berlin]", None),
            ("2026-11-27t08:30z", Some("2026-11-27T08:30:00Z")),
            ("2026-11-27T08:30:00.25+01:00", Some("2026-11-27T07:30:00.25Z")),
            ("2026-13-01", None),
            ("-002026-11-27", None),
            ("20261127", None),
            ("2026-11-27T08", None),
            ("2026-11-27T0830", None),
            ("2026-11-27T08:30:00-05", None),
            ("2026-11-27T08:30:00,5-05:00", None),
            ("2026-11-27T08:30:00.5-05:00[America/New_York]", None),
            ("2026-11-27T08:30:00.-05:00", None),
            ("2026-11-27T08:30.5-05:00", None),
            ("2026-11-27T08.5", None),
            ("2026-11-27T08:30:00+99:00", None),
            ("soon", None),
            ("", None),
        ] {
            let expected = instant.map(|instant| instant.parse().unwrap());
            assert_eq!(parse_instant(text, &berlin), expected, "{text}");
        }
    }

    #[test]
    fn spans_have_one_form() {
        for (text, seconds) in [
            ("0s", Some(0)),
            ("90s", Some(90)),
            ("15m", Some(900)),
            ("024h", Some(86_400)),
            ("", None),
            ("m", None),
            ("15", None),
            ("15 m", None),
            ("+15m", None),
            ("-15m", None),
            ("1.5h", None),
            ("1h30m", None),
            ("15min", None),
            ("15M", None),
            ("99999999999s", None),
        ] {
            assert_eq!(parse_span(text).map(|span| span.as_secs()), seconds, "{text}");
        }
    }
}
