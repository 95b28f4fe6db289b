//! Times and spans of time.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::document::fault::Wrong;
use crate::document::reader::{Reader, Value};
use crate::document::syntax::{in_order, missing};
use crate::schedule::instant_of;

/// RFC 3339, or a local date-time or date in the shop's zone; as TOML's own date-time or as a string.
pub(crate) fn instant(reader: &mut Reader, value: &Value<'_>, key: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = match value.get_ref().as_datetime() {
        Some(datetime) => datetime.to_string(),
        None => reader.string(value, key)?.to_owned(),
    };
    let wrong = || {
        if let Some(missing) = missing(&text) {
            return missing;
        }
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
