//! `timezone`: the shop's clock, by its IANA name.

use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::document::{Reader, Value, Wrong};

/// Reads the shop's time zone.
pub(super) fn timezone(reader: &mut Reader, value: &Value<'_>) -> Option<TimeZone> {
    let name = reader.string(value, "timezone")?;
    // `Etc/Unknown` is what a computer says that does not know where it is.
    let zone = TimeZoneDatabase::bundled().get(name).ok().filter(|zone| !zone.is_unknown());
    let wrong = || {
        let wrong =
            Wrong::from(format!("\"{name}\" is not a time zone: write its IANA name, such as America/New_York"));
        wrong.instead(zone_of_city(name).map(|zone| format!("\"{zone}\"")))
    };
    reader.read(value.span(), zone.ok_or_else(wrong))
}

/// The zone of a city or of an abbreviation: `New York`, `PST`.
fn zone_of_city(name: &str) -> Option<String> {
    const SHORT: [(&str, &str); 9] = [
        ("pst", "America/Los_Angeles"),
        ("pdt", "America/Los_Angeles"),
        ("pt", "America/Los_Angeles"),
        ("cst", "America/Chicago"),
        ("cdt", "America/Chicago"),
        ("edt", "America/New_York"),
        ("et", "America/New_York"),
        ("bst", "Europe/London"),
        ("cest", "Europe/Berlin"),
    ];
    let plain = name.trim().to_ascii_lowercase().replace([' ', '-'], "_");
    if let Some((_, zone)) = SHORT.iter().find(|(short, _)| *short == plain) {
        return Some((*zone).to_owned());
    }
    let mut zones =
        TimeZoneDatabase::bundled().available().map(|zone| zone.to_string()).collect::<Vec<_>>().into_iter();
    // The signs of `Etc/GMT+5` are the reverse of what people mean by GMT+5.
    zones.find(|zone| !zone.starts_with("Etc/") && zone.to_ascii_lowercase().rsplit('/').next() == Some(plain.as_str()))
}
