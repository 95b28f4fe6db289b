//! Numbers with signs, separators and units.

const CURRENCIES: [(&str, &str); 8] = [
    ("$", "usd"),
    ("€", "eur"),
    ("£", "gbp"),
    ("¥", "jpy"),
    ("usd", "usd"),
    ("eur", "eur"),
    ("gbp", "gbp"),
    ("jpy", "jpy"),
];

/// The fault of a number, and how to write it; none if the text is no number. `key` is that of its table.
pub(super) fn fault(text: &str, key: &str) -> Option<(String, String)> {
    let decimal = plain_decimal(text)?;
    let lower = text.to_lowercase();
    if text.contains('%') {
        return Some((
            format!("a percentage is a decimal string without its sign: \"{decimal}\""),
            format!("\"{decimal}\""),
        ));
    }
    let of_currency = CURRENCIES.iter().find(|(sign, _)| lower.contains(sign)).map(|(_, code)| *code);
    match of_currency {
        // Within a table of amounts, the key is the currency.
        Some(_) if key.len() == 3 => {
            Some((format!("an amount is a decimal string without a sign: \"{decimal}\""), format!("\"{decimal}\"")))
        }
        Some(code) => {
            let amount = format!("{{ {code} = \"{decimal}\" }}");
            Some((format!("an amount is a decimal string for each currency: {amount}"), amount))
        }
        None => Some((
            format!(
                "amounts and percentages are written in quotes, with a point and without separators: \"{decimal}\""
            ),
            format!("\"{decimal}\""),
        )),
    }
}

/// The number of a text as a decimal string; none if the text has no number, or one that can be read in two ways.
pub(crate) fn plain_decimal(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let mut number = lower.trim();
    for (sign, _) in CURRENCIES {
        number = number.trim_start_matches(sign).trim_end_matches(sign).trim();
    }
    let number = number.trim_end_matches('%').trim();
    let joined: String = number.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\'' | '’' | '_')).collect();
    if !joined.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || !joined.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
    {
        return None;
    }
    let decimal = match (joined.rfind('.'), joined.rfind(',')) {
        (Some(point), Some(comma)) if point > comma => joined.replace(',', ""),
        (Some(_), Some(_)) => joined.replace('.', "").replace(',', "."),
        (None, Some(_)) => match joined.split_once(',') {
            // 1,50 is a decimal comma; 1,500 parts thousands.
            Some((whole, fraction)) if fraction.len() <= 2 => format!("{whole}.{fraction}"),
            _ => joined.replace(',', ""),
        },
        _ => joined,
    };
    let (whole, fraction) = decimal.split_once('.').unwrap_or((&decimal, ""));
    let whole = if whole.is_empty() { "0" } else { whole };
    let text = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    (text.matches('.').count() <= 1).then_some(text)
}
