//! Amounts and percents, written as decimal strings.

use crate::document::fault::Wrong;
use crate::document::reader::{Reader, Value, in_quotes, kind};
use crate::document::syntax::plain_decimal;
use crate::money::{Amount, Amounts, Currency, Percent};

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
