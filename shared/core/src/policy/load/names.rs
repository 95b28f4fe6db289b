//! Names that shoppers see.

use crate::document::{Reader, Value};
use crate::policy::OfferName;

/// The value as a name.
pub(super) fn name(reader: &mut Reader, value: &Value<'_>, key: &str) -> Option<OfferName> {
    let text = reader.string(value, key)?;
    reader.read(value.span(), OfferName::parse(text).map_err(|fault| format!("\"{text}\" {fault}")))
}
