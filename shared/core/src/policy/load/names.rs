//! Ids, and names that shoppers see.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::{FaultCode, Reader, Value};
use crate::policy::{OfferId, OfferName};

/// The value as a name.
pub(super) fn name(reader: &mut Reader, value: &Value<'_>, key: &str) -> Option<OfferName> {
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
