//! Ids, and names that shoppers see.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::{FaultCode, Reader, Value};
use crate::policy::{LocalNames, Locale, OfferId, OfferName};

/// The key of the name that a discount is written with, where there are several.
const DEFAULT: &str = "default";

/// The value as a name, or as a table of names: `default`, and others by their locale.
pub(super) fn names(reader: &mut Reader, value: &Value<'_>, key: &str) -> Option<(OfferName, LocalNames)> {
    if value.get_ref().as_table().is_none() {
        return name(reader, value, key).map(|name| (name, LocalNames::default()));
    }
    let mut table = reader.table(value, key)?;
    let first = table.require(DEFAULT, reader).and_then(|value| name(reader, value, DEFAULT));
    let mut others = LocalNames::default();
    for (tag, span, value) in table.entries().filter(|(tag, ..)| *tag != DEFAULT) {
        let wrong = || format!("\"{tag}\" is not a language: write default, or a language such as de or pt-BR");
        let locale = reader.read(span.clone(), Locale::parse(tag).ok_or_else(wrong));
        if let (Some(locale), Some(name)) = (locale, name(reader, value, tag))
            && !others.insert(locale, name)
        {
            reader.fault(span, format!("{key} has this language twice: keep one of the two"));
        }
    }
    first.map(|first| (first, others))
}

/// The value as a name.
fn name(reader: &mut Reader, value: &Value<'_>, key: &str) -> Option<OfferName> {
    let text = reader.string(value, key)?;
    reader.read(value.span(), OfferName::parse(text).map_err(|fault| format!("\"{text}\" {fault}")))
}

/// The value as the id of an offer or a group; `ids` are those before it, of faulty ones too, with their places.
pub(super) fn id(
    reader: &mut Reader,
    value: &Value<'_>,
    of: &str,
    ids: &mut BTreeMap<OfferId, Range<usize>>,
) -> Option<OfferId> {
    let text = reader.string(value, "id")?;
    let id = reader.read(value.span(), OfferId::parse(text).map_err(|fault| format!("\"{text}\" {fault}")))?;
    if let Some(first) = ids.get(&id) {
        let message = format!("there is another {of} with the id \"{id}\"");
        reader.repeated(value.span(), Some(first.clone()), FaultCode::Invalid, &message);
    } else {
        ids.insert(id.clone(), value.span());
    }
    Some(id)
}
