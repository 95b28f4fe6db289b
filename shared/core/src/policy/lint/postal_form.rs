//! A beginning of postal codes that none in its country has, such as `112*`.

use super::file::{File, Lint, Remark};
use super::places::StringAt;
use crate::policy::{Condition, ConditionTable, Offer};
use crate::spelling::PostalFormat;

pub(super) const LINT: Lint = Lint { code: "postal-form", find };

/// The forms of postal codes, by country: 9 is a digit, A is a letter. A hyphen is written where it is here (UPU,
/// postal addressing systems).
const FORMS: &[(&str, &[&str])] = &[
    ("AE", &[]),
    ("AT", &["9999"]),
    ("AU", &["9999"]),
    ("BE", &["9999"]),
    ("BR", &["99999-999"]),
    ("CA", &["A9A9A9"]),
    ("CH", &["9999"]),
    ("CN", &["999999"]),
    ("CZ", &["99999"]),
    ("DE", &["99999"]),
    ("DK", &["9999"]),
    ("ES", &["99999"]),
    ("FI", &["99999"]),
    ("FR", &["99999"]),
    ("GB", &["A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA"]),
    ("HK", &[]),
    ("HU", &["9999"]),
    ("IN", &["999999"]),
    ("IT", &["99999"]),
    ("JP", &["999-9999"]),
    ("MX", &["99999"]),
    ("NL", &["9999AA"]),
    ("NO", &["9999"]),
    ("NZ", &["9999"]),
    ("PL", &["99-999"]),
    ("PR", &["99999-9999"]),
    ("PT", &["9999-999"]),
    ("QA", &[]),
    ("SE", &["99999"]),
    ("SG", &["999999"]),
    ("US", &["99999-9999"]),
    ("ZA", &["9999"]),
];

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().flat_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let tables = [ConditionTable::When, ConditionTable::Unless].into_iter();
    tables.flat_map(|table| of_table(file, offer, table)).collect()
}

fn of_table(file: &File<'_>, offer: &Offer, table: ConditionTable) -> Vec<Remark> {
    let countries = offer.written().filter_map(|(table, condition)| match condition {
        Condition::Country(countries) => Some((table, countries.0.first()?)),
        _ => None,
    });
    // That of `unless` itself, where it names one.
    let country = countries.filter(|(of, _)| *of == table || *of == ConditionTable::When).max_by_key(|(of, _)| *of);
    let Some((_, country)) = country else { return Vec::new() };
    // As written: a loaded prefix has lost what is never compared.
    let prefixes = file.places.strings_in_offer(offer, table.key()).into_iter();
    prefixes.filter(|text| text.path == ["postal_prefix"]).filter_map(|text| remark(&text, country)).collect()
}

fn remark(text: &StringAt<'_>, country: &str) -> Option<Remark> {
    let forms = FORMS.iter().find(|(code, _)| *code == country).map(|(_, forms)| *forms);
    let possible = match forms {
        Some(forms) => forms.iter().any(|form| begins(form, text.text)),
        None => text.text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-')),
    };
    let read = PostalFormat::of(country).prefix(text.text);
    if possible {
        // A blank at the end marks no end of the district.
        let blank = text.text.trim() != text.text;
        return blank.then(|| {
            let message = format!("\"{}\" is read as \"{read}\": blanks around a prefix don't count", text.text);
            Remark::new(text.span.clone(), message, format!("write \"{read}\""))
        });
    }
    let message = if forms.is_none_or(|forms| forms.iter().any(|form| begins(form, &read))) {
        format!("\"{}\" is read as \"{read}\": only letters and digits of a postal code count", text.text)
    } else {
        format!("no postal code in {country} begins with \"{}\", so no address fits", text.text)
    };
    let plain = text.text.split(|c: char| !c.is_alphanumeric() && c != ' ').next().unwrap_or_default();
    let help = match forms {
        Some([]) => format!("addresses in {country} have no postal code: take postal_prefix out"),
        Some(forms) if !forms.iter().any(|form| begins(form, plain)) || plain.is_empty() => {
            format!("write how its postal codes begin, in the form {}", forms.join(" or "))
        }
        _ => format!("write only what they begin with, such as \"{plain}\", and each beginning by itself"),
    };
    Some(Remark::new(text.span.clone(), message, help))
}

/// Returns whether a postal code of a form can begin with a text, in which blanks don't count.
fn begins(form: &str, text: &str) -> bool {
    let mut rest = form.chars().peekable();
    text.chars().filter(|c| !c.is_whitespace()).all(|c| {
        if c != '-' {
            rest.next_if_eq(&'-');
        }
        match rest.next() {
            Some('9') => c.is_ascii_digit(),
            Some('A') => c.is_ascii_alphabetic(),
            Some(mark) => c == mark,
            None => false,
        }
    })
}
